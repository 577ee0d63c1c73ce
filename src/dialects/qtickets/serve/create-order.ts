import { Fault } from '../../../domain/faults.ts';
import { limits } from '../../../domain/limits.ts';
import { actorOf, requireScope } from '../../../office/access/principal.ts';
import { findOrCreateDirectoryEntry } from '../../../office/catalogue/directory.ts';
import { ownRow } from '../../../office/catalogue/rows.ts';
import type { Office } from '../../../office/office.ts';
import { confirmOrder } from '../../../office/selling/confirm.ts';
import { recordPayment } from '../../../office/selling/payments.ts';
import { sellCart, type CartPack } from '../../../office/selling/sell-cart.ts';
import type { Sale, SaleRequest } from '../../../office/selling/sale.ts';
import type { Tx } from '../../../store/transaction.ts';
import type { NewBasket, NewOrder } from '../inputs.ts';
import type { Order } from '../shapes.ts';
import { instantOf, isOn } from '../wire.ts';
import { buyerOf } from './buyers.ts';
import type { Caller } from './caller.ts';
import { SeatFinder, type FoundSeat } from './find-seat.ts';
import { holderOf } from './guests.ts';
import { metadataOf, type KeptOfOrder } from './kept.ts';
import { named, namedEntry } from './named-things.ts';
import { oneOrder } from './orders.ts';
import { assertCodeHelped, codeNamed } from '../../../office/selling/name-code.ts';
import { reachedIds } from './shown-ids.ts';
import { reachedShow, type Show } from './shows.ts';

/** From the document's order 4360: held until the same time of the next day. */
const hold_minutes = 24 * 60;

/** Holds all baskets for the buyer, or none: one write command (wire-notes.md, "Qtickets": `POST /orders`). */
export async function createOrder(office: Office, caller: Caller, data: NewOrder): Promise<{ data: Order }> {
  requireScope(caller, 'sell');
  const order_id = await office.store.write(actorOf(caller), (tx) => holdOrder(tx, caller, data));
  return { data: await office.store.read((rx) => oneOrder(rx, office, order_id)) };
}

async function holdOrder(tx: Tx, caller: Caller, data: NewOrder): Promise<number> {
  const { show, requests, packs } = await cartOf(tx, caller, data.baskets);
  const { organizer_id, zone } = show;
  await assertEvent(tx, caller, show, data);
  const reserved_to = holdEnd(tx, data, zone);
  const kept = await keptFor(tx, organizer_id, data, reserved_to);
  const code = await codeNamed(tx, organizer_id, await labelOf(tx, organizer_id, data));
  const withCode = (request: SaleRequest): SaleRequest =>
    code === undefined ? request : { ...request, promo_code_ids: [code.id] };
  const sale: Omit<Sale, 'requests'> = {
    organizer_id,
    channel: 'qtickets',
    application_id: caller.application_id,
    customer_id: await buyerOf(tx, organizer_id, data),
    ...(reserved_to === null ? { hold_minutes: 'endless' as const } : { hold_until: reserved_to }),
    lenient_codes: code !== undefined,
    metadata: metadataOf(kept),
  };
  const { order_id, total } = await sellCart(tx, { sale, requests: requests.map(withCode), packs });
  if (code !== undefined) await assertCodeHelped(tx, order_id, code);
  const payed = data.payed !== undefined && isOn(data.payed);
  if (total === 0 || payed) await confirmOrder(tx, { organizer_id, order_id });
  if (total > 0 && payed) {
    const method = data.payment_type_id ?? 'external';
    const payment_mode_id = kept.payment_mode_id;
    await recordPayment(tx, { organizer_id, order_id, amount: total, method, payment_mode_id });
  }
  return order_id;
}

/** The promo code by its text or by its id; a discount applies by itself, or by a code of it. */
async function labelOf(tx: Tx, organizer_id: number, data: NewOrder): Promise<string | null | undefined> {
  const { promo_code, promo_code_id, discount_id } = data;
  if (isGiven(discount_id)) {
    const reason = 'applies by itself, or by a promo code';
    throw new Fault('invalid_input', { field: 'discount_id', reason });
  }
  if (!isGiven(promo_code_id)) return promo_code;
  if (promo_code !== undefined && promo_code !== null)
    throw new Fault('invalid_input', { field: 'promo_code_id', reason: 'beside promo_code' });
  const id = await named(tx, organizer_id, 'promo_code', 'promo_code_id', promo_code_id);
  return (await ownRow(tx, 'promo_code', organizer_id, id)).label;
}

interface Cart {
  readonly show: Show;
  readonly requests: SaleRequest[];
  readonly packs: CartPack[];
}

/** All baskets of one organizer; which offer and place each means. */
async function cartOf(tx: Tx, caller: Caller, baskets: readonly NewBasket[]): Promise<Cart> {
  const shows = new Map<string, { show: Show; seats: SeatFinder }>();
  const requests: SaleRequest[] = [];
  const packs: CartPack[] = [];
  let first: Show | undefined;
  for (const basket of baskets) {
    const key = String(basket.show_id);
    let known = shows.get(key);
    if (known === undefined) {
      const show = await reachedShow(tx, caller, key);
      shows.set(key, (known = { show, seats: new SeatFinder(tx, show) }));
    }
    first ??= known.show;
    if (known.show.organizer_id !== first.organizer_id) {
      throw new Fault('invalid_input', { field: 'show_id', reason: 'of two organizers' });
    }
    const seat = await known.seats.find(basket.seat_id, basket.multiprice_code);
    const isPack = seat.product_type === 'pack' || seat.product_type === 'subscription';
    if (isPack) packs.push(...packsOf(seat, basket));
    else requests.push(requestOf(seat, known.show, basket));
  }
  if (first === undefined) throw new Fault('invalid_input', { field: 'baskets', reason: 'empty' });
  return { show: first, requests, packs };
}

function requestOf(seat: FoundSeat, show: Show, basket: NewBasket): SaleRequest {
  const { quantity = 1 } = basket;
  if (seat.place_kind === 'seat' && quantity > 1) {
    throw new Fault('invalid_input', { field: 'quantity', reason: 'a seat is for one' });
  }
  const holder = holderOf(basket);
  return {
    offer_id: seat.offer_id,
    quantity,
    session_id: show.session_id ?? undefined,
    place_ids:
      seat.place_id === null ? undefined : Array.from({ length: quantity }, () => seat.place_id ?? 0),
    holders: holder === undefined ? undefined : Array.from({ length: quantity }, () => holder),
    comment: basket.comment ?? undefined,
  };
}

/** An abonement is sold one by one: each is a main ticket with those of its shows. */
function packsOf(seat: FoundSeat, basket: NewBasket): CartPack[] {
  const { quantity = 1 } = basket;
  if (quantity > limits.requests_per_step_max) {
    throw new Fault('invalid_input', { field: 'quantity', most: limits.requests_per_step_max });
  }
  const pack = { pack_offer_id: seat.offer_id, pack_price_id: seat.price_id, holder: holderOf(basket) };
  return Array.from({ length: quantity }, () => pack);
}

async function assertEvent(tx: Tx, caller: Caller, show: Show, data: NewOrder): Promise<void> {
  if (data.currency_id !== undefined && data.currency_id !== show.currency) {
    throw new Fault('invalid_input', { field: 'currency_id', reason: `not ${show.currency}` });
  }
  if (data.event_id === undefined) return;
  const events = await reachedIds(tx, caller, 'event', data.event_id);
  if (!events.some(({ id, organizer_id }) => id === show.event_id && organizer_id === show.organizer_id)) {
    throw new Fault('invalid_input', { field: 'event_id', reason: 'not the event of the show' });
  }
}

/** null: an endless hold, as `reserved` asks for. */
function holdEnd(tx: Tx, data: NewOrder, zone: string): number | null {
  if (data.reserved !== undefined && isOn(data.reserved)) return null;
  const asked = data.reserved_to ?? null;
  if (asked === null) return tx.now + hold_minutes * 60_000;
  const until = instantOf(asked, zone, 'reserved_to');
  if (until <= tx.now) throw new Fault('invalid_input', { field: 'reserved_to', reason: 'is over' });
  return until;
}

async function keptFor(
  tx: Tx,
  organizer_id: number,
  data: NewOrder,
  reserved_to: number | null,
): Promise<KeptOfOrder> {
  const { site, payment_id, access_code_id, basket_user_id } = data;
  const site_id =
    site === undefined
      ? undefined
      : await findOrCreateDirectoryEntry(tx, { organizer_id, kind: 'site', name: site.host.toLowerCase() });
  return {
    site_id,
    payment_mode_id: isGiven(payment_id)
      ? await named(tx, organizer_id, 'payment_mode', 'payment_id', payment_id)
      : undefined,
    access_code_id: isGiven(access_code_id)
      ? await namedEntry(tx, organizer_id, 'access_code', 'access_code_id', access_code_id)
      : undefined,
    payment_type_id: data.payment_type_id ?? undefined,
    basket_user_id: isGiven(basket_user_id) ? Number(basket_user_id) : undefined,
    reserved_to: reserved_to ?? undefined,
    reserve_extended: data.reserve_extended !== undefined && isOn(data.reserve_extended) ? true : undefined,
    utm: given(data.utm),
    custom: given(data.custom),
    fields: given(data.fields),
    integrations: given(data.integrations),
  };
}

function isGiven(id: number | string | null | undefined): id is number | string {
  return id !== null && id !== undefined;
}

function given(map: Readonly<Record<string, unknown>> | readonly [] | undefined) {
  return map === undefined || Array.isArray(map) ? undefined : (map as Readonly<Record<string, unknown>>);
}
