import type { Tx } from '../../store/transaction.ts';

export type SearchKind = 'customer' | 'order' | 'ticket';

const ids_at_once = 500;
const rows_at_once = 200;

/** What leads to these rows leads there no more. */
export async function forgetTerms(tx: Tx, kind: SearchKind, ids: readonly number[]): Promise<void> {
  for (let from = 0; from < ids.length; from += ids_at_once) {
    await tx.db
      .deleteFrom('search_term')
      .where('kind', '=', kind)
      .where('local_id', 'in', ids.slice(from, from + ids_at_once))
      .execute();
  }
}

export interface Findable {
  readonly organizer_id: number;
  readonly id: number;
  readonly terms: readonly string[];
}

/** Sets what leads to rows of one kind. */
export async function putTerms(tx: Tx, kind: SearchKind, found: readonly Findable[]): Promise<void> {
  await forgetTerms(
    tx,
    kind,
    found.map(({ id }) => id),
  );
  const rows = found.flatMap(({ organizer_id, id, terms }) =>
    [...new Set(terms)].map((term) => ({ organizer_id, term, kind, local_id: id })),
  );
  for (let from = 0; from < rows.length; from += rows_at_once) {
    await tx.db
      .insertInto('search_term')
      .values(rows.slice(from, from + rows_at_once))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
