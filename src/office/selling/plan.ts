import { Fault, isFault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { safeAmount } from '../../domain/money.ts';
import {
  applicable,
  assertCode,
  assertOnSale,
  assertPriceVisible,
  assertQuantity,
  priceLine,
  type Discount,
  type OfferPlace,
} from '../../domain/pricing.ts';
import type { Tx } from '../../store/transaction.ts';
import {
  findApplicableCodes,
  findStandingDiscounts,
  type ApplicableCode,
  type ApplicableDiscount,
} from '../promotions/find-applicable.ts';
import { areaPoolsIn } from '../catalogue/area-pools.ts';
import { findOffer, groupsAbove, poolsOfOffer, type OfferFacts, type OfferPool } from './offers.ts';
import { bestPlaces } from './best-places.ts';
import { buyerOf } from './kept-places.ts';
import { areaPool, givesSeats, namedPlaces, type WantedPlace } from './places.ts';
import type { Sweep } from './pools.ts';
import type { Sale, SaleRequest } from './sale.ts';

/** One request with everything decided but what only the write can decide: whether it is still free. */
export interface PlannedLine {
  readonly request: SaleRequest;
  readonly offer: OfferFacts;
  readonly session_id: number | null;
  /** of the session, as the line was planned */
  readonly hall_id: number | null;
  readonly listed: number;
  readonly charged: number;
  readonly discount: ApplicableDiscount | null;
  readonly pools: readonly OfferPool[];
  /** by unit; empty where places do not matter */
  readonly places: readonly WantedPlace[];
}

/** What of the same price the order holds already, by price id. */
export type Held = ReadonlyMap<number, number>;

/** What the requests before have planned: the next one counts with it, though nothing is taken yet. */
interface SoFar {
  /** units by price id, those that the order held before included */
  readonly units: Map<number, number>;
  /** uses by promo code */
  readonly uses: Map<number, number>;
  /** seats */
  readonly places: Set<number>;
  /** what applies without anybody asking */
  readonly standing: readonly ApplicableDiscount[];
}

/** Checks and prices the requests of a sale, against the rules of domain/pricing.ts. */
export async function planSale(tx: Tx, sale: Sale, held: Held, sweep: Sweep): Promise<PlannedLine[]> {
  const { requests } = sale;
  const extras = sale.extras?.length ?? 0;
  if (requests.length + extras === 0 || requests.length > limits.requests_per_step_max) {
    throw new Fault('invalid_input', { field: 'requests', limit: limits.requests_per_step_max });
  }
  if (requests.length + extras > limits.order_lines_max)
    throw new Fault('too_large', { order_lines_max: limits.order_lines_max });
  const lines: PlannedLine[] = [];
  const standing = await findStandingDiscounts(tx, sale.organizer_id);
  const soFar: SoFar = { units: new Map(held), uses: new Map(), places: new Set(), standing };
  for (const request of requests) {
    const line = await planLine(tx, sale, request, soFar, sweep);
    add(soFar.units, line.offer.price_id, request.quantity);
    if (line.discount !== null) add(soFar.uses, line.discount.id, request.quantity);
    for (const place of line.places) if (place.kind === 'seat') soFar.places.add(place.id);
    lines.push(line);
  }
  const currencies = new Set(lines.map((line) => line.offer.currency));
  if (currencies.size > 1) throw new Fault('invalid_input', { field: 'currency', found: [...currencies] });
  return lines;
}

function add(counts: Map<number, number>, id: number, many: number): void {
  counts.set(id, (counts.get(id) ?? 0) + many);
}

async function planLine(
  tx: Tx,
  sale: Sale,
  request: SaleRequest,
  soFar: SoFar,
  sweep: Sweep,
): Promise<PlannedLine> {
  const offer = await findOffer(tx, sale.organizer_id, request.offer_id);
  const { session_id, hall_id } = await sessionOf(tx, offer, request);
  const place: OfferPlace = {
    event_id: offer.event_id,
    session_id,
    zone_id: offer.zone_id,
    price_id: offer.price_id,
    price_group_ids: await groupsAbove(tx, offer.price_group_id),
  };
  const discounts = await discountsOf(tx, sale.organizer_id, request, soFar, sweep);
  if (sale.staff === undefined) assertSellable(tx, offer, place, request, soFar.units, discounts);
  else assertWholeQuantity(request.quantity);
  const { listed, charged, discount } = priceOf(tx, sale, offer, place, request, discounts, soFar.standing);
  const places = await placesOf(tx, sale, offer, session_id, request, soFar.places, sweep);
  return {
    request,
    offer,
    session_id,
    hall_id,
    listed,
    charged,
    discount,
    places,
    pools: await poolsOf(tx, sale, offer, session_id, places),
  };
}

/** The codes that the request names; uses that only an expired hold still has count as free. */
async function discountsOf(
  tx: Tx,
  organizer_id: number,
  request: SaleRequest,
  { uses }: SoFar,
  sweep: Sweep,
): Promise<ApplicableCode[]> {
  const ids = request.promo_code_ids ?? [];
  if (ids.length === 0) return [];
  const load = async (): Promise<ApplicableCode[]> =>
    (await findApplicableCodes(tx, { organizer_id, ids })).map((discount) => lessUses(discount, uses));
  const discounts = await load();
  const short = discounts.some(({ uses_left }) => uses_left !== null && uses_left < request.quantity);
  return short && (await sweep()) ? load() : discounts;
}

function lessUses(discount: ApplicableCode, uses: ReadonlyMap<number, number>): ApplicableCode {
  const planned = uses.get(discount.id) ?? 0;
  if (discount.uses_left === null || planned === 0) return discount;
  return { ...discount, uses_left: Math.max(0, discount.uses_left - planned) };
}

interface SoldSession {
  readonly session_id: number | null;
  readonly hall_id: number | null;
}

async function sessionOf(tx: Tx, offer: OfferFacts, request: SaleRequest): Promise<SoldSession> {
  if (request.session_id === undefined || request.session_id === offer.session_id)
    return { session_id: offer.session_id, hall_id: offer.session_hall_id };
  if (offer.session_id !== null) throw new Fault('not_found', { kind: 'session', id: request.session_id });
  const session = await tx.db
    .selectFrom('session')
    .select(['id', 'starts_at', 'ends_at', 'sale_starts_at', 'sale_ends_at', 'status', 'hall_id'])
    .where('id', '=', request.session_id)
    .where('event_id', '=', offer.event_id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (session === undefined) throw new Fault('not_found', { kind: 'session', id: request.session_id });
  assertOnSale(offer, session, tx.now);
  return { session_id: session.id, hall_id: session.hall_id };
}

function assertSellable(
  tx: Tx,
  offer: OfferFacts,
  place: OfferPlace,
  request: SaleRequest,
  inOrder: Held,
  discounts: readonly Discount[],
): void {
  if (offer.event_status !== 'published')
    throw new Fault('sale_closed', { event_status: offer.event_status });
  assertOnSale(offer, sessionWindow(offer), tx.now);
  const here = applicable(discounts, place, tx.now);
  assertPriceVisible({ id: offer.price_id, hidden: offer.hidden }, here);
  assertQuantity(request.quantity, {
    minimum: offer.minimum,
    maximum: offer.maximum,
    quantity_step: offer.quantity_step,
    in_order: inOrder.get(offer.price_id) ?? 0,
    remaining: null,
  });
}

function sessionWindow(offer: OfferFacts) {
  if (offer.session_starts_at === null) return null;
  return {
    starts_at: offer.session_starts_at,
    ends_at: offer.session_ends_at,
    sale_starts_at: offer.session_sale_starts_at,
    sale_ends_at: offer.session_sale_ends_at,
    status: offer.session_status ?? 'scheduled',
  };
}

function assertWholeQuantity(quantity: number): void {
  if (!Number.isSafeInteger(quantity) || quantity < 1 || quantity > limits.request_quantity_max) {
    throw new Fault('invalid_input', { field: 'quantity', limit: limits.request_quantity_max });
  }
}

function priceOf(
  tx: Tx,
  sale: Sale,
  offer: OfferFacts,
  place: OfferPlace,
  request: SaleRequest,
  codes: readonly ApplicableCode[],
  standing: readonly ApplicableDiscount[],
): { listed: number; charged: number; discount: ApplicableDiscount | null } {
  const listed = offer.amount;
  if (request.title !== undefined && sale.staff === undefined)
    throw new Fault('forbidden', { field: 'title' });
  if (request.unit_amount !== undefined) {
    if (sale.staff === undefined && sale.fixed_amounts !== true)
      throw new Fault('forbidden', { field: 'unit_amount' });
    const charged = safeAmount(request.unit_amount);
    if (charged < 0) throw new Fault('invalid_input', { field: 'unit_amount' });
    return { listed, charged, discount: null };
  }
  // a code that the buyer names must help somewhere: a wrong one is told, not swallowed
  for (const id of sale.lenient_codes === true ? [] : (request.promo_code_ids ?? [])) {
    assertCode(
      codes.find((code) => code.id === id),
      place,
      request.quantity,
      tx.now,
    );
  }
  const discounts = [...codes, ...standing];
  const priced = priceLine({
    listed,
    quantity: request.quantity,
    applicable: applicable(discounts, place, tx.now),
  });
  const discount = discounts.find((candidate) => candidate === priced.discount) ?? null;
  return { listed, charged: priced.charged_unit, discount };
}

async function placesOf(
  tx: Tx,
  sale: Sale,
  offer: OfferFacts,
  session_id: number | null,
  request: SaleRequest,
  chosen: ReadonlySet<number>,
  sweep: Sweep,
): Promise<WantedPlace[]> {
  const { place_ids, quantity } = request;
  const buyer = buyerOf(tx, sale);
  if (place_ids !== undefined && place_ids.length > 0) {
    if (session_id === null || place_ids.length !== quantity) {
      throw new Fault('invalid_input', { field: 'place_ids', places: place_ids.length, quantity });
    }
    const places = await namedPlaces(tx, {
      session_id,
      zone_id: offer.zone_id,
      offer,
      place_ids,
      buyer,
    });
    const twice = places.filter(
      (place, index) =>
        place.kind === 'seat' && (chosen.has(place.id) || place_ids.indexOf(place.id) !== index),
    );
    if (twice.length > 0) throw new Fault('seats_not_free', { place_ids: twice.map((place) => place.id) });
    return places;
  }
  const { product_type, zone_id } = offer;
  if (!(await givesSeats(tx, { product_type, session_id, zone_id }))) return [];
  if (session_id === null || zone_id === null) throw new Fault('invalid_input', { field: 'place_ids' });
  const wanted = { session_id, zone_id, offer, quantity, without: chosen, buyer };
  try {
    return await bestPlaces(tx, wanted);
  } catch (error) {
    if (!isFault(error, 'sold_out') || !(await sweep())) throw error;
    return bestPlaces(tx, wanted);
  }
}

/** The offer's pools, and for areas named by the buyer the pool of each area. */
async function poolsOf(
  tx: Tx,
  sale: Sale,
  offer: OfferFacts,
  session_id: number | null,
  places: readonly WantedPlace[],
): Promise<OfferPool[]> {
  const pools = await poolsOfOffer(tx, offer.id, sale.channel, tx.now);
  const { zone_id } = offer;
  // an offer that is good for any session cannot name the areas of all: it takes room in those of the session that is bought
  if (offer.session_id === null && session_id !== null && zone_id !== null && places.length === 0) {
    const { pool_ids } = await areaPoolsIn(tx, { organizer_id: offer.organizer_id, session_id, zone_id });
    for (const pool_id of pool_ids) addPool(pools, pool_id);
    return pools;
  }
  const areas = new Set(places.filter((place) => place.kind === 'area').map((place) => place.id));
  if (session_id === null || areas.size === 0) return pools;
  if (areas.size > 1)
    throw new Fault('invalid_input', { field: 'place_ids', reason: 'one area per request' });
  for (const area of areas) {
    const pool_id = await areaPool(tx, session_id, area);
    if (pool_id !== undefined) addPool(pools, pool_id);
  }
  return pools;
}

function addPool(pools: OfferPool[], pool_id: number): void {
  if (!pools.some((pool) => pool.pool_id === pool_id)) pools.push({ pool_id, allotment_id: null });
}
