import { listEvents, type EventView } from '../../../office/catalogue/list-events.ts';
import { localId, servedIds } from '../../../office/served-ids/served-ids.ts';
import { formatLocalDate } from '../../../domain/local-time.ts';
import { limits } from '../../../domain/limits.ts';
import { requireScope } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { EventRow } from '../shapes.ts';
import { flagText, localTimesOf, no_date } from '../wire.ts';
import type { Caller } from './caller.ts';

export interface EventWish {
  readonly past?: boolean | undefined;
  readonly online?: boolean | undefined;
  readonly description?: boolean | undefined;
  readonly id?: number | undefined;
}

const statuses: Readonly<Record<string, string>> = { published: 'active' };

/** The document's list: every event of the account, in the document's meaning whatever the credential says. */
export function listUserEvents(office: Office, caller: Caller): Promise<EventRow[]> {
  return listAs(office, { ...caller, shape: 'document' }, { past: true });
}

/** The vendor's list: those that are not over, unless `past` is asked for. */
export function listAs(office: Office, caller: Caller, wish: EventWish): Promise<EventRow[]> {
  requireScope(caller, 'events.read');
  return office.store.read(async (rx) => {
    const rows: EventRow[] = [];
    const now = office.surroundings.now();
    for (const organizer_id of caller.organizer_ids) {
      const events = (await eventsOf(rx, organizer_id, wish.id)).filter((event) =>
        isWanted(event, wish, now),
      );
      rows.push(...(await rowsOf(rx, { office, caller, organizer_id, events, wish })));
    }
    return rows;
  });
}

/** Of which events a list of all attendees is. */
export interface EventsWish {
  readonly tag?: string | undefined;
  /** those that are not over */
  readonly futur?: boolean | undefined;
}

/** In the order of their ids. */
export async function eventIdsOf(
  rx: Rx,
  organizer_id: number,
  { tag, futur }: EventsWish,
  now: number,
): Promise<number[]> {
  if (tag === undefined && futur === undefined) return allEventIds(rx, organizer_id);
  const word = tag?.trim().toLowerCase();
  const events = (await eventsOf(rx, organizer_id, undefined)).filter(
    (event) =>
      isWanted(event, { past: futur !== true }, now) &&
      (word === undefined || tagsOf(event).some((one) => one.toLowerCase() === word)),
  );
  return events.map(({ id }) => id).toSorted((one, other) => one - other);
}

async function allEventIds(rx: Rx, organizer_id: number): Promise<number[]> {
  const rows = await rx.db
    .selectFrom('event')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

const tagsOf = ({ tags }: EventView): string[] => (JSON.parse(tags) as unknown[]).map(String);

async function eventsOf(rx: Rx, organizer_id: number, served_id: number | undefined): Promise<EventView[]> {
  const dialect = 'billetweb';
  let ids: number[] | undefined;
  if (served_id !== undefined) {
    const id = await localId(rx, { organizer_id, dialect, kind: 'event', served_id });
    if (id === undefined) return [];
    ids = [id];
  }
  const events: EventView[] = [];
  let after: number | undefined;
  do {
    const page = await listEvents(rx, {
      organizer_ids: [organizer_id],
      ids,
      after,
      limit: limits.page_rows_max,
    });
    events.push(...page.rows);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return events;
}

/** An event without dates is never over. */
function isWanted(event: EventView, wish: EventWish, now: number): boolean {
  const over = event.last_ends_at !== null && event.last_ends_at < now;
  if (over && wish.past !== true) return false;
  return wish.online === undefined || wish.online === (event.status === 'published');
}

async function rowsOf(
  rx: Rx,
  from: {
    office: Office;
    caller: Caller;
    organizer_id: number;
    events: readonly EventView[];
    wish: EventWish;
  },
): Promise<EventRow[]> {
  const { office, caller, organizer_id, events, wish } = from;
  const organizer = await rx.db
    .selectFrom('organizer')
    .select(['zone', 'default_vat_bp'])
    .where('id', '=', organizer_id)
    .executeTakeFirst();
  if (organizer === undefined || events.length === 0) return [];
  const { zone } = organizer;
  const venues = await venueNames(rx, organizer_id);
  const local_ids = events.map((event) => event.id);
  const ids = await servedIds(rx, { organizer_id, dialect: 'billetweb', kind: 'event', local_ids });
  const time = localTimesOf(zone);
  const date = (instant: number | null) => (instant === null ? no_date : formatLocalDate(instant, zone));
  return events.map((event) => {
    const id = ids.get(event.id) ?? '';
    return {
      id: caller.shape === 'document' ? Number(id) : id,
      name: event.name,
      date_start: date(event.first_starts_at),
      date_end: date(event.last_ends_at),
      status: statuses[event.status] ?? event.status,
      ext_id: `E${id}`,
      start: time(event.first_starts_at),
      end: time(event.last_ends_at),
      multiple: flagText(event.sessions > 1),
      place: (event.venue_id === null ? undefined : venues.get(event.venue_id)) ?? '',
      shop: event.site_url === '' ? `${office.settings.public_base_url}/` : event.site_url,
      online: flagText(event.status === 'published'),
      tags: tagsOf(event).join(','),
      image: event.image_url,
      cover: event.image_url,
      tax_rate: (organizer.default_vat_bp / 100).toFixed(2),
      ...(wish.description === true ? { description: event.description } : {}),
    };
  });
}

async function venueNames(rx: Rx, organizer_id: number): Promise<Map<number, string>> {
  const rows = await rx.db
    .selectFrom('venue')
    .select(['id', 'name'])
    .where('organizer_id', '=', organizer_id)
    .limit(10_000)
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}
