import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import type { OwnedKind } from './rows.ts';

/** The rows of these ids that are the organizer's, in no order; those that were deleted as well. */
export async function rowsOfIds<K extends OwnedKind>(
  rx: Rx,
  kind: K,
  wanted: { readonly organizer_id: number; readonly ids: readonly number[] },
): Promise<Row<K>[]> {
  if (wanted.ids.length === 0) return [];
  // Kysely types a table by its name: one that stands for all keeps the query typed
  const rows = await rx.db
    .selectFrom(kind as 'event')
    .selectAll()
    .where('organizer_id', '=', wanted.organizer_id)
    .where('id', 'in', wanted.ids)
    .execute();
  return rows as unknown as Row<K>[];
}
