import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { safeAmount } from '../../domain/money.ts';
import type { OrderStatus } from '../../domain/order-life.ts';
import type { Tx } from '../../store/transaction.ts';
import { journalSession, paymentEntry } from '../counter/journal-entries.ts';
import { recordChange } from '../ledger/record.ts';
import { findPayment, type PaymentView } from './list-payments.ts';
import { announceOrder, assertOrderMove, changeOrder, lockOrder, type OrderKey } from './orders.ts';
import { checkTill } from './put-payment.ts';

export interface PaymentChange extends OrderKey {
  readonly payment_id: number;
  /** minor units, more than 0 */
  readonly amount?: number | undefined;
  readonly payment_mode_id?: number | undefined;
  readonly paid_at?: number | undefined;
  readonly reference?: string | undefined;
  readonly notes?: string | undefined;
}

/**
 * Corrects a payment that was keyed in wrongly; the order's status follows. What a till's journal has said of it stays said:
 * there it is taken back and taken anew, while the session is open. Throws `not_found`, `refund_exceeds_paid`,
 * `illegal_move`, `payment_mode_off`, `counter_session_closed`.
 */
export async function changePayment(tx: Tx, input: PaymentChange): Promise<{ status: OrderStatus }> {
  const { organizer_id, payment_id } = input;
  const order = await lockOrder(tx, input);
  const before = await findPayment(tx, { organizer_id, payment_id });
  if (before.order_id !== order.id) throw new Fault('not_found', { kind: 'payment', id: payment_id });
  const amount = input.amount === undefined ? before.amount : safeAmount(input.amount);
  if (amount <= 0) throw new Fault('invalid_input', { field: 'amount' });
  const moved =
    amount !== before.amount || (input.payment_mode_id ?? before.payment_mode_id) !== before.payment_mode_id;
  if (moved) assertOrderMove(tx, order, 'take_back');
  if ((input.notes?.length ?? 0) > limits.text_chars_max) throw new Fault('too_large', { field: 'notes' });
  const paid = order.paid - before.amount + amount;
  if (paid < order.refunded) throw new Fault('refund_exceeds_paid', { refunded: order.refunded });
  const { payment_mode_id } = input;
  const method = (await checkTill(tx, organizer_id, { payment_mode_id }, 'in')) ?? before.method;
  const set = {
    amount,
    method,
    payment_mode_id: payment_mode_id ?? before.payment_mode_id,
    paid_at: input.paid_at ?? before.paid_at,
    reference: input.reference ?? before.reference,
    notes: input.notes ?? before.notes,
  };
  await tx.db.updateTable('payment').set(set).where('id', '=', payment_id).execute();
  const changed = await changeOrder(tx, order, { paid });
  await recordChange(tx, {
    organizer_id,
    action: 'order.payment_changed',
    subject_kind: 'order',
    subject_id: order.id,
    before: { status: order.status, paid: order.paid, amount: before.amount, method: before.method },
    after: { status: changed.status, paid, payment_id, amount, method },
  });
  await announceOrder(tx, order);
  if (moved) await journalCorrected(tx, before, set);
  return { status: changed.status_name };
}

async function journalCorrected(
  tx: Tx,
  before: PaymentView,
  after: { readonly amount: number; readonly method: string; readonly payment_mode_id: number | null },
): Promise<void> {
  const { organizer_id, order_id, counter_session_id } = before;
  if (counter_session_id === null) return;
  await checkTill(tx, organizer_id, { counter_session_id }, 'out');
  const entryOf = (payment: { amount: number; method: string; payment_mode_id: number | null }) => ({
    order_id,
    counter_session_id,
    payment_mode_id: payment.payment_mode_id ?? undefined,
    method: payment.method,
    amount: payment.amount,
  });
  await journalSession(tx, counter_session_id, [
    paymentEntry({ ...entryOf({ ...before, amount: 0 - before.amount }), takes_back: before.id }),
    paymentEntry(entryOf(after)),
  ]);
}
