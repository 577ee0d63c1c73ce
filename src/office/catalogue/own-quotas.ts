import type { Rx } from '../../store/transaction.ts';

/** The capacity of each of these prices that has one quota, and shares it with no other price. */
export async function ownQuotas(rx: Rx, price_ids: readonly number[]): Promise<ReadonlyMap<number, number>> {
  if (price_ids.length === 0) return new Map();
  const drawn = await rx.db
    .selectFrom('offer_pool')
    .innerJoin('offer', 'offer.id', 'offer_pool.offer_id')
    .innerJoin('pool', 'pool.id', 'offer_pool.pool_id')
    .select(['pool.id', 'pool.capacity', 'offer.price_id'])
    .distinct()
    .where('pool.kind', '=', 'quota')
    .where('offer.deleted_at', 'is', null)
    .where('pool.id', 'in', (eb) =>
      eb
        .selectFrom('offer_pool as own')
        .innerJoin('offer as its', 'its.id', 'own.offer_id')
        .select('own.pool_id')
        .where('its.price_id', 'in', price_ids)
        .where('its.deleted_at', 'is', null),
    )
    .execute();
  const byPool = Map.groupBy(drawn, ({ id }) => id);
  const byPrice = Map.groupBy(drawn, ({ price_id }) => price_id);
  const own = new Map<number, number>();
  for (const [price_id, quotas] of byPrice) {
    const [quota, another] = quotas;
    if (quota === undefined || another !== undefined || quota.capacity === null) continue;
    if (byPool.get(quota.id)?.length === 1) own.set(price_id, quota.capacity);
  }
  return own;
}
