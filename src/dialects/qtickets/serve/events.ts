import { requireScope } from '../../../office/access/principal.ts';
import { eventColumns, eventList, hallOfEvent, keptInEvent } from '../../../office/catalogue/event-list.ts';
import type { SqlColumns } from '../../../office/filters/compile.ts';
import type { Office } from '../../../office/office.ts';
import type { Engine } from '../../../store/ddl.ts';
import type { Row } from '../../../store/tables.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { EventWire } from '../event-shapes.ts';
import type { ListInput } from '../inputs.ts';
import { timesOf } from '../wire.ts';
import type { Caller } from './caller.ts';
import { dates, type Speech } from './list-columns.ts';
import { pageIds, speechOf, type Listing } from './lists.ts';
import { totalsOf, type Page } from './orders.ts';
import { showsOf } from './show-wire.ts';
import { missing, reachedIds, shownIds, WantedIds, type Reached } from './shown-ids.ts';

/** The page's size was seen in a client (wire-notes.md, "Qtickets"). */
const events: Listing = { kind: 'event', per_page: 10, columns: eventWhere, source: eventList };

/** What Qtickets knows of an event and Guichet has no column for; ids are local ones. */
export interface KeptOfEvent {
  readonly hall_id?: number | undefined;
  readonly city_id?: number | undefined;
  readonly ticket_design_id?: number | undefined;
  readonly mail_text_id?: number | undefined;
  readonly payment_mode_ids?: readonly number[] | undefined;
  readonly external_id?: string | number | undefined;
  readonly place_description?: string | undefined;
}

export function keptOfEvent(metadata: string): KeptOfEvent {
  const { qtickets } = JSON.parse(metadata) as { qtickets?: KeptOfEvent };
  return qtickets ?? {};
}

export function listEvents(office: Office, caller: Caller, input: ListInput): Promise<Page<EventWire>> {
  requireScope(caller, 'events.read');
  return office.store.read(async (rx) => {
    const speech = await speechOf(rx, caller);
    const { ids, paging } = await pageIds(rx, { input, speech, listing: events, totals: totalsOf(office) });
    return { data: await eventsWire(rx, ids), paging };
  });
}

function eventWhere(engine: Engine, speech: Speech, fixed: boolean): SqlColumns {
  const event = eventColumns(speech.by, fixed);
  const date = dates(speech);
  const named = (name: string, kind: string) =>
    keptInEvent(engine, 'number', ['qtickets', name], { by: speech.by, kind });
  return {
    id: event.id,
    name: event.name,
    is_active: event.published,
    currency_id: event.currency,
    description: event.description,
    site_url: event.site_url,
    poster: event.image_url,
    scheme_id: hallOfEvent(engine, ['qtickets', 'hall_id'], speech.by),
    city_id: named('city_id', 'directory_entry'),
    ticket_id: named('ticket_design_id', 'directory_entry'),
    mail_template_id: named('mail_text_id', 'directory_entry'),
    external_id: keptInEvent(engine, 'text', ['qtickets', 'external_id']),
    created_at: date(event.created_at),
    updated_at: date(event.updated_at),
    deleted_at: date(event.deleted_at),
  };
}

export function getEvent(office: Office, caller: Caller, served_id: number): Promise<{ data: EventWire }> {
  requireScope(caller, 'events.read');
  return office.store.read(async (rx) => oneEvent(rx, (await reachedEvent(rx, caller, served_id)).id));
}

export async function oneEvent(rx: Rx, event_id: number): Promise<{ data: EventWire }> {
  const [data] = await eventsWire(rx, [event_id]);
  if (data === undefined) throw missing('event', event_id);
  return { data };
}

/** Throws `not_found` for another organizer's event as for none; a deleted one is still shown. */
export async function reachedEvent(rx: Rx, caller: Caller, served_id: number | string): Promise<Reached> {
  for (const { organizer_id, id } of await reachedIds(rx, caller, 'event', served_id)) {
    const event = await rx.db
      .selectFrom('event')
      .select('id')
      .where('id', '=', id)
      .where('organizer_id', '=', organizer_id)
      .executeTakeFirst();
    if (event !== undefined) return { organizer_id, id };
  }
  throw missing('event', served_id);
}

async function eventsWire(rx: Rx, ids: readonly number[]): Promise<EventWire[]> {
  if (ids.length === 0) return [];
  const rows = await rx.db
    .selectFrom('event')
    .innerJoin('organizer', 'organizer.id', 'event.organizer_id')
    .leftJoin('venue', 'venue.id', 'event.venue_id')
    .selectAll('event')
    .select(['organizer.zone', 'venue.name as venue', 'venue.address_1', 'venue.zip_code', 'venue.city'])
    .where('event.id', 'in', ids)
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  const events: EventWire[] = [];
  for (const id of ids) {
    const row = byId.get(id);
    if (row !== undefined) events.push(await eventWire(rx, row));
  }
  return events;
}

type EventRow = Row<'event'> & {
  readonly zone: string;
  readonly venue: string | null;
  readonly address_1: string | null;
  readonly zip_code: string | null;
  readonly city: string | null;
};

async function eventWire(rx: Rx, event: EventRow): Promise<EventWire> {
  const kept = keptOfEvent(event.metadata);
  const time = timesOf(event.zone);
  const shows = await showsOf(rx, event);
  const hall_id = kept.hall_id ?? shows.hall_id;
  const wanted = new WantedIds();
  wanted.add('event', event.id);
  wanted.add('hall', hall_id);
  for (const id of [kept.city_id, kept.ticket_design_id, kept.mail_text_id])
    wanted.add('directory_entry', id);
  for (const id of kept.payment_mode_ids ?? []) wanted.add('payment_mode', id);
  const shown = await shownIds(rx, event.organizer_id, wanted.byKind);
  const orNull = (kind: string, id: number | null | undefined): number | null =>
    id === null || id === undefined ? null : shown(kind, id);
  const address = [event.address_1, event.zip_code, event.city].filter(
    (part) => part !== null && part !== '',
  );
  return {
    id: shown('event', event.id),
    name: event.name,
    is_active: event.status === 'published' ? 1 : 0,
    scheme_id: orNull('hall', hall_id),
    currency_id: event.currency,
    place_name: event.venue ?? '',
    place_address: address.join(', '),
    place_description: kept.place_description ?? '',
    site_url: event.site_url,
    city_id: orNull('directory_entry', kept.city_id),
    description: event.description,
    external_id: kept.external_id ?? null,
    ticket_id: orNull('directory_entry', kept.ticket_design_id),
    mail_template_id: orNull('directory_entry', kept.mail_text_id),
    payments: (kept.payment_mode_ids ?? []).map((id) => shown('payment_mode', id)),
    poster: event.image_url,
    created_at: time(event.created_at) ?? '',
    updated_at: time(event.updated_at) ?? '',
    deleted_at: time(event.deleted_at),
    shows: shows.wire,
  };
}
