import type { Tables } from './tables.ts';
import type { Tx } from './transaction.ts';

/** Has a row wait for whoever changes it, and others for this transaction, so that what is read of it afterwards stays true. */
export async function lockRow(tx: Tx, table: keyof Tables, id: number): Promise<void> {
  if (tx.sole_writer) return;
  // Kysely types a table by its name: one that stands for all keeps the query typed
  await tx.db
    .selectFrom(table as 'event')
    .select('id')
    .where('id', '=', id)
    .forNoKeyUpdate()
    .execute();
}
