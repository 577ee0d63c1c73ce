import { statement } from '../../store/statement.ts';
import type { Tx } from '../../store/transaction.ts';

const lockWhole = statement<{ session_id: number }, { id: number }>((db, slot, lock) =>
  lock(db.selectFrom('session').select('id').where('id', '=', slot('session_id'))),
);

/**
 * For a change that only holds while nothing is sold of these sessions: waits for the sales that are being written, so that what is
 * asked for afterwards knows them, and those that come later wait for the change (`keepSessions`). Comes before anything else is
 * locked.
 */
export async function lockSessions(tx: Tx, session_ids: readonly number[]): Promise<void> {
  if (tx.sole_writer) return;
  for (const session_id of [...new Set(session_ids)].toSorted((a, b) => a - b))
    await tx.run(lockWhole, { session_id });
}
