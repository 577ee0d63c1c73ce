import { movesToward, statusOfCode, type AskedStatus } from '../../domain/order-life.ts';
import type { Tx } from '../../store/transaction.ts';
import { cancelOrder, restoreOrder } from './cancel.ts';
import { confirmOrder } from './confirm.ts';
import { assertOrderMove, lockOrder, type OrderKey, type OrderRow } from './orders.ts';
import { deliverOrder, recordPayment } from './payments.ts';

export interface Wish extends OrderKey {
  readonly asked: AskedStatus;
  readonly customer_id?: number | undefined;
  /** the caller's rules ask for a customer before an order is confirmed */
  readonly customer_required?: boolean | undefined;
  readonly hold_minutes?: number | 'endless' | undefined;
  readonly reason?: string | undefined;
}

/**
 * Leads an order to the status that somebody asks for by name, over the moves of `movesToward`. What is missing of the money
 * is written as an external payment: whoever says "paid" has it. Throws `illegal_move`, `order_expired` and what the moves
 * themselves throw; then nothing is done.
 */
export async function moveOrderToward(tx: Tx, wish: Wish): Promise<OrderRow> {
  const { organizer_id, order_id, application_id, asked } = wish;
  const key = { organizer_id, order_id, application_id };
  let order = await lockOrder(tx, key);
  if (statusOfCode(order.status) === 'creating' && asked !== 'cancelled')
    assertOrderMove(tx, order, 'change');
  for (const move of movesToward(statusOfCode(order.status), asked)) {
    if (move === 'confirm') order = await confirmOrder(tx, { ...key, ...buyerOf(wish) });
    if (move === 'pay') order = await payRest(tx, key, order);
    if (move === 'deliver') order = await deliverOrder(tx, key);
    if (move === 'cancel') order = await cancelOrder(tx, { ...key, reason: wish.reason });
    if (move === 'restore') order = await restoreOrder(tx, { ...key, hold_minutes: wish.hold_minutes });
  }
  return order;
}

function buyerOf({ customer_id, customer_required }: Wish) {
  return { customer_id, customer_required };
}

async function payRest(tx: Tx, key: OrderKey, order: OrderRow): Promise<OrderRow> {
  const amount = order.total - (order.paid - order.refunded);
  if (amount <= 0) return order;
  return (await recordPayment(tx, { ...key, amount, method: 'external' })).order;
}
