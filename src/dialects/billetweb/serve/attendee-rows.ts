import type { Rx } from '../../../store/transaction.ts';
import type { Caller } from './caller.ts';
import type { AttendeeFilter } from './attendee-filter.ts';
import type { EventLookups } from './event-lookups.ts';
import { rowsOf, selectRows, type AttendeeRow, type RowQuery } from './attendee-columns.ts';

/** Tickets that are looked at before the next one may have its turn; also what a page of a list holds at most. */
export const tickets_per_page = 1_000;

export interface Page {
  readonly rows: readonly AttendeeRow[];
  /** the ticket after which the next page begins; null: this was the last */
  readonly next: number | null;
}

/** What is listed of an event, as the caller reads it. */
export interface Listing {
  readonly filter: AttendeeFilter;
  readonly lookups: EventLookups;
  readonly shape: Caller['shape'];
}

/** These tickets, in the order of their ids. */
export function namedRows(
  rx: Rx,
  event_id: number,
  listing: Listing,
  ids: readonly number[],
): Promise<readonly AttendeeRow[]> {
  return shownRows(rx, selectRows(rx, event_id).where('t.id', 'in', orNone(ids)), listing);
}

/** So many tickets on, whether they pass the filter or not: a filter that few pass must not hold everybody up. */
export async function rowsAfter(rx: Rx, event_id: number, listing: Listing, after: number): Promise<Page> {
  const end = await rx.db
    .selectFrom('ticket')
    .select('id')
    .where('event_id', '=', event_id)
    .where('id', '>', after)
    .orderBy('id')
    .offset(tickets_per_page - 1)
    .limit(1)
    .executeTakeFirst();
  let query = selectRows(rx, event_id).where('t.id', '>', after);
  if (end !== undefined) query = query.where('t.id', '<=', end.id);
  const rows = await shownRows(rx, query, listing);
  return { rows, next: end?.id ?? null };
}

/** What of the rows is shown: what depends on a ticket's entitlements is told apart once they are one row. */
async function shownRows(rx: Rx, query: RowQuery, listing: Listing): Promise<AttendeeRow[]> {
  const rows = await rowsOf(rx, narrowed(query, listing).orderBy('t.id'));
  const { filter } = listing;
  const { updated_from, updated_until, used } = filter;
  if (updated_from === undefined && updated_until === undefined && used === undefined) return rows;
  const isUsedAs = usedAs(listing);
  return rows.filter(
    (row) =>
      row.updated_at >= (updated_from ?? 0) &&
      row.updated_at <= (updated_until ?? Number.MAX_SAFE_INTEGER) &&
      isUsedAs(row),
  );
}

/** Held tickets are no attendees yet, deleted ones vanish; of a pack, those who enter are listed. */
function narrowed(query: RowQuery, { filter, lookups }: Listing): RowQuery {
  let narrow = filter.disabled
    ? query.where('t.state', 'in', ['valid', 'cancelled', 'refunded'])
    : query.where('t.state', '=', 'valid');
  const { main_price_ids } = lookups;
  if (main_price_ids.length > 0) {
    narrow = narrow.where((eb) =>
      eb.or([eb('t.price_id', 'is', null), eb('t.price_id', 'not in', main_price_ids)]),
    );
  }
  const { sold_from, session_ids, price_ids, email, foreign_ref } = filter;
  if (sold_from !== undefined) narrow = narrow.where('t.created_at', '>=', sold_from);
  if (session_ids !== undefined) narrow = narrow.where('t.session_id', 'in', orNone(session_ids));
  if (price_ids !== undefined) narrow = narrow.where('t.price_id', 'in', orNone(price_ids));
  if (foreign_ref !== undefined) narrow = narrow.where('t.foreign_ref', '=', foreign_ref);
  if (email !== undefined) {
    narrow = narrow.where((eb) =>
      eb.or([eb(eb.fn<string>('lower', ['t.holder_email']), '=', email), eb('c.email_normal', '=', email)]),
    );
  }
  return narrow;
}

/** A filter finds what its value shows: the document knows 0 and 1 alone, so that there 0 takes in 3, and 1 takes in 2. */
function usedAs({ filter, lookups, shape }: Listing): (row: AttendeeRow) => boolean {
  const { used } = filter;
  if (used === undefined) return () => true;
  const over = lookups.over_session_ids;
  const exact = shape === 'vendor';
  return (row) => {
    if (row.first_used_at !== null) return used === (row.inside === 0 && (exact || used === 2) ? 2 : 1);
    const isOver = row.session_id !== null && over.has(row.session_id);
    return used === (isOver && (exact || used === 3) ? 3 : 0);
  };
}

/** No id is 0: SQL has no empty list. */
const orNone = (ids: readonly number[]): number[] => (ids.length === 0 ? [0] : [...ids]);
