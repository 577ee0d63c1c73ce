import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';

/** A payment with the counter at which it was made, if it was. */
export interface PaymentView extends Row<'payment'> {
  readonly counter_id: number | null;
}

export interface PaymentsFilter {
  readonly organizer_id: number;
  readonly id?: number | undefined;
  readonly order_id?: number | undefined;
  readonly limit: number;
  readonly offset?: number | undefined;
}

/** Payments that stand (not those taken back), in the order of their ids. */
export async function listPayments(rx: Rx, filter: PaymentsFilter): Promise<PaymentView[]> {
  const { organizer_id, id, order_id, limit, offset = 0 } = filter;
  if (!Number.isSafeInteger(limit) || limit < 0 || limit > limits.page_rows_max)
    throw new Fault('invalid_input', { field: 'limit', most: limits.page_rows_max });
  if (limit === 0) return [];
  let query = rx.db
    .selectFrom('payment')
    .leftJoin('counter_session', 'counter_session.id', 'payment.counter_session_id')
    .selectAll('payment')
    .select('counter_session.counter_id')
    .where('payment.organizer_id', '=', organizer_id)
    .where('payment.deleted_at', 'is', null)
    .orderBy('payment.id')
    .limit(limit)
    .offset(offset);
  if (id !== undefined) query = query.where('payment.id', '=', id);
  if (order_id !== undefined) query = query.where('payment.order_id', '=', order_id);
  return (await query.execute()).map((row) => ({ ...row }));
}

/** Throws `not_found` for one that was taken back, and for another organizer's. */
export async function findPayment(
  rx: Rx,
  input: { readonly organizer_id: number; readonly payment_id: number },
): Promise<PaymentView> {
  const { organizer_id, payment_id: id } = input;
  const [payment] = await listPayments(rx, { organizer_id, id, limit: 1 });
  if (payment === undefined) throw new Fault('not_found', { kind: 'payment', id });
  return payment;
}
