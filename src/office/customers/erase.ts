import { Fault } from '../../domain/faults.ts';
import type { Column } from '../../store/column.ts';
import { tables } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { forgetTerms } from '../search/terms.ts';
import { announce } from '../ledger/outbox.ts';
import { recordChange } from '../ledger/record.ts';
import { lockCustomer } from './customer.ts';
import { chunked, erasedColumns, reachedRows, reachedTables, type ReachedTable } from './personal-data.ts';

/** What is written beside the blanks. */
function besides(table: ReachedTable, now: number): Record<string, unknown> {
  switch (table) {
    case 'customer':
      // without the salt no digest in the ledger leads back to a word of this person
      return { digest_salt: null, language: null, erased_at: now, updated_at: now };
    case 'order':
    case 'ticket':
      return { updated_at: now };
    case 'quarantine':
      // of the record nothing is left to take in
      return { payload: '{}', resolved_at: now, updated_at: now };
    case 'notice':
      return { payload: '{}' };
    default:
      return {};
  }
}

/**
 * Overwrites everything that is known of a person (see personal-data.ts); orders, tickets and money stay, without a
 * name. The ledger holds digests only and stays verifiable; their salt goes. The e-mail address is free again: whoever
 * comes with it is a new customer. Gives how many rows were blanked, by table; an erased customer: none. Throws
 * `not_found`.
 */
export async function eraseCustomer(
  tx: Tx,
  input: { readonly organizer_id: number; readonly customer_id: number; readonly reason?: string },
): Promise<Partial<Record<ReachedTable, number>>> {
  const { organizer_id, customer_id } = input;
  const customer = await lockCustomer(tx, input);
  if (customer === undefined) throw new Fault('not_found', { customer_id });
  if (customer.erased_at !== null) return {};
  const reached = await reachedRows(tx, customer);
  const counts: Partial<Record<ReachedTable, number>> = {};
  for (const table of reachedTables) {
    const patch = { ...blanks(table), ...besides(table, tx.now) };
    for (const ids of chunked(reached[table])) {
      await tx.db.updateTable(table).set(patch).where('id', 'in', ids).execute();
    }
    if (reached[table].length > 0) counts[table] = reached[table].length;
  }
  for (const kind of ['customer', 'order', 'ticket'] as const) await forgetTerms(tx, kind, reached[kind]);
  const subject = { organizer_id, subject_kind: 'customer', subject_id: customer_id };
  await recordChange(tx, { ...subject, action: 'customer.erased', after: counts, reason: input.reason });
  await announce(tx, { ...subject, topic: 'customer', payload: { erased: true } });
  return counts;
}

/** Each personal column as it is when nothing is known: null, its default, or an empty text. */
function blanks(table: ReachedTable): Record<string, unknown> {
  const columns = tables[table].columns as Readonly<Record<string, Column<unknown>>>;
  return Object.fromEntries(
    erasedColumns(table).map((name) => {
      const spec = columns[name]?.spec;
      return [name, spec?.nullable === true ? null : (spec?.fallback ?? '')];
    }),
  );
}
