import { remaining, reservedBy } from '../../domain/inventory.ts';
import { ByIds, ByKeys } from '../../store/by-ids.ts';
import type { Rx } from '../../store/transaction.ts';

/** What limits an offer: a pool, or the free seats of its zone. */
export interface StockLimit {
  /** equal for offers that share it */
  readonly key: string;
  /** null: without limit */
  readonly capacity: number | null;
  readonly left: number | null;
}

const poolsOfOffers = new ByIds<{ offer_id: number; pool_id: number }>((db, ids) =>
  db.selectFrom('offer_pool').select(['offer_id', 'pool_id']).where('offer_id', 'in', ids).orderBy('pool_id'),
);

/** The pools that offers draw from, by offer. */
export async function poolIdsOf(rx: Rx, offer_ids: readonly number[]): Promise<Map<number, number[]>> {
  const found = new Map<number, number[]>();
  if (offer_ids.length === 0) return found;
  const links = (await poolsOfOffers.lists(rx, offer_ids)) as [offer_id: number, pool_id: number][];
  for (const [offer_id, pool_id] of links) found.set(offer_id, [...(found.get(offer_id) ?? []), pool_id]);
  return found;
}

/** A pool with what it has, takes and keeps; then the channel's allotment. */
interface PoolRow {
  readonly id: number;
  readonly capacity: number | null;
  readonly taken: number;
  readonly reserved: number;
  readonly channel: string | null;
  readonly allotted: number | null;
  readonly allotment_taken: number | null;
  readonly releases_at: number | null;
}

const poolsWithAllotment = new ByKeys<{ asking: string }, number, PoolRow>((db, ids, slot) =>
  db
    .selectFrom('pool')
    .leftJoin('allotment', (join) =>
      join
        .onRef('allotment.pool_id', '=', 'pool.id')
        .on('allotment.channel', '=', slot('asking'))
        .on('allotment.released_at', 'is', null),
    )
    .select([
      'pool.id',
      'pool.capacity',
      'pool.taken',
      'pool.reserved',
      'allotment.channel',
      'allotment.capacity as allotted',
      'allotment.taken as allotment_taken',
      'allotment.releases_at',
    ])
    .where('pool.id', 'in', ids),
);

/** Pools by offer, each with what is left for the channel: what everybody may take, and what is kept for it. */
export async function poolLimits(
  rx: Rx,
  input: { offer_ids: readonly number[]; channel?: string | undefined; now: number },
): Promise<Map<number, StockLimit[]>> {
  const found = new Map<number, StockLimit[]>();
  if (input.offer_ids.length === 0) return found;
  const links = (await poolsOfOffers.lists(rx, input.offer_ids)) as [offer_id: number, pool_id: number][];
  const ids = [...new Set(links.map(([, pool_id]) => pool_id))];
  // many offers share a pool: it is read once
  const pools = new Map<number, StockLimit>();
  for (const row of await poolsWithAllotment.read(rx, { asking: input.channel ?? '' }, ids))
    pools.set(row.id, limitOf(row, input.now));
  for (const [offer_id, pool_id] of links) {
    const limit = pools.get(pool_id);
    if (limit === undefined) continue;
    const known = found.get(offer_id);
    if (known === undefined) found.set(offer_id, [limit]);
    else known.push(limit);
  }
  return found;
}

function limitOf(row: PoolRow, now: number): StockLimit {
  const { id, capacity, taken, reserved, channel, allotted, allotment_taken, releases_at } = row;
  const kept =
    channel === null || allotted === null || allotment_taken === null
      ? 0
      : reservedBy(
          { channel, capacity: allotted, taken: allotment_taken, releases_at, released_at: null },
          now,
        );
  return { key: `pool ${id}`, capacity, left: remaining({ id, capacity, taken, reserved }, kept) };
}

interface SeatsOffered {
  readonly id: number;
  readonly session_id: number | null;
  readonly zone_id: number | null;
  readonly places_only: number;
}

/** Which seats an offer sells: of its session and zone those that name no offer, or those that name it. */
export function seatsOf({ id, session_id, zone_id, places_only }: SeatsOffered): string {
  return `${session_id} ${zone_id} ${places_only === 1 ? id : null}`;
}

/** Seats of zones in sessions: those the session does not hold back, and of these the free ones; by `seatsOf`. */
export async function seatLimits(rx: Rx, offers: readonly SeatsOffered[]): Promise<Map<string, StockLimit>> {
  const sessions = [...new Set(offers.map((offer) => offer.session_id))].filter((id) => id !== null);
  const zones = [...new Set(offers.map((offer) => offer.zone_id))].filter((id) => id !== null);
  if (sessions.length === 0 || zones.length === 0) return new Map();
  const rows = await rx.db
    .selectFrom('session')
    .innerJoin('place', 'place.hall_id', 'session.hall_id')
    .leftJoin('place_sale', (join) =>
      join.onRef('place_sale.session_id', '=', 'session.id').onRef('place_sale.place_id', '=', 'place.id'),
    )
    .leftJoin('session_place', (join) =>
      join
        .onRef('session_place.session_id', '=', 'session.id')
        .onRef('session_place.place_id', '=', 'place.id'),
    )
    .select((eb) => [
      'session.id as session_id',
      'place.zone_id',
      'session_place.offer_id',
      eb.fn.countAll<number>().as('seats'),
      eb.fn.count<number>('place_sale.place_id').as('sold'),
    ])
    .where('session.id', 'in', sessions)
    .where('place.zone_id', 'in', zones)
    .where('place.kind', '=', 'seat')
    .where((eb) => eb.or([eb('place.withdrawn_at', 'is', null), eb('place_sale.place_id', 'is not', null)]))
    .where((eb) => eb.or([eb('session_place.blocked', 'is', null), eb('session_place.blocked', '=', 0)]))
    .groupBy(['session.id', 'place.zone_id', 'session_place.offer_id'])
    .execute();
  const limits = new Map(
    rows.map(({ session_id, zone_id, offer_id, seats, sold }) => {
      const which = `${session_id} ${zone_id} ${offer_id}`;
      return [which, { key: `seats ${which}`, capacity: seats, left: seats - sold }];
    }),
  );
  // each seat of the zone may be another offer's
  const seated = new Set(rows.map((row) => `${row.session_id} ${row.zone_id}`));
  for (const offer of offers) {
    const which = seatsOf(offer);
    if (limits.has(which) || !seated.has(`${offer.session_id} ${offer.zone_id}`)) continue;
    limits.set(which, { key: `seats ${which}`, capacity: 0, left: 0 });
  }
  return limits;
}

/** The one of the limits that bites first; null: there is none. */
export function tightest(limits: readonly StockLimit[]): StockLimit | null {
  let best: StockLimit | null = null;
  for (const limit of limits) {
    if (limit.left !== null && (best?.left === undefined || best.left === null || limit.left < best.left)) {
      best = limit;
    }
  }
  return best;
}

/** Several offers taken together: what is limited by the same thing counts once; null: one of them has no limit. */
export function together(limits: readonly (StockLimit | null)[]): {
  capacity_total: number | null;
  free: number | null;
} {
  const distinct = new Map<string, { capacity: number; left: number }>();
  // most share theirs, and a look at the text of a key costs more than at the limit itself
  for (const limit of new Set(limits)) {
    if (limit === null || limit.capacity === null || limit.left === null) {
      return { capacity_total: null, free: null };
    }
    distinct.set(limit.key, { capacity: limit.capacity, left: limit.left });
  }
  let [capacity_total, free] = [0, 0];
  for (const { capacity, left } of distinct.values()) {
    capacity_total += capacity;
    free += left;
  }
  return { capacity_total, free };
}
