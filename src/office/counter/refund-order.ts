import { Fault } from '../../domain/faults.ts';
import type { Tx } from '../../store/transaction.ts';
import { isLive, lockOrder, ticketsOfOrder } from '../selling/orders.ts';
import { refundTickets } from '../selling/refund.ts';
import { counterFor, sessionFor } from './register.ts';
import { returnLines } from './return-lines.ts';

/**
 * Gives back everything of an order that was sold and not given back yet: goods come back, tickets are refunded. Throws
 * `refund_exceeds_paid` for one that is not paid, `illegal_move` where nothing is left, `payment_mode_off`, `not_found`.
 */
export async function refundOrder(
  tx: Tx,
  input: {
    readonly organizer_id: number;
    readonly order_id: number;
    readonly payment_mode_id: number;
    readonly counter_id?: number | undefined;
    readonly user_id?: number | undefined;
  },
): Promise<void> {
  const { organizer_id, order_id, payment_mode_id, user_id } = input;
  const order = await lockOrder(tx, input);
  const rows = await tx.db
    .selectFrom('order_line')
    .select(['id', 'quantity', 'returned'])
    .where('order_id', '=', order_id)
    .where('kind', 'in', ['article', 'free'])
    .where('cancelled_at', 'is', null)
    .orderBy('id')
    .execute();
  const lines = rows
    .filter(({ quantity, returned }) => quantity > returned)
    .map(({ id, quantity, returned }) => ({ order_line_id: id, quantity: quantity - returned }));
  const tickets = (await ticketsOfOrder(tx, order_id)).filter(isLive);
  if (lines.length + tickets.length === 0 || order.confirmed_at === null || order.total < 0)
    throw new Fault('illegal_move', { id: order_id });
  const counter_id = await counterFor(tx, organizer_id, input.counter_id);
  if (lines.length > 0)
    await returnLines(tx, { organizer_id, order_id, lines, payment_mode_id, counter_id, user_id });
  if (tickets.length === 0) return;
  const counter_session_id = await sessionFor(tx, { organizer_id, counter_id, user_id });
  await refundTickets(tx, {
    organizer_id,
    order_id,
    ticket_ids: tickets.map((ticket) => ticket.id),
    deduction: 0,
    payment_mode_id,
    counter_session_id,
  });
}
