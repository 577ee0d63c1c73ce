import { Fault } from '../../domain/faults.ts';
import type { RefundSplit } from '../../domain/refund.ts';
import type { Rx } from '../../store/transaction.ts';
import { assertOrderMove, ticketRowColumns } from './orders.ts';
import { planRefund, type RefundWish } from './refund-plan.ts';

export interface RefundPreview extends RefundSplit {
  readonly currency: string;
  /** all tickets that would end, those that carry no money included */
  readonly ending: readonly number[];
  /** of what was paid for the order, what is left to pay back now, and what would be left after */
  readonly left: number;
  readonly left_after: number;
}

/**
 * What a refund would do, to the cent, without doing it. What is refunded meanwhile changes it: the refund itself is decided
 * anew. Throws what the refund would throw, save what its till says.
 */
export async function previewRefund(
  rx: Rx,
  wish: RefundWish & { readonly organizer_id: number; readonly order_id: number; readonly now: number },
): Promise<RefundPreview> {
  const { organizer_id, order_id, now } = wish;
  const order = await rx.db
    .selectFrom('order')
    .selectAll()
    .where('id', '=', order_id)
    .where('organizer_id', '=', organizer_id)
    .executeTakeFirst();
  if (order === undefined) throw new Fault('not_found', { kind: 'order', id: order_id });
  assertOrderMove({ now }, { ...order, refunded: 0 }, 'refund');
  const all = await rx.db
    .selectFrom('ticket')
    .select(ticketRowColumns)
    .where('order_id', '=', order_id)
    .orderBy('id')
    .execute();
  const { going, split } = await planRefund(rx, order, all, wish);
  const left = order.paid - order.refunded;
  return {
    ...split,
    currency: order.currency,
    ending: going.map(({ id }) => id),
    left,
    left_after: left - split.amount,
  };
}
