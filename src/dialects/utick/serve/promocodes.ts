import { Fault } from '../../../domain/faults.ts';
import { inForce, inScope } from '../../../domain/pricing.ts';
import { actorOf } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import { findApplicableCodes, type ApplicableCode } from '../../../office/promotions/find-applicable.ts';
import { findPromoCode, type PromoCodeView } from '../../../office/promotions/list-codes.ts';
import { applyCode } from '../../../office/selling/apply-code.ts';
import { expireDue } from '../../../office/selling/expire.ts';
import { groupsAbove } from '../../../office/selling/offers.ts';
import { productsOfOrder } from '../../../office/selling/sold-products.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { Product, PromoCode } from '../shapes.ts';
import { no_limit, stockRefOf } from '../wire.ts';
import type { Caller } from './caller.ts';
import { local, Shown } from './ids.ts';
import { wireProducts } from './product-wire.ts';
import { codeIds } from './requests.ts';
import { findStock } from './stock-sources.ts';

/**
 * Validates a code: a list of it when it can be used now (for the stock, where one is named), an empty one otherwise:
 * unknown, switched off, too early or late, used up, for something else.
 */
export async function validate(
  office: Office,
  caller: Caller,
  asked: { readonly label: string; readonly stockid?: string | undefined },
): Promise<PromoCode[]> {
  const now = office.surroundings.now();
  await expireDue(office.store, now);
  return office.store.read(async (rx) => {
    const organizer_id = caller.organizer.id;
    const [code] = await findApplicableCodes(rx, { organizer_id, labels: [asked.label] });
    const stock = asked.stockid === undefined ? undefined : asked.stockid;
    const places = stock === undefined ? undefined : await placesOf(rx, { organizer_id, now }, stock);
    if (code === undefined || !inForce(code, now) || code.uses_left === 0) return [];
    if (places !== undefined && !places.some((place) => inScope(code, place))) return [];
    return [await promoCodeOf(rx, organizer_id, code.id, code)];
  });
}

async function placesOf(rx: Rx, selling: { organizer_id: number; now: number }, stockid: string) {
  const source = await findStock(rx, selling, stockRefOf(stockid));
  const places: Parameters<typeof inScope>[1][] = [];
  for (const offer of source.offers) {
    const { event_id, zone_id, price_id } = offer;
    const session_id = offer.session_id ?? source.session?.id ?? null;
    const price_group_ids = await groupsAbove(rx, offer.price_group_id);
    places.push({ event_id, session_id, zone_id, price_id, price_group_ids });
  }
  return places;
}

export async function readPromoCode(office: Office, caller: Caller, id: string): Promise<PromoCode> {
  await expireDue(office.store, office.surroundings.now());
  return office.store.read(async (rx) => {
    const organizer_id = caller.organizer.id;
    return promoCodeOf(rx, organizer_id, await local(rx, organizer_id, 'promo_code', id));
  });
}

async function promoCodeOf(
  rx: Rx,
  organizer_id: number,
  promo_code_id: number,
  known?: ApplicableCode,
): Promise<PromoCode> {
  const code = await findPromoCode(rx, { organizer_id, promo_code_id });
  const shown = await new Shown(rx, organizer_id).load('promo_code', [code.id]);
  const { capacity, taken } = code;
  return {
    id: shown.of('promo_code', code.id),
    label: code.label,
    created: code.created_at,
    description: code.description,
    // the document has a date here always, and null for the end alone
    starttime: known?.starts_at ?? code.starts_at ?? code.created_at,
    endtime: known?.ends_at ?? code.ends_at,
    typeid: code.kind === 'reveal' ? 300 : 100,
    capacity_total: capacity ?? no_limit,
    capacity_free: capacity === null ? no_limit : Math.max(0, capacity - taken),
    discount: { value: String(code.value), percentage: String(code.percent_bp) },
    product_category: await categoryOf(rx, organizer_id, code, shown),
  };
}

/** The one category that a code is limited to; null for one that is good for all, for several, or for something else. */
async function categoryOf(
  rx: Rx,
  organizer_id: number,
  { scopes }: PromoCodeView,
  shown: Shown,
): Promise<PromoCode['product_category']> {
  const [scope, another] = scopes.filter(({ kind }) => kind === 'zone' || kind === 'price_group');
  if (scope === undefined || another !== undefined) return null;
  const { target_id } = scope;
  if (scope.kind === 'zone') {
    const zone = await rx.db
      .selectFrom('zone')
      .select(['name', 'description'])
      .where('id', '=', target_id)
      .where('organizer_id', '=', organizer_id)
      .executeTakeFirst();
    await shown.load('zone', [target_id]);
    return zone === undefined
      ? null
      : { id: shown.of('zone', target_id), label: zone.name, description: zone.description };
  }
  const group = await rx.db
    .selectFrom('price_group')
    .select('name')
    .where('id', '=', target_id)
    .where('organizer_id', '=', organizer_id)
    .executeTakeFirst();
  await shown.load('price_group', [target_id]);
  return group === undefined
    ? null
    : { id: shown.of('price_group', target_id), label: group.name, description: '' };
}

/** Puts a code onto an order; gives its products as they cost now. */
export async function apply(office: Office, caller: Caller, id: string, orderid: string): Promise<Product[]> {
  const organizer_id = caller.organizer.id;
  return office.store.write(actorOf(caller), async (tx) => {
    const [promo_code_id] = await codeIds(tx, organizer_id, [id]);
    if (promo_code_id === undefined) throw new Fault('promo_code_unknown');
    const order_id = await local(tx, organizer_id, 'order', orderid);
    await applyCode(tx, { organizer_id, order_id, application_id: caller.application_id, promo_code_id });
    const rows = await productsOfOrder(tx, { organizer_id, order_id });
    return (await wireProducts(tx, caller, rows)).map(({ product }) => product);
  });
}
