import { ticketRange } from '../../../office/selling/ticket-steps.ts';
import type { Rx } from '../../../store/transaction.ts';
import {
  rowsOf,
  selectRows,
  ticketsOfEvent,
  wherePaid,
  type ParticipantRow,
  type TicketQuery,
} from './participant-columns.ts';
import type { EventScope, StateFilter, TicketChoice } from './participant-filter.ts';
import type { Lookups } from './participant-lookups.ts';

/** Tickets that are looked at before the next one may have its turn, at most. */
const tickets_per_step = 2_000;

/** An event to be listed, with everything that tells which of its tickets are. */
export interface Listing {
  readonly scope: EventScope;
  readonly states: StateFilter;
  readonly lookups: Lookups;
}

export interface Stretch {
  readonly rows: readonly ParticipantRow[];
  /** the ticket after which the next stretch begins; null: this was the last of the event */
  readonly next: number | null;
}

/**
 * The next so many tickets of an event after one of them, and of these the ones that are listed: a filter that few pass
 * must not hold everybody up. In a window of time only what may have changed in it is looked at.
 */
export async function stretchAfter(
  rx: Rx,
  listing: Listing,
  after: number,
  wanted: number,
): Promise<Stretch> {
  const tickets = Math.min(tickets_per_step, Math.max(1, wanted));
  const { changed, event_id } = listing.scope;
  const query = selectRows(narrowed(ticketsOfEvent(rx, event_id), listing)).orderBy('t.id');
  if (changed !== undefined) {
    const from = firstAfter(changed, after);
    const ids = changed.slice(from, from + tickets);
    const next = from + ids.length < changed.length ? (ids.at(-1) ?? null) : null;
    if (ids.length === 0) return { rows: [], next };
    return { rows: within(listing.scope, await rowsOf(rx, query.where('t.id', 'in', ids))), next };
  }
  const range = await ticketRange(rx, { event_id, after, tickets });
  let ranged = query.where('t.id', '>', after);
  if (range.until !== undefined) ranged = ranged.where('t.id', '<=', range.until);
  return { rows: within(listing.scope, await rowsOf(rx, ranged)), next: range.until ?? null };
}

/** The place of the first id beyond, by halving. */
function firstAfter(ids: readonly number[], after: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] ?? Infinity) > after) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What tells which tickets of an event are listed, whenever they changed. */
export interface Narrowing {
  readonly scope: Pick<EventScope, 'choices'>;
  readonly states: StateFilter;
  readonly lookups: Pick<Lookups, 'main_price_ids' | 'dates'>;
}

export function narrowed(query: TicketQuery, { scope, states, lookups }: Narrowing): TicketQuery {
  const listed = [
    ...(states.active ? ['valid', 'refunded'] : []),
    // a hold is a participant that has not paid yet
    ...(states.active && states.unpaid ? ['held'] : []),
    ...(states.removed ? ['cancelled', 'deleted'] : []),
  ];
  let narrow = query.where('t.state', 'in', listed);
  if (!states.unpaid) narrow = wherePaid(narrow);
  const { main_price_ids } = lookups;
  if (main_price_ids.length > 0) {
    narrow = narrow.where((eb) =>
      eb.or([eb('t.price_id', 'is', null), eb('t.price_id', 'not in', main_price_ids)]),
    );
  }
  return scope.choices === undefined ? narrow : chosen(narrow, scope.choices, lookups.dates.size > 0);
}

/**
 * A date that participants show as 0 is the only one of the event, or stands for any. Dates that sell the same are one
 * condition, and conditions are joined in halves: a chain of a thousand is more than SQLite takes.
 */
function chosen(query: TicketQuery, choices: readonly TicketChoice[], several_dates: boolean): TicketQuery {
  const bySession = Map.groupBy(choices, ({ session_id }) =>
    session_id === null && !several_dates ? undefined : session_id,
  );
  const byPrices = Map.groupBy(bySession, ([, of]) =>
    [...new Set(of.map(({ price_id }) => price_id))].sort((a, b) => a - b).join(),
  );
  return query.where((eb) => {
    const conditions = [...byPrices].map(([price_ids, sessions]) => {
      const ids = sessions.map(([session_id]) => session_id);
      const price = eb('t.price_id', 'in', price_ids.split(',').map(Number));
      if (ids.includes(undefined)) return price;
      const dated = ids.filter((id) => typeof id === 'number');
      return eb.and([
        price,
        eb.or([
          ...(dated.length === 0 ? [] : [eb('t.session_id', 'in', dated)]),
          ...(ids.includes(null) ? [eb('t.session_id', 'is', null)] : []),
        ]),
      ]);
    });
    const joined = (of: typeof conditions): (typeof conditions)[number] =>
      of.length <= 2
        ? eb.or(of)
        : eb.or([joined(of.slice(0, of.length >> 1)), joined(of.slice(of.length >> 1))]);
    return joined(conditions);
  });
}

/** When a ticket changed depends on its entitlements: told apart once they are one row. */
function within(scope: EventScope, rows: readonly ParticipantRow[]): readonly ParticipantRow[] {
  const { changed_from = 0, changed_before = Infinity } = scope;
  if (scope.changed_from === undefined && scope.changed_before === undefined) return rows;
  return rows.filter(({ changed_at }) => changed_at >= changed_from && changed_at < changed_before);
}
