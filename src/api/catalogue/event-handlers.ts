import type { Static } from 'typebox';
import { createEvent, deleteEvent, updateEvent } from '../../office/catalogue/event.ts';
import { copyEvent } from '../../office/catalogue/copy-event.ts';
import { listEventCategories } from '../../office/catalogue/event-categories.ts';
import { findEvent, listEvents, type EventView } from '../../office/catalogue/list-events.ts';
import { plain } from '../../office/filters/columns.ts';
import { tableList } from '../../office/filters/list-after.ts';
import type { Rx } from '../../store/transaction.ts';
import type { Caller } from '../caller.ts';
import { lockRow } from '../../store/lock-row.ts';
import { assertAsSeen } from '../as-seen.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { instantColumn, listPageOf } from '../list.ts';
import { once } from '../once.ts';
import { fromInstant, toInstant, toInstantOrNull } from '../shapes.ts';
import type { Event, eventEndpoints } from './event-endpoints.ts';

/** The events of an organizer, by what they are filtered and ordered by. */
export const eventList = tableList(
  'event',
  {
    name: plain('text', 'event.name'),
    status: plain('text', 'event.status'),
    currency: plain('text', 'event.currency'),
    event_category_id: plain('number', 'event.event_category_id'),
    venue_id: plain('number', 'event.venue_id'),
    starts_at: instantColumn('event.starts_at'),
    ends_at: instantColumn('event.ends_at'),
    created_at: instantColumn('event.created_at'),
    updated_at: instantColumn('event.updated_at'),
  },
  { living: true },
);

async function eventOf(rx: Rx, auth: Caller, event_id: number): Promise<Static<typeof Event>> {
  auth.requireEvent(event_id);
  return eventItem(await findEvent(rx, { organizer_ids: [auth.organizer_id], event_id }));
}

interface GivenTimes {
  readonly starts_at?: string | null;
  readonly ends_at?: string | null;
  readonly admits_unpaid?: boolean | null;
}

/** What a body says in other words than the columns. */
function columnsOf({ starts_at, ends_at, admits_unpaid }: GivenTimes) {
  const at = (text: string | null | undefined, path: string) =>
    text === null || text === undefined ? text : fromInstant(text, path);
  return {
    starts_at: at(starts_at, 'starts_at'),
    ends_at: at(ends_at, 'ends_at'),
    admits_unpaid: typeof admits_unpaid === 'boolean' ? Number(admits_unpaid) : admits_unpaid,
  };
}

export function eventHandlers(face: ApiFace): GroupHandlers<typeof eventEndpoints> {
  const { store } = face.office;
  return {
    list_events: ({ auth, query }) =>
      store.read((rx) =>
        listPageOf(rx, auth, query, {
          source: eventList,
          event_column: 'id',
          rows: async (rx, ids) =>
            (await listEvents(rx, { organizer_ids: [auth.organizer_id], ids, limit: ids.length })).rows,
          item: eventItem,
        }),
      ),
    find_event: ({ auth, params }) => store.read((rx) => eventOf(rx, auth, params.id)),
    create_event: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, body } = handed;
        auth.requireEverywhere();
        const id = await createEvent(tx, {
          ...{ ...body, ...columnsOf(body) },
          organizer_id: auth.organizer_id,
        });
        return eventOf(tx, auth, id);
      }),
    change_event: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params } = handed;
        const { was, ...body } = handed.body;
        auth.requireEvent(params.id);
        if (was !== undefined) {
          await lockRow(tx, 'event', params.id);
          assertAsSeen(await eventOf(tx, auth, params.id), was);
        }
        const of = { organizer_id: auth.organizer_id, event_id: params.id };
        await updateEvent(tx, { ...of, ...body, ...columnsOf(body) });
        return eventOf(tx, auth, params.id);
      }),
    copy_event: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        auth.requireEverywhere();
        const { name, starts_at } = body;
        return copyEvent(tx, {
          ...{ organizer_id: auth.organizer_id, event_id: params.id, name },
          starts_at: starts_at === undefined ? undefined : fromInstant(starts_at, 'starts_at'),
        });
      }),
    delete_event: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params } = handed;
        auth.requireEvent(params.id);
        await deleteEvent(tx, { organizer_id: auth.organizer_id, event_id: params.id });
        return { deleted: true as const };
      }),
    list_event_categories: () =>
      store.read(async (rx) => ({
        items: (await listEventCategories(rx)).map(({ id, name }) => ({ id, name })),
      })),
  };
}

function eventItem(row: EventView): Static<typeof Event> {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    status: row.status as Static<typeof Event>['status'],
    event_category_id: row.event_category_id,
    venue_id: row.venue_id,
    starts_at: toInstantOrNull(row.starts_at),
    ends_at: toInstantOrNull(row.ends_at),
    ...{ image_url: row.image_url, site_url: row.site_url, notes: row.notes },
    admits_unpaid: row.admits_unpaid === null ? null : row.admits_unpaid === 1,
    buyer_cancel_hours: row.buyer_cancel_hours,
    buyer_holder_hours: row.buyer_holder_hours,
    sessions: row.sessions,
    first_starts_at: toInstantOrNull(row.first_starts_at),
    last_ends_at: toInstantOrNull(row.last_ends_at),
    currency: row.currency,
    created_at: toInstant(row.created_at),
    updated_at: toInstant(row.updated_at),
  };
}
