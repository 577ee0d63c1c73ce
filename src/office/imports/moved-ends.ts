import type { Tx } from '../../store/transaction.ts';

/**
 * When something ends whose source tells only its beginning: what is moved lasts as long as it did, since an end that stayed
 * behind would stand before the beginning. Undefined: as it is.
 */
export async function endAfterMove(
  tx: Tx,
  kind: 'event' | 'session',
  id: number,
  starts_at: number | undefined,
): Promise<number | undefined> {
  if (starts_at === undefined) return undefined;
  const row = await tx.db
    .selectFrom(kind as 'event')
    .select(['starts_at', 'ends_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined || row.starts_at === null || row.ends_at === null) return undefined;
  return row.starts_at === starts_at ? undefined : row.ends_at + (starts_at - row.starts_at);
}
