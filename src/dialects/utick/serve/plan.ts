import { Fault } from '../../../domain/faults.ts';
import { limits } from '../../../domain/limits.ts';
import { actorOf } from '../../../office/access/principal.ts';
import { seatPlan } from '../../../office/catalogue/seat-plan.ts';
import type { Office } from '../../../office/office.ts';
import { expireDue } from '../../../office/selling/expire.ts';
import { moveToSeat } from '../../../office/selling/move-seat.ts';
import { sell } from '../../../office/selling/request.ts';
import { listProducts, type SoldProduct } from '../../../office/selling/sold-products.ts';
import type { Rx, Tx } from '../../../store/transaction.ts';
import type { PlanCategory, Product } from '../shapes.ts';
import { stockRefOf } from '../wire.ts';
import type { Caller } from './caller.ts';
import { local, localOrNone, Shown } from './ids.ts';
import { wireProducts } from './product-wire.ts';
import { codeIds } from './requests.ts';
import { findStock, type StockSource } from './stock-sources.ts';

/** The numbered seats of a stock by category; a stock without numbered seats has no plan: an empty list. */
export async function readPlan(
  office: Office,
  caller: Caller,
  id: string,
  asked: { readonly categoryid?: string | undefined; readonly orderid?: string | undefined },
): Promise<PlanCategory[]> {
  const now = office.surroundings.now();
  await expireDue(office.store, now);
  return office.store.read(async (rx) => {
    const organizer_id = caller.organizer.id;
    const source = await findStock(rx, { organizer_id, now }, stockRefOf(id));
    const category = await localOrNone(rx, organizer_id, 'zone', asked.categoryid);
    const order_id = await localOrNone(rx, organizer_id, 'order', asked.orderid);
    const zone_ids = zonesOf(source).filter((zone) => category === undefined || zone === category);
    if (category !== undefined && zone_ids.length === 0) throw new Fault('not_found', { kind: 'category' });
    return categoriesOf(rx, caller, source, zone_ids, order_id);
  });
}

function zonesOf({ offers, product_type }: StockSource): number[] {
  if (product_type !== 'numbered_seat') return [];
  return [...new Set(offers.map(({ zone_id }) => zone_id))].filter((zone) => zone !== null);
}

async function categoriesOf(
  rx: Rx,
  caller: Caller,
  source: StockSource,
  zone_ids: readonly number[],
  order_id: number | undefined,
): Promise<PlanCategory[]> {
  const { session } = source;
  if (session === null || zone_ids.length === 0) return [];
  const organizer_id = caller.organizer.id;
  const zones = await rx.db
    .selectFrom('zone')
    .select(['id', 'name', 'description', 'color'])
    .where('id', 'in', zone_ids)
    .orderBy('position')
    .orderBy('id')
    .execute();
  const buyer = {
    organizer_id,
    channel: 'utick',
    application_id: caller.application_id,
    customer_id: undefined,
    user_id: undefined,
    staff: false,
  };
  const seats = await seatPlan(rx, { session_id: session.id, zone_ids: zones.map(({ id }) => id), buyer });
  const shown = new Shown(rx, organizer_id);
  await shown.load('zone', zone_ids);
  await shown.load(
    'place',
    seats.map(({ place_id }) => place_id),
  );
  await shown.load('order', [order_id]);
  return zones.map((zone) => {
    const own = seats.filter(({ zone_id }) => zone_id === zone.id);
    return {
      id: shown.of('zone', zone.id),
      label: zone.name,
      description: zone.description,
      color: zone.color,
      capacity_total: own.length,
      capacity_free: own.filter(({ free }) => free).length,
      seats: own.map((seat) => ({
        id: shown.of('place', seat.place_id),
        label: `${seat.row_label} ${seat.seat_label}`.trim(),
        row: seat.row_label,
        number: seat.seat_label,
        x: seat.x,
        y: seat.y,
        free: seat.free,
        orderid: order_id !== undefined && seat.order_id === order_id ? shown.of('order', order_id) : null,
      })),
    };
  });
}

export interface SeatWish {
  readonly orderid: string;
  readonly planseatid: string;
  readonly productid?: string | undefined;
  readonly priceid?: string | undefined;
  readonly promocodeids?: readonly string[] | undefined;
}

/**
 * Takes a named seat for an order. With `priceid` alone a product of that price is added on it. Else one that the order holds moves
 * there: the one named by `productid`, or, of those in the seat's category of this stock, the one that was put on its seat
 * the longest time ago (so that as many calls as products give each its seat). An order with none there gets one of
 * the category's first price.
 */
export async function takeSeat(office: Office, caller: Caller, id: string, wish: SeatWish): Promise<Product> {
  const organizer_id = caller.organizer.id;
  return office.store.write(actorOf(caller), async (tx) => {
    const source = await findStock(tx, { organizer_id, now: tx.now }, stockRefOf(id));
    const order_id = await local(tx, organizer_id, 'order', wish.orderid);
    const place_id = await local(tx, organizer_id, 'place', wish.planseatid);
    const key = { organizer_id, order_id, application_id: caller.application_id };
    const zone_id = await zoneOfSeat(tx, organizer_id, source, place_id);
    const adding = wish.priceid !== undefined && wish.productid === undefined;
    const moving = adding ? undefined : await movingOne(tx, key, source, zone_id, wish);
    let ticket_id = moving?.id;
    if (ticket_id === undefined) ticket_id = await addOnSeat(tx, key, { source, zone_id, place_id, wish });
    else await moveToSeat(tx, { ...key, ticket_id, place_id });
    const rows = await listProducts(tx, { organizer_id, ids: [ticket_id], limit: 1 });
    const [wired] = await wireProducts(tx, caller, rows);
    if (wired === undefined) throw new Fault('internal');
    return wired.product;
  });
}

async function zoneOfSeat(
  tx: Tx,
  organizer_id: number,
  source: StockSource,
  place_id: number,
): Promise<number> {
  const place = await tx.db
    .selectFrom('place')
    .select('zone_id')
    .where('id', '=', place_id)
    .where('organizer_id', '=', organizer_id)
    .where('kind', '=', 'seat')
    .executeTakeFirst();
  if (place === undefined || !zonesOf(source).includes(place.zone_id))
    throw new Fault('not_found', { kind: 'seat', field: 'planseatid' });
  return place.zone_id;
}

type Key = { readonly organizer_id: number; readonly order_id: number; readonly application_id: number };

async function movingOne(
  tx: Tx,
  key: Key,
  source: StockSource,
  zone_id: number,
  { productid, priceid }: SeatWish,
): Promise<SoldProduct | undefined> {
  const { organizer_id, order_id } = key;
  const rows = await listProducts(tx, { organizer_id, order_id, limit: limits.order_tickets_max });
  const seated = rows.filter(
    (row) => row.zone_id === zone_id && row.session_id === source.session?.id && row.place_kind === 'seat',
  );
  if (productid === undefined)
    return seated.toSorted((a, b) => a.updated_at - b.updated_at || a.id - b.id)[0];
  const ticket_id = await local(tx, organizer_id, 'ticket', productid);
  const named = seated.find(({ id }) => id === ticket_id);
  if (named === undefined) throw new Fault('not_found', { kind: 'product', field: 'productid' });
  // a product that moves keeps its price
  const price_id = await localOrNone(tx, organizer_id, 'price', priceid);
  if (price_id !== undefined && price_id !== named.price_id)
    throw new Fault('invalid_input', { field: 'priceid' });
  return named;
}

async function addOnSeat(
  tx: Tx,
  key: Key,
  adding: { source: StockSource; zone_id: number; place_id: number; wish: SeatWish },
): Promise<number> {
  const { source, zone_id, place_id, wish } = adding;
  const price_id = await localOrNone(tx, key.organizer_id, 'price', wish.priceid);
  const offer = source.offers.find(
    (one) =>
      one.zone_id === zone_id && (price_id === undefined ? one.hidden === 0 : one.price_id === price_id),
  );
  if (offer === undefined) throw new Fault('not_found', { kind: 'price', field: 'priceid' });
  const promo_code_ids = await codeIds(tx, key.organizer_id, wish.promocodeids);
  const sold = await sell(tx, {
    ...key,
    channel: 'utick',
    lenient_codes: true,
    requests: [{ offer_id: offer.id, quantity: 1, place_ids: [place_id], promo_code_ids }],
  });
  const [ticket] = sold.tickets;
  if (ticket === undefined) throw new Fault('internal');
  return ticket.id;
}
