import type { Rx, Tx } from '../store/transaction.ts';
import type { Linked, LinkKind, NewLink } from './port.ts';

/** What another system calls our things, and what it calls its own that we took in. */
export class LinksOf {
  readonly #refs: ReadonlyMap<string, string>;

  private constructor(refs: ReadonlyMap<string, string>) {
    this.#refs = refs;
  }

  /** The links of these things under one connection; tombstones are none. */
  static async read(
    rx: Rx,
    connection_id: number,
    things: Readonly<Partial<Record<LinkKind, readonly (number | null)[]>>>,
  ): Promise<LinksOf> {
    const refs = new Map<string, string>();
    for (const [kind, ids] of Object.entries(things)) {
      const wanted = [...new Set(ids)].filter((id): id is number => id !== null);
      if (wanted.length === 0) continue;
      const rows = await rx.db
        .selectFrom('link')
        .select(['local_id', 'foreign_id'])
        .where('connection_id', '=', connection_id)
        .where('kind', '=', kind)
        .where('local_id', 'in', wanted)
        .where('deleted_at', 'is', null)
        .orderBy('seen_at')
        .execute();
      for (const { local_id, foreign_id } of rows) refs.set(`${kind}/${local_id}`, foreign_id);
    }
    return new LinksOf(refs);
  }

  of(kind: LinkKind, id: number): Linked {
    return { id, ref: this.#refs.get(`${kind}/${id}`) };
  }

  maybe(kind: LinkKind, id: number | null): Linked | undefined {
    return id === null ? undefined : this.of(kind, id);
  }
}

/** Keeps what the other system calls our things. A thing that it calls otherwise now has the new name alone. */
export async function keepLinks(tx: Tx, connection_id: number, links: readonly NewLink[]): Promise<void> {
  for (const { kind, local_id, foreign_id } of links) {
    await tx.db
      .deleteFrom('link')
      .where('connection_id', '=', connection_id)
      .where('kind', '=', kind)
      .where('local_id', '=', local_id)
      .where('foreign_id', '!=', foreign_id)
      .execute();
    await tx.db
      .insertInto('link')
      .values({ connection_id, kind, foreign_id, local_id, seen_at: tx.now })
      .onConflict((conflict) =>
        conflict
          .columns(['connection_id', 'kind', 'foreign_id'])
          .doUpdateSet({ local_id, seen_at: tx.now, deleted_at: null }),
      )
      .execute();
  }
}
