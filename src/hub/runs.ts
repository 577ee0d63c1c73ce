import type { Tx } from '../store/transaction.ts';
import { keptReason } from './kept-reason.ts';
import type { RunResult } from './run-counts.ts';

/** runs of a connection that are kept */
const runs_kept = 500;
const message_chars_max = 1_000;

export async function startRun(
  tx: Tx,
  connection_id: number,
  { full, dry_run = false }: { readonly full: boolean; readonly dry_run?: boolean },
): Promise<number> {
  const id = await tx.id();
  await tx.db
    .insertInto('run')
    .values({ id, connection_id, full: full ? 1 : 0, dry_run: dry_run ? 1 : 0, started_at: tx.now })
    .execute();
  await forgetOldRuns(tx, connection_id);
  return id;
}

/** A run that was announced begins now; a first pull is a full one, whatever was asked for. */
export async function beginRun(tx: Tx, run_id: number, full: boolean): Promise<void> {
  await tx.db
    .updateTable('run')
    .set({ full: full ? 1 : 0, ended_at: null, outcome: null, message: '', why: null })
    .where('id', '=', run_id)
    .execute();
}

/**
 * Ends the runs of a connection that nobody is at: the process that made them has ended in their midst. The work must hold the
 * connection's lease for pulls.
 */
export async function endBrokenOff(
  tx: Tx,
  connection_id: number,
  of: {
    /** the run that is about to be made */
    readonly but?: number | undefined;
    readonly started_before: number;
  },
): Promise<void> {
  let query = tx.db
    .updateTable('run')
    .set({
      ended_at: tx.now,
      outcome: 'failed',
      message: 'the office stopped in the midst of it',
      why: keptReason({ code: 'broken_off', params: {} }),
    })
    .where('connection_id', '=', connection_id)
    .where('ended_at', 'is', null)
    .where('started_at', '<', of.started_before);
  if (of.but !== undefined) query = query.where('id', '!=', of.but);
  await query.execute();
}

export interface RunProgress {
  readonly records: number;
  readonly expected: number | undefined;
}

export async function noteProgress(
  tx: Tx,
  run_id: number,
  { records, expected }: RunProgress,
): Promise<void> {
  await tx.db
    .updateTable('run')
    .set({ records, expected: expected ?? null })
    .where('id', '=', run_id)
    .where('ended_at', 'is', null)
    .execute();
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

/** `closed` is a run that failed, as one that could not be made at all. */
export async function endRun(tx: Tx, run_id: number, result: RunResult): Promise<void> {
  const { outcome, counts, message, why, records } = result;
  await tx.db
    .updateTable('run')
    .set({
      ended_at: tx.now,
      outcome: outcome === 'ok' ? 'ok' : 'failed',
      counts: JSON.stringify(counts),
      ...(records === undefined ? {} : { records }),
      message: message.slice(0, message_chars_max),
      why: keptReason(why),
    })
    .where('id', '=', run_id)
    .execute();
}
