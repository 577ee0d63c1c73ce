import { Fault } from '../../domain/faults.ts';
import { expiresAt } from '../../domain/inventory.ts';
import { codeOfStatus, derivedStatus, isConfirmed, type OrderStatus } from '../../domain/order-life.ts';
import { limits } from '../../domain/limits.ts';
import { orderAmount, timesQuantity } from '../../domain/money.ts';
import type { Tx } from '../../store/transaction.ts';
import { journalSession, saleEntry } from '../counter/journal-entries.ts';
import { announce } from '../ledger/outbox.ts';
import { recordChange } from '../ledger/record.ts';
import { sweepOf } from './expire.ts';
import {
  assertOrderMove,
  changeOrder,
  isLive,
  lockOrder,
  statusOfSums,
  ticketsOfOrder,
  type OrderRow,
  type TicketRow,
} from './orders.ts';
import { takePlaces } from './places.ts';
import { assertSoldWhereItStands } from './halls-meanwhile.ts';
import { planSale, type PlannedLine } from './plan.ts';
import { takePools } from './pools.ts';
import { extrasTotal, writeExtras } from './extras.ts';
import { orderLabel } from './open-order.ts';
import { putPayment } from './put-payment.ts';
import { insertOrder } from './rows.ts';
import type { Sale, SoldOrder, SoldTicket } from './sale.ts';
import { writeLines } from './write-lines.ts';

/**
 * Sells: several requests over several offers in one all-or-nothing step, into a new order or one that is being
 * filled. Without `confirm` the tickets are held until `expires_at`; with it the order is confirmed at once, and
 * paid when a payment comes along.
 *
 * Throws what stands against it: `not_found`, `sold_out`, `seats_not_free`, `sale_not_open`, `sale_closed`,
 * `below_minimum`, `above_maximum`, `wrong_step`, `price_not_visible`, `promo_code_…`, `illegal_move`,
 * `order_expired`, `invalid_input`.
 */
export async function sell(tx: Tx, sale: Sale): Promise<SoldOrder> {
  const sweep = sweepOf(tx);
  const existing = sale.order_id === undefined ? null : await orderToFill(tx, sale, sale.order_id);
  const tickets = existing === null ? [] : (await ticketsOfOrder(tx, existing.id)).filter(isLive);
  const lines = await planSale(tx, buyerKnown(sale, existing), heldByPrice(tickets), sweep);
  if (existing !== null) assertCurrency(existing, lines);
  const units = lines.reduce((sum, line) => sum + line.request.quantity, tickets.length);
  if (units > limits.order_tickets_max) {
    throw new Fault('too_large', { order_tickets_max: limits.order_tickets_max });
  }
  const extras = sale.extras ?? [];
  const added = lines.reduce(
    (sum, line) => sum + timesQuantity(line.charged, line.request.quantity),
    extrasTotal(extras),
  );
  orderAmount((existing?.total ?? 0) + added);
  const order = existing ?? (await newOrder(tx, sale, lines, added));
  const { sold, draws, takings } = await writeLines(tx, sale, order, lines, tickets);
  const extra_line_ids = await writeExtras(tx, order, extras, sold, draws);
  // capacity is taken last, and in one order for everybody
  await takePools(tx, draws, 'refuse', sweep);
  await takePlaces(tx, takings, sweep);
  await assertSoldWhereItStands(tx, lines);
  const event_id = lines[0]?.offer.event_id ?? null;
  return {
    ...(await finish(tx, sale, order, { sold, added, event_id, filled: existing !== null })),
    extra_line_ids,
  };
}

async function orderToFill(tx: Tx, sale: Sale, order_id: number): Promise<OrderRow> {
  const { organizer_id, application_id, confirm } = sale;
  if (confirm === true)
    throw new Fault('invalid_input', { field: 'confirm', reason: 'only for a new order' });
  const order = await lockOrder(tx, { organizer_id, order_id, application_id });
  assertOrderMove(tx, order, 'change');
  return order;
}

function assertCurrency({ currency }: OrderRow, lines: readonly PlannedLine[]): void {
  const other = lines.find(({ offer }) => offer.currency !== currency);
  if (other !== undefined)
    throw new Fault('invalid_input', { field: 'currency', found: [currency, other.offer.currency] });
}

/** Whose the order that is being filled is: places may be kept for just them. */
function buyerKnown(sale: Sale, order: OrderRow | null): Sale {
  if (order === null) return sale;
  return {
    ...sale,
    customer_id: sale.customer_id ?? order.customer_id ?? undefined,
    application_id: sale.application_id ?? order.application_id ?? undefined,
  };
}

function heldByPrice(tickets: readonly TicketRow[]): Map<number, number> {
  const held = new Map<number, number>();
  for (const { price_id } of tickets)
    if (price_id !== null) held.set(price_id, (held.get(price_id) ?? 0) + 1);
  return held;
}

/** A new order, written once, in the state in which the step leaves it. */
async function newOrder(tx: Tx, sale: Sale, lines: readonly PlannedLine[], total: number): Promise<OrderRow> {
  const id = await tx.id();
  const first = lines[0]?.offer;
  const { desk } = sale;
  const currency = first?.currency ?? sale.currency;
  if (currency === undefined) throw new Fault('invalid_input', { field: 'currency' });
  const confirmed_at = sale.confirm === true ? tx.now : null;
  const paid = paidBy(sale, total);
  const hold = sale.hold_until === undefined ? sale.hold_minutes : { until: sale.hold_until };
  const status = derivedStatus({ confirmed: confirmed_at !== null, total, paid, delivery: 'none' });
  const order: OrderRow = {
    id,
    organizer_id: sale.organizer_id,
    label: orderLabel(id),
    status: codeOfStatus(status),
    channel: sale.channel,
    connection_id: null,
    application_id: sale.application_id ?? null,
    event_id: first?.event_id ?? null,
    customer_id: sale.customer_id ?? null,
    currency,
    total,
    paid,
    refunded: 0,
    expires_at: confirmed_at === null ? expiresAt(tx.now, hold) : null,
    confirmed_at,
    paid_at: isConfirmed(status) && paid >= total ? tx.now : null,
    delivered_at: null,
    secret: Buffer.from(tx.random(18)).toString('base64url'),
    counter_session_id: desk?.counter_session_id ?? null,
  };
  await tx.run(insertOrder, {
    id: order.id,
    organizer_id: order.organizer_id,
    label: order.label,
    status: order.status,
    channel: order.channel,
    connection_id: order.connection_id,
    application_id: order.application_id,
    event_id: order.event_id,
    customer_id: order.customer_id,
    currency: order.currency,
    total: order.total,
    paid: order.paid,
    expires_at: order.expires_at,
    created_at: tx.now,
    updated_at: tx.now,
    confirmed_at: order.confirmed_at,
    paid_at: order.paid_at,
    language: sale.language ?? null,
    secret: order.secret,
    foreign_ref: sale.foreign_ref ?? null,
    metadata: sale.metadata === undefined ? '{}' : JSON.stringify(sale.metadata),
    public_comment: sale.public_comment ?? '',
    private_comment: sale.private_comment ?? '',
    counter_session_id: sessionOf(sale) ?? null,
    dining_table_id: desk?.dining_table_id ?? null,
    covers: desk?.covers ?? null,
    delivery_method: desk?.delivery_method ?? null,
    user_id: desk?.user_id ?? null,
  });
  return order;
}

function paidBy(sale: Sale, total: number): number {
  if (sale.payment === undefined) return 0;
  if (sale.confirm !== true)
    throw new Fault('invalid_input', { field: 'payment', reason: 'only with confirm' });
  const amount = sale.payment.amount === 'total' ? total : orderAmount(sale.payment.amount);
  // only what the till gives back for goods that come back is less than nothing
  if (amount < Math.min(0, total)) throw new Fault('invalid_input', { field: 'payment' });
  return amount;
}

/** What the step did to the order. */
interface Filling {
  readonly sold: readonly SoldTicket[];
  readonly added: number;
  readonly event_id: number | null;
  /** the order was there before */
  readonly filled: boolean;
}

async function finish(
  tx: Tx,
  sale: Sale,
  order: OrderRow,
  { sold: tickets, added, event_id, filled }: Filling,
): Promise<Omit<SoldOrder, 'extra_line_ids'>> {
  const { organizer_id } = order;
  let now: OrderRow = order;
  if (filled) {
    now = await changeOrder(tx, order, { total: order.total + added, event_id: order.event_id ?? event_id });
  }
  const status: OrderStatus = statusOfSums(now);
  await recordChange(tx, {
    organizer_id,
    action: order.confirmed_at === null ? 'order.requested' : 'order.sold',
    subject_kind: 'order',
    subject_id: order.id,
    after: {
      status,
      total: now.total,
      paid: now.paid,
      currency: order.currency,
      tickets: tickets.map((ticket) => [ticket.id, ticket.offer_id, ticket.charged_amount]),
    },
    reason: sale.staff?.reason,
  });
  if (now.confirmed_at !== null) {
    await announce(tx, { organizer_id, topic: 'order', subject_kind: 'order', subject_id: order.id });
  }
  if (!filled) await settleNew(tx, sale, order);
  return {
    order_id: order.id,
    label: order.label,
    secret: order.secret,
    status,
    total: now.total,
    paid: now.paid,
    expires_at: now.expires_at,
    tickets,
  };
}

/** The payment of a new order; and the sale itself, where it was made over a counter. The journal's lock comes last. */
async function settleNew(tx: Tx, sale: Sale, order: OrderRow): Promise<void> {
  const counter_session_id = sessionOf(sale);
  const { user_id, offline } = sale.desk ?? {};
  const rung = counter_session_id !== undefined && order.confirmed_at !== null;
  const entries = rung ? [await saleEntry(tx, order, { counter_session_id, user_id, offline })] : [];
  if (sale.payment === undefined || order.paid === 0) {
    if (rung) await journalSession(tx, counter_session_id, entries);
    return;
  }
  const { amount: _asked, ...payment } = sale.payment;
  const { organizer_id, id: order_id, paid: amount, currency } = order;
  await putPayment(tx, { ...payment, counter_session_id, organizer_id, order_id, amount, currency }, entries);
}

/** The till's session that a sale belongs to. */
function sessionOf({ desk, payment }: Sale): number | undefined {
  return desk?.counter_session_id ?? payment?.counter_session_id;
}
