import type { Tx } from '../store/transaction.ts';
import type { RunResult } from './run-counts.ts';

/** runs of a connection that are kept */
const runs_kept = 500;
const message_chars_max = 1_000;

export async function startRun(tx: Tx, connection_id: number, full: boolean): Promise<number> {
  const id = await tx.id();
  await tx.db
    .insertInto('run')
    .values({ id, connection_id, full: full ? 1 : 0, started_at: tx.now })
    .execute();
  await forgetOldRuns(tx, connection_id);
  return id;
}

async function forgetOldRuns(tx: Tx, connection_id: number): Promise<void> {
  const oldest = await tx.db
    .selectFrom('run')
    .select('started_at')
    .where('connection_id', '=', connection_id)
    .orderBy('started_at', 'desc')
    .offset(runs_kept)
    .limit(1)
    .executeTakeFirst();
  if (oldest === undefined) return;
  await tx.db
    .deleteFrom('run')
    .where('connection_id', '=', connection_id)
    .where('started_at', '<=', oldest.started_at)
    .execute();
}

export async function endRun(tx: Tx, run_id: number, result: RunResult): Promise<void> {
  const { outcome, counts, message } = result;
  await tx.db
    .updateTable('run')
    .set({
      ended_at: tx.now,
      outcome,
      counts: JSON.stringify(counts),
      message: message.slice(0, message_chars_max),
    })
    .where('id', '=', run_id)
    .execute();
}
