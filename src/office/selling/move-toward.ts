import { movesToward, statusOfCode, type AskedStatus } from '../../domain/order-life.ts';
import type { Tx } from '../../store/transaction.ts';
import { cancelOrder, restoreOrder } from './cancel.ts';
import { confirmLocked, type Confirmation } from './confirm.ts';
import { assertOrderMove, lockOrder, type OrderKey, type OrderRow } from './orders.ts';
import { deliverOrder, recordPayment } from './payments.ts';

export interface Wish extends OrderKey, Confirmation {
  readonly asked: AskedStatus;
  readonly hold_minutes?: number | 'endless' | undefined;
  readonly reason?: string | undefined;
}

/**
 * Leads an order to the status that somebody asks for by name, over the moves of `movesToward`. What is missing of the money
 * is written as an external payment: whoever says "paid" has it. Throws `illegal_move`, `order_expired` and what the moves
 * themselves throw; then nothing is done.
 */
export async function moveOrderToward(tx: Tx, wish: Wish): Promise<OrderRow> {
  return moveLockedToward(tx, wish, await lockOrder(tx, wish));
}

/** The same of an order that is locked already. */
export async function moveLockedToward(tx: Tx, wish: Wish, locked: OrderRow): Promise<OrderRow> {
  const { organizer_id, order_id, application_id, asked } = wish;
  const key = { organizer_id, order_id, application_id };
  let order = locked;
  if (statusOfCode(order.status) === 'creating' && asked !== 'cancelled')
    assertOrderMove(tx, order, 'change');
  for (const move of movesToward(statusOfCode(order.status), asked)) {
    if (move === 'confirm') order = await confirmLocked(tx, order, wish);
    if (move === 'pay') order = await payRest(tx, key, order);
    if (move === 'deliver') order = await deliverOrder(tx, key);
    if (move === 'cancel') order = await cancelOrder(tx, { ...key, reason: wish.reason });
    if (move === 'restore') order = await restoreOrder(tx, { ...key, hold_minutes: wish.hold_minutes });
  }
  return order;
}

async function payRest(tx: Tx, key: OrderKey, order: OrderRow): Promise<OrderRow> {
  const amount = order.total - (order.paid - order.refunded);
  if (amount <= 0) return order;
  return (await recordPayment(tx, { ...key, amount, method: 'external' })).order;
}
