import { offsetAt, parseLocal } from './local-time.ts';

/** What the clocks of the zone show at the instant, in milliseconds as if it were UTC. */
const clockAt = (instant: number, zone: string): number => instant + offsetAt(instant, zone);

/**
 * Moves instants so far that `from` becomes `to`, by the clock on the wall: what was at eight in the evening is at eight in the
 * evening, whether or not clocks were changed between the two.
 */
export function clockShift(from: number, to: number, zone: string): (instant: number) => number {
  const by_ms = clockAt(to, zone) - clockAt(from, zone);
  return (instant) => parseLocal(new Date(clockAt(instant, zone) + by_ms).toISOString().slice(0, -1), zone);
}
