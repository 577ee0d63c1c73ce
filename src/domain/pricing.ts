/**
 * What a unit costs, what may be bought, and when. Discounts and promo codes are one thing here: a discount without
 * a code applies by itself. A ticket gets at most one discount, the best for the buyer; reveals only show hidden
 * prices, and combine.
 */
import { Fault } from './faults.ts';
import { limits } from './limits.ts';
import { percentOf, safeAmount } from './money.ts';

export const discountKinds = ['percent', 'value', 'reveal'] as const;
/** `percent`: `percent_bp` off; `value`: minor units off each unit; `reveal`: makes hidden prices visible. */
export type DiscountKind = (typeof discountKinds)[number];

export const scopeKinds = ['event', 'session', 'zone', 'price_group', 'price'] as const;
export type ScopeKind = (typeof scopeKinds)[number];

export interface DiscountScope {
  readonly kind: ScopeKind;
  readonly target_id: number;
}

export interface Discount {
  readonly id: number;
  /** null: applies by itself */
  readonly label: string | null;
  readonly kind: DiscountKind;
  readonly value: number;
  readonly percent_bp: number;
  /** first and first-not-any-more instant; null: open */
  readonly starts_at: number | null;
  readonly ends_at: number | null;
  readonly enabled: boolean;
  /** uses left; null: any number */
  readonly uses_left: number | null;
  /** none: everything. Within one kind any of the targets will do; several kinds must all be met. */
  readonly scopes: readonly DiscountScope[];
}

/** What is bought: an offer with everything it hangs on. */
export interface OfferPlace {
  readonly event_id: number;
  readonly session_id: number | null;
  readonly zone_id: number | null;
  readonly price_id: number;
  /** the price's group and the groups above it */
  readonly price_group_ids: readonly number[];
}

/** Whether the discount's scope covers the offer. */
export function inScope(discount: Discount, place: OfferPlace): boolean {
  const asked = new Set(discount.scopes.map((scope) => scope.kind));
  const met = (scope: DiscountScope): boolean => {
    if (scope.kind === 'price_group') return place.price_group_ids.includes(scope.target_id);
    const target = {
      event: place.event_id,
      session: place.session_id,
      zone: place.zone_id,
      price: place.price_id,
    };
    return target[scope.kind] === scope.target_id;
  };
  return [...asked].every((kind) => discount.scopes.some((scope) => scope.kind === kind && met(scope)));
}

/** Whether the discount is switched on and inside its window. */
export function inForce(discount: Discount, now: number): boolean {
  return (
    discount.enabled &&
    (discount.starts_at === null || discount.starts_at <= now) &&
    (discount.ends_at === null || now < discount.ends_at)
  );
}

/**
 * Why a code that a buyer names does not help for this offer, thrown as `promo_code_unknown` (nothing found),
 * `promo_code_not_valid` (off, too early, too late), `promo_code_used_up`, `promo_code_out_of_scope`.
 */
export function assertCode(
  code: Discount | undefined,
  place: OfferPlace,
  quantity: number,
  now: number,
): Discount {
  if (code === undefined) throw new Fault('promo_code_unknown');
  const details = { promo_code_id: code.id };
  if (!inForce(code, now)) throw new Fault('promo_code_not_valid', details);
  if (!inScope(code, place)) throw new Fault('promo_code_out_of_scope', details);
  if (code.kind !== 'reveal' && code.uses_left !== null && code.uses_left < quantity) {
    throw new Fault('promo_code_used_up', { ...details, uses_left: code.uses_left });
  }
  return code;
}

/** Those of the discounts that count for this offer now. */
export function applicable(discounts: readonly Discount[], place: OfferPlace, now: number): Discount[] {
  return discounts.filter((discount) => inForce(discount, now) && inScope(discount, place));
}

/** What the discount takes off one unit: never more than the unit costs, never less than nothing. */
export function reductionOf(discount: Discount, listed: number): number {
  if (discount.kind === 'reveal' || listed <= 0) return 0;
  const off = discount.kind === 'value' ? safeAmount(discount.value) : percentOf(listed, discount.percent_bp);
  return Math.min(listed, Math.max(0, off));
}

/** Packs and subscriptions are sold as a main ticket; who enters does so on the tickets that belong to it. */
export function isMainProduct(product_type: string): boolean {
  return product_type === 'pack' || product_type === 'subscription';
}

export interface PricedLine {
  readonly charged_unit: number;
  readonly reduction_unit: number;
  /** the discount used, null when none takes anything off */
  readonly discount: Discount | null;
}

/**
 * The charged amount of one unit. `applicable` are discounts already in force and in scope (see `applicable`); one whose
 * uses do not cover the whole quantity is passed over. Of equal reductions the one without a code wins (a use is not
 * spent), then one with unlimited uses, then the smallest id.
 */
export function priceLine(line: {
  listed: number;
  quantity: number;
  applicable: readonly Discount[];
}): PricedLine {
  const listed = safeAmount(line.listed);
  let best: PricedLine = { charged_unit: listed, reduction_unit: 0, discount: null };
  for (const discount of line.applicable) {
    if (discount.uses_left !== null && discount.uses_left < line.quantity) continue;
    const reduction_unit = reductionOf(discount, listed);
    if (reduction_unit === 0 || reduction_unit < best.reduction_unit) continue;
    if (
      reduction_unit === best.reduction_unit &&
      best.discount !== null &&
      !precedes(discount, best.discount)
    )
      continue;
    best = { charged_unit: listed - reduction_unit, reduction_unit, discount };
  }
  return best;
}

export interface PricedUnits extends PricedLine {
  readonly quantity: number;
}

/**
 * The same for discounts whose uses do not cover the whole quantity: the best one takes as many units as it has uses
 * for, the next best those that remain. The parts sum to the quantity, the cheapest first; no way of spreading the
 * discounts over the units is better for the buyer.
 */
export function priceUnits(line: {
  listed: number;
  quantity: number;
  applicable: readonly Discount[];
}): PricedUnits[] {
  const parts: PricedUnits[] = [];
  let left = line.quantity;
  let usable = line.applicable.filter((discount) => discount.uses_left !== 0);
  while (left > 0) {
    const priced = priceLine({ listed: line.listed, quantity: 1, applicable: usable });
    const uses = priced.discount?.uses_left ?? left;
    const quantity = Math.min(left, uses);
    parts.push({ ...priced, quantity });
    left -= quantity;
    usable = usable.filter((discount) => discount !== priced.discount);
  }
  return parts;
}

/** The tie-break between equal reductions; the same whatever the order in which the discounts come. */
function precedes(a: Discount, b: Discount): boolean {
  if ((a.label === null) !== (b.label === null)) return a.label === null;
  if ((a.uses_left === null) !== (b.uses_left === null)) return a.uses_left === null;
  return a.id < b.id;
}

/** Whether the buyer sees the price: it is not hidden, or a reveal among `applicable` covers it. */
export function isPriceVisible(
  price: { readonly hidden: number | boolean },
  applicableHere: readonly Discount[],
): boolean {
  return (
    !price.hidden || applicableHere.some((discount) => discount.kind === 'reveal' && discount.uses_left !== 0)
  );
}

/** Throws `price_not_visible`. */
export function assertPriceVisible(
  price: { readonly id: number; readonly hidden: number | boolean },
  applicableHere: readonly Discount[],
): void {
  if (!isPriceVisible(price, applicableHere)) throw new Fault('price_not_visible', { price_id: price.id });
}

export interface QuantityRule {
  /** of the price, per order; a maximum of null is none */
  readonly minimum: number;
  readonly maximum: number | null;
  readonly quantity_step?: number;
  /** units of this price that the buyer's order (or the buyer) has already */
  readonly in_order: number;
  /** what is left of the pools; null: without limit */
  readonly remaining: number | null;
}

/**
 * What the buyer may still take in one request: `min` and `max` are 0 when nothing can be taken at all. `max` is at most
 * `limits.request_quantity_max`, and both are multiples of the step.
 */
export function quantityBounds(rule: QuantityRule): { min: number; max: number } {
  const step = Math.max(1, rule.quantity_step ?? 1);
  const highest = Math.min(
    rule.maximum === null ? Infinity : rule.maximum - rule.in_order,
    rule.remaining ?? Infinity,
    limits.request_quantity_max,
  );
  const max = Math.floor(highest / step) * step;
  const min = Math.ceil(Math.max(0, rule.minimum - rule.in_order) / step) * step;
  return max < Math.max(min, 1) ? { min: 0, max: 0 } : { min, max };
}

/**
 * Throws what stands against taking `quantity` now: `invalid_input` (not a whole number from 1, beyond the request's
 * limit), `wrong_step`, `above_maximum`, `below_minimum`, `sold_out`.
 */
export function assertQuantity(quantity: number, rule: QuantityRule): void {
  if (!Number.isSafeInteger(quantity) || quantity < 1) {
    throw new Fault('invalid_input', { field: 'quantity', value: String(quantity) });
  }
  const step = Math.max(1, rule.quantity_step ?? 1);
  if (quantity % step !== 0) throw new Fault('wrong_step', { quantity, step });
  const after = rule.in_order + quantity;
  const details = { quantity, in_order: rule.in_order };
  if (rule.maximum !== null && after > rule.maximum)
    throw new Fault('above_maximum', { ...details, maximum: rule.maximum });
  if (quantity > limits.request_quantity_max) {
    throw new Fault('above_maximum', { ...details, maximum: limits.request_quantity_max });
  }
  if (after < rule.minimum) throw new Fault('below_minimum', { ...details, minimum: rule.minimum });
  if (rule.remaining !== null && quantity > rule.remaining) {
    throw new Fault('sold_out', { quantity, remaining: Math.max(0, rule.remaining) });
  }
}

export interface OfferWindow {
  readonly sale_starts_at: number | null;
  readonly sale_ends_at: number | null;
}

export interface SessionWindow extends OfferWindow {
  readonly starts_at: number;
  readonly ends_at: number | null;
  /** scheduled, cancelled */
  readonly status: string;
}

export type SaleState = 'not_yet' | 'on_sale' | 'over';

/** When the sale opens and closes: the narrower of the offer's and the session's windows; null: open on that side. */
export function saleWindow(
  offer: OfferWindow,
  session: SessionWindow | null,
): { opens_at: number | null; closes_at: number | null } {
  const opens = [offer.sale_starts_at, session?.sale_starts_at ?? null].filter((at) => at !== null);
  const ends = session === null ? null : (session.sale_ends_at ?? session.ends_at ?? session.starts_at);
  const closes = [offer.sale_ends_at, ends].filter((at) => at !== null);
  return {
    opens_at: opens.length === 0 ? null : Math.max(...opens),
    closes_at: closes.length === 0 ? null : Math.min(...closes),
  };
}

/**
 * Whether the offer is on sale: from `opens_at` on and before `closes_at`. A session without a sale window of its own
 * sells until it ends, or until it starts when it has no end (a park sells during the day, a show does not).
 * A cancelled session is over.
 */
export function saleState(offer: OfferWindow, session: SessionWindow | null, now: number): SaleState {
  const { opens_at, closes_at } = saleWindow(offer, session);
  if (session?.status === 'cancelled' || (closes_at !== null && closes_at <= now)) return 'over';
  return opens_at !== null && now < opens_at ? 'not_yet' : 'on_sale';
}

/** Throws `sale_not_open` or `sale_closed`, with the instant. */
export function assertOnSale(offer: OfferWindow, session: SessionWindow | null, now: number): void {
  const state = saleState(offer, session, now);
  if (state === 'on_sale') return;
  const { opens_at, closes_at } = saleWindow(offer, session);
  throw state === 'over' ? new Fault('sale_closed', { closes_at }) : new Fault('sale_not_open', { opens_at });
}
