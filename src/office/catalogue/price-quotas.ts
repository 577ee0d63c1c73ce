import type { Rx } from '../../store/transaction.ts';

export interface PriceQuota {
  readonly pool_id: number;
  /** null: no limit */
  readonly capacity: number | null;
  /** whether other prices draw from it too */
  readonly shared: boolean;
}

/** The quotas that each of these prices draws from, in any of its sessions, in the order of their ids. */
export async function priceQuotas(
  rx: Rx,
  price_ids: readonly number[],
): Promise<ReadonlyMap<number, readonly PriceQuota[]>> {
  if (price_ids.length === 0) return new Map();
  const drawn = await rx.db
    .selectFrom('offer_pool')
    .innerJoin('offer', 'offer.id', 'offer_pool.offer_id')
    .innerJoin('pool', 'pool.id', 'offer_pool.pool_id')
    .select(['pool.id as pool_id', 'pool.capacity', 'offer.price_id'])
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
    .orderBy('pool.id')
    .execute();
  const prices = Map.groupBy(drawn, ({ pool_id }) => pool_id);
  const quotas = drawn.map((one) => ({ ...one, shared: prices.get(one.pool_id)?.length !== 1 }));
  return Map.groupBy(quotas, ({ price_id }) => price_id);
}
