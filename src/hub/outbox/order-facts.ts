import { orderStatuses, statusOfCode } from '../../domain/order-life.ts';
import type { Rx } from '../../store/transaction.ts';
import { LinksOf } from '../links.ts';
import type { CustomerFacts, OrderFacts, TicketFacts } from '../port.ts';
import { readOrderRows, type OrderRows, type TicketRow } from './order-rows.ts';

/**
 * Orders as they are now, by their ids, with what the system of the connection calls their parts. An order that does not
 * exist is left out.
 */
export async function readOrderFacts(
  rx: Rx,
  of: { readonly connection_id: number; readonly order_ids: readonly number[] },
): Promise<Map<number, OrderFacts>> {
  const { connection_id, order_ids } = of;
  if (order_ids.length === 0) return new Map();
  const rows = await readOrderRows(rx, order_ids);
  const lines = [...rows.lines.values()].flat();
  const tickets = [...rows.tickets.values()].flat();
  const links = await LinksOf.read(rx, connection_id, {
    order: order_ids,
    customer: rows.orders.map(({ customer_id }) => customer_id),
    order_line: lines.map(({ id }) => id),
    price: [...lines, ...tickets].map(({ price_id }) => price_id),
    article: lines.map(({ article_id }) => article_id),
    ticket: tickets.map(({ id }) => id),
    event: tickets.map(({ event_id }) => event_id),
    session: tickets.map(({ session_id }) => session_id),
  });
  const event_ids = new Set(tickets.map(({ event_id }) => event_id));
  const origins = await originRefs(rx, connection_id, [...event_ids, ...order_ids]);
  return new Map(rows.orders.map((order) => [order.id, factsOf({ order, rows, links, origins })]));
}

type OrderRow = OrderRows['orders'][number];
/** connection/event, and connection/order → what the platform calls it; ids are unique over both */
type Origins = ReadonlyMap<string, string>;

interface Parts {
  readonly order: OrderRow;
  readonly rows: OrderRows;
  readonly links: LinksOf;
  readonly origins: Origins;
}

function factsOf(parts: Parts): OrderFacts {
  const { order, rows, links, origins } = parts;
  const status = statusOfCode(order.status);
  return {
    order: links.of('order', order.id),
    label: order.label,
    foreign_ref: order.foreign_ref ?? undefined,
    origin_ref: order.connection_id === null ? undefined : origins.get(`${order.connection_id}/${order.id}`),
    channel: order.channel,
    status,
    confirmed: orderStatuses[status].confirmed,
    cancelled: !orderStatuses[status].holding,
    currency: order.currency,
    total: order.total,
    paid: order.paid,
    refunded: order.refunded,
    created_at: order.created_at,
    updated_at: order.updated_at,
    language: order.language ?? undefined,
    counter_id: order.counter_id ?? undefined,
    delivery_method: order.delivery_method ?? undefined,
    customer: customerOf(order, links),
    lines: (rows.lines.get(order.id) ?? []).map((line) => ({
      line: links.of('order_line', line.id),
      kind: line.kind,
      title: line.title,
      quantity: line.quantity,
      charged_amount: line.charged_amount,
      vat_bp: line.vat_bp,
      price: links.maybe('price', line.price_id),
      price_code: line.price_code ?? undefined,
      article: links.maybe('article', line.article_id),
      cancelled: line.cancelled_at !== null,
    })),
    tickets: (rows.tickets.get(order.id) ?? []).map((ticket) => ticketOf(ticket, parts)),
    payments: (rows.payments.get(order.id) ?? []).map(({ order_id: _of, ...payment }) => payment),
  };
}

function customerOf(order: OrderRow, links: LinksOf): CustomerFacts | undefined {
  if (order.customer_id === null) return undefined;
  return {
    customer: links.of('customer', order.customer_id),
    email: order.email ?? '',
    first_name: order.first_name ?? '',
    last_name: order.last_name ?? '',
    phone: order.phone ?? '',
    company: order.company ?? '',
    address: [order.address_1, order.address_2].filter((line) => line !== null && line !== '').join('\n'),
    zip_code: order.zip_code ?? '',
    city: order.city ?? '',
    country: order.country ?? '',
  };
}

function ticketOf(ticket: TicketRow, { order, rows, links, origins }: Parts): TicketFacts {
  const { id, event_id } = ticket;
  const origin = order.connection_id === null ? undefined : origins.get(`${order.connection_id}/${event_id}`);
  return {
    ticket: links.of('ticket', id),
    line_id: ticket.order_line_id,
    event: links.of('event', event_id),
    event_origin_ref: origin ?? origins.get(`any/${event_id}`),
    event_name: ticket.event_name,
    session: links.maybe('session', ticket.session_id),
    price: links.maybe('price', ticket.price_id),
    price_name: ticket.price_name ?? ticket.title,
    state: ticket.state as TicketFacts['state'],
    charged_amount: ticket.charged_amount,
    refunded_amount: ticket.refunded_amount,
    barcode: rows.barcodes.get(id)?.[0],
    holder: {
      first_name: ticket.holder_first_name,
      last_name: ticket.holder_last_name,
      email: ticket.holder_email,
    },
    used_at: rows.used.get(id) ?? null,
  };
}

/** What the platforms that events and orders were pulled from call them: of the order's own platform, and of any. */
async function originRefs(rx: Rx, connection_id: number, local_ids: readonly number[]): Promise<Origins> {
  const rows = await rx.db
    .selectFrom('link')
    .select(['connection_id', 'local_id', 'foreign_id'])
    .where('kind', 'in', ['event', 'order'])
    .where('local_id', 'in', local_ids)
    .where('connection_id', '!=', connection_id)
    .orderBy('connection_id')
    .execute();
  const refs = new Map<string, string>();
  for (const { connection_id: origin, local_id, foreign_id } of rows) {
    refs.set(`${origin}/${local_id}`, foreign_id);
    if (!refs.has(`any/${local_id}`)) refs.set(`any/${local_id}`, foreign_id);
  }
  return refs;
}
