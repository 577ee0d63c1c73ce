import { applicable, isPriceVisible, priceLine } from '../../../domain/pricing.ts';
import { boundsFor, unitsHeld } from '../../../office/catalogue/buyer-bounds.ts';
import { together } from '../../../office/catalogue/stock.ts';
import type { OfferView } from '../../../office/catalogue/list-offers.ts';
import { shopLink } from '../../../office/documents/shop-link.ts';
import type { Office } from '../../../office/office.ts';
import { findApplicableCodes, type ApplicableCode } from '../../../office/promotions/find-applicable.ts';
import { codesExistFor } from '../../../office/promotions/list-codes.ts';
import { expireDue } from '../../../office/selling/expire.ts';
import { groupsAbove } from '../../../office/selling/offers.ts';
import type { Rx } from '../../../store/transaction.ts';
import { Fault } from '../../../domain/faults.ts';
import type { Stock, StockCategory, StockPrice } from '../shapes.ts';
import { no_limit, productTypeIds, stockIdOf, stockRefOf } from '../wire.ts';
import type { Caller } from './caller.ts';
import { categoriesOf, categoryOf, type CategoryFacts } from './categories.ts';
import { pageIn, type Paging } from './envelope.ts';
import { local, localOrNone, Shown } from './ids.ts';
import {
  findStock,
  stocksOfEvent,
  stocksOfPack,
  stocksOfSession,
  type StockSource,
} from './stock-sources.ts';

/** For whom quantities and prices are worked out. */
export interface BuyerParameters {
  readonly promocodeids?: readonly string[] | undefined;
  readonly orderid?: string | undefined;
  readonly contactid?: string | undefined;
}

export interface StockFilter extends BuyerParameters, Paging {
  readonly eventid?: string | undefined;
  readonly timeslotid?: string | undefined;
  readonly streamid?: string | undefined;
  readonly packid?: string | undefined;
}

export async function listStocks(office: Office, caller: Caller, filter: StockFilter): Promise<Stock[]> {
  const now = office.surroundings.now();
  await expireDue(office.store, now);
  return office.store.read(async (rx) => {
    const sources = await sourcesOf(rx, caller, filter, now);
    return stocksFor(rx, office, caller, pageIn(sources, filter), filter);
  });
}

/** One of the four is needed; where several are named, a stock has to meet them all. */
async function sourcesOf(rx: Rx, caller: Caller, filter: StockFilter, now: number): Promise<StockSource[]> {
  const organizer_id = caller.organizer.id;
  const selling = { organizer_id, now };
  const event_id = await localOrNone(rx, organizer_id, 'event', filter.eventid);
  const timeslot = await localOrNone(rx, organizer_id, 'session', filter.timeslotid);
  const stream = await localOrNone(rx, organizer_id, 'session', filter.streamid);
  const pack = await localOrNone(rx, organizer_id, 'price', filter.packid);
  const wanted = [event_id, timeslot, stream].filter((id) => id !== undefined);
  if (wanted.length === 0 && pack === undefined) throw new Fault('invalid_input', { field: 'eventid' });
  const session_id = timeslot ?? stream;
  const found =
    pack !== undefined
      ? await stocksOfPack(rx, selling, pack)
      : session_id === undefined
        ? await stocksOfEvent(rx, selling, event_id ?? 0)
        : await stocksOfSession(rx, selling, session_id);
  const isOf = (source: StockSource, id: number | undefined, kind: string): boolean =>
    id === undefined || (source.session?.id === id && source.session.kind === kind);
  return found.filter(
    (source) =>
      (event_id === undefined || source.event_id === event_id) &&
      isOf(source, timeslot, 'timeslot') &&
      isOf(source, stream, 'stream'),
  );
}

export async function readStock(
  office: Office,
  caller: Caller,
  id: string,
  buyer: BuyerParameters,
): Promise<Stock> {
  const now = office.surroundings.now();
  await expireDue(office.store, now);
  return office.store.read(async (rx) => {
    const source = await findStock(rx, { organizer_id: caller.organizer.id, now }, stockRefOf(id));
    const [stock] = await stocksFor(rx, office, caller, [source], buyer);
    if (stock === undefined) throw new Fault('internal');
    return stock;
  });
}

/** What every stock of an answer is worked out with. */
interface Working {
  readonly rx: Rx;
  readonly base_url: string;
  readonly organizer_id: number;
  readonly now: number;
  readonly codes: readonly ApplicableCode[];
  readonly held: ReadonlyMap<number, number>;
  readonly groups: ReadonlyMap<number, readonly number[]>;
  readonly categories: ReadonlyMap<number, CategoryFacts>;
  readonly shown: Shown;
}

export async function stocksFor(
  rx: Rx,
  office: Office,
  caller: Caller,
  sources: readonly StockSource[],
  buyer: BuyerParameters,
): Promise<Stock[]> {
  const organizer_id = caller.organizer.id;
  const offers = sources.flatMap((source) => source.offers);
  const order_id = await localOrNone(rx, organizer_id, 'order', buyer.orderid);
  const customer_id = await localOrNone(rx, organizer_id, 'customer', buyer.contactid);
  const shown = new Shown(rx, organizer_id);
  await shown.load(
    'event',
    sources.map(({ event_id }) => event_id),
  );
  await shown.load(
    'session',
    sources.map(({ session }) => session?.id),
  );
  await shown.load('price', [
    ...offers.map(({ price_id }) => price_id),
    ...sources.map(({ pack_price_id }) => pack_price_id),
  ]);
  await shown.load(
    'hall',
    sources.map(({ session }) => session?.hall_id),
  );
  const working: Working = {
    rx,
    base_url: office.settings.public_base_url,
    organizer_id,
    now: office.surroundings.now(),
    codes: await codesNamed(rx, organizer_id, buyer.promocodeids),
    held: await unitsHeld(rx, { organizer_id, order_id, customer_id }),
    groups: await groupsOf(rx, offers),
    categories: await categoriesOf(rx, offers),
    shown,
  };
  await shown.load('zone', idsOf(working.categories, 'zone'));
  await shown.load('price_group', idsOf(working.categories, 'price_group'));
  await shown.load('event', idsOf(working.categories, 'event'));
  const stocks: Stock[] = [];
  for (const source of sources) stocks.push(await stockOf(source, working));
  return stocks;
}

function idsOf(categories: ReadonlyMap<number, CategoryFacts>, kind: CategoryFacts['kind']): number[] {
  return [...categories.values()].flatMap((one) => (one.kind === kind ? [one.id] : []));
}

/** Codes that are named and unknown are passed over: they are possible ones. */
export async function codesNamed(
  rx: Rx,
  organizer_id: number,
  ids: readonly string[] | undefined,
): Promise<ApplicableCode[]> {
  const found: number[] = [];
  for (const id of ids ?? []) {
    try {
      found.push(await local(rx, organizer_id, 'promo_code', id));
    } catch {
      continue;
    }
  }
  return found.length === 0 ? [] : findApplicableCodes(rx, { organizer_id, ids: found });
}

async function groupsOf(rx: Rx, offers: readonly OfferView[]): Promise<Map<number, readonly number[]>> {
  const groups = new Map<number, readonly number[]>();
  for (const { price_group_id } of offers) {
    if (price_group_id === null || groups.has(price_group_id)) continue;
    groups.set(price_group_id, await groupsAbove(rx, price_group_id));
  }
  return groups;
}

async function stockOf(source: StockSource, working: Working): Promise<Stock> {
  const { session, event_id, product_type, pack_price_id } = source;
  const { shown, base_url } = working;
  const visible = source.offers.flatMap((offer) => {
    const here = codesHere(offer, session?.id ?? null, working);
    return isPriceVisible(offer, here) ? [{ offer, here }] : [];
  });
  const groups = Map.groupBy(visible, ({ offer }) => categoryOf(offer).id);
  const categories = [...groups].map(([id, own]): StockCategory => {
    const facts = working.categories.get(id);
    const { capacity_total, free } = together(own.map(({ offer }) => offer.limit));
    return {
      id: facts === undefined ? '' : shown.of(facts.kind, facts.id),
      label: facts?.name ?? '',
      description: facts?.description ?? '',
      capacity_total: capacity_total ?? no_limit,
      capacity_free: Math.max(0, free ?? no_limit),
      prices: own.map((one) => priceOf(one.offer, one.here, working)),
    };
  });
  const whole = together(visible.map(({ offer }) => offer.limit));
  const served = session === null ? null : shown.of('session', session.id);
  return {
    id: stockIdOf(source),
    label:
      session === null || session.name === ''
        ? (session?.event_name ?? source.offers[0]?.name ?? '')
        : session.name,
    typeid: stockType(session?.stock_type ?? 1),
    producttypeid: productTypeIds[product_type],
    eventid: shown.of('event', event_id),
    timeslotid: session?.kind === 'stream' ? null : served,
    streamid: session?.kind === 'stream' ? served : null,
    capacity_total: whole.capacity_total ?? no_limit,
    capacity_free: Math.max(0, whole.free ?? no_limit),
    shop_url: shopLink(base_url, event_id),
    notes: session?.notes ?? '',
    haspromocodes: await codesExistFor(working.rx, {
      organizer_id: working.organizer_id,
      event_id,
      session_id: session?.id ?? null,
      now: working.now,
    }),
    planid: product_type === 'numbered_seat' ? shown.orNull('hall', session?.hall_id ?? null) : null,
    packid: shown.orNull('price', pack_price_id),
    categories,
  };
}

const stockTypes = [1, 2, 10, 11, 15, 20] as const;

function stockType(type: number): Stock['typeid'] {
  return stockTypes.find((one) => one === type) ?? 1;
}

function codesHere(offer: OfferView, session_id: number | null, working: Working): ApplicableCode[] {
  const { codes, groups, now } = working;
  if (codes.length === 0) return [];
  const place = {
    event_id: offer.event_id,
    session_id: offer.session_id ?? session_id,
    zone_id: offer.zone_id,
    price_id: offer.price_id,
    price_group_ids: groups.get(offer.price_group_id ?? 0) ?? [],
  };
  const here = new Set<unknown>(applicable(codes, place, now));
  return codes.filter((code) => here.has(code));
}

function priceOf(offer: OfferView, here: readonly ApplicableCode[], working: Working): StockPrice {
  const { amount, currency, quantity_step } = offer;
  const priced = priceLine({ listed: amount, quantity: 1, applicable: here });
  const code = here.find((one) => one === priced.discount);
  const { min, max } = boundsFor(offer, working.held);
  return {
    id: working.shown.of('price', offer.price_id),
    label: offer.name,
    description: offer.description,
    quantity_min: min,
    quantity_max: max,
    quantity_step,
    value: { amount: priced.charged_unit, currency },
    ...(code === undefined
      ? {}
      : { promo: { description: code.description, message: code.label, initalprice: amount } }),
  };
}
