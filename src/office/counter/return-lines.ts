import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { sumAmounts, timesQuantity } from '../../domain/money.ts';
import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { lockOrder, type OrderRow } from '../selling/orders.ts';
import { releasePools } from '../selling/pools.ts';
import { sell } from '../selling/request.ts';
import type { SoldOrder } from '../selling/sale.ts';
import { counterFor, holderOf, sessionFor } from './register.ts';
import { assertMember } from './till-users.ts';

export interface ReturnInput {
  readonly organizer_id: number;
  /** the order that sold them */
  readonly order_id: number;
  readonly lines: readonly { readonly order_line_id: number; readonly quantity: number }[];
  /** how the money goes back: a mode that gives money back */
  readonly payment_mode_id: number;
  readonly counter_id?: number | undefined;
  readonly user_id?: number | undefined;
  /** the goods go back on the shelf: what they took of a stock is there again */
  readonly restock?: boolean | undefined;
}

/**
 * Takes goods back that a till has sold, at the price they were sold at: an order of its own, less than nothing, so that what
 * was sold stays written as it was. Tickets are refunded by `refundTickets`. Throws `refund_exceeds_paid` for more than was
 * sold or paid, `not_found`, `payment_mode_off`, `invalid_input`.
 */
export async function returnLines(tx: Tx, input: ReturnInput): Promise<SoldOrder> {
  const { organizer_id, order_id, lines, payment_mode_id, user_id } = input;
  if (lines.length === 0 || lines.length > limits.order_lines_max)
    throw new Fault('invalid_input', { field: 'lines', limit: limits.order_lines_max });
  const order = await lockOrder(tx, input);
  if (user_id !== undefined) await assertMember(tx, organizer_id, user_id);
  const going = [];
  for (const { order_line_id, quantity } of lines) {
    const line = await goodsLine(tx, order, order_line_id);
    if (!Number.isSafeInteger(quantity) || quantity < 1)
      throw new Fault('invalid_input', { field: 'quantity' });
    if (quantity > line.quantity - line.returned)
      throw new Fault('refund_exceeds_paid', { order_line_id, left: line.quantity - line.returned });
    await tx.db
      .updateTable('order_line')
      .set({ returned: line.returned + quantity })
      .where('id', '=', order_line_id)
      .execute();
    if (input.restock === true) await releasePools(tx, [{ order_line_id, units: quantity }]);
    going.push({ line, quantity });
  }
  await assertPaid(tx, order);
  const counter_id = await counterFor(tx, organizer_id, input.counter_id);
  const counter_session_id = await sessionFor(tx, { organizer_id, counter_id, user_id });
  return sell(tx, {
    organizer_id,
    channel: 'counter',
    requests: [],
    extras: going.map(({ line, quantity }) => ({
      kind: line.kind === 'article' ? 'article' : 'free',
      title: line.title,
      quantity,
      unit_amount: 0 - line.charged_amount,
      vat_bp: line.vat_bp,
      department_id: line.department_id ?? undefined,
      article_id: line.article_id ?? undefined,
    })),
    currency: order.currency,
    customer_id: order.customer_id ?? undefined,
    confirm: true,
    desk: { counter_session_id, user_id: user_id ?? (await holderOf(tx, counter_session_id)) },
    payment: { amount: 'total', payment_mode_id, counter_session_id },
    metadata: { returns: order_id },
  });
}

/** A line of articles or things keyed in, of an order that was sold. */
async function goodsLine(tx: Tx, order: OrderRow, id: number): Promise<Row<'order_line'>> {
  const line = await tx.db
    .selectFrom('order_line')
    .selectAll()
    .where('id', '=', id)
    .where('order_id', '=', order.id)
    .where('kind', 'in', ['article', 'free'])
    .where('cancelled_at', 'is', null)
    .executeTakeFirst();
  if (line === undefined || order.confirmed_at === null || order.total < 0)
    throw new Fault('not_found', { kind: 'order_line', id });
  return line;
}

/** Nobody gets money back that they have not paid: all that came back so far is within what was paid and not refunded. */
async function assertPaid(tx: Tx, order: OrderRow): Promise<void> {
  const lines = await tx.db
    .selectFrom('order_line')
    .select(['returned', 'charged_amount'])
    .where('order_id', '=', order.id)
    .where('returned', '>', 0)
    .execute();
  const back = sumAmounts(lines.map((line) => timesQuantity(line.charged_amount, line.returned)));
  const left = order.paid - order.refunded;
  if (back > left) throw new Fault('refund_exceeds_paid', { asked: back, left });
}
