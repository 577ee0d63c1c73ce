import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import type { Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';

export interface SessionWords {
  readonly organizer_id: number;
  readonly counter_session_id: number;
  /** who sits there, and what another system calls them */
  readonly user_label?: string | undefined;
  readonly user_ref?: string | undefined;
  readonly notes?: string | undefined;
}

/** Changes what is said of an open session. Throws `not_found`, `counter_session_closed`, `too_large`. */
export async function describeSession(tx: Tx, input: SessionWords): Promise<void> {
  const { organizer_id, counter_session_id, user_label, user_ref, notes } = input;
  const set = Object.fromEntries(
    Object.entries({ user_label, user_ref, notes }).filter(([, value]) => value !== undefined),
  );
  for (const [field, value] of Object.entries(set)) {
    const most = field === 'notes' ? limits.text_chars_max : limits.title_chars_max;
    if ((value ?? '').length > most) throw new Fault('too_large', { field });
  }
  if (Object.keys(set).length === 0) return;
  const session = await tx.db
    .selectFrom('counter_session')
    .select('closed_at')
    .where('id', '=', counter_session_id)
    .where('organizer_id', '=', organizer_id)
    .executeTakeFirst();
  if (session === undefined)
    throw new Fault('not_found', { kind: 'counter_session', id: counter_session_id });
  if (session.closed_at !== null) throw new Fault('counter_session_closed', { id: counter_session_id });
  await tx.db.updateTable('counter_session').set(set).where('id', '=', counter_session_id).execute();
  await recordChange(tx, {
    organizer_id,
    action: 'counter_session.described',
    subject_kind: 'counter_session',
    subject_id: counter_session_id,
    after: { fields: Object.keys(set) },
  });
}
