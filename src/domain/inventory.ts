/**
 * Pools, what is left of them, and what a sale takes. A pool's `capacity` of null is without limit. `taken` counts
 * what is held and what is sold, through every channel; `reserved` is what allotments still keep free for their
 * channels, so that everybody else has `capacity − taken − reserved`.
 */
import { Fault } from './faults.ts';
import { limits } from './limits.ts';

export interface Pool {
  readonly id: number;
  readonly capacity: number | null;
  readonly taken: number;
  readonly reserved: number;
}

/** The part of a pool that one channel alone may sell. */
export interface Allotment {
  readonly channel: string;
  readonly capacity: number;
  readonly taken: number;
  /** when what is unsold goes back to everybody; null: never */
  readonly releases_at: number | null;
  readonly released_at: number | null;
}

export interface DemandLine {
  readonly quantity: number;
  /** the pools of the offer: one unit takes one from each (named twice, it takes two) */
  readonly pool_ids: readonly number[];
}

export interface PoolDemand {
  readonly pool_id: number;
  readonly units: number;
}

/**
 * Units per pool over all lines, sorted by pool id: everybody takes locks in this order, so two sales cannot wait
 * for each other. Throws `invalid_input` for a quantity that is not a whole number from 1.
 */
export function poolDemand(lines: readonly DemandLine[]): PoolDemand[] {
  const units = new Map<number, number>();
  for (const { quantity, pool_ids } of lines) {
    if (!Number.isSafeInteger(quantity) || quantity < 1) {
      throw new Fault('invalid_input', { field: 'quantity', value: String(quantity) });
    }
    for (const id of pool_ids) units.set(id, (units.get(id) ?? 0) + quantity);
  }
  return [...units]
    .map(([pool_id, sum]) => ({ pool_id, units: sum }))
    .toSorted((a, b) => a.pool_id - b.pool_id);
}

/** What an allotment still keeps for its channel; nothing once it is released. */
export function reservedBy(allotment: Allotment, now: number): number {
  const released =
    allotment.released_at !== null || (allotment.releases_at !== null && allotment.releases_at <= now);
  return released ? 0 : Math.max(0, allotment.capacity - allotment.taken);
}

/**
 * What is left for a buyer: null is without limit. Without `kept` it is what everybody may take; a channel with an
 * allotment may take what is `kept` for it (`reservedBy`) on top.
 */
export function remaining(pool: Pool, kept = 0): number | null {
  if (pool.capacity === null) return null;
  return Math.max(0, pool.capacity - pool.taken - Math.max(0, pool.reserved - kept));
}

/** The least that is left over several pools, as an offer sees it; null when none has a limit. */
export function remainingOfAll(pools: readonly Pool[]): number | null {
  let least: number | null = null;
  for (const pool of pools) {
    const left = remaining(pool);
    if (left !== null && (least === null || left < least)) least = left;
  }
  return least;
}

/** How `units` are drawn by a channel: first from what is kept for it, then from what is everybody's; null: not enough. */
export function drawUnits(
  pool: Pool,
  kept: number,
  units: number,
): { from_allotment: number; from_common: number } | null {
  const left = remaining(pool, kept);
  if (left !== null && units > left) return null;
  const from_allotment = Math.min(units, kept);
  return { from_allotment, from_common: units - from_allotment };
}

/** Units beyond the capacity: sales made elsewhere are facts and may pass it. More than 0 is the *overbooked* alarm. */
export function overbookedBy(pool: Pool): number {
  return pool.capacity === null ? 0 : Math.max(0, pool.taken - pool.capacity);
}

/** What of the demand cannot be met: one row per pool that lacks units, in the demand's order. */
export function shortages(
  demand: readonly PoolDemand[],
  pools: ReadonlyMap<number, Pool>,
): { pool_id: number; units: number; remaining: number }[] {
  return demand.flatMap(({ pool_id, units }) => {
    const pool = pools.get(pool_id);
    const left = pool === undefined ? 0 : remaining(pool);
    return left === null || units <= left ? [] : [{ pool_id, units, remaining: left }];
  });
}

/** Throws `sold_out` with the pools that lack units. */
export function assertAvailable(demand: readonly PoolDemand[], pools: ReadonlyMap<number, Pool>): void {
  const lacking = shortages(demand, pools);
  if (lacking.length > 0) throw new Fault('sold_out', { pools: lacking });
}

/**
 * When a hold that starts or is extended now ends; null is endless. It is stated in minutes, or by its very end. Throws
 * `invalid_input` for minutes out of 1…a year, and for an end that is over or further away.
 */
export function expiresAt(
  now: number,
  hold: number | 'endless' | { readonly until: number } = limits.hold_minutes_default,
): number | null {
  if (hold === 'endless') return null;
  if (typeof hold === 'object') {
    const { until } = hold;
    if (!Number.isSafeInteger(until) || until <= now || until > now + limits.hold_minutes_max * 60_000)
      throw new Fault('invalid_input', { field: 'hold_until', value: String(until) });
    return until;
  }
  if (!Number.isSafeInteger(hold) || hold < 1 || hold > limits.hold_minutes_max) {
    throw new Fault('invalid_input', { field: 'hold_minutes', value: String(hold) });
  }
  return now + hold * 60_000;
}

/** Whether a hold is over: from the very millisecond of `expires_at` on. */
export function isExpired(expires_at: number | null, now: number): boolean {
  return expires_at !== null && expires_at <= now;
}
