import { RowsByKey } from '../../store/rows-by-key.ts';
import { RowsInsert } from '../../store/rows-insert.ts';
import { statement } from '../../store/statement.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { keepsId, type Source } from './source.ts';

/** A kind of record that is linked: a table's name. */
export type LinkedKind = 'event' | 'session' | 'price' | 'hall' | 'order' | 'ticket';

/** The digest of what tickets have named before the catalogue told of it: whatever it tells is news. */
export const unseen = '-';

export interface LinkKey {
  readonly connection_id: number;
  readonly kind: LinkedKind;
  readonly foreign_id: string;
}

export interface Link {
  readonly foreign_id: string;
  readonly local_id: number;
  /** of the record as it was last seen; '': it was here before it was linked */
  readonly digest: string;
  /** a tombstone: gone at the source since */
  readonly deleted_at: number | null;
}

const selectLinks = new RowsByKey<{ connection_id: number; kind: string }, string, Link>((db, slot, keys) =>
  db
    .selectFrom('link')
    .select(['foreign_id', 'local_id', 'digest', 'deleted_at'])
    .where('connection_id', '=', slot('connection_id'))
    .where('kind', '=', slot('kind'))
    .where('foreign_id', 'in', keys),
);

type Served = Pick<Row<'served_id'>, 'served_id' | 'local_id'>;

const selectServed = new RowsByKey<{ organizer_id: number; dialect: string; kind: string }, string, Served>(
  (db, slot, keys) =>
    db
      .selectFrom('served_id')
      .select(['served_id', 'local_id'])
      .where('organizer_id', '=', slot('organizer_id'))
      .where('dialect', '=', slot('dialect'))
      .where('kind', '=', slot('kind'))
      .where('served_id', 'in', keys),
);

/**
 * What these records became here, by the source's ids. One that this connection never took in may be here all the same, as
 * when a file was taken in before the platform was connected: the dialect shows it under this id. Its digest is ''.
 */
export async function linksOf(
  rx: Rx,
  source: Source,
  kind: LinkedKind,
  refs: readonly string[],
): Promise<Map<string, Link>> {
  const { connection_id, organizer_id, dialect } = source;
  const found = new Map<string, Link>();
  for (const link of await selectLinks.read(rx, { connection_id, kind }, refs))
    found.set(link.foreign_id, link);
  if (dialect === undefined || kind === 'hall') return found;
  const missing = refs.filter((ref) => !found.has(ref) && keepsId(source, ref));
  for (const { served_id, local_id } of await selectServed.read(
    rx,
    { organizer_id, dialect, kind },
    missing,
  )) {
    found.set(served_id, { foreign_id: served_id, local_id, digest: '', deleted_at: null });
  }
  return found;
}

type LinkRow = Row<'link'>;

const insertLinks = new RowsInsert<LinkRow>((db, rows) =>
  db
    .insertInto('link')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['connection_id', 'kind', 'foreign_id']).doNothing()),
);

const insertServed = new RowsInsert<Row<'served_id'>>((db, rows) =>
  db
    .insertInto('served_id')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing()),
);

export interface NewLink {
  readonly ref: string;
  readonly local_id: number;
  readonly digest: string;
}

/** Links things to the source's ids, and lets the dialect show them under these where the ids are free for it. */
export async function putLinks(
  tx: Tx,
  source: Source,
  kind: LinkedKind,
  things: readonly NewLink[],
): Promise<void> {
  const { connection_id, organizer_id, dialect } = source;
  await insertLinks.put(
    tx,
    things.map(({ ref, local_id, digest }) => ({
      connection_id,
      kind,
      foreign_id: ref,
      local_id,
      digest,
      seen_at: tx.now,
      deleted_at: null,
    })),
  );
  if (dialect === undefined || kind === 'hall') return;
  const kept = things.filter(({ ref }) => keepsId(source, ref));
  await insertServed.put(
    tx,
    kept.map(({ ref, local_id }) => ({ organizer_id, dialect, kind, served_id: ref, local_id })),
  );
}

const updateLink = statement<LinkKey & { digest: string; seen_at: number; deleted_at: number | null }, never>(
  (db, slot) =>
    db
      .updateTable('link')
      .set({ digest: slot('digest'), seen_at: slot('seen_at'), deleted_at: slot('deleted_at') })
      .where('connection_id', '=', slot('connection_id'))
      .where('kind', '=', slot('kind'))
      .where('foreign_id', '=', slot('foreign_id')),
);

/** Writes how the record was seen last; makes the link where there was none yet. */
export async function renewLink(
  tx: Tx,
  source: Source,
  kind: LinkedKind,
  thing: NewLink & { readonly gone?: boolean },
): Promise<void> {
  const { connection_id } = source;
  const { ref: foreign_id, digest, gone = false } = thing;
  const deleted_at = gone ? tx.now : null;
  const key = { connection_id, kind, foreign_id };
  const changed = await tx.change(updateLink, { ...key, digest, seen_at: tx.now, deleted_at });
  if (changed === 0) await putLinks(tx, source, kind, [thing]);
}

/**
 * The connection under which what comes from files of one source is linked: found by its name, or made. It is switched
 * off, since there is nobody to call.
 */
export async function fileConnection(
  tx: Tx,
  input: { readonly organizer_id: number; readonly dialect: string; readonly name: string },
): Promise<number> {
  const { organizer_id, dialect, name } = input;
  const known = await tx.db
    .selectFrom('connection')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .where('dialect', '=', dialect)
    .where('name', '=', name)
    .executeTakeFirst();
  if (known !== undefined) return known.id;
  const id = await tx.id();
  await tx.db
    .insertInto('connection')
    .values({
      id,
      organizer_id,
      dialect,
      name,
      base_url: '',
      enabled: 0,
      created_at: tx.now,
      updated_at: tx.now,
    })
    .execute();
  await recordChange(tx, {
    organizer_id,
    action: 'connection.created',
    subject_kind: 'connection',
    subject_id: id,
    after: { dialect, name },
  });
  return id;
}
