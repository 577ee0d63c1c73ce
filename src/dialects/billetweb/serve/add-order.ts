import { Fault } from '../../../domain/faults.ts';
import { normaliseEmail } from '../../../domain/person.ts';
import { servedIdOf } from '../../../domain/served-id.ts';
import { actorOf, requireScope } from '../../../office/access/principal.ts';
import { findOrCreateCustomer } from '../../../office/customers/find-or-create.ts';
import { ticketsPdfLink } from '../../../office/documents/order-link.ts';
import type { Office } from '../../../office/office.ts';
import { sell } from '../../../office/selling/request.ts';
import type { ChosenOffer } from '../../../office/selling/choose-offer.ts';
import type { Holder, Sale, SaleRequest, SoldOrder, SoldTicket } from '../../../office/selling/sale.ts';
import type { Tx } from '../../../store/transaction.ts';
import type { AddedOrder, Custom, NewOrder, OrderedProduct } from '../shapes.ts';
import { amountOf, extIdOf, listOf } from '../wire.ts';
import type { Caller } from './caller.ts';
import { customOf, putCustomOfOrder, putCustomOfTicket } from './custom-answers.ts';
import { reachedEvent, type EventFacts } from './event-facts.ts';
import { offerFor, seatFor } from './offers.ts';
import { onceEach } from './once.ts';
import { setUsed } from './set-used.ts';

/** Words of `payment_type` that leave the order unpaid; every other one is money that the organizer has. */
const unpaid_types = new Set(['reservation', 'reserve', 'unpaid', 'pending', 'later']);

/** Sells all orders of the request, or none: one write command. */
export async function addOrders(
  office: Office,
  caller: Caller,
  event_id: number,
  body: readonly NewOrder[] | { readonly data: readonly NewOrder[] },
): Promise<AddedOrder[]> {
  requireScope(caller, 'sell');
  const orders = listOf(body);
  return office.store.write(actorOf(caller), async (tx) => {
    const event = await reachedEvent(tx, caller, event_id);
    const added: AddedOrder[] = [];
    for (const order of orders) {
      const adding = { caller, event, order };
      added.push(await onceEach(tx, adding, () => addOrder(tx, office, adding)));
    }
    return added;
  });
}

interface Adding {
  readonly caller: Caller;
  readonly event: EventFacts;
  readonly order: NewOrder;
}

async function addOrder(tx: Tx, office: Office, adding: Adding): Promise<AddedOrder> {
  const { event, order } = adding;
  const { organizer_id } = event;
  const lines = await linesOf(tx, event, order);
  const sold = await sell(tx, await saleOf(tx, adding, lines));
  const tickets: Sold[] = [];
  for (const [index, line] of lines.entries()) {
    const of = sold.tickets.filter((ticket) => ticket.request === index);
    for (const [unit, product] of line.products.entries()) {
      const ticket = of[unit];
      if (ticket === undefined) throw new Fault('internal', { reason: 'a unit was sold without a ticket' });
      tickets.push({ product, ticket });
    }
  }
  await putAnswered(tx, adding, sold.order_id, tickets);
  for (const { product, ticket } of tickets) {
    const { used = 0 } = product;
    if (used !== 0) await setUsed(tx, organizer_id, { id: ticket.id, first_used_at: null, inside: 0 }, used);
  }
  return answerOf(office, event, order, sold, tickets);
}

interface Sold {
  readonly product: OrderedProduct;
  readonly ticket: SoldTicket;
}

async function putAnswered(
  tx: Tx,
  { event, order }: Adding,
  order_id: number,
  tickets: readonly Sold[],
): Promise<void> {
  const { organizer_id, event_id } = event;
  await putCustomOfOrder(tx, { id: order_id, organizer_id, event_id }, order.custom);
  for (const { product, ticket } of tickets) {
    await putCustomOfTicket(tx, organizer_id, { id: ticket.id, order_id }, product.custom);
  }
}

/** Products that are the same but for their holders: sold as one line. */
interface Line {
  readonly offer: ChosenOffer;
  /** an amount of the client's own, where it is not the price */
  readonly unit_amount: number | undefined;
  readonly products: OrderedProduct[];
  /** of numbered seats that are named, in the order of the products */
  readonly place_ids: number[] | undefined;
}

async function linesOf(tx: Tx, event: EventFacts, order: NewOrder): Promise<Line[]> {
  const offers = new Map<string, ChosenOffer>();
  const lines: Line[] = [];
  for (const product of order.products) {
    const session = product.session ?? order.session;
    const name = product.seating_location?.trim() ?? '';
    const seat = name === '' ? undefined : await seatFor(tx, event, session, name);
    const key = `${product.ticket} ${session ?? ''} ${seat?.zone_id ?? ''}`;
    const offer = offers.get(key) ?? (await offerFor(tx, event, product.ticket, session, seat?.zone_id));
    offers.set(key, offer);
    const asked = product.price === undefined ? offer.amount : amountOf(product.price, event.currency);
    if (asked < 0) throw new Fault('invalid_amount');
    const unit_amount = asked === offer.amount ? undefined : asked;
    const same = lines.find(
      (line) =>
        line.offer === offer &&
        line.unit_amount === unit_amount &&
        (line.place_ids === undefined) === (seat === undefined),
    );
    if (same === undefined) {
      const place_ids = seat === undefined ? undefined : [seat.place_id];
      lines.push({ offer, unit_amount, products: [product], place_ids });
    } else {
      same.products.push(product);
      if (seat !== undefined) same.place_ids?.push(seat.place_id);
    }
  }
  return lines;
}

async function saleOf(tx: Tx, { caller, event, order }: Adding, lines: readonly Line[]): Promise<Sale> {
  const { organizer_id } = event;
  const type = (order.payment_type ?? '').trim().toLowerCase();
  const metadata = metadataOf({ request_id: order.request_id, custom: mapOf(order.custom) });
  const own_price = lines.some((line) => line.unit_amount !== undefined);
  return {
    organizer_id,
    channel: 'billetweb',
    application_id: caller.application_id,
    customer_id: await buyerOf(tx, organizer_id, order),
    requests: lines.map(requestOf),
    confirm: true,
    payment: unpaid_types.has(type) ? undefined : { amount: 'total', method: type === '' ? 'other' : type },
    staff: own_price ? { reason: 'price set by add_order' } : undefined,
    language: order.language === null || order.language === '' ? undefined : order.language,
    metadata,
  };
}

async function buyerOf(tx: Tx, organizer_id: number, order: NewOrder): Promise<number | undefined> {
  const email = order.email?.trim() ?? '';
  const first_name = order.firstname ?? '';
  const last_name = order.name ?? '';
  if (email === '' && first_name === '' && last_name === '') return undefined;
  return findOrCreateCustomer(tx, {
    organizer_id,
    email: email === '' ? null : email,
    first_name,
    last_name,
  });
}

function requestOf({ offer, unit_amount, products, place_ids }: Line): SaleRequest {
  return {
    offer_id: offer.offer_id,
    session_id: offer.session_id,
    quantity: products.length,
    unit_amount,
    place_ids,
    holders: products.map(holderOf),
  };
}

function holderOf(product: OrderedProduct): Holder {
  const email = product.email?.trim() ?? '';
  // kept as it was written; it only has to be one that mail can be sent to
  if (email !== '') normaliseEmail(email);
  return {
    first_name: product.firstname ?? '',
    last_name: product.name ?? '',
    email,
    metadata: metadataOf({ request_id: product.request_id, custom: mapOf(product.custom) }),
  };
}

const mapOf = (custom: Custom | undefined) => (custom === undefined ? undefined : customOf(custom));

/** Only what was given; nothing at all otherwise. */
export function metadataOf(fields: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

function answerOf(
  office: Office,
  event: EventFacts,
  order: NewOrder,
  sold: SoldOrder,
  tickets: readonly Sold[],
): AddedOrder {
  const link = { id: sold.order_id, secret: sold.secret };
  const details = tickets.map(({ product, ticket }) => {
    const id = servedIdOf('integer', ticket.id);
    return {
      id,
      ext_id: extIdOf({ price: product.ticket, ticket: id, event: event.served_id }),
      request_id: product.request_id ?? '',
      barcode: ticket.barcode ?? '',
      product_download: ticketsPdfLink(office.settings.public_base_url, link, ticket.id),
    };
  });
  return {
    id: servedIdOf('integer', sold.order_id),
    request_id: order.request_id ?? '',
    products: details.map(({ id }) => id),
    products_eq: details.map(({ barcode }) => barcode),
    products_details: details,
  };
}
