import { Fault } from '../../domain/faults.ts';
import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { isUniqueViolation } from '../../store/unique-violation.ts';
import { announce } from '../ledger/outbox.ts';
import { recordChange } from '../ledger/record.ts';
import {
  columnsOf,
  differences,
  digestsOf,
  lockCustomer,
  type PersonColumns,
  type PersonInput,
  type PersonPatch,
} from './customer.ts';

/**
 * Sets what is given, an empty text included; metadata is replaced whole. Throws `not_found` (also once erased),
 * `email_taken`, `invalid_email`, `invalid_input`.
 */
export async function updateCustomer(
  tx: Tx,
  input: PersonInput & {
    readonly organizer_id: number;
    readonly customer_id: number;
    readonly origin_connection_id?: number | null;
  },
): Promise<void> {
  const person = columnsOf(input);
  const row = await lockCustomer(tx, input);
  if (row === undefined || row.erased_at !== null) {
    throw new Fault('not_found', { customer_id: input.customer_id });
  }
  await saveCustomer(tx, row, differences(row, person), input.origin_connection_id);
}

/** Writes columns of a locked customer; the ledger gets their digests. Nothing to change: nothing happens. */
export async function saveCustomer(
  tx: Tx,
  row: Row<'customer'>,
  changed: PersonPatch,
  origin_connection_id: number | null | undefined,
): Promise<void> {
  const fields = Object.keys(changed) as (keyof PersonColumns)[];
  if (fields.length === 0) return;
  try {
    await tx.db
      .updateTable('customer')
      .set({ ...changed, updated_at: tx.now })
      .where('id', '=', row.id)
      .execute();
  } catch (error) {
    if (isUniqueViolation(error)) throw new Fault('email_taken', { customer_id: row.id });
    throw error;
  }
  // their orders show who bought: whoever asks for what changed is to see it
  await tx.db.updateTable('order').set({ updated_at: tx.now }).where('customer_id', '=', row.id).execute();
  const subject = { organizer_id: row.organizer_id, subject_kind: 'customer', subject_id: row.id };
  const before: PersonPatch = Object.fromEntries(fields.map((field) => [field, row[field]]));
  await recordChange(tx, {
    ...subject,
    action: 'customer.updated',
    before: digestsOf(row, before),
    after: digestsOf(row, changed),
  });
  await announce(tx, { ...subject, topic: 'customer', origin_connection_id: origin_connection_id ?? null });
}
