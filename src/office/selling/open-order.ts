import { expiresAt } from '../../domain/inventory.ts';
import { codeOfStatus } from '../../domain/order-life.ts';
import type { Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import type { OrderRow } from './orders.ts';
import { insertOrder } from './rows.ts';

export interface NewOrder {
  readonly organizer_id: number;
  /** where it is sold: a dialect, counter, web, api */
  readonly channel: string;
  readonly currency: string;
  readonly application_id?: number | undefined;
  /** of the same organizer */
  readonly customer_id?: number | undefined;
  readonly hold_minutes?: number | 'endless' | undefined;
  readonly language?: string | undefined;
  readonly foreign_ref?: string | undefined;
  readonly private_comment?: string | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** `ORD00000123`: what people call an order. */
export const orderLabel = (id: number): string => `ORD${String(id).padStart(8, '0')}`;

/** An order with nothing in it yet, to be filled by `sell`; the clock abandons it like any hold. */
export async function openOrder(tx: Tx, input: NewOrder): Promise<OrderRow> {
  const { organizer_id } = input;
  const id = await tx.id();
  const order: OrderRow = {
    id,
    organizer_id,
    label: orderLabel(id),
    status: codeOfStatus('creating'),
    channel: input.channel,
    connection_id: null,
    application_id: input.application_id ?? null,
    event_id: null,
    customer_id: input.customer_id ?? null,
    currency: input.currency,
    total: 0,
    paid: 0,
    refunded: 0,
    expires_at: expiresAt(tx.now, input.hold_minutes),
    confirmed_at: null,
    paid_at: null,
    delivered_at: null,
    secret: Buffer.from(tx.random(18)).toString('base64url'),
    counter_session_id: null,
  };
  const { refunded: _refunded, delivered_at: _delivered, ...written } = order;
  await tx.run(insertOrder, {
    ...written,
    created_at: tx.now,
    updated_at: tx.now,
    language: input.language ?? null,
    foreign_ref: input.foreign_ref ?? null,
    metadata: JSON.stringify(input.metadata ?? {}),
    public_comment: '',
    private_comment: input.private_comment ?? '',
    counter_session_id: null,
    dining_table_id: null,
    covers: null,
    delivery_method: null,
    user_id: null,
  });
  await recordChange(tx, {
    organizer_id,
    action: 'order.opened',
    subject_kind: 'order',
    subject_id: id,
    after: { customer_id: order.customer_id, expires_at: order.expires_at },
  });
  return order;
}
