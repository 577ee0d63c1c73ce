import type { Rx } from '../../../store/transaction.ts';

export interface OwnQuota {
  readonly pool_id: number;
  /** null: no limit */
  readonly capacity: number | null;
}

/**
 * The quota that each type has to itself, by its price: what it shares with other types, a date or a part of the hall is
 * neither its own to show nor to change; `avail` tells what is left by all of them.
 */
export async function ownQuotas(rx: Rx, event_id: number): Promise<Map<number, OwnQuota>> {
  const links = await rx.db
    .selectFrom('offer_pool')
    .innerJoin('offer', 'offer.id', 'offer_pool.offer_id')
    .innerJoin('pool', 'pool.id', 'offer_pool.pool_id')
    .select(['offer_pool.pool_id', 'offer.price_id', 'pool.capacity'])
    .where('offer.event_id', '=', event_id)
    .where('offer.deleted_at', 'is', null)
    .where('pool.kind', '=', 'quota')
    .orderBy('offer_pool.pool_id')
    .execute();
  const own = new Map<number, OwnQuota>();
  for (const [pool_id, drawing] of Map.groupBy(links, (link) => link.pool_id)) {
    const [first] = drawing;
    if (first === undefined || drawing.some(({ price_id }) => price_id !== first.price_id)) continue;
    if (!own.has(first.price_id)) own.set(first.price_id, { pool_id, capacity: first.capacity });
  }
  return own;
}
