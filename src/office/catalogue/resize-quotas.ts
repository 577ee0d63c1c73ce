import type { Tx } from '../../store/transaction.ts';
import { updatePool } from './pool.ts';

/**
 * Gives the quota of a price, in each of its sessions, another capacity; tells whether one was another before. Nothing is done
 * where the price has none yet, or shares it with other prices: those are capacities of their own.
 */
export async function resizeQuotas(
  tx: Tx,
  input: { readonly organizer_id: number; readonly price_id: number; readonly capacity: number },
): Promise<'changed' | 'unchanged' | 'no_quota' | 'quota_of_several'> {
  const { organizer_id, price_id, capacity } = input;
  const quotas = await tx.db
    .selectFrom('offer_pool')
    .innerJoin('offer', 'offer.id', 'offer_pool.offer_id')
    .innerJoin('pool', 'pool.id', 'offer_pool.pool_id')
    .select((eb) => ['pool.id', 'pool.capacity', eb.fn.max('offer.price_id').as('last')])
    .select((eb) => eb.fn.min('offer.price_id').as('first'))
    .where('pool.kind', '=', 'quota')
    .where('offer.deleted_at', 'is', null)
    .where('pool.id', 'in', (eb) =>
      eb
        .selectFrom('offer_pool as own')
        .innerJoin('offer as its', 'its.id', 'own.offer_id')
        .select('own.pool_id')
        .where('its.price_id', '=', price_id)
        .where('its.deleted_at', 'is', null),
    )
    .groupBy(['pool.id', 'pool.capacity'])
    .execute();
  if (quotas.length === 0) return 'no_quota';
  if (quotas.some(({ first, last }) => first !== last)) return 'quota_of_several';
  for (const { id: pool_id } of quotas) await updatePool(tx, { organizer_id, pool_id, capacity });
  return quotas.some((one) => one.capacity !== capacity) ? 'changed' : 'unchanged';
}
