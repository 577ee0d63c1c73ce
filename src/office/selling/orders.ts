import { Fault } from '../../domain/faults.ts';
import { isExpired } from '../../domain/inventory.ts';
import {
  assertMove,
  codeOfStatus,
  derivedStatus,
  isConfirmed,
  statusOfCode,
  type Delivery,
  type OrderMove,
  type OrderStatus,
} from '../../domain/order-life.ts';
import { statement } from '../../store/statement.ts';
import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { announce } from '../ledger/outbox.ts';

/** The order as the moves need it. */
export type OrderRow = Pick<
  Row<'order'>,
  | 'id'
  | 'organizer_id'
  | 'label'
  | 'status'
  | 'channel'
  | 'connection_id'
  | 'application_id'
  | 'event_id'
  | 'customer_id'
  | 'currency'
  | 'total'
  | 'paid'
  | 'refunded'
  | 'expires_at'
  | 'confirmed_at'
  | 'paid_at'
  | 'delivered_at'
  | 'secret'
  | 'counter_session_id'
>;

const orderColumns = [
  'id',
  'organizer_id',
  'label',
  'status',
  'channel',
  'connection_id',
  'application_id',
  'event_id',
  'customer_id',
  'currency',
  'total',
  'paid',
  'refunded',
  'expires_at',
  'confirmed_at',
  'paid_at',
  'delivered_at',
  'secret',
  'counter_session_id',
] as const;

/** The same out of a row that has more. */
export function orderRowOf(row: OrderRow): OrderRow {
  const { id, organizer_id, label, status, channel, connection_id, application_id, event_id } = row;
  const { customer_id, currency, total, paid, refunded, expires_at, confirmed_at, paid_at } = row;
  const { delivered_at, secret, counter_session_id } = row;
  return {
    id,
    organizer_id,
    label,
    status,
    channel,
    connection_id,
    application_id,
    event_id,
    customer_id,
    currency,
    total,
    paid,
    refunded,
    expires_at,
    confirmed_at,
    paid_at,
    delivered_at,
    secret,
    counter_session_id,
  };
}

const selectOrder = statement<{ organizer_id: number; id: number }, OrderRow>((db, slot, lock) =>
  lock(
    db
      .selectFrom('order')
      .select(orderColumns)
      .where('id', '=', slot('id'))
      .where('organizer_id', '=', slot('organizer_id')),
  ),
);

export interface OrderKey {
  readonly organizer_id: number;
  readonly order_id: number;
  /** when given, the order must have been made by this application */
  readonly application_id?: number | undefined;
}

/** Locks the order for the rest of the transaction. Throws `not_found`, also for another organizer's or application's. */
export async function lockOrder(tx: Tx, key: OrderKey): Promise<OrderRow> {
  const order = await tx.first(selectOrder, { organizer_id: key.organizer_id, id: key.order_id });
  const foreign = key.application_id !== undefined && order?.application_id !== key.application_id;
  if (order === undefined || foreign) throw new Fault('not_found', { kind: 'order', id: key.order_id });
  return order;
}

/** What an order of goods that came back does not take: they are back, their money is out, and a journal may tell of both. */
const unmoving: ReadonlySet<OrderMove> = new Set(['change', 'cancel', 'refund']);

/** Throws `order_expired` for a hold that is over, and `illegal_move` for what the table does not allow. */
export function assertOrderMove(tx: Pick<Tx, 'now'>, order: OrderRow, move: OrderMove): OrderStatus {
  const status = statusOfCode(order.status);
  if (order.total < 0 && unmoving.has(move))
    throw new Fault('illegal_move', { id: order.id, reason: 'goods came back by it' });
  if (isExpired(order.expires_at, tx.now) && move !== 'expire')
    throw new Fault('order_expired', { id: order.id });
  assertMove(status, move, order.refunded);
  return status;
}

export type OrderPatch = Partial<
  Pick<
    Row<'order'>,
    | 'customer_id'
    | 'total'
    | 'paid'
    | 'refunded'
    | 'expires_at'
    | 'confirmed_at'
    | 'delivered_at'
    | 'event_id'
    | 'cancelled_at'
    | 'archived_at'
    | 'language'
    | 'public_comment'
    | 'private_comment'
    | 'metadata'
  >
>;

interface OrderState {
  id: number;
  status: number;
  customer_id: number | null;
  event_id: number | null;
  total: number;
  paid: number;
  refunded: number;
  expires_at: number | null;
  confirmed_at: number | null;
  paid_at: number | null;
  delivered_at: number | null;
  now: number;
}

const updateOrder = statement<OrderState, never>((db, slot) =>
  db
    .updateTable('order')
    .set({
      status: slot('status'),
      customer_id: slot('customer_id'),
      event_id: slot('event_id'),
      total: slot('total'),
      paid: slot('paid'),
      refunded: slot('refunded'),
      expires_at: slot('expires_at'),
      confirmed_at: slot('confirmed_at'),
      paid_at: slot('paid_at'),
      delivered_at: slot('delivered_at'),
      updated_at: slot('now'),
    })
    .where('id', '=', slot('id')),
);

/**
 * Writes what changed and the status that follows from it: of the money and the delivery, or the one given
 * (cancelled, abandoned, archived, or what a client asked to see as `to_pay`). Gives the order as it is now.
 */
export async function changeOrder(
  tx: Tx,
  order: OrderRow,
  patch: OrderPatch,
  status?: OrderStatus,
): Promise<OrderRow & { status_name: OrderStatus }> {
  const changed = { ...order, ...patch };
  const status_name = status ?? statusOfSums(changed);
  // one that was given up keeps when it was paid, as it keeps the money until that is paid back
  const paid_at = settled(status_name)
    ? (order.paid_at ?? tx.now)
    : status_name === 'cancelled'
      ? order.paid_at
      : null;
  const state: OrderState = {
    id: order.id,
    status: codeOfStatus(status_name),
    customer_id: changed.customer_id,
    event_id: changed.event_id,
    total: changed.total,
    paid: changed.paid,
    refunded: changed.refunded,
    expires_at: changed.expires_at,
    confirmed_at: changed.confirmed_at,
    paid_at,
    delivered_at: changed.delivered_at,
    now: tx.now,
  };
  await tx.run(updateOrder, state);
  return { ...changed, paid_at, status: state.status, status_name };
}

function settled(status: OrderStatus): boolean {
  return isConfirmed(status) && !['confirmed', 'to_pay', 'partially_paid'].includes(status);
}

/** The status that money and delivery give an order that is neither cancelled nor archived. */
export function statusOfSums(
  order: Pick<OrderRow, 'confirmed_at' | 'total' | 'paid' | 'refunded' | 'delivered_at' | 'status'>,
): OrderStatus {
  const delivery: Delivery = order.delivered_at === null ? 'none' : 'delivered';
  return derivedStatus({
    confirmed: order.confirmed_at !== null,
    total: order.total,
    paid: order.paid - order.refunded,
    delivery,
    payment_asked: order.status === codeOfStatus('to_pay'),
  });
}

/** The live tickets of an order, locked, in the order of their ids. */
export type TicketRow = Pick<
  Row<'ticket'>,
  | 'id'
  | 'organizer_id'
  | 'order_line_id'
  | 'main_ticket_id'
  | 'session_id'
  | 'price_id'
  | 'offer_id'
  | 'place_id'
  | 'state'
  | 'charged_amount'
  | 'refunded_amount'
  | 'deducted_amount'
  | 'refunded_at'
>;

export const ticketRowColumns = [
  'id',
  'organizer_id',
  'order_line_id',
  'main_ticket_id',
  'session_id',
  'price_id',
  'offer_id',
  'place_id',
  'state',
  'charged_amount',
  'refunded_amount',
  'deducted_amount',
  'refunded_at',
] as const satisfies readonly (keyof TicketRow)[];

const selectTickets = statement<{ order_id: number }, TicketRow>((db, slot, lock) =>
  lock(
    db.selectFrom('ticket').select(ticketRowColumns).where('order_id', '=', slot('order_id')).orderBy('id'),
  ),
);

/** All tickets of the order, whatever became of them. */
export function ticketsOfOrder(tx: Tx, order_id: number): Promise<TicketRow[]> {
  return tx.run(selectTickets, { order_id });
}

export function isLive(ticket: Pick<TicketRow, 'state'>): boolean {
  return ticket.state === 'held' || ticket.state === 'valid';
}

/**
 * What an order costs: its live tickets, what is kept of refunded ones, and its lines that are not tickets.
 */
export async function orderTotal(tx: Tx, order_id: number): Promise<number> {
  const lines = await tx.db
    .selectFrom('order_line')
    .select(['quantity', 'charged_amount'])
    .where('order_id', '=', order_id)
    .where('cancelled_at', 'is', null)
    .where('kind', 'not in', ['ticket', 'pack'])
    .execute();
  const ofTickets = ticketsTotal(await ticketsOfOrder(tx, order_id));
  return lines.reduce((sum, line) => sum + line.quantity * line.charged_amount, ofTickets);
}

/** The tickets' part of it, which is all that a cancelled order may still cost. */
export function ticketsTotal(tickets: readonly TicketRow[]): number {
  return tickets.reduce(
    (sum, ticket) => sum + (isLive(ticket) ? ticket.charged_amount : ticket.deducted_amount),
    0,
  );
}

/** Tells other systems that the order is not what it was. */
export async function announceOrder(tx: Tx, order: Pick<OrderRow, 'id' | 'organizer_id'>): Promise<void> {
  const { organizer_id, id: subject_id } = order;
  await announce(tx, { organizer_id, topic: 'order', subject_kind: 'order', subject_id });
}
