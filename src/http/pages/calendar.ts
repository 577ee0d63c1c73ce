import type { OrderView, SessionView } from '../../office/documents/order-view.ts';

/** An order's sessions for the buyer's calendar (RFC 5545). Tickets for any session have no entry: no day is theirs. */

const hour_ms = 3_600_000;
/** of a session that does not say when it ends */
const usual_length_ms = 2 * hour_ms;

export function calendarOf(order: OrderView, link: string, now: number): string {
  const events = order.sessions.filter(hasSeats).flatMap((one) => eventLines(order, one, link, now));
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Guichet//Order//EN',
    'METHOD:PUBLISH',
    ...events,
  ];
  return `${[...lines, 'END:VCALENDAR'].map(folded).join('\r\n')}\r\n`;
}

/** Whether the order has something to put into a calendar. */
export function hasDates(order: OrderView): boolean {
  return order.sessions.some(hasSeats);
}

function hasSeats({ session, tickets }: SessionView): boolean {
  return session !== null && tickets.some(({ state }) => state === 'held' || state === 'valid');
}

function eventLines(
  order: OrderView,
  { session, event, hall, venue }: SessionView,
  link: string,
  now: number,
): string[] {
  if (session === null) return [];
  const place = [hall, venue?.name, ...(venue?.address ?? [])].filter(
    (part) => part !== null && part !== undefined,
  );
  const cancelled = session.cancelled || event.cancelled;
  return [
    'BEGIN:VEVENT',
    `UID:order-${order.id}-session-${session.id}@guichet`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART:${stamp(session.starts_at)}`,
    `DTEND:${stamp(session.ends_at ?? session.starts_at + usual_length_ms)}`,
    `SUMMARY:${escaped(session.name === '' ? event.name : `${event.name} · ${session.name}`)}`,
    ...(place.length === 0 ? [] : [`LOCATION:${escaped([...new Set(place)].join(', '))}`]),
    `DESCRIPTION:${escaped(`${order.organizer.name} · ${order.label}\n${link}`)}`,
    `STATUS:${cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
  ];
}

/** "20260515T083000Z" */
function stamp(instant: number): string {
  return new Date(instant).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, (letter) => `\\${letter}`).replace(/\r\n|\r|\n/g, '\\n');
}

const line_bytes_max = 75;

/** A line of at most 75 bytes, the rest on lines that begin with a space; letters are never cut in two. */
function folded(line: string): string {
  let out = '';
  let bytes = 0;
  for (const letter of line) {
    const size = Buffer.byteLength(letter);
    if (bytes + size > line_bytes_max) {
      out += '\r\n ';
      bytes = 1;
    }
    out += letter;
    bytes += size;
  }
  return out;
}
