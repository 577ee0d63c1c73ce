import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { isDeliveryMethod } from '../../domain/till.ts';
import { statement } from '../../store/statement.ts';
import type { Rx } from '../../store/transaction.ts';
import type { Desk } from '../selling/sale.ts';
import { assertMember } from './till-users.ts';

/** What belongs to an order at the till beside its items. Everything may be left out; ids must be the organizer's. */
export interface TillDetails extends Omit<Desk, 'counter_session_id'> {
  readonly customer_id?: number | undefined;
  readonly public_comment?: string | undefined;
  readonly private_comment?: string | undefined;
}

const ownTable = statement<{ organizer_id: number; id: number }, { id: number }>((db, slot) =>
  db
    .selectFrom('dining_table')
    .select('id')
    .where('id', '=', slot('id'))
    .where('organizer_id', '=', slot('organizer_id'))
    .where('deleted_at', 'is', null),
);

const ownCustomer = statement<{ organizer_id: number; id: number }, { id: number }>((db, slot) =>
  db
    .selectFrom('customer')
    .select('id')
    .where('id', '=', slot('id'))
    .where('organizer_id', '=', slot('organizer_id'))
    .where('erased_at', 'is', null),
);

const covers_max = 10_000;

/** Throws `not_found` for what is not the organizer's, `invalid_input`, `too_large`. */
export async function assertDetails(rx: Rx, organizer_id: number, details: TillDetails): Promise<void> {
  const { user_id, dining_table_id, customer_id, delivery_method, covers } = details;
  if (user_id !== undefined) await assertMember(rx, organizer_id, user_id);
  if (
    dining_table_id !== undefined &&
    (await rx.first(ownTable, { organizer_id, id: dining_table_id })) === undefined
  )
    throw new Fault('not_found', { kind: 'dining_table', id: dining_table_id });
  if (
    customer_id !== undefined &&
    (await rx.first(ownCustomer, { organizer_id, id: customer_id })) === undefined
  )
    throw new Fault('not_found', { kind: 'customer', id: customer_id });
  if (delivery_method !== undefined && !isDeliveryMethod(delivery_method))
    throw new Fault('invalid_input', { field: 'delivery_method' });
  if (covers !== undefined && (!Number.isInteger(covers) || covers < 0 || covers > covers_max))
    throw new Fault('invalid_input', { field: 'covers', limit: covers_max });
  for (const words of [details.public_comment, details.private_comment]) {
    if ((words?.length ?? 0) > limits.text_chars_max)
      throw new Fault('too_large', { field: 'comment', chars_max: limits.text_chars_max });
  }
}
