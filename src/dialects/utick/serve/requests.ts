import { Fault, isFault, type FaultCode } from '../../../domain/faults.ts';
import { limits } from '../../../domain/limits.ts';
import { actorOf } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import { fillPack } from '../../../office/selling/packs.ts';
import { sell } from '../../../office/selling/request.ts';
import { offersNamed, type SaleOffer } from '../../../office/selling/sale-offer.ts';
import type { SaleRequest } from '../../../office/selling/sale.ts';
import { productsOfOrder } from '../../../office/selling/sold-products.ts';
import type { Rx, Tx } from '../../../store/transaction.ts';
import type { Product } from '../shapes.ts';
import { productTypeOf, stockRefOf } from '../wire.ts';
import type { Caller } from './caller.ts';
import { categoryOf } from './categories.ts';
import { local, localOrNone } from './ids.ts';
import { wireProducts } from './product-wire.ts';

export interface ProductRequest {
  readonly quantity: number;
  readonly stockid: string;
  readonly categoryid: string;
  readonly priceid: string;
  readonly promocodeids?: readonly string[] | undefined;
  readonly orderid?: string | undefined;
  readonly mainproductid?: string | undefined;
  readonly planseatids?: readonly string[] | undefined;
}

/**
 * What a stock cannot give is no error: "The list is empty when the requests can not be satisfied" (utick-api.txt,
 * "Request stocks"). What may not be bought at all is one.
 */
const cannotBeMet: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'sold_out',
  'seats_not_free',
  'above_maximum',
  'below_minimum',
  'wrong_step',
]);

/** All requests in one step: over several stocks, into one new order or into those that they name; or nothing. */
export async function requestProducts(
  office: Office,
  caller: Caller,
  requests: readonly ProductRequest[],
): Promise<Product[]> {
  try {
    const sold = await office.store.write(actorOf(caller), (tx) => sellAll(tx, caller, requests));
    return await office.store.read(async (rx) => {
      const products: Product[] = [];
      for (const one of sold) products.push(...(await answerOf(rx, caller, one)));
      return products;
    });
  } catch (error) {
    if (isFault(error) && cannotBeMet.has(error.code)) return [];
    throw error;
  }
}

interface Sold {
  readonly order_id: number;
  readonly ticket_ids: ReadonlySet<number>;
}

async function answerOf(rx: Rx, caller: Caller, { order_id, ticket_ids }: Sold): Promise<Product[]> {
  const rows = await productsOfOrder(rx, { organizer_id: caller.organizer.id, order_id });
  const own = rows.filter(({ id }) => ticket_ids.has(id));
  return (await wireProducts(rx, caller, own)).map(({ product }) => product);
}

async function sellAll(tx: Tx, caller: Caller, requests: readonly ProductRequest[]): Promise<Sold[]> {
  const sold: Sold[] = [];
  for (const [orderid, own] of Map.groupBy(requests, (request) => request.orderid)) {
    sold.push(await sellInto(tx, caller, orderid, own));
  }
  return sold;
}

async function sellInto(
  tx: Tx,
  caller: Caller,
  orderid: string | undefined,
  requests: readonly ProductRequest[],
): Promise<Sold> {
  const { organizer, application_id } = caller;
  const organizer_id = organizer.id;
  const order_id = await localOrNone(tx, organizer_id, 'order', orderid);
  const wanted: SaleRequest[] = [];
  for (const request of requests) wanted.push(await saleRequest(tx, organizer_id, request));
  const sale = await sell(tx, {
    organizer_id,
    channel: 'utick',
    application_id,
    order_id,
    lenient_codes: true,
    requests: wanted,
    language: order_id === undefined ? caller.order_language : undefined,
  });
  await intoPacks(tx, { organizer_id, order_id: sale.order_id, application_id }, requests, sale.tickets);
  return { order_id: sale.order_id, ticket_ids: new Set(sale.tickets.map(({ id }) => id)) };
}

/** Requests that name a pack fill it at once. */
async function intoPacks(
  tx: Tx,
  key: { organizer_id: number; order_id: number; application_id: number },
  requests: readonly ProductRequest[],
  tickets: readonly { readonly id: number; readonly request: number }[],
): Promise<void> {
  for (const [index, { mainproductid }] of requests.entries()) {
    if (mainproductid === undefined) continue;
    const main_ticket_id = await local(tx, key.organizer_id, 'ticket', mainproductid);
    const ticket_ids = tickets.filter(({ request }) => request === index).map(({ id }) => id);
    await fillPack(tx, { ...key, main_ticket_id, ticket_ids });
  }
}

async function saleRequest(rx: Rx, organizer_id: number, request: ProductRequest): Promise<SaleRequest> {
  const { quantity, stockid, priceid, categoryid } = request;
  const named = await namedOffer(rx, organizer_id, { stockid, priceid, categoryid });
  const place_ids: number[] = [];
  for (const seat of request.planseatids ?? []) place_ids.push(await local(rx, organizer_id, 'place', seat));
  // one that no stock could ever give is not even planned
  if (quantity > limits.request_quantity_max) throw new Fault('above_maximum', { quantity });
  return {
    ...named,
    quantity,
    promo_code_ids: await codeIds(rx, organizer_id, request.promocodeids),
    ...(place_ids.length === 0 ? {} : { place_ids }),
  };
}

/** Possible codes: those that nobody knows are passed over, as those that do not apply are. */
export async function codeIds(
  rx: Rx,
  organizer_id: number,
  ids: readonly string[] | undefined,
): Promise<number[]> {
  const found: number[] = [];
  for (const id of ids ?? []) {
    try {
      found.push(await local(rx, organizer_id, 'promo_code', id));
    } catch (error) {
      if (!isFault(error, 'not_found')) throw error;
    }
  }
  return found;
}

/**
 * The offer that stock, category and price name together. Throws `not_found` for a stock that is none, a price that is
 * not sold there, and a category that the price does not stand under.
 */
async function namedOffer(
  rx: Rx,
  organizer_id: number,
  named: { stockid: string; priceid: string; categoryid: string },
): Promise<{ offer_id: number; session_id?: number }> {
  const stock = stockRefOf(named.stockid);
  if (stock === undefined) throw new Fault('not_found', { kind: 'stock', field: 'stockid' });
  const price_id = await local(rx, organizer_id, 'price', named.priceid);
  const offers = (await offersNamed(rx, { organizer_id, price_id, sold_at: stock.local_id })).filter(
    (offer) => productTypeOf(offer.product_type) === stock.product_type,
  );
  if (offers.length === 0) throw new Fault('not_found', { kind: 'price', field: 'priceid' });
  const offer = await inCategory(rx, organizer_id, offers, named.categoryid);
  // an offer that is good for any session is taken for the one whose stock it is bought from
  const dated = offer.session_id !== null || isEventOrPack(offer, price_id, stock.local_id);
  return dated ? { offer_id: offer.id } : { offer_id: offer.id, session_id: stock.local_id };
}

function isEventOrPack(offer: SaleOffer, price_id: number, sold_at: number): boolean {
  return offer.event_id === sold_at || price_id === sold_at;
}

async function inCategory(
  rx: Rx,
  organizer_id: number,
  offers: readonly SaleOffer[],
  categoryid: string,
): Promise<SaleOffer> {
  for (const offer of offers) {
    const { kind, id } = categoryOf(offer);
    if ((await localOrMissing(rx, organizer_id, kind, categoryid)) === id) return offer;
  }
  throw new Fault('not_found', { kind: 'category', field: 'categoryid' });
}

async function localOrMissing(
  rx: Rx,
  organizer_id: number,
  kind: 'zone' | 'price_group' | 'event',
  id: string,
): Promise<number | undefined> {
  try {
    return await local(rx, organizer_id, kind, id);
  } catch (error) {
    if (isFault(error, 'not_found')) return undefined;
    throw error;
  }
}
