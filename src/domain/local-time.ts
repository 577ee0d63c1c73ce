/**
 * Instants (whole milliseconds since 1970 UTC) ↔ the local times of wire formats. `Temporal` knows the zones but is slow
 * per call; between two changes of a zone's clock its offset is constant, so each such span is asked for once and kept.
 *
 * When clocks change: a local time that does not exist (02:30 on 2026-03-29 in Paris) is moved on by the length of
 * the gap (03:30); one that exists twice (02:30 on 2026-10-25) is the first of the two.
 */
import { Fault } from './faults.ts';

interface OffsetSpan {
  readonly from: number;
  readonly until: number;
  readonly offset_ms: number;
}

interface ZoneSpans {
  readonly spans: OffsetSpan[];
  last: OffsetSpan;
}

const day_ms = 86_400_000;
const zones = new Map<string, ZoneSpans>();
/** The years 1 to 9999, less a day at each end that an offset may need. */
const instant_min = -62_135_596_800_000 + day_ms;
const instant_max = 253_402_300_800_000 - day_ms;
/** Beyond these the memory starts anew: names and dates come from outside. */
const zones_max = 700;
const spans_max = 400;

function inRange(instant: number): void {
  if (instant >= instant_min && instant <= instant_max) return;
  throw new Fault('invalid_date', { instant: String(instant) });
}

function fromTemporal(zone: string, instant: number): OffsetSpan {
  const at = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  // "previous" is strictly before, so it is asked from a nanosecond later: a change at this very instant counts
  const previous = at.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  return {
    from: previous?.epochMilliseconds ?? -Infinity,
    until: at.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity,
    offset_ms: at.offsetNanoseconds / 1e6,
  };
}

function spansOf(zone: string, instant: number): ZoneSpans {
  let known = zones.get(zone);
  if (known === undefined) {
    let first: OffsetSpan;
    try {
      first = fromTemporal(zone, instant);
    } catch {
      throw new Fault('unknown_time_zone', { zone: zone.slice(0, 60) });
    }
    known = { spans: [first], last: first };
    if (zones.size >= zones_max) zones.clear();
    zones.set(zone, known);
  }
  return known;
}

/** Milliseconds that the zone's clock is ahead of UTC at the instant. Throws `unknown_time_zone`, `invalid_date`. */
export function offsetAt(instant: number, zone: string): number {
  inRange(instant);
  const known = spansOf(zone, instant);
  const { last } = known;
  if (last.from <= instant && instant < last.until) return last.offset_ms;
  let span = known.spans.find((one) => one.from <= instant && instant < one.until);
  if (span === undefined) {
    span = fromTemporal(zone, instant);
    if (known.spans.length >= spans_max) known.spans.length = 0;
    known.spans.push(span);
  }
  known.last = span;
  return span.offset_ms;
}

/** Whether the name is a time zone that this runtime knows. */
export function isTimeZone(zone: string): boolean {
  try {
    spansOf(zone, 0);
    return true;
  } catch {
    return false;
  }
}

/** The local clock as ISO text "2026-05-15T10:30:00.000Z", its Z standing for nothing. */
function localIso(instant: number, zone: string): string {
  return new Date(instant + offsetAt(instant, zone)).toISOString();
}

/** "2026-05-15 10:30:00". Fractions of a second are cut. */
export function formatLocal(instant: number, zone: string): string {
  const iso = localIso(instant, zone);
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

/** "2026-05-15" in the zone. */
export function formatLocalDate(instant: number, zone: string): string {
  return localIso(instant, zone).slice(0, 10);
}

/** "2019-07-30T12:50:52+03:00": local time with its offset, without fractions. UTC is "+00:00". */
export function formatOffset(instant: number, zone: string): string {
  const offset_minutes = Math.round(offsetAt(instant, zone) / 60_000);
  const size = Math.abs(offset_minutes);
  const clock = `${two(Math.trunc(size / 60))}:${two(size % 60)}`;
  return `${localIso(instant, zone).slice(0, 19)}${offset_minutes < 0 ? '-' : '+'}${clock}`;
}

/** "2019-07-30T09:50:52.000Z": as `/api` writes instants. */
export function formatUtc(instant: number): string {
  return localIso(instant, 'UTC');
}

const two = (value: number): string => String(value).padStart(2, '0');

const localPattern = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?$/;

/** The milliseconds of the written clock as if it were UTC; refuses dates that no calendar has. */
function clockOf(text: string): number {
  const match = localPattern.exec(text);
  if (!match) throw new Fault('invalid_date', { date: text.slice(0, 40) });
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const milli = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const clock = new Date(0);
  clock.setUTCFullYear(year, month - 1, day);
  const sameDay =
    clock.getUTCFullYear() === year && clock.getUTCMonth() === month - 1 && clock.getUTCDate() === day;
  if (!sameDay || year < 1 || hour > 23 || minute > 59 || second > 59) {
    throw new Fault('invalid_date', { date: text.slice(0, 40) });
  }
  return clock.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + milli;
}

/** The instant of a written clock in a zone, by the rule for gaps and repeated hours above. */
function instantOf(clock: number, zone: string): number {
  const before = offsetAt(clock - day_ms, zone);
  const after = offsetAt(clock + day_ms, zone);
  const first = clock - before;
  if (before === after || offsetAt(first, zone) === before) return first;
  const second = clock - after;
  return offsetAt(second, zone) === after ? second : first;
}

/**
 * "2026-05-15 10:30:00" (or with T, without seconds, or the date alone: its first moment) in the zone → instant.
 * Throws `invalid_date` for other shapes and for days that do not exist (2026-02-30, 0000-00-00).
 */
export function parseLocal(text: string, zone: string): number {
  return instantOf(clockOf(text.trim()), zone);
}

const longest_change_ms = 3 * 3_600_000;

/**
 * The later of the two instants of a local time that came twice, given the first of them, as `parseLocal` does; undefined
 * for one that came once.
 */
export function repeatedAt(first: number, zone: string): number | undefined {
  const before = offsetAt(first, zone);
  const after = offsetAt(first + longest_change_ms, zone);
  if (after >= before) return undefined;
  const second = first + before - after;
  return offsetAt(second, zone) === after ? second : undefined;
}

const offsetPattern = /^(.+?)(?:Z|([+-])(\d\d):?(\d\d)?)$/i;

/**
 * ISO 8601 with offset or Z → instant; a "+" that a query decoded to a space is taken as one. Without an offset it is
 * local time in `zone`, when one is given. Throws `invalid_date`.
 */
export function parseInstant(text: string, zone?: string): number {
  const trimmed = text.trim().replace(/(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?) (?=\d\d:?\d\d$)/, '$1+');
  const match = /[T ]\d\d:\d\d/.test(trimmed) ? offsetPattern.exec(trimmed) : null;
  if (!match) {
    if (zone === undefined) throw new Fault('invalid_date', { date: text.slice(0, 40), reason: 'no offset' });
    return parseLocal(trimmed, zone);
  }
  const [hours, minutes] = [Number(match[3] ?? 0), Number(match[4] ?? 0)];
  if (hours > 18 || minutes > 59) throw new Fault('invalid_date', { date: text.slice(0, 40) });
  const offset_ms = (hours * 60 + minutes) * 60_000 * (match[2] === '-' ? -1 : 1);
  const instant = clockOf(match[1] ?? '') - offset_ms;
  // what could be kept but not written again would take every list with it that it stands in
  inRange(instant);
  return instant;
}

/** The first instant of a local day and the first of the next: `[from, until)`. Takes "2026-05-15". */
export function dayBounds(date: string, zone: string): { from: number; until: number } {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) throw new Fault('invalid_date', { date: date.slice(0, 40) });
  const clock = clockOf(date);
  return { from: instantOf(clock, zone), until: instantOf(clock + day_ms, zone) };
}
