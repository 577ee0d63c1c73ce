import type { Rx } from '../../../store/transaction.ts';
import type { Caller } from './caller.ts';
import type { AttendeeFilter } from './attendee-filter.ts';
import type { EventLookups } from './event-lookups.ts';
import { rowsOf, selectRows, type AttendeeRow, type RowQuery } from './attendee-columns.ts';

/** Tickets that are looked at before the next one may have its turn; also what a page of a list holds at most. */
const tickets_per_page = 1_000;

/** Where the next page begins. */
export interface Position {
  readonly updated_at: number;
  readonly id: number;
}

export const start: Position = { updated_at: 0, id: 0 };

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
 * One page of an event's tickets. A list of everything goes by the tickets' ids; one of what changed goes by the instant of
 * the change, so that its work is that of the changes, however many tickets were sold.
 */
export function pageOfRows(rx: Rx, event_id: number, listing: Listing, after: Position): Promise<Page> {
  const { filter } = listing;
  if (filter.ticket_ids !== undefined) return namedRows(rx, event_id, listing, filter.ticket_ids);
  const since = Math.max(filter.updated_from ?? -1, filter.sold_from ?? -1);
  return since === -1
    ? rowsById(rx, event_id, listing, after)
    : changedRows(rx, event_id, listing, { updated_at: since, id: 0 }, after);
}

async function namedRows(rx: Rx, event_id: number, listing: Listing, ids: readonly number[]): Promise<Page> {
  const query = selectRows(rx, event_id).where('t.id', 'in', ids.length === 0 ? [0] : [...ids]);
  const rows = await rowsOf(rx, narrowed(query, listing).orderBy('t.id').limit(tickets_per_page));
  return { rows, next: null };
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
  const rows = await rowsOf(rx, narrowed(query, listing).orderBy('t.id'));
  return { rows, next: end === undefined ? null : { updated_at: 0, id: end.id } };
}

/** A ticket sold after an instant was changed after it too. */
async function changedRows(
  rx: Rx,
  event_id: number,
  listing: Listing,
  from: Position,
  after: Position,
): Promise<Page> {
  const { updated_at, id } = after === start ? { updated_at: from.updated_at - 1, id: 0 } : after;
  const query = selectRows(rx, event_id).where((eb) =>
    eb.and([
      // said twice: the first bounds the index, the second tells apart what changed at the same instant
      eb('t.updated_at', '>=', updated_at),
      eb.or([eb('t.updated_at', '>', updated_at), eb('t.id', '>', id)]),
    ]),
  );
  const ordered = narrowed(query, listing).orderBy('t.updated_at').orderBy('t.id').limit(tickets_per_page);
  const rows = await rowsOf(rx, ordered);
  const last = rows.at(-1);
  const more = rows.length === tickets_per_page && last !== undefined;
  return { rows, next: more ? { updated_at: last.updated_at, id: last.id } : null };
}

/** Held tickets are no attendees yet, deleted ones vanish; of a pack, those who enter are listed. */
function narrowed(query: RowQuery, { filter, lookups, shape }: Listing): RowQuery {
  let narrow = filter.disabled
    ? query.where('t.state', 'in', ['valid', 'cancelled', 'refunded'])
    : query.where('t.state', '=', 'valid');
  const { main_price_ids } = lookups;
  if (main_price_ids.length > 0) {
    narrow = narrow.where((eb) =>
      eb.or([eb('t.price_id', 'is', null), eb('t.price_id', 'not in', main_price_ids)]),
    );
  }
  const { sold_from, updated_from, updated_until, session_ids, price_ids, email, foreign_ref } = filter;
  if (sold_from !== undefined) narrow = narrow.where('t.created_at', '>=', sold_from);
  if (updated_from !== undefined) narrow = narrow.where('t.updated_at', '>=', updated_from);
  if (updated_until !== undefined) narrow = narrow.where('t.updated_at', '<=', updated_until);
  if (session_ids !== undefined) narrow = narrow.where('t.session_id', 'in', orNone(session_ids));
  if (price_ids !== undefined) narrow = narrow.where('t.price_id', 'in', orNone(price_ids));
  if (foreign_ref !== undefined) narrow = narrow.where('t.foreign_ref', '=', foreign_ref);
  if (email !== undefined) {
    narrow = narrow.where((eb) =>
      eb.or([eb(eb.fn<string>('lower', ['t.holder_email']), '=', email), eb('c.email_normal', '=', email)]),
    );
  }
  return usedAs(narrow, filter.used, lookups, shape);
}

/** A filter finds what its value shows: the document knows 0 and 1 alone, so that there 0 takes in 3, and 1 takes in 2. */
function usedAs(
  query: RowQuery,
  used: AttendeeFilter['used'],
  lookups: EventLookups,
  shape: Caller['shape'],
): RowQuery {
  if (used === undefined) return query;
  const over = orNone(lookups.over_session_ids);
  const exact = shape === 'vendor';
  if (used === 1 || used === 2) {
    const seen = query.where('t.first_used_at', 'is not', null);
    if (used === 2) return seen.where('t.inside', '=', 0);
    return exact ? seen.where('t.inside', '=', 1) : seen;
  }
  const unseen = query.where('t.first_used_at', 'is', null);
  if (used === 3) return unseen.where('t.session_id', 'in', over);
  if (!exact) return unseen;
  return unseen.where((eb) => eb.or([eb('t.session_id', 'is', null), eb('t.session_id', 'not in', over)]));
}

/** No id is 0: SQL has no empty list. */
const orNone = (ids: readonly number[]): number[] => (ids.length === 0 ? [0] : [...ids]);
