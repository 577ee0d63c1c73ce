import { statement } from '../store/statement.ts';
import type { Tx } from '../store/transaction.ts';

const leaseOf = statement<{ name: string }, { holder: string; until: number }>((db, slot) =>
  db.selectFrom('lease').select(['holder', 'until']).where('name', '=', slot('name')),
);

/** How long a process that says nothing more keeps its work to itself. */
export const lease_ms = 60_000;

/**
 * Takes or renews the right to a piece of work that one process does at a time; false while another has it. One that is
 * further ahead than a lease can be was written under another clock, and counts for nothing.
 */
export async function takeLease(
  tx: Tx,
  { name, holder }: { readonly name: string; readonly holder: string },
): Promise<boolean> {
  const until = tx.now + lease_ms;
  const taken = await tx.db
    .insertInto('lease')
    .values({ name, holder, until })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder, until })
        .where((eb) =>
          eb.or([
            eb('lease.holder', '=', holder),
            eb('lease.until', '<=', tx.now),
            eb('lease.until', '>', until),
          ]),
        ),
    )
    .returning('name')
    .execute();
  return taken.length > 0;
}

/** Whether the lease is still ours; renewed once half of it has passed, so that most commands only look. */
export async function keepLease(
  tx: Tx,
  { name, holder }: { readonly name: string; readonly holder: string },
): Promise<boolean> {
  const lease = await tx.first(leaseOf, { name });
  const left = (lease?.until ?? 0) - tx.now;
  if (lease?.holder === holder && left > lease_ms / 2 && left <= lease_ms) return true;
  return takeLease(tx, { name, holder });
}

export async function endLease(
  tx: Tx,
  { name, holder }: { readonly name: string; readonly holder: string },
): Promise<void> {
  await tx.db.deleteFrom('lease').where('name', '=', name).where('holder', '=', holder).execute();
}
