import type { Tx } from '../store/transaction.ts';

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

export async function endLease(
  tx: Tx,
  { name, holder }: { readonly name: string; readonly holder: string },
): Promise<void> {
  await tx.db.deleteFrom('lease').where('name', '=', name).where('holder', '=', holder).execute();
}
