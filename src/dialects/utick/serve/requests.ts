import { Fault, isFault, type FaultCode } from '../../../domain/faults.ts';
import { limits } from '../../../domain/limits.ts';
import { orderStatuses } from '../../../domain/order-life.ts';
import { isMainProduct } from '../../../domain/pricing.ts';
import { actorOf } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import { fillPack } from '../../../office/selling/packs.ts';
import { sell } from '../../../office/selling/request.ts';
import { offersNamed, type SaleOffer } from '../../../office/selling/sale-offer.ts';
import type { SaleRequest, SoldOrder, SoldTicket } from '../../../office/selling/sale.ts';
import { productsOfOrder } from '../../../office/selling/sold-products.ts';
import type { Rx, Tx } from '../../../store/transaction.ts';
import type { Product } from '../shapes.ts';
import { productTypeOf, stockRefOf } from '../wire.ts';
import type { Caller } from './caller.ts';
import { categoryOf } from './categories.ts';
import { local, localOrNone } from './ids.ts';
import { wireHeld, wireProducts, type ProductFacts } from './product-wire.ts';

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
    return await office.store.write(actorOf(caller), (tx) => sellAll(tx, caller, requests));
  } catch (error) {
    if (isFault(error) && cannotBeMet.has(error.code)) return [];
    throw error;
  }
}

async function sellAll(tx: Tx, caller: Caller, requests: readonly ProductRequest[]): Promise<Product[]> {
  const products: Product[] = [];
  for (const [orderid, own] of Map.groupBy(requests, (request) => request.orderid)) {
    products.push(...(await sellInto(tx, caller, orderid, own)));
  }
  return products;
}

async function sellInto(
  tx: Tx,
  caller: Caller,
  orderid: string | undefined,
  requests: readonly ProductRequest[],
): Promise<Product[]> {
  const { organizer, application_id } = caller;
  const organizer_id = organizer.id;
  const order_id = await localOrNone(tx, organizer_id, 'order', orderid);
  const named: Named[] = [];
  for (const request of requests) named.push(await saleRequest(tx, organizer_id, request));
  const sale = await sell(tx, {
    organizer_id,
    channel: 'utick',
    application_id,
    order_id,
    lenient_codes: true,
    requests: named.map(({ wanted }) => wanted),
    language: order_id === undefined ? caller.order_language : undefined,
  });
  await intoPacks(tx, { organizer_id, order_id: sale.order_id, application_id }, requests, sale.tickets);
  return productsSold(tx, caller, sale, named);
}

/** Of plain products that are held the answer is at hand; what codes and packs made of others, and their tickets, is read. */
async function productsSold(
  tx: Tx,
  caller: Caller,
  sale: SoldOrder,
  named: readonly Named[],
): Promise<Product[]> {
  const { order_id, tickets } = sale;
  if (!orderStatuses[sale.status].confirmed && named.every(({ plain }) => plain)) {
    const held = tickets.flatMap((ticket) => {
      const { offer, wanted } = named[ticket.request] ?? {};
      return offer === undefined || wanted === undefined ? [] : heldProduct(order_id, ticket, offer, wanted);
    });
    return wireHeld(tx, caller, held);
  }
  const own = new Set(tickets.map(({ id }) => id));
  const rows = await productsOfOrder(tx, { organizer_id: caller.organizer.id, order_id });
  const sold = rows.filter(({ id }) => own.has(id));
  return (await wireProducts(tx, caller, sold)).map(({ product }) => product);
}

function heldProduct(
  order_id: number,
  { id, charged_amount }: SoldTicket,
  offer: SaleOffer,
  wanted: SaleRequest,
): ProductFacts {
  const session_id = wanted.session_id ?? offer.session_id;
  const { event_id, price_id, zone_id, price_group_id, product_type, currency, title } = offer;
  const { price_description, zone_name, zone_description, price_group_name, event_name } = offer;
  return {
    id,
    order_id,
    event_id,
    session_id,
    price_id,
    main_ticket_id: null,
    listed_amount: charged_amount,
    charged_amount,
    currency,
    title,
    price_description,
    product_type,
    zone_id,
    zone_name,
    zone_description,
    price_group_id,
    price_group_name,
    event_name,
  };
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

/** A request, with what it names. */
interface Named {
  readonly wanted: SaleRequest;
  readonly offer: SaleOffer;
  /** neither a pack, nor in one, nor with a code */
  readonly plain: boolean;
}

async function saleRequest(rx: Rx, organizer_id: number, request: ProductRequest): Promise<Named> {
  const { quantity, stockid, priceid, categoryid, mainproductid } = request;
  const { offer, session_id } = await namedOffer(rx, organizer_id, { stockid, priceid, categoryid });
  const place_ids: number[] = [];
  for (const seat of request.planseatids ?? []) place_ids.push(await local(rx, organizer_id, 'place', seat));
  // one that no stock could ever give is not even planned
  if (quantity > limits.request_quantity_max) throw new Fault('above_maximum', { quantity });
  const promo_code_ids = await codeIds(rx, organizer_id, request.promocodeids);
  return {
    offer,
    plain: promo_code_ids.length === 0 && mainproductid === undefined && !isMainProduct(offer.product_type),
    wanted: {
      offer_id: offer.id,
      quantity,
      promo_code_ids,
      ...(session_id === undefined ? {} : { session_id }),
      ...(place_ids.length === 0 ? {} : { place_ids }),
    },
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
): Promise<{ offer: SaleOffer; session_id?: number }> {
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
  return dated ? { offer } : { offer, session_id: stock.local_id };
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
