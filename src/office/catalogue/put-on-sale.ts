import { Fault } from '../../domain/faults.ts';
import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { areaPoolsIn } from './area-pools.ts';
import { createOffer } from './offer.ts';
import { createPool } from './pool.ts';
import { ownRow } from './rows.ts';
import { zoneIdsOfHall } from './zones-of-hall.ts';

/** A price put on sale: in these zones of the hall (all, when none are named). */
export interface PriceOnSale {
  readonly price_id: number;
  readonly zone_ids?: readonly number[];
  /** for this session; null or missing: the price's amount */
  readonly amount?: number | null;
  readonly sale_starts_at?: number | null;
  readonly sale_ends_at?: number | null;
  /** a quota of this price alone in this session, over all its zones; null or missing: none */
  readonly quota?: number | null;
}

export interface OnSale {
  readonly offers: readonly { offer_id: number; price_id: number; zone_id: number | null }[];
  /** what was made: of the session, of areas, of prices */
  readonly pools: readonly { pool_id: number; zone_id: number | null; price_id: number | null }[];
}

interface ZoneOnSale {
  readonly zone_id: number | null;
  readonly pool_ids: readonly number[];
}

/**
 * Puts prices on sale for a session. In a hall each is offered zone by zone: an area gets a pool with its capacity, seats
 * need none, since a seat is sold once. Without a hall each is one offer. `capacity` is a pool for the whole session,
 * `pool_ids` are pools of yours that every offer draws from as well.
 */
export async function putOnSale(
  tx: Tx,
  input: {
    organizer_id: number;
    session_id: number;
    prices: readonly PriceOnSale[];
    capacity?: number | null;
    pool_ids?: readonly number[];
  },
): Promise<OnSale> {
  const { organizer_id, session_id, prices, capacity = null } = input;
  const session = await ownRow(tx, 'session', organizer_id, session_id);
  const pools: { pool_id: number; zone_id: number | null; price_id: number | null }[] = [];
  const shared = [...(input.pool_ids ?? [])];
  if (capacity !== null) {
    const pool_id = await createPool(tx, { organizer_id, kind: 'session', session_id, capacity });
    pools.push({ pool_id, zone_id: null, price_id: null });
    shared.push(pool_id);
  }
  const zones = await zonesOnSale(tx, session, prices);
  for (const zone of zones) {
    for (const pool_id of zone.made) pools.push({ pool_id, zone_id: zone.zone_id, price_id: null });
  }
  const offers: { offer_id: number; price_id: number; zone_id: number | null }[] = [];
  for (const [position, price] of prices.entries()) {
    const own = await quotaOf(tx, session, price);
    if (own !== null) pools.push({ pool_id: own, zone_id: null, price_id: price.price_id });
    const pool_ids = own === null ? shared : [...shared, own];
    for (const zone of zones.filter((one) => isWanted(price, one.zone_id))) {
      const { quota: _quota, zone_ids: _zones, ...fields } = price;
      const offer_id = await createOffer(tx, {
        ...fields,
        organizer_id,
        event_id: session.event_id,
        session_id,
        zone_id: zone.zone_id,
        position,
        pool_ids: [...pool_ids, ...zone.pool_ids],
      });
      offers.push({ offer_id, price_id: price.price_id, zone_id: zone.zone_id });
    }
  }
  return { offers, pools };
}

function isWanted(price: PriceOnSale, zone_id: number | null): boolean {
  return price.zone_ids === undefined || (zone_id !== null && price.zone_ids.includes(zone_id));
}

async function quotaOf(tx: Tx, session: Row<'session'>, price: PriceOnSale): Promise<number | null> {
  const capacity = price.quota ?? null;
  if (capacity === null) return null;
  const { organizer_id, id: session_id } = session;
  return createPool(tx, { organizer_id, kind: 'quota', session_id, capacity });
}

/** The zones that prices are sold in, with the pools of their areas: those that stand, else new ones. */
async function zonesOnSale(
  tx: Tx,
  session: Row<'session'>,
  prices: readonly PriceOnSale[],
): Promise<(ZoneOnSale & { made: number[] })[]> {
  const { organizer_id, hall_id, id: session_id } = session;
  const named = new Set(prices.flatMap((price) => price.zone_ids ?? []));
  if (hall_id === null) {
    if (named.size > 0)
      throw new Fault('invalid_input', { field: 'zone_ids', reason: 'a session without a hall' });
    return [{ zone_id: null, pool_ids: [], made: [] }];
  }
  const all = prices.some((price) => price.zone_ids === undefined);
  const zone_ids = await zoneIdsOfHall(tx, hall_id);
  const strange = [...named].find((id) => !zone_ids.includes(id));
  if (strange !== undefined) throw new Fault('not_found', { kind: 'zone', id: strange });
  const result: (ZoneOnSale & { made: number[] })[] = [];
  for (const zone_id of zone_ids.filter((id) => all || named.has(id))) {
    const { pool_ids, made } = await areaPoolsIn(tx, { organizer_id, session_id, zone_id });
    result.push({ zone_id, pool_ids, made });
  }
  return result;
}
