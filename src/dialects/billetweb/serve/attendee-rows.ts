import type { Rx } from '../../../store/transaction.ts';
import type { Caller } from './caller.ts';
import type { AttendeeFilter } from './attendee-filter.ts';
import type { EventLookups } from './event-lookups.ts';
import { rowsOf, selectRows, type AttendeeRow, type RowQuery } from './attendee-columns.ts';

/** Tickets that are looked at before the next one may have its turn; also what a page of a list holds at most. */
const tickets_per_page = 1_000;

/** Where the next page begins: after a ticket, or with the rest of the tickets that have changed. */
export interface Position {
  readonly id: number;
  readonly changed?: readonly number[];
}

export const start: Position = { id: 0 };

export interface Page {
  readonly rows: readonly AttendeeRow[];
  /** null: this was the last */
  readonly next: Position | null;
}

/** What is listed of an event, as the caller reads it. */
export interface Listing {
  readonly filter: AttendeeFilter;
  readonly lookups: EventLookups;
  readonly shape: Caller['shape'];
}

/**
 * One page of an event's tickets, in the order of their ids. A list of what changed begins with finding the tickets that did,
 * so that its work is that of the changes, however many tickets were sold.
 */
export async function pageOfRows(
  rx: Rx,
  event: { readonly event_id: number; readonly organizer_id: number },
  listing: Listing,
  after: Position,
): Promise<Page> {
  const { filter } = listing;
  const { event_id } = event;
  if (filter.ticket_ids !== undefined) return namedRows(rx, event_id, listing, filter.ticket_ids);
  const since = Math.max(filter.updated_from ?? -1, filter.sold_from ?? -1);
  if (since === -1) return rowsById(rx, event_id, listing, after);
  const changed = after.changed ?? (await changedSince(rx, event, since));
  const { rows } = await namedRows(rx, event_id, listing, changed.slice(0, tickets_per_page));
  const rest = changed.slice(tickets_per_page);
  return { rows, next: rest.length === 0 ? null : { id: 0, changed: rest } };
}

async function namedRows(rx: Rx, event_id: number, listing: Listing, ids: readonly number[]): Promise<Page> {
  const query = selectRows(rx, event_id).where('t.id', 'in', ids.length === 0 ? [0] : [...ids]);
  return { rows: await shownRows(rx, query, listing), next: null };
}

/** So many tickets on, whether they pass the filter or not: a filter that few pass must not hold everybody up. */
async function rowsById(rx: Rx, event_id: number, listing: Listing, after: Position): Promise<Page> {
  const end = await rx.db
    .selectFrom('ticket')
    .select('id')
    .where('event_id', '=', event_id)
    .where('id', '>', after.id)
    .orderBy('id')
    .offset(tickets_per_page - 1)
    .limit(1)
    .executeTakeFirst();
  let query = selectRows(rx, event_id).where('t.id', '>', after.id);
  if (end !== undefined) query = query.where('t.id', '<=', end.id);
  const rows = await shownRows(rx, query, listing);
  return { rows, next: end === undefined ? null : { id: end.id } };
}

/** The tickets that were changed, or scanned, since an instant: one sold after it was changed after it too. */
async function changedSince(
  rx: Rx,
  { event_id, organizer_id }: { readonly event_id: number; readonly organizer_id: number },
  since: number,
): Promise<number[]> {
  const rows = await rx.lists(
    rx.db
      .selectFrom('ticket')
      .select('id')
      .where('event_id', '=', event_id)
      .where('updated_at', '>=', since)
      .union(
        rx.db
          .selectFrom('scan')
          .select((eb) => eb.ref('ticket_id').$notNull().as('id'))
          .where('organizer_id', '=', organizer_id)
          .where('received_at', '>=', since)
          .where('event_id', '=', event_id)
          .where('outcome', 'in', ['admitted', 'reported'])
          .where('ticket_id', 'is not', null),
      )
      .orderBy('id'),
  );
  return rows.map(([id]) => id as number);
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
  const over = new Set(lookups.over_session_ids);
  const exact = shape === 'vendor';
  return (row) => {
    if (row.first_used_at !== null) return used === (row.inside === 0 && (exact || used === 2) ? 2 : 1);
    const isOver = row.session_id !== null && over.has(row.session_id);
    return used === (isOver && (exact || used === 3) ? 3 : 0);
  };
}

/** No id is 0: SQL has no empty list. */
const orNone = (ids: readonly number[]): number[] => (ids.length === 0 ? [0] : [...ids]);
