import { listEvents, type EventView } from '../../../office/catalogue/list-events.ts';
import { requireScope } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import type { EventRow } from '../shapes.ts';
import { localText, numberOf } from '../wire.ts';
import type { Caller } from './caller.ts';
import { offersOf } from './catalogue-lists.ts';
import { allPages, reachedOrganizers, shownIds, type Organizer } from './reach.ts';
import { countByPrice } from './participant-counts.ts';
import { salesStatusOf } from './sales-status.ts';

export interface EventsWish {
  readonly include_not_published?: boolean | undefined;
  readonly include_closed?: boolean | undefined;
  readonly include_without_sales?: boolean | undefined;
}

/**
 * The events of all organizers that the login reaches. The document says twice what comes by default, and not the same: we
 * go by its prose ("only published events with at least one participant"), since a draft that a scanner or a website
 * shows unasked does harm, and whoever wants it asks for it.
 */
export async function listEventRows(
  office: Office,
  caller: Caller,
  wish: EventsWish,
): Promise<{ events: EventRow[] }> {
  requireScope(caller, 'events.read');
  const { store, surroundings } = office;
  const now = surroundings.now();
  const organizers = await store.read((rx) => reachedOrganizers(rx, caller));
  const events: EventRow[] = [];
  for (const organizer of organizers) {
    const found = await store.read((rx) =>
      allPages<EventView, number>((page) => listEvents(rx, { organizer_ids: [organizer.id], ...page })),
    );
    for (const event of found.filter((one) => isWanted(one, wish, now))) {
      const row = await rowOf(office, organizer, event, now);
      if (row.participants > 0 || wish.include_without_sales === true) events.push(row);
    }
  }
  return { events };
}

/** Closed is what was closed or cancelled, and what is over. */
function isWanted(event: EventView, wish: EventsWish, now: number): boolean {
  if (event.status === 'draft') return wish.include_not_published === true;
  const over = event.last_ends_at !== null && event.last_ends_at < now;
  return (event.status === 'published' && !over) || wish.include_closed === true;
}

async function rowOf(office: Office, organizer: Organizer, event: EventView, now: number): Promise<EventRow> {
  const { store } = office;
  const counts = await countByPrice(store, { organizer_id: organizer.id, event_id: event.id });
  const participants = counts.values().reduce((sum, many) => sum + many, 0);
  return store.read(async (rx) => {
    const ids = await shownIds(rx, organizer.id, 'event', [event.id]);
    const offers = await offersOf(rx, { organizer_id: organizer.id, event_id: event.id, now });
    const time = (instant: number | null) => localText(instant, organizer.zone);
    return {
      id: numberOf(ids.get(event.id) ?? ''),
      name: event.name,
      date: {
        start: time(event.first_starts_at),
        end: event.last_ends_at === event.first_starts_at ? '' : time(event.last_ends_at),
      },
      participants,
      multiple_dates: event.sessions > 1 ? 1 : 0,
      sales_status: salesStatusOf(event.status, offers),
    };
  });
}
