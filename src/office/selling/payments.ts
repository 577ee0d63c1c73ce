import { Fault } from '../../domain/faults.ts';
import { orderAmount, safeAmount } from '../../domain/money.ts';
import type { OrderStatus } from '../../domain/order-life.ts';
import type { Tx } from '../../store/transaction.ts';
import { journalSession, paymentEntry } from '../counter/journal-entries.ts';
import { recordChange } from '../ledger/record.ts';
import {
  announceOrder,
  assertOrderMove,
  changeOrder,
  lockOrder,
  type OrderKey,
  type OrderRow,
} from './orders.ts';
import { checkTill, putPayment, type Till } from './put-payment.ts';

export interface PaymentInput extends OrderKey, Till {
  /** minor units, more than 0 */
  readonly amount: number;
  /** cash, card, voucher, meal_voucher, transfer, external, …; a payment mode has its own */
  readonly method?: string | undefined;
  readonly paid_at?: number | undefined;
  readonly reference?: string | undefined;
  readonly notes?: string | undefined;
  /** what was put on the counter, and what of it was given back as change */
  readonly tendered?: number | undefined;
  readonly change?: number | undefined;
}

/**
 * Takes a payment: partly, fully or too much; the order's status follows. Throws `illegal_move`, `order_expired`,
 * `payment_mode_off`, `counter_session_closed`, `not_found`.
 */
export async function recordPayment(
  tx: Tx,
  input: PaymentInput,
): Promise<{ payment_id: number; status: OrderStatus; order: OrderRow }> {
  const amount = safeAmount(input.amount);
  if (amount <= 0) throw new Fault('invalid_input', { field: 'amount' });
  const order = await lockOrder(tx, input);
  assertOrderMove(tx, order, 'pay');
  const { payment_id, method } = await putPayment(tx, { ...input, amount, currency: order.currency });
  const paid = await changeOrder(tx, order, { paid: orderAmount(order.paid + amount) });
  await recordChange(tx, {
    organizer_id: order.organizer_id,
    action: 'order.paid',
    subject_kind: 'order',
    subject_id: order.id,
    before: { status: order.status, paid: order.paid },
    after: { status: paid.status, paid: paid.paid, payment_id, method },
  });
  await announceOrder(tx, order);
  return { payment_id, status: paid.status_name, order: paid };
}

/**
 * Takes a payment back, as when it was keyed in by mistake: the order's status follows. Money paid back is a refund. Throws
 * `counter_session_closed` for one of a session that was counted and closed.
 */
export async function deletePayment(
  tx: Tx,
  input: OrderKey & { payment_id: number; reason?: string | undefined },
): Promise<{ status: OrderStatus }> {
  const order = await lockOrder(tx, input);
  assertOrderMove(tx, order, 'take_back');
  const payment = await tx.db
    .selectFrom('payment')
    .select(['id', 'amount', 'method', 'payment_mode_id', 'counter_session_id'])
    .where('id', '=', input.payment_id)
    .where('order_id', '=', order.id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (payment === undefined) throw new Fault('not_found', { kind: 'payment', id: input.payment_id });
  if (order.paid - payment.amount < order.refunded)
    throw new Fault('refund_exceeds_paid', { refunded: order.refunded });
  await tx.db.updateTable('payment').set({ deleted_at: tx.now }).where('id', '=', payment.id).execute();
  const changed = await changeOrder(tx, order, { paid: order.paid - payment.amount });
  await recordChange(tx, {
    organizer_id: order.organizer_id,
    action: 'order.payment_deleted',
    subject_kind: 'order',
    subject_id: order.id,
    before: { status: order.status, paid: order.paid },
    after: { status: changed.status, paid: changed.paid, payment_id: payment.id },
    reason: input.reason,
  });
  await announceOrder(tx, order);
  if (payment.counter_session_id !== null) await journalTakenBack(tx, order, payment);
  return { status: changed.status_name };
}

interface TakenBack {
  readonly id: number;
  readonly amount: number;
  readonly method: string;
  readonly payment_mode_id: number | null;
  readonly counter_session_id: number | null;
}

/** What the journal has said stays said: a line of its own takes it back, while the session is open. */
async function journalTakenBack(tx: Tx, order: OrderRow, payment: TakenBack): Promise<void> {
  const counter_session_id = payment.counter_session_id ?? 0;
  await checkTill(tx, order.organizer_id, { counter_session_id }, 'out');
  const entry = paymentEntry({
    order_id: order.id,
    counter_session_id,
    payment_mode_id: payment.payment_mode_id ?? undefined,
    method: payment.method,
    amount: 0 - payment.amount,
    takes_back: payment.id,
  });
  await journalSession(tx, counter_session_id, [entry]);
}

/** Says that the tickets are with the buyer. */
export async function deliverOrder(tx: Tx, input: OrderKey): Promise<OrderRow> {
  const order = await lockOrder(tx, input);
  assertOrderMove(tx, order, 'deliver');
  const delivered = await changeOrder(tx, order, { delivered_at: order.delivered_at ?? tx.now });
  await recordChange(tx, {
    organizer_id: order.organizer_id,
    action: 'order.delivered',
    subject_kind: 'order',
    subject_id: order.id,
    before: { status: order.status },
    after: { status: delivered.status },
  });
  await announceOrder(tx, order);
  return delivered;
}

/** Puts a settled order away; its tickets stay good. */
export async function archiveOrder(tx: Tx, input: OrderKey): Promise<OrderRow> {
  const order = await lockOrder(tx, input);
  assertOrderMove(tx, order, 'archive');
  const archived = await changeOrder(tx, order, {}, 'archived');
  await recordChange(tx, {
    organizer_id: order.organizer_id,
    action: 'order.archived',
    subject_kind: 'order',
    subject_id: order.id,
    before: { status: order.status },
  });
  return archived;
}
