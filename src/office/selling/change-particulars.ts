import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { isHolding, statusOfCode } from '../../domain/order-life.ts';
import type { Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { announceOrder, lockOrder, type OrderKey } from './orders.ts';

/** What is kept beside an order; none of it moves its status. */
export interface Particulars extends OrderKey {
  /** a customer of the same organizer */
  readonly customer_id?: number | undefined;
  readonly language?: string | undefined;
  readonly public_comment?: string | undefined;
  readonly private_comment?: string | undefined;
  /** set beside what is there, key by key */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** Throws `illegal_move` for an order that was given up, `too_large`. Nothing given: nothing happens. */
export async function changeParticulars(tx: Tx, input: Particulars): Promise<void> {
  const { customer_id, language, public_comment, private_comment, metadata } = input;
  const order = await lockOrder(tx, input);
  const status = statusOfCode(order.status);
  if (!isHolding(status)) throw new Fault('illegal_move', { from: status, move: 'change particulars' });
  const given = { customer_id, language, public_comment, private_comment };
  const set: Record<string, unknown> = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  for (const field of ['public_comment', 'private_comment'] as const)
    if ((input[field]?.length ?? 0) > limits.text_chars_max) throw new Fault('too_large', { field });
  if (metadata !== undefined) set['metadata'] = await merged(tx, order.id, metadata);
  if (Object.keys(set).length === 0) return;
  await tx.db
    .updateTable('order')
    .set({ ...set, updated_at: tx.now })
    .where('id', '=', order.id)
    .execute();
  await recordChange(tx, {
    organizer_id: order.organizer_id,
    action: 'order.particulars_changed',
    subject_kind: 'order',
    subject_id: order.id,
    before: { customer_id: order.customer_id },
    // the words themselves may be a person's
    after: { customer_id: customer_id ?? order.customer_id, fields: Object.keys(set) },
  });
  await announceOrder(tx, order);
}

async function merged(
  tx: Tx,
  order_id: number,
  metadata: Readonly<Record<string, unknown>>,
): Promise<string> {
  const row = await tx.db
    .selectFrom('order')
    .select('metadata')
    .where('id', '=', order_id)
    .executeTakeFirst();
  const text = JSON.stringify({ ...(JSON.parse(row?.metadata ?? '{}') as object), ...metadata });
  if (Buffer.byteLength(text) > limits.metadata_bytes_max)
    throw new Fault('too_large', { field: 'metadata', bytes_max: limits.metadata_bytes_max });
  return text;
}
