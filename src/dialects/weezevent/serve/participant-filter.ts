import { Fault } from '../../../domain/faults.ts';
import { changedTickets } from '../../../office/selling/changed-tickets.ts';
import type { Store, Rx } from '../../../store/transaction.ts';
import { instantOf } from '../wire.ts';
import { reachedThing, reachedThings, type Organizer, type Reached } from './reach.ts';

/** The parameters of `/participants` as they come. */
export interface ParticipantsWish {
  readonly id_event?: readonly string[] | undefined;
  readonly id_ticket?: readonly string[] | undefined;
  readonly date_ticket?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly last_update?: string | undefined;
  readonly last_update_before?: string | undefined;
  readonly include_deleted?: boolean | undefined;
  readonly moderation?: boolean | undefined;
  readonly include_unpaid?: boolean | undefined;
  readonly full?: boolean | undefined;
  readonly minimized?: boolean | undefined;
  readonly return_count?: boolean | undefined;
  readonly return_count_total?: boolean | undefined;
  readonly return_removed?: boolean | undefined;
  readonly max?: number | undefined;
  readonly page?: number | undefined;
}

/** A price on one date, on tickets that are good for any date (null), or on every date (undefined). */
export interface TicketChoice {
  readonly price_id: number;
  readonly session_id?: number | null | undefined;
}

/** What of one event is listed. */
export interface EventScope {
  readonly organizer: Organizer;
  readonly event_id: number;
  /** undefined: all of its tickets */
  readonly choices: readonly TicketChoice[] | undefined;
  readonly changed_from: number | undefined;
  readonly changed_before: number | undefined;
  /** the tickets that may have changed in the window, ascending; undefined: no window was asked for */
  readonly changed: readonly number[] | undefined;
}

/** Which states are listed. */
export interface StateFilter {
  readonly active: boolean;
  readonly removed: boolean;
  readonly unpaid: boolean;
}

export function statesOf(wish: ParticipantsWish): StateFilter {
  const only_removed = wish.return_removed === true;
  return {
    active: !only_removed,
    removed: only_removed || wish.include_deleted === true,
    unpaid: wish.include_unpaid === true,
  };
}

/**
 * The events that the wish is about, in the order of organizers and ids. `id_ticket` and `date_ticket` are a union; with
 * `id_event` beside them, of those events alone; with none of the three, all events that the login reaches. Throws
 * `not_found`, `invalid_date`, `invalid_input`.
 */
export async function scopesOf(
  store: Store,
  organizers: readonly Organizer[],
  wish: ParticipantsWish,
): Promise<EventScope[]> {
  // a date that makes no sense is refused, whether or not there is an event to look into
  for (const field of ['last_update', 'last_update_before'] as const) windowEdge(field, wish[field], 'UTC');
  const events = await store.read(async (rx) => {
    const named =
      wish.id_event === undefined ? undefined : await reachedThings(rx, organizers, 'event', wish.id_event);
    const choices = await choicesOf(rx, organizers, wish);
    return choices === undefined
      ? wholeEvents(named ?? (await allEvents(rx, organizers)))
      : eventsOfChoices(rx, choices, named);
  });
  const scopes: EventScope[] = [];
  for (const organizer of organizers) {
    const own = events.filter((event) => event.organizer.id === organizer.id);
    scopes.push(
      ...(await windowed(
        store,
        organizer,
        own.toSorted((a, b) => a.id - b.id),
        wish,
      )),
    );
  }
  return scopes;
}

/** Pairs of a date and a ticket that `date_ticket` may hold. */
const pairs_max = 5_000;

/** Participants of what is sold no more are listed under its id: they can be asked for by it, too. */
const sold = { deleted_too: true } as const;

type ChosenEvent = Reached & { readonly choices: readonly TicketChoice[] | undefined };
type ReachedChoice = TicketChoice & { readonly organizer: Organizer };

const wholeEvents = (events: readonly Reached[]): ChosenEvent[] =>
  events.map((event) => ({ ...event, choices: undefined }));

async function choicesOf(
  rx: Rx,
  organizers: readonly Organizer[],
  wish: ParticipantsWish,
): Promise<ReachedChoice[] | undefined> {
  const { id_ticket, date_ticket } = wish;
  if (id_ticket === undefined && date_ticket === undefined) return undefined;
  const dates = Object.entries(date_ticket ?? {});
  if (dates.reduce((sum, [, tickets]) => sum + tickets.length, 0) > pairs_max)
    throw new Fault('invalid_input', { field: 'date_ticket', reason: `holds more than ${pairs_max} pairs` });
  const prices = await reachedThings(rx, organizers, 'price', id_ticket ?? [], sold);
  const choices: ReachedChoice[] = prices.map(({ organizer, id }) => ({ organizer, price_id: id }));
  // dates sell the same tickets as a rule
  const known = new Map<string, Reached>();
  for (const [date, tickets] of dates) {
    const session = date === '0' ? undefined : await reachedThing(rx, organizers, 'session', date, sold);
    const within = session === undefined ? organizers : [session.organizer];
    for (const ticket of new Set(tickets)) {
      const key = `${session?.organizer.id ?? 0} ${ticket}`;
      const { organizer, id } = known.get(key) ?? (await reachedThing(rx, within, 'price', ticket, sold));
      known.set(key, { organizer, id });
      choices.push({ organizer, price_id: id, session_id: session?.id ?? null });
    }
  }
  return choices;
}

async function allEvents(rx: Rx, organizers: readonly Organizer[]): Promise<Reached[]> {
  const events: Reached[] = [];
  for (const organizer of organizers) {
    const rows = await rx.db
      .selectFrom('event')
      .select('id')
      .where('organizer_id', '=', organizer.id)
      .where('deleted_at', 'is', null)
      .orderBy('id')
      .execute();
    events.push(...rows.map(({ id }) => ({ organizer, id })));
  }
  return events;
}

/** The events that sell the chosen prices: a price belongs to one event, or to whatever event offers it. */
async function eventsOfChoices(
  rx: Rx,
  choices: readonly ReachedChoice[],
  named: readonly Reached[] | undefined,
): Promise<ChosenEvent[]> {
  const price_ids = [...new Set(choices.map(({ price_id }) => price_id))];
  const rows = await rx.db
    .selectFrom('offer')
    .innerJoin('event', 'event.id', 'offer.event_id')
    .select(['offer.event_id', 'offer.price_id'])
    .distinct()
    .where('offer.price_id', 'in', price_ids.length === 0 ? [0] : price_ids)
    .where('event.deleted_at', 'is', null)
    .execute();
  const events = new Map<number, Reached & { choices: TicketChoice[] }>();
  for (const { event_id, price_id } of rows) {
    if (named?.some(({ id }) => id === event_id) === false) continue;
    for (const { organizer, ...choice } of choices) {
      if (choice.price_id !== price_id) continue;
      const event = events.get(event_id) ?? { organizer, id: event_id, choices: [] };
      event.choices.push(choice);
      events.set(event_id, event);
    }
  }
  return [...events.values()];
}

async function windowed(
  store: Store,
  organizer: Organizer,
  events: readonly ChosenEvent[],
  wish: ParticipantsWish,
): Promise<EventScope[]> {
  if (events.length === 0) return [];
  const changed_from = windowEdge('last_update', wish.last_update, organizer.zone);
  const changed_before = windowEdge('last_update_before', wish.last_update_before, organizer.zone);
  const changed = await changedTickets(store, {
    organizer_id: organizer.id,
    event_ids: events.map(({ id }) => id),
    changed_from,
    of_orders: true,
  });
  return events.map(({ id: event_id, choices }) => ({
    organizer,
    event_id,
    choices,
    changed_from,
    changed_before,
    changed: changed?.get(event_id),
  }));
}

/** A window reaches from its first second to the last moment before its end, so that two of them meet without a gap. */
function windowEdge(field: string, text: string | undefined, zone: string): number | undefined {
  if (text === undefined) return undefined;
  try {
    return instantOf(text, zone);
  } catch {
    throw new Fault('invalid_input', { field, reason: 'no such date' });
  }
}
