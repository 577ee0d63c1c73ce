import type { Rx, Tx } from '../store/transaction.ts';

const kind = 'pull';

/** Where the last whole page of a connection has ended, in the connector's words; undefined: nothing was ever pulled. */
export async function readCursor(rx: Rx, connection_id: number): Promise<string | undefined> {
  const row = await rx.db
    .selectFrom('cursor')
    .select('value')
    .where('connection_id', '=', connection_id)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row?.value;
}

export async function keepCursor(tx: Tx, connection_id: number, value: string): Promise<void> {
  await tx.db
    .insertInto('cursor')
    .values({ connection_id, kind, value, updated_at: tx.now })
    .onConflict((conflict) =>
      conflict.columns(['connection_id', 'kind']).doUpdateSet({ value, updated_at: tx.now }),
    )
    .execute();
}
