import { servedIdOf } from '../../../domain/served-id.ts';
import type { Row } from '../../../store/tables.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { ShowWire } from '../event-shapes.ts';
import { money, timesOf } from '../wire.ts';
import { shownIds, WantedIds } from './shown-ids.ts';
import type { Shown } from './order-wire.ts';
import { seatsOfShow } from './show-seats.ts';
import { isOffItself, type OffBefore } from './switch-show.ts';

/** What Qtickets says of a show and Guichet has no column for. */
export interface KeptOfShow {
  readonly is_active?: boolean | undefined;
  /** while it is off */
  readonly off?: OffBefore | undefined;
  /** local ids of the prices that were sent with it, also of those that no zone asks yet */
  readonly price_ids?: readonly number[] | undefined;
  readonly opened?: Readonly<Record<string, boolean>> | undefined;
  readonly shared?: Readonly<Record<string, string>> | undefined;
  readonly seats?: Readonly<Record<string, KeptOfSeat>> | undefined;
}

export interface KeptOfSeat {
  readonly hot: boolean;
  readonly disabled: boolean;
  readonly max_quantity: number | null;
  readonly shared_max_quantity: number | null;
}

export function keptOfShow(metadata: string): KeptOfShow {
  const { qtickets } = JSON.parse(metadata) as { qtickets?: KeptOfShow };
  return qtickets ?? {};
}

type EventRow = Pick<
  Row<'event'>,
  'id' | 'organizer_id' | 'currency' | 'status' | 'starts_at' | 'ends_at'
> & {
  readonly zone: string;
};

/** The shows of an event with their prices; an event without sessions is one show, of its own number. */
export async function showsOf(
  rx: Rx,
  event: EventRow,
): Promise<{ wire: ShowWire[]; hall_id: number | null }> {
  const sessions = await rx.db
    .selectFrom('session')
    .selectAll()
    .where('event_id', '=', event.id)
    .where('deleted_at', 'is', null)
    .orderBy('starts_at')
    .orderBy('id')
    .execute();
  const offers = await offersOf(rx, event.id);
  const prices = await pricesOfEvent(rx, event.id);
  const wanted = new WantedIds();
  for (const session of sessions) wanted.add('session', session.id);
  for (const { price_id } of [...offers, ...prices]) wanted.add('price', price_id);
  const shown = await shownIds(rx, event.organizer_id, wanted.byKind);
  if (sessions.length === 0) return { wire: [anyDate(event, offers, shown)], hall_id: null };
  const wire: ShowWire[] = [];
  for (const session of sessions) {
    const theirs = offers.filter((offer) => offer.session_id === null || offer.session_id === session.id);
    wire.push(await showWire(rx, event, session, { offers: theirs, prices, shown }));
  }
  return { wire, hall_id: sessions.find((session) => session.hall_id !== null)?.hall_id ?? null };
}

function offersOf(rx: Rx, event_id: number) {
  return rx.db
    .selectFrom('offer')
    .innerJoin('price', 'price.id', 'offer.price_id')
    .leftJoin('zone', 'zone.id', 'offer.zone_id')
    .select([
      'offer.id',
      'offer.session_id',
      'offer.price_id',
      'offer.enabled',
      'offer.places_only',
      'zone.code as zone_code',
    ])
    .select((eb) => eb.fn.coalesce('offer.amount', 'price.amount').as('amount'))
    .select(['price.name', 'price.code', 'price.metadata', 'offer.zone_id'])
    .where('offer.event_id', '=', event_id)
    .where('offer.deleted_at', 'is', null)
    .where('price.deleted_at', 'is', null)
    .orderBy('offer.position')
    .orderBy('offer.id')
    .execute();
}

type Scheme = NonNullable<ShowWire['scheme_properties']>;
type OfferRow = Awaited<ReturnType<typeof offersOf>>[number];
type PriceRow = Awaited<ReturnType<typeof pricesOfEvent>>[number];

function pricesOfEvent(rx: Rx, event_id: number) {
  return rx.db
    .selectFrom('price')
    .select(['id as price_id', 'name', 'code', 'amount', 'metadata'])
    .where('event_id', '=', event_id)
    .where('deleted_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
}

interface Offered {
  readonly offers: readonly OfferRow[];
  /** all of the event's */
  readonly prices: readonly PriceRow[];
  readonly shown: Shown;
}

function anyDate(event: EventRow, offers: readonly OfferRow[], shown: Shown): ShowWire {
  const time = timesOf(event.zone);
  return {
    id: Number(servedIdOf('integer', event.id)),
    is_active: event.status === 'published' ? 1 : 0,
    sale_start_date: null,
    sale_finish_date: null,
    open_date: null,
    start_date: time(event.starts_at),
    finish_date: time(event.ends_at),
    created_at: null,
    updated_at: null,
    deleted_at: null,
    scheme_properties: { admin: { zones: [] }, zones: [], seats: [] },
    prices: pricesOf(event, offers, shown),
  };
}

async function showWire(
  rx: Rx,
  event: EventRow,
  session: Row<'session'>,
  offered: Offered,
): Promise<ShowWire> {
  const time = timesOf(event.zone);
  const kept = keptOfShow(session.metadata);
  return {
    id: offered.shown('session', session.id),
    is_active: session.status === 'scheduled' && kept.is_active !== false ? 1 : 0,
    sale_start_date: time(session.sale_starts_at),
    sale_finish_date: time(session.sale_ends_at),
    open_date: time(session.doors_open_at),
    start_date: time(session.starts_at),
    finish_date: time(session.ends_at),
    created_at: null,
    updated_at: time(session.updated_at),
    deleted_at: time(session.deleted_at),
    scheme_properties: {
      admin: {
        zones: orList(Object.entries(kept.opened ?? {}).map(([code, on]) => [code, { opened: flag(on) }])),
      },
      zones: zonesOf(offered, kept),
      seats: orList(await seatsOfShow(rx, session, kept, offered.shown)),
    },
    prices: pricesOf(event, [...offered.offers, ...unasked(offered.prices, kept)], offered.shown),
  };
}

/** Prices that were sent with the show and that no zone or place asks: they are there, and can be named. */
function unasked(prices: readonly PriceRow[], { price_ids = [] }: KeptOfShow) {
  const sent = new Set(price_ids);
  return prices.flatMap((price) => (sent.has(price.price_id) ? [{ ...price, zone_code: null }] : []));
}

const flag = (on: boolean): string => (on ? '1' : '0');

function orList<T>(entries: readonly (readonly [string, T])[]): Record<string, T> | [] {
  return entries.length === 0 ? [] : Object.fromEntries(entries);
}

/** Each zone with its own price; further price levels of it, and prices of single places, stand in `prices` alone. */
function zonesOf({ offers, shown }: Offered, kept: KeptOfShow): Scheme['zones'] {
  const zones = new Map<string, OfferRow>();
  for (const offer of offers) {
    if (offer.zone_code === null || offer.places_only === 1) continue;
    if (!zones.has(offer.zone_code) || offer.code === null) zones.set(offer.zone_code, offer);
  }
  return orList(
    [...zones].map(([code, offer]) => [
      code,
      {
        // a show that is switched off switches its zones off, and remembers which were off before
        disabled: flag(
          kept.is_active === false ? isOffItself(kept.off, { id: offer.id, code }) : offer.enabled === 0,
        ),
        shared: kept.shared?.[code] ?? '',
        price_id: String(shown('price', offer.price_id)),
      },
    ]),
  );
}

type Asked = PriceRow & Pick<OfferRow, 'zone_code'>;

function pricesOf(
  event: Pick<EventRow, 'currency'>,
  offers: readonly Asked[],
  shown: Shown,
): ShowWire['prices'] {
  const prices = new Map<number, Asked>();
  for (const offer of offers) if (!prices.has(offer.price_id)) prices.set(offer.price_id, offer);
  return [...prices.values()].map((offer) => ({
    id: shown('price', offer.price_id),
    name: offer.name,
    default_price: money(offer.amount, event.currency),
    color_theme: colorOf(offer.metadata),
    multiprice_code: offer.zone_code === null ? null : offer.code,
  }));
}

function colorOf(metadata: string): number | null {
  const { qtickets } = JSON.parse(metadata) as { qtickets?: { color_theme?: unknown } };
  return typeof qtickets?.color_theme === 'number' ? qtickets.color_theme : null;
}
