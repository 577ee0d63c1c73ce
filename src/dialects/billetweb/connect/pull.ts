import type { ForeignRecord } from '../../../domain/foreign-records.ts';
import { repeatedAt } from '../../../domain/local-time.ts';
import { PeerTrouble, type PulledPage, type PullWish, type RefusedRecord } from '../../../hub/port.ts';
import { nameAttendee, readAttendee } from '../attendee-reading.ts';
import type { CalledEvent } from './called.ts';
import { eventOf, priceOf, recordsOf, sessionOf, unreadFault, type Reading } from './catalogue.ts';
import { beginOf, cursorAfter, readCursor } from './cursor.ts';
import type { Service } from './service.ts';

export interface Pulling extends Reading {
  readonly service: Service;
  /** none: all of the account */
  readonly event_ids: readonly string[];
  readonly now: () => number;
}

/**
 * Events, then the types and dates of each, then its attendees as they come; the cursor with the last page. A pull of what
 * changed looks at the catalogue of events named in the settings, and of those where something was sold.
 */
export async function* pull(pulling: Pulling, wish: PullWish): AsyncGenerator<PulledPage> {
  const began_at = pulling.now();
  const known = readCursor(wish.cursor);
  const from = wish.full ? undefined : beginOf(known, began_at, wish.overlap_ms);
  const all = await listEvents(pulling.service);
  const wanted = pulling.event_ids;
  const missing = wanted.filter((id) => !all.some((event) => String(event.id) === id));
  if (missing.length > 0)
    throw new PeerTrouble('refused', `BilletWeb has no event ${missing.join(', ')} in this account`);
  const events = wanted.length === 0 ? all : all.filter((event) => wanted.includes(String(event.id)));
  yield recordsOf('event', events, (event) => eventOf(event, pulling));
  const refs = events.map(({ id }) => String(id));
  if (wanted.length === 0 && from !== undefined) yield* changesOfAll(pulling, refs, from);
  else for (const ref of refs) yield* wholeEvent(pulling, ref, from);
  const { overlap_ms } = wish;
  const cursor = cursorAfter(known, began_at, { overlap_ms, full: from === undefined });
  yield { records: [], refused: [], cursor };
}

/** The vendor's list with those that are over; where it is not known, the document's. */
export async function listEvents(service: Service): Promise<CalledEvent[]> {
  try {
    return await service.call((client) => client.events({ query: { past: true } }));
  } catch (error) {
    if (!isUnknownCall(error)) throw error;
    return service.call((client) => client.userEvents());
  }
}

async function* catalogueOf(pulling: Pulling, ref: string): AsyncGenerator<PulledPage> {
  const params = { id: Number(ref) };
  const { service } = pulling;
  const dates = await service.call((client) => client.dates({ params }));
  yield recordsOf('session', dates, (date) => sessionOf(date, ref, pulling));
  const types = await service.call((client) => client.tickets({ params }));
  yield recordsOf('price', types, (type) => priceOf(type, ref, pulling));
}

async function* wholeEvent(
  pulling: Pulling,
  ref: string,
  from: number | undefined,
): AsyncGenerator<PulledPage> {
  yield* catalogueOf(pulling, ref);
  const later: unknown[] = [];
  for await (const rows of pulling.service.attendees(Number(ref), wishOf(from))) {
    yield readRows(pulling, rows, { event_ref: ref, later });
  }
  if (later.length > 0) yield await readLater(pulling, later, ref);
}

/** One call for the changes of all events, and the catalogue of those that had some. */
async function* changesOfAll(
  pulling: Pulling,
  refs: readonly string[],
  from: number,
): AsyncGenerator<PulledPage> {
  const ofEvents = new Set<string>();
  const pages: PulledPage[] = [];
  const later: unknown[] = [];
  try {
    for await (const rows of pulling.service.attendees(undefined, wishOf(from))) {
      const page = readRows(pulling, rows, { event_ref: undefined, later });
      pages.push(page);
      for (const record of page.records) if (record.kind === 'ticket') ofEvents.add(record.event_ref);
    }
  } catch (error) {
    // the document has no such call: then event by event
    if (!isUnknownCall(error)) throw error;
    for (const ref of refs) yield* wholeEvent(pulling, ref, from);
    return;
  }
  for (const ref of refs) if (ofEvents.has(ref)) yield* catalogueOf(pulling, ref);
  yield* pages;
  if (later.length > 0) yield await readLater(pulling, later, undefined);
}

/** Refused in words or by an answer that is none: nothing that would be the same with another call. */
function isUnknownCall(error: unknown): boolean {
  return error instanceof PeerTrouble && (error.kind === 'refused' || error.kind === 'nonsense');
}

const wishOf = (from: number | undefined) => ({
  disabled: true,
  last_update: from === undefined ? undefined : Math.floor(from / 1000),
});

interface Rows {
  readonly event_ref: string | undefined;
  /** put here: those that may have been sold in the second of two equal hours */
  readonly later: unknown[];
}

function readRows(pulling: Pulling, rows: readonly unknown[], { event_ref, later }: Rows): PulledPage {
  const records: ForeignRecord[] = [];
  const refused: RefusedRecord[] = [];
  const { zone, currency } = pulling;
  for (const row of rows) {
    try {
      const ticket = readAttendee(row, { zone, currency, event_ref });
      if (repeatedAt(ticket.order.sold_at, zone) === undefined) records.push({ kind: 'ticket', ...ticket });
      else later.push(row);
    } catch (error) {
      refused.push({ kind: 'ticket', ref: nameAttendee(row), ...unreadFault(error), payload: row });
    }
  }
  return { records, refused };
}

const minute_ms = 60_000;
/** Beyond this many, one list of all sales since is the shorter question. */
const asked_one_by_one_max = 3;

/**
 * Sold at a local time that came twice. `since` counts minutes back from now, which the change of clocks does not touch: who
 * is in that list was sold after the change. What lies in the last minute before it, as asked, stays with its first reading.
 */
async function readLater(
  pulling: Pulling,
  rows: readonly unknown[],
  event_ref: string | undefined,
): Promise<PulledPage> {
  const { zone, currency, service } = pulling;
  const context = { zone, currency, event_ref };
  const after = new Set<string>();
  const boundaries = Map.groupBy(rows, (row) => changeAfter(readAttendee(row, context).order.sold_at, zone));
  for (const [change, some] of boundaries) {
    const since = String(Math.ceil((pulling.now() - change) / minute_ms));
    const one_by_one = some.length <= asked_one_by_one_max;
    const codes = one_by_one ? some.map((row) => readAttendee(row, context).barcode) : [undefined];
    for (const barcode of codes) {
      const wish = { since, barcode, disabled: true };
      for await (const found of service.attendees(
        event_ref === undefined ? undefined : Number(event_ref),
        wish,
      )) {
        for (const row of found) after.add(nameAttendee(row));
      }
    }
  }
  const records = rows.map((row): ForeignRecord => {
    const first = readAttendee(row, context);
    const doubtful = changeAfter(first.order.sold_at, zone) - first.order.sold_at <= minute_ms;
    const sold_later = after.has(nameAttendee(row)) && !doubtful;
    return { kind: 'ticket', ...(sold_later ? readAttendee(row, { ...context, sold_later }) : first) };
  });
  return { records, refused: [] };
}

/** When the clock is put back, of an instant in the hour before. */
function changeAfter(first: number, zone: string): number {
  const second = repeatedAt(first, zone) ?? first;
  const hour_ms = second - first;
  return Math.floor(first / hour_ms) * hour_ms + hour_ms;
}
