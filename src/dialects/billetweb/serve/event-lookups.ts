import { servedIds } from '../../../office/served-ids/served-ids.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { EventFacts } from './event-facts.ts';

const things_max = 20_000;

export interface PriceLookup {
  readonly name: string;
  readonly category: string;
  readonly served_id: string;
}

export interface SessionLookup {
  readonly served_id: string;
  readonly starts_at: number;
}

/** What many tickets of an event share, read once for a list instead of being joined to every row. */
export interface EventLookups {
  readonly prices: ReadonlyMap<number, PriceLookup>;
  readonly sessions: ReadonlyMap<number, SessionLookup>;
  /** sold as main tickets, on which nobody enters */
  readonly main_price_ids: readonly number[];
  readonly over_session_ids: ReadonlySet<number>;
  readonly any_served_ticket: boolean;
  readonly any_served_order: boolean;
}

export async function eventLookups(rx: Rx, event: EventFacts, now: number): Promise<EventLookups> {
  const { organizer_id, event_id } = event;
  const prices = await rx.db
    .selectFrom('price')
    .leftJoin('price_group', 'price_group.id', 'price.price_group_id')
    .select(['price.id', 'price.name', 'price.product_type', 'price_group.name as category'])
    .where('price.organizer_id', '=', organizer_id)
    .where((eb) => eb.or([eb('price.event_id', '=', event_id), eb('price.event_id', 'is', null)]))
    .limit(things_max)
    .execute();
  const sessions = await rx.db
    .selectFrom('session')
    .select(['id', 'starts_at', 'ends_at'])
    .where('event_id', '=', event_id)
    .limit(things_max)
    .execute();
  const priceIds = await idsOf(rx, organizer_id, 'price', prices);
  const sessionIds = await idsOf(rx, organizer_id, 'session', sessions);
  const served = (id: number, ids: ReadonlyMap<number, string>) => ids.get(id) ?? '';
  return {
    prices: new Map(
      prices.map(({ id, name, category }) => [
        id,
        { name, category: category ?? '', served_id: served(id, priceIds) },
      ]),
    ),
    sessions: new Map(
      sessions.map(({ id, starts_at }) => [id, { starts_at, served_id: served(id, sessionIds) }]),
    ),
    main_price_ids: prices
      .filter(({ product_type }) => product_type === 'pack' || product_type === 'subscription')
      .map(({ id }) => id),
    over_session_ids: new Set(
      sessions.filter(({ starts_at, ends_at }) => (ends_at ?? starts_at) < now).map(({ id }) => id),
    ),
    any_served_ticket: await anyServed(rx, organizer_id, 'ticket'),
    any_served_order: await anyServed(rx, organizer_id, 'order'),
  };
}

function idsOf(
  rx: Rx,
  organizer_id: number,
  kind: string,
  things: readonly { readonly id: number }[],
): Promise<Map<number, string>> {
  return servedIds(rx, { organizer_id, dialect: 'billetweb', kind, local_ids: things.map(({ id }) => id) });
}

/** Whether any id of the kind is fixed: where none is, nothing has to be looked up for a page of rows. */
async function anyServed(rx: Rx, organizer_id: number, kind: string): Promise<boolean> {
  const row = await rx.db
    .selectFrom('served_id')
    .select('local_id')
    .where('organizer_id', '=', organizer_id)
    .where('dialect', '=', 'billetweb')
    .where('kind', '=', kind)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
