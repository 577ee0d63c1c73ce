import type { Static } from 'typebox';
import { findEvent, listEvents, type EventView } from '../../office/catalogue/list-events.ts';
import { plain } from '../../office/filters/columns.ts';
import { tableList } from '../../office/filters/list-after.ts';
import type { ApiFace } from '../face.ts';
import { instantColumn, listPageOf } from '../list.ts';
import type { GroupHandlers } from '../group.ts';
import { toInstant, toInstantOrNull } from '../shapes.ts';
import type { catalogue, Event } from './contract.ts';

const events = tableList(
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

export function catalogueHandlers({ office }: ApiFace): GroupHandlers<typeof catalogue> {
  return {
    list_events: ({ auth, query }) =>
      office.store.read((rx) =>
        listPageOf(rx, auth, query, {
          source: events,
          event_column: 'id',
          rows: async (rx, ids) =>
            (await listEvents(rx, { organizer_ids: [auth.organizer_id], ids, limit: ids.length })).rows,
          item: eventItem,
        }),
      ),
    find_event: async ({ auth, params }) => {
      auth.requireEvent(params.id);
      const of = { organizer_ids: [auth.organizer_id], event_id: params.id };
      return eventItem(await office.store.read((rx) => findEvent(rx, of)));
    },
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
    sessions: row.sessions,
    first_starts_at: toInstantOrNull(row.first_starts_at),
    last_ends_at: toInstantOrNull(row.last_ends_at),
    currency: row.currency,
    created_at: toInstant(row.created_at),
    updated_at: toInstant(row.updated_at),
  };
}
