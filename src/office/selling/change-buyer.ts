import { Fault } from '../../domain/faults.ts';
import { isHolding, statusOfCode } from '../../domain/order-life.ts';
import type { Tx } from '../../store/transaction.ts';
import { announce } from '../ledger/outbox.ts';
import { recordChange } from '../ledger/record.ts';
import { changeOrder, lockOrder, type OrderKey } from './orders.ts';

export interface BuyerChange extends OrderKey {
  /** a customer of the same organizer */
  readonly customer_id?: number | undefined;
  readonly language?: string | undefined;
  /** replaced whole */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** the connection that told us */
  readonly origin_connection_id?: number | undefined;
}

/** Says who bought an order that lives, and what is kept beside it; its status stays. Throws `illegal_move` for one given up. */
export async function changeBuyer(tx: Tx, input: BuyerChange): Promise<void> {
  const { language, metadata } = input;
  const order = await lockOrder(tx, input);
  const status = statusOfCode(order.status);
  if (!isHolding(status)) throw new Fault('illegal_move', { from: status, move: 'change the buyer' });
  const customer_id = input.customer_id ?? order.customer_id;
  await changeOrder(tx, order, { customer_id }, status);
  if (language !== undefined || metadata !== undefined) {
    const kept = metadata === undefined ? {} : { metadata: JSON.stringify(metadata) };
    await tx.db
      .updateTable('order')
      .set({ ...(language === undefined ? {} : { language }), ...kept })
      .where('id', '=', order.id)
      .execute();
  }
  const subject = { organizer_id: order.organizer_id, subject_kind: 'order', subject_id: order.id };
  await recordChange(tx, {
    ...subject,
    action: 'order.buyer_changed',
    before: { customer_id: order.customer_id },
    after: { customer_id, language, metadata: metadata !== undefined },
  });
  const { origin_connection_id = null } = input;
  await announce(tx, { ...subject, topic: 'order', origin_connection_id });
}
