import type { Rx } from '../../store/transaction.ts';

/** The rows behind the facts of orders: one query a table, however many orders. */
export async function readOrderRows(rx: Rx, order_ids: readonly number[]) {
  const orders = await rx.db
    .selectFrom('order')
    .leftJoin('customer', 'customer.id', 'order.customer_id')
    .leftJoin('counter_session', 'counter_session.id', 'order.counter_session_id')
    .select(['counter_session.counter_id', 'order.delivery_method'])
    .select(['order.id', 'order.label', 'order.status', 'order.channel', 'order.connection_id'])
    .select(['order.foreign_ref', 'order.currency', 'order.total', 'order.paid', 'order.refunded'])
    .select(['order.created_at', 'order.updated_at', 'order.language', 'order.customer_id'])
    .select(['customer.email', 'customer.first_name', 'customer.last_name', 'customer.phone'])
    .select(['customer.company', 'customer.address_1', 'customer.address_2', 'customer.zip_code'])
    .select(['customer.city', 'customer.country'])
    .where('order.id', 'in', order_ids)
    .execute();
  const lines = await rx.db
    .selectFrom('order_line')
    .leftJoin('price', 'price.id', 'order_line.price_id')
    .select(['order_line.id', 'order_line.order_id', 'order_line.kind', 'order_line.title'])
    .select(['order_line.quantity', 'order_line.charged_amount', 'order_line.vat_bp'])
    .select(['order_line.price_id', 'order_line.article_id', 'order_line.cancelled_at'])
    .select('price.code as price_code')
    .where('order_line.order_id', 'in', order_ids)
    .orderBy('order_line.id')
    .execute();
  const payments = await rx.db
    .selectFrom('payment')
    .select(['id', 'order_id', 'method', 'amount', 'paid_at'])
    .where('order_id', 'in', order_ids)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute();
  const tickets = await readTicketRows(rx, order_ids);
  const ticket_ids = tickets.map(({ id }) => id);
  return {
    orders,
    lines: Map.groupBy(lines, ({ order_id }) => order_id),
    payments: Map.groupBy(payments, ({ order_id }) => order_id),
    tickets: Map.groupBy(tickets, ({ order_id }) => order_id),
    barcodes: await readBarcodes(rx, ticket_ids),
    used: await readUsed(rx, ticket_ids),
  };
}

export type OrderRows = Awaited<ReturnType<typeof readOrderRows>>;
export type TicketRow = Awaited<ReturnType<typeof readTicketRows>>[number];

function readTicketRows(rx: Rx, order_ids: readonly number[]) {
  return rx.db
    .selectFrom('ticket')
    .innerJoin('event', 'event.id', 'ticket.event_id')
    .innerJoin('order_line', 'order_line.id', 'ticket.order_line_id')
    .leftJoin('price', 'price.id', 'ticket.price_id')
    .select(['ticket.id', 'ticket.order_id', 'ticket.order_line_id', 'ticket.event_id', 'ticket.session_id'])
    .select(['ticket.price_id', 'ticket.state', 'ticket.charged_amount', 'ticket.refunded_amount'])
    .select(['ticket.holder_first_name', 'ticket.holder_last_name', 'ticket.holder_email'])
    .select(['event.name as event_name', 'order_line.title', 'price.name as price_name'])
    .where('ticket.order_id', 'in', order_ids)
    .orderBy('ticket.id')
    .execute();
}

/** The codes of tickets: our own first, then what the platform printed. */
export async function readBarcodes(rx: Rx, ticket_ids: readonly number[]): Promise<Map<number, string[]>> {
  const codes = new Map<number, string[]>();
  if (ticket_ids.length === 0) return codes;
  const rows = await rx.db
    .selectFrom('barcode')
    .select(['ticket_id', 'code'])
    .where('ticket_id', 'in', ticket_ids)
    .orderBy('issuer')
    .orderBy('code')
    .execute();
  for (const { ticket_id, code } of rows) {
    if (ticket_id === null) continue;
    const known = codes.get(ticket_id);
    if (known === undefined) codes.set(ticket_id, [code]);
    else known.push(code);
  }
  return codes;
}

/** Since when tickets are used; those that are not are left out. */
async function readUsed(rx: Rx, ticket_ids: readonly number[]): Promise<Map<number, number>> {
  if (ticket_ids.length === 0) return new Map();
  const rows = await rx.db
    .selectFrom('entitlement')
    .select((eb) => ['ticket_id', eb.fn.min('first_used_at').as('used_at')])
    .where('ticket_id', 'in', ticket_ids)
    .where('used', '>', 0)
    .groupBy('ticket_id')
    .execute();
  return new Map(rows.flatMap(({ ticket_id, used_at }) => (used_at === null ? [] : [[ticket_id, used_at]])));
}
