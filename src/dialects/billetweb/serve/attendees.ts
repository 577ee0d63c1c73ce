import { setImmediate } from 'node:timers/promises';
import { wholeOrStreamed, type RowStream } from '../../../contract/stream.ts';
import { servedId, servedIds } from '../../../office/served-ids/served-ids.ts';
import { requireScope } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { Attendee } from '../shapes.ts';
import { answersOfPage } from './answers.ts';
import { filterOf, type AttendeeFilter, type AttendeeWish } from './attendee-filter.ts';
import type { AttendeeRow } from './attendee-columns.ts';
import { namedRows, rowsAfter, tickets_per_page } from './attendee-rows.ts';
import { attendeeWriter, type PageExtras } from './attendee-wire.ts';
import type { Caller } from './caller.ts';
import { changedTickets } from '../../../office/selling/changed-tickets.ts';
import { eventIdsOf, type EventsWish } from './events.ts';
import { reachedEvent, type EventFacts } from './event-facts.ts';
import { eventLookups } from './event-lookups.ts';

export type AttendeeList = Attendee[] | RowStream<Attendee>;

/** The tickets of one event. */
export async function listEventAttendees(
  office: Office,
  caller: Caller,
  event: number,
  wish: AttendeeWish,
): Promise<AttendeeList> {
  requireScope(caller, 'attendees.read');
  const facts = await office.store.read((rx) => reachedEvent(rx, caller, event));
  const changed = changesOf(office.store, [facts.event_id]);
  return wholeOrStreamed(pagesOf(office, caller, facts, wish, { names_event: false, changed }));
}

/** The tickets of all events that the caller reaches, event by event. */
export async function listAttendees(
  office: Office,
  caller: Caller,
  wish: AttendeeWish & EventsWish,
): Promise<AttendeeList> {
  requireScope(caller, 'attendees.read');
  return wholeOrStreamed(pagesOfAll(office, caller, wish));
}

/** Which tickets of an event may pass a filter by time; undefined: any. */
type ChangedOf = (event: EventFacts, filter: AttendeeFilter) => Promise<readonly number[] | undefined>;

/** Asked once for all of these events: a change of an order, or a scan, is looked for by organizer. */
function changesOf(store: Office['store'], event_ids: readonly number[]): ChangedOf {
  let changes: ReturnType<typeof changedTickets> | undefined;
  return async ({ organizer_id, event_id }, { updated_from: changed_from, sold_from }) => {
    changes ??= changedTickets(store, { organizer_id, event_ids, changed_from, sold_from, of_orders: true });
    return (await changes)?.get(event_id);
  };
}

async function* pagesOfAll(
  office: Office,
  caller: Caller,
  wish: AttendeeWish & EventsWish,
): AsyncGenerator<Attendee[]> {
  const { store, surroundings } = office;
  for (const organizer_id of caller.organizer_ids) {
    const event_ids = await store.read((rx) => eventIdsOf(rx, organizer_id, wish, surroundings.now()));
    const changed = changesOf(store, event_ids);
    for (const id of event_ids) {
      const facts = await store.read(async (rx) => {
        const served = { organizer_id, dialect: 'billetweb', kind: 'event', local_id: id };
        return reachedEvent(rx, caller, await servedId(rx, served));
      });
      yield* pagesOf(office, caller, facts, wish, { names_event: true, changed });
    }
  }
}

async function* pagesOf(
  office: Office,
  caller: Caller,
  event: EventFacts,
  wish: AttendeeWish,
  { names_event, changed }: { readonly names_event: boolean; readonly changed: ChangedOf },
): AsyncGenerator<Attendee[]> {
  const { store, surroundings, settings } = office;
  const { shape } = caller;
  const now = surroundings.now();
  const listing = await store.read(async (rx) => ({
    filter: await filterOf(rx, event, wish, now),
    lookups: await eventLookups(rx, event, now),
    shape,
  }));
  const { public_base_url } = settings;
  const write = attendeeWriter({ event, lookups: listing.lookups, shape, public_base_url, names_event });
  const writePage = async (rx: Rx, rows: readonly AttendeeRow[]): Promise<Attendee[]> => {
    const extras = await extrasOf(rx, event, listing.lookups, rows);
    const written = rows.map((row) => write(row, extras));
    // its middle alone names the ticket: the type and the event in it have to be right as well
    const { ext_id } = wish;
    return ext_id === undefined ? written : written.filter((one) => one.ext_id === ext_id);
  };
  const { filter } = listing;
  const named = filter.ticket_ids ?? (await changed(event, filter));
  for await (const page of named === undefined ? byId() : byName(named)) if (page.length > 0) yield page;

  // the store answers at once on SQLite: between pages, whoever waits at the gate has a turn
  async function* byId(): AsyncGenerator<Attendee[]> {
    let after: number | null = 0;
    while (after !== null) {
      const from: number = after;
      const { page, next } = await store.read(async (rx) => {
        const { rows, next } = await rowsAfter(rx, event.event_id, listing, from);
        return { page: await writePage(rx, rows), next };
      });
      yield page;
      after = next;
      await setImmediate();
    }
  }

  async function* byName(ids: readonly number[]): AsyncGenerator<Attendee[]> {
    for (let at = 0; at < ids.length; at += tickets_per_page) {
      const some = ids.slice(at, at + tickets_per_page);
      yield await store.read(async (rx) => writePage(rx, await namedRows(rx, event.event_id, listing, some)));
      await setImmediate();
    }
  }
}

async function extrasOf(
  rx: Rx,
  event: EventFacts,
  lookups: { any_served_ticket: boolean; any_served_order: boolean },
  rows: readonly AttendeeRow[],
): Promise<PageExtras> {
  const { organizer_id } = event;
  const served = (kind: string, local_ids: number[]) =>
    servedIds(rx, { organizer_id, dialect: 'billetweb', kind, local_ids });
  return {
    ticketIds: lookups.any_served_ticket
      ? await served(
          'ticket',
          rows.map((row) => row.id),
        )
      : undefined,
    orderIds: lookups.any_served_order
      ? await served(
          'order',
          rows.map((row) => row.order_id),
        )
      : undefined,
    ...(await answersOfPage(rx, rows)),
  };
}
