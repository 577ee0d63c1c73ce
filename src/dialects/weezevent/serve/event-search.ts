import { Fault } from '../../../domain/faults.ts';
import { dayBounds, formatOffset } from '../../../domain/local-time.ts';
import { findPublicEvents, type PlacedEvent } from '../../../office/catalogue/find-public-events.ts';
import { listEventCategories } from '../../../office/catalogue/event-categories.ts';
import { requireScope } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import { everybody, localId } from '../../../office/served-ids/served-ids.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { EventDetails, FoundEvent } from '../shapes.ts';
import type { Caller } from './caller.ts';
import { detailsOf, foundEvents, type DetailsOf } from './event-details.ts';
import { dialect, reachedOrganizers, shownIds, type Organizer } from './reach.ts';

export interface SearchWish {
  readonly date?: string | undefined;
  readonly date_start?: string | undefined;
  readonly date_end?: string | undefined;
  readonly category?: number | undefined;
  readonly city?: string | undefined;
  readonly zip_code?: string | undefined;
  readonly country?: string | undefined;
  readonly province?: string | undefined;
  readonly organizer?: string | undefined;
  readonly max_result?: number | undefined;
}

export interface Found<T> {
  readonly last_update: string;
  readonly count: number;
  readonly events: T[];
}

const results_max = 1_000;
const catalogue_zone = 'Europe/Paris';

export const searchEvents = (office: Office, caller: Caller, wish: SearchWish): Promise<Found<FoundEvent>> =>
  search(office, caller, wish, foundEvents);

export const searchEventsInFull = (
  office: Office,
  caller: Caller,
  wish: SearchWish,
): Promise<Found<EventDetails>> => search(office, caller, wish, detailsOf);

/** Public events that the login reaches, organizer by organizer. */
function search<T>(
  office: Office,
  caller: Caller,
  wish: SearchWish,
  write: (rx: Rx, of: DetailsOf, events: readonly PlacedEvent[]) => Promise<T[]>,
): Promise<Found<T>> {
  requireScope(caller, 'events.read');
  const now = office.surroundings.now();
  return office.store.read(async (rx) => {
    const organizers = await reachedOrganizers(rx, caller);
    for (const { zone } of organizers) windowOf(wish, zone);
    const category = await categoryOf(rx, wish.category);
    const events: T[] = [];
    let last_update = 0;
    for (const organizer of organizers.filter((one) => isNamed(one, wish.organizer))) {
      const limit = (wish.max_result ?? results_max) - events.length;
      if (limit <= 0) break;
      const found = await findPublicEvents(rx, {
        organizer_ids: [organizer.id],
        ...windowOf(wish, organizer.zone),
        event_category_id: category,
        city: wish.city,
        zip_code: wish.zip_code,
        country: wish.country,
        province: wish.province,
        limit,
      });
      for (const { event } of found) last_update = Math.max(last_update, event.updated_at);
      events.push(...(await write(rx, { office, organizer, now }, found)));
    }
    const zone = organizers[0]?.zone ?? 'UTC';
    return { last_update: formatOffset(last_update || now, zone), count: events.length, events };
  });
}

/** Days of the organizer's calendar, both ends counted; `date` is one day. */
function windowOf(wish: SearchWish, zone: string): { from?: number; until?: number } {
  const bounds = (field: 'date' | 'date_start' | 'date_end') => {
    const day = wish[field];
    if (day === undefined) return undefined;
    // the ends of the calendar, which clients write for a period that is open on that side
    if (field === 'date_start' && day === '0001-01-01') return undefined;
    if (field === 'date_end' && day === '9999-12-31') return undefined;
    try {
      return dayBounds(day, zone);
    } catch {
      throw new Fault('invalid_input', { field, reason: 'no such date' });
    }
  };
  const day = bounds('date');
  const froms = [day?.from, bounds('date_start')?.from].filter((at) => at !== undefined);
  const untils = [day?.until, bounds('date_end')?.until].filter((at) => at !== undefined);
  const { date_start, date_end } = wish;
  if (date_start !== undefined && date_end !== undefined && date_end < date_start)
    throw new Fault('invalid_input', { field: 'date_end', reason: 'before date_start' });
  return {
    ...(froms.length === 0 ? {} : { from: Math.max(...froms) }),
    ...(untils.length === 0 ? {} : { until: Math.min(...untils) }),
  };
}

/** A category that nobody knows has no events: no id is 0. */
async function categoryOf(rx: Rx, served_id: number | undefined): Promise<number | undefined> {
  if (served_id === undefined) return undefined;
  const of = { organizer_id: everybody, dialect, kind: 'event_category', served_id };
  return (await localId(rx, of)) ?? 0;
}

const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').trim().toLowerCase();

function isNamed(organizer: Organizer, name: string | undefined): boolean {
  return name === undefined || plain(organizer.name).includes(plain(name));
}

/** The catalogue of kinds of events, for everybody. */
export function eventCategories(office: Office): Promise<{
  last_update: string;
  event_categories: { id: string; name: string; name_other: string }[];
}> {
  return office.store.read(async (rx) => {
    const rows = await listEventCategories(rx);
    const ids = await shownIds(
      rx,
      everybody,
      'event_category',
      rows.map(({ id }) => id),
    );
    return {
      last_update: formatOffset(office.surroundings.now(), catalogue_zone),
      event_categories: rows.map(({ id, name, name_other }) => ({
        id: ids.get(id) ?? '',
        name,
        name_other: name_other === '' ? name : name_other,
      })),
    };
  });
}
