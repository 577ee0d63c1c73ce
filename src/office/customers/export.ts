import { Fault } from '../../domain/faults.ts';
import type { Rx } from '../../store/transaction.ts';
import { chunked, reachedRows, reachedTables, type ReachedTable } from './personal-data.ts';

/** Columns that say nothing of the customer and are not theirs to have. */
const withheld: Readonly<Record<string, readonly string[]>> = {
  customer: ['digest_salt'],
  // opens the order to whoever has it
  order: ['secret'],
  // of the member of staff at the gate
  scan: ['operator', 'device', 'nonce'],
};

/** Everything the office holds of one person: rows as they stand in the tables, by table. */
export interface PersonExport {
  readonly organizer_id: number;
  readonly customer_id: number;
  readonly tables: Readonly<Record<ReachedTable, readonly Readonly<Record<string, unknown>>[]>>;
}

/** Throws `not_found`. */
export async function exportCustomer(
  rx: Rx,
  input: { readonly organizer_id: number; readonly customer_id: number },
): Promise<PersonExport> {
  const { organizer_id, customer_id } = input;
  const customer = await rx.db
    .selectFrom('customer')
    .selectAll()
    .where('id', '=', customer_id)
    .where('organizer_id', '=', organizer_id)
    .executeTakeFirst();
  if (customer === undefined) throw new Fault('not_found', { customer_id });
  const reached = await reachedRows(rx, customer);
  const found = {} as Record<ReachedTable, Readonly<Record<string, unknown>>[]>;
  for (const table of reachedTables) found[table] = await rowsOf(rx, table, reached[table]);
  return { organizer_id, customer_id, tables: found };
}

async function rowsOf(
  rx: Rx,
  table: ReachedTable,
  ids: readonly number[],
): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for (const chunk of chunked(ids)) {
    const found = await rx.db.selectFrom(table).selectAll().where('id', 'in', chunk).orderBy('id').execute();
    for (const row of found) {
      const shown = Object.entries(row).filter(([column]) => withheld[table]?.includes(column) !== true);
      rows.push(Object.fromEntries(shown));
    }
  }
  return rows;
}
