import type { Tx } from '../../store/transaction.ts';
import { updatePool } from './pool.ts';
import { priceQuotas } from './price-quotas.ts';

/**
 * Gives the quota of a price, in each of its sessions, another capacity; tells whether one was another before. Nothing is done
 * where the price has none yet, or shares it with other prices: those are capacities of their own.
 */
export async function resizeQuotas(
  tx: Tx,
  input: { readonly organizer_id: number; readonly price_id: number; readonly capacity: number },
): Promise<'changed' | 'unchanged' | 'no_quota' | 'quota_of_several'> {
  const { organizer_id, price_id, capacity } = input;
  const quotas = (await priceQuotas(tx, [price_id])).get(price_id) ?? [];
  if (quotas.length === 0) return 'no_quota';
  if (quotas.some(({ shared }) => shared)) return 'quota_of_several';
  for (const { pool_id } of quotas) await updatePool(tx, { organizer_id, pool_id, capacity });
  return quotas.some((one) => one.capacity !== capacity) ? 'changed' : 'unchanged';
}
