import { ByKeys } from '../../store/by-ids.ts';
import { RowsInsert } from '../../store/rows-insert.ts';
import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';

type TermRow = Pick<Row<'search_term'>, 'organizer_id' | 'term' | 'kind' | 'local_id'>;

export type SearchKind = 'customer' | 'order' | 'ticket';

const ids_at_once = 500;

const insertTerms = new RowsInsert<TermRow>((db, rows) =>
  db
    .insertInto('search_term')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing()),
);

const termsOf = new ByKeys<{ kind: SearchKind }, number, { local_id: number }>((db, ids, slot) =>
  db
    .selectFrom('search_term')
    .select('local_id')
    .where('kind', '=', slot('kind'))
    .where('local_id', 'in', ids),
);

/** What leads to these rows leads there no more. */
export async function forgetTerms(tx: Tx, kind: SearchKind, ids: readonly number[]): Promise<void> {
  // of what is new, nothing leads there yet
  const known = new Set((await termsOf.read(tx, { kind }, ids)).map(({ local_id }) => local_id));
  for (const some of inRuns([...known])) {
    await tx.db.deleteFrom('search_term').where('kind', '=', kind).where('local_id', 'in', some).execute();
  }
}

function inRuns(ids: readonly number[]): number[][] {
  return Array.from({ length: Math.ceil(ids.length / ids_at_once) }, (_, index) =>
    ids.slice(index * ids_at_once, (index + 1) * ids_at_once),
  );
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
  await insertTerms.put(tx, rows);
}
