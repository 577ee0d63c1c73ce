/**
 * Sales that a till made while the office was away. They are facts: the goods are gone and the money is in the drawer. Each
 * carries the instant by the till's clock and a number of the till's own range. Pure.
 */
import { Fault } from './faults.ts';

/** `K7QX3M-000017`: six letters drawn once by the screen, then its own count. */
const number_pattern = /^[A-HJKMNP-Z2-9]{6}-\d{6}$/;
/** letters that nobody takes for another, read out or written by hand */
const series_letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const series_length = 6;

const day_ms = 86_400_000;
/** a clock that nobody has set may be wrong by a time zone, not by more */
const ahead_ms_max = day_ms;
/** what lay in a drawer for longer belongs to books that are closed */
const behind_ms_max = 92 * day_ms;

export interface OfflineMark {
  readonly number: string;
  /** ms, by the till's clock */
  readonly sold_at: number;
}

/** The series of a screen, of as many random bytes as it has letters. */
export function offlineSeries(random: Uint8Array): string {
  return Array.from(random.subarray(0, series_length), (byte) => series_letters[byte % series_letters.length])
    .join('')
    .padEnd(series_length, 'A');
}

export function offlineNumber(series: string, count: number): string {
  return `${series}-${String(count).padStart(6, '0')}`;
}

/** Throws `invalid_input` for a number that is none, and for an instant that no clock of a till may show. */
export function assertOfflineMark({ number, sold_at }: OfflineMark, now: number): void {
  if (!number_pattern.test(number)) throw new Fault('invalid_input', { field: 'number' });
  if (sold_at > now + ahead_ms_max || sold_at < now - behind_ms_max)
    throw new Fault('invalid_input', { field: 'sold_at' });
}
