/** Between what an `input type="datetime-local"` holds and instants, in the zone of the organizer. */

const minute_ms = 60_000;

/** What the clocks of the zone show at the instant, as if it were UTC. */
function shownAs(at_ms: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at_ms);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

/**
 * The instant (ISO 8601, UTC) at which the clocks of the zone show that date and time. An hour that the change of clocks
 * repeats is its first; one that it leaves out is as much later. Undefined for a text that is no date and time.
 */
export function instantOf(text: string, zone: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) return undefined;
  const wanted = Date.parse(`${text}Z`);
  if (Number.isNaN(wanted)) return undefined;
  const offset = (at_ms: number): number => shownAs(at_ms, zone) - at_ms;
  // the offsets before and after a change that may be near: of the two instants, the earlier that shows what is wanted
  const [before, after] = [offset(wanted - 1_440 * minute_ms), offset(wanted + 1_440 * minute_ms)];
  const candidates = [wanted - before, wanted - after].sort((a, b) => a - b);
  const found = candidates.find((at_ms) => shownAs(at_ms, zone) === wanted) ?? wanted - before;
  return new Date(found).toISOString();
}

/** The date and time that the clocks of the zone show, for such an input. */
export function localText(at: string, zone: string): string {
  return new Date(shownAs(Date.parse(at), zone)).toISOString().slice(0, 16);
}
