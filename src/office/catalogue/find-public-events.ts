import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { listEvents, type EventView } from './list-events.ts';

const page_events = 200;

export interface EventSearch {
  readonly organizer_ids: readonly number[];
  /** events that take place at or after, and before the instant, however partly; ms */
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  readonly event_category_id?: number | undefined;
  readonly city?: string | undefined;
  readonly zip_code?: string | undefined;
  /** two letters */
  readonly country?: string | undefined;
  readonly province?: string | undefined;
  readonly limit: number;
}

/** An event with where it is: its own venue, else that of its first session. */
export interface PlacedEvent {
  readonly event: EventView;
  readonly venue: Row<'venue'> | undefined;
}

/**
 * Events that the public may see (published, or closed since) by when and where they are, by id. Words of a place count
 * whole; capitals and accents do not.
 */
export async function findPublicEvents(rx: Rx, search: EventSearch): Promise<PlacedEvent[]> {
  const found: PlacedEvent[] = [];
  let after: number | undefined;
  do {
    const page = await listEvents(rx, {
      organizer_ids: search.organizer_ids,
      statuses: ['published', 'closed'],
      event_category_id: search.event_category_id,
      ends_from: search.from,
      starts_before: search.until,
      after,
      limit: page_events,
    });
    const venues = await venuesOf(rx, page.rows);
    for (const event of page.rows) {
      const venue = venues.get(event.id);
      if (isThere(venue, search)) found.push({ event, venue });
    }
    after = page.next ?? undefined;
  } while (after !== undefined && found.length < search.limit);
  return found.slice(0, search.limit);
}

function isThere(venue: Row<'venue'> | undefined, search: EventSearch): boolean {
  return (['city', 'zip_code', 'country', 'province'] as const).every((field) => {
    const wanted = search[field];
    return wanted === undefined || plain(venue?.[field] ?? '') === plain(wanted);
  });
}

const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').trim().toLowerCase();

/** The venues of events, by event. */
export async function venuesOf(
  rx: Rx,
  events: readonly Pick<Row<'event'>, 'id' | 'venue_id'>[],
): Promise<Map<number, Row<'venue'>>> {
  const byEvent = new Map<number, number>();
  for (const { id, venue_id } of events) if (venue_id !== null) byEvent.set(id, venue_id);
  const without = events.filter(({ venue_id }) => venue_id === null).map(({ id }) => id);
  if (without.length > 0) {
    const sessions = await rx.db
      .selectFrom('session')
      .leftJoin('hall', 'hall.id', 'session.hall_id')
      .select((eb) => [
        'session.event_id',
        eb.fn.coalesce('session.venue_id', 'hall.venue_id').as('venue_id'),
      ])
      .where('session.event_id', 'in', without)
      .where('session.deleted_at', 'is', null)
      .orderBy('session.starts_at', 'desc')
      .execute();
    for (const { event_id, venue_id } of sessions) if (venue_id !== null) byEvent.set(event_id, venue_id);
  }
  const ids = [...new Set(byEvent.values())];
  if (ids.length === 0) return new Map();
  const rows = await rx.db.selectFrom('venue').selectAll().where('id', 'in', ids).execute();
  const venues = new Map(rows.map((venue) => [venue.id, venue]));
  return new Map(
    [...byEvent].flatMap(([event_id, venue_id]) => {
      const venue = venues.get(venue_id);
      return venue === undefined ? [] : [[event_id, venue]];
    }),
  );
}
