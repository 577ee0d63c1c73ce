import type { Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';

export interface ListTaken {
  readonly organizer_id: number;
  /** orders, tickets or customers */
  readonly list: string;
  /** csv or xlsx */
  readonly format: string;
  /** the columns that it was filtered by; what with may be a person's address, and is not kept */
  readonly filtered_by: readonly string[];
}

/** People's data leave the office: who took which list away is kept before its first row goes out. */
export async function recordListExport(tx: Tx, taken: ListTaken): Promise<void> {
  const { organizer_id, list, format, filtered_by } = taken;
  await recordChange(tx, {
    ...{ organizer_id, subject_kind: 'organizer', subject_id: organizer_id },
    action: 'list.exported',
    after: { list, format, filtered_by: [...new Set(filtered_by)] },
  });
}

/** The same for everything that is held of one person. */
export async function recordPersonExport(
  tx: Tx,
  { organizer_id, customer_id }: { readonly organizer_id: number; readonly customer_id: number },
): Promise<void> {
  await recordChange(tx, {
    ...{ organizer_id, subject_kind: 'customer', subject_id: customer_id },
    action: 'customer.exported',
  });
}
