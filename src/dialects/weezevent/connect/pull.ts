import type { ForeignKind, ForeignRecord } from '../../../domain/foreign-records.ts';
import { formatLocal } from '../../../domain/local-time.ts';
import { PeerTrouble, type PulledPage, type PullWish, type RefusedRecord } from '../../../hub/port.ts';
import { unread } from '../../unread.ts';
import type { CalledEvent } from './called.ts';
import { eventOf, priceOf, sessionOf, textOf, ticketsBelow, timeOf, type Reading } from './catalogue.ts';
import { nameParticipant, readParticipant } from './participant.ts';
import type { Session } from './session.ts';

export interface Pulling extends Reading {
  readonly session: Session;
  /** none: all that the login reaches */
  readonly event_ids: readonly string[];
  readonly include_unpaid: boolean;
  readonly page_rows: number;
  readonly now: () => number;
}

/** Events that one call asks for: their ids stand in the address, which has its limits. */
const events_per_call = 50;
const pages_max = 100_000;

/** Events, their dates and tickets, then participants page by page; the cursor with the last page. */
export async function* pull(pulling: Pulling, wish: PullWish): AsyncGenerator<PulledPage> {
  const from = wish.full ? undefined : cursorOf(wish.cursor);
  const events = await wantedEvents(pulling);
  yield read('event', events, (event) => eventOf(event, pulling));
  const prices = new Map<string, { name: string; amount: number }>();
  let asked_at = pulling.now();
  for (let first = 0; first < events.length; first += events_per_call) {
    const refs = events.slice(first, first + events_per_call).map(({ id }) => textOf(id));
    for await (const page of catalogueOf(pulling, refs)) {
      for (const record of page.records)
        if (record.kind === 'price') prices.set(record.ref, { name: record.name, amount: record.amount });
      yield page;
    }
    const since = from === undefined ? undefined : Math.max(0, from - wish.overlap_ms);
    for await (const { page, server_time } of participantsOf(pulling, { refs, since, prices })) {
      // by whichever clock is behind
      if (server_time !== undefined) asked_at = Math.min(asked_at, server_time);
      yield page;
    }
  }
  yield { records: [], refused: [], cursor: JSON.stringify({ asked_at }) };
}

/** Undefined for text that is no cursor of ours: then everything is pulled. */
function cursorOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  try {
    const { asked_at } = (JSON.parse(text) ?? {}) as { asked_at?: unknown };
    return typeof asked_at === 'number' && Number.isSafeInteger(asked_at) ? asked_at : undefined;
  } catch {
    return undefined;
  }
}

/** Everything that the login reaches: drafts, what is over, and what sold nothing yet. */
export async function listEvents(session: Session): Promise<CalledEvent[]> {
  const all = { include_not_published: true, include_closed: true, include_without_sales: true };
  const { events } = await session((client) => client.events({ input: all }));
  return events;
}

async function wantedEvents({ session, event_ids }: Pulling): Promise<CalledEvent[]> {
  const all = await listEvents(session);
  if (event_ids.length === 0) return all;
  const missing = event_ids.filter((id) => !all.some((event) => textOf(event.id) === id));
  if (missing.length > 0)
    throw new PeerTrouble('refused', `Weezevent shows this login no event ${missing.join(', ')}`);
  return all.filter((event) => event_ids.includes(textOf(event.id)));
}

/** The dates that an event has tell which tickets each of them sells; a single date is no list. */
async function* catalogueOf(pulling: Pulling, refs: readonly string[]): AsyncGenerator<PulledPage> {
  const { session } = pulling;
  const id_event = [...refs];
  const { dates } = await session((client) => client.dates({ input: { id_event, display_passed: true } }));
  yield read('session', dates, (date) => sessionOf(date, pulling));
  const { events } = await session((client) => client.tickets({ input: { id_event } }));
  for (const event of events) {
    const event_ref = textOf(event.id);
    if (!refs.includes(event_ref)) continue;
    const own = dates.filter((date) => textOf(date.id_event) === event_ref);
    yield read(
      'price',
      ticketsBelow(event).map((found) => ({ ...found, id: found.ticket.id })),
      (found) => {
        const ref = textOf(found.ticket.id);
        const selling = own.filter((date) => date.tickets?.some((id) => textOf(id) === ref));
        const session_refs = selling.length === 0 ? undefined : selling.map((date) => textOf(date.id));
        return priceOf(found, event_ref, { ...pulling, session_refs });
      },
    );
  }
}

interface Asking {
  readonly refs: readonly string[];
  readonly since: number | undefined;
  readonly prices: ReadonlyMap<string, { readonly name: string; readonly amount: number }>;
}

/** Pages until one is short. */
async function* participantsOf(
  pulling: Pulling,
  { refs, since, prices }: Asking,
): AsyncGenerator<{ page: PulledPage; server_time: number | undefined }> {
  const { session, zone, page_rows: max, include_unpaid } = pulling;
  const input = {
    id_event: [...refs],
    full: true,
    include_deleted: true,
    ...(include_unpaid ? { include_unpaid } : {}),
    ...(since === undefined ? {} : { last_update: formatLocal(since, zone) }),
    max,
  };
  const ask = (page: number) => session((client) => client.participants({ input: { ...input, page } }));
  let asked = ask(1);
  for (let page = 1; page <= pages_max; page += 1) {
    const { participants: rows, server_time } = await asked;
    // the next page is on its way while this one is taken in
    if (rows.length >= max) asked = started(ask(page + 1));
    yield { page: readRows(pulling, rows, prices), server_time: serverTime(server_time, zone) };
    if (rows.length < max) return;
  }
  throw new PeerTrouble('nonsense', 'Weezevent gives one full page of participants after the other');
}

/** What goes wrong with it is told when it is waited for; a pull that ends before does not wait. */
function started<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

function serverTime(text: string | undefined, zone: string): number | undefined {
  try {
    return timeOf(text, zone);
  } catch {
    return undefined;
  }
}

function readRows(pulling: Pulling, rows: readonly unknown[], prices: Asking['prices']): PulledPage {
  const records: ForeignRecord[] = [];
  const refused: RefusedRecord[] = [];
  for (const row of rows) {
    try {
      records.push({ kind: 'ticket', ...readParticipant(row, { ...pulling, prices }) });
    } catch (error) {
      refused.push({ kind: 'ticket', ref: nameParticipant(row), ...unread(error), payload: row });
    }
  }
  return { records, refused };
}

/** Things of a list, each read by itself: one that cannot be understood spoils no other. */
function read<K extends Exclude<ForeignKind, 'scan'>, T extends { readonly id: unknown }>(
  kind: K,
  things: readonly T[],
  make: (thing: T) => Omit<Extract<ForeignRecord, { kind: K }>, 'kind'>,
): PulledPage {
  const records: ForeignRecord[] = [];
  const refused: RefusedRecord[] = [];
  for (const thing of things) {
    try {
      records.push({ kind, ...make(thing) } as unknown as ForeignRecord);
    } catch (error) {
      refused.push({ kind, ref: textOf(thing.id), ...unread(error), payload: thing });
    }
  }
  return { records, refused };
}
