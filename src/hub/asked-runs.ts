import { Fault } from '../domain/faults.ts';
import { recordChange } from '../office/ledger/record.ts';
import { systemActor, type Tx } from '../store/transaction.ts';
import { closedFor } from './breaker.ts';
import { connectionById, type ConnectionKey } from './connections.ts';
import { nothingPulled, type RunResult } from './run-counts.ts';
import type { Runner } from './runner.ts';
import { endRun, noteProgress, startRun, type RunProgress } from './runs.ts';

/** What a person who asks for a run wants of it. */
export interface RunWish {
  readonly full: boolean;
  readonly dry_run: boolean;
  readonly however_many_gone: boolean;
}

/** how often the progress of a run is written */
const progress_every_ms = 500;

/**
 * Announces a run, so that it can be looked at from every process before it begins; gives its number. Throws
 * `connection_closed` while its system may not be called.
 */
export async function announceRun(tx: Tx, key: ConnectionKey, wish: RunWish): Promise<number> {
  const connection = await connectionById(tx, key);
  const reason = closedFor(connection, tx.now);
  if (reason !== undefined) throw new Fault('connection_closed', { reason });
  const run_id = await startRun(tx, key.connection_id, wish);
  if (!wish.dry_run)
    await recordChange(tx, {
      organizer_id: key.organizer_id,
      action: 'connection.run_asked',
      subject_kind: 'connection',
      subject_id: key.connection_id,
      after: { run_id, ...wish },
    });
  return run_id;
}

/** Does an announced run and writes how far it is; never throws: what goes wrong stands on the run. */
export async function doAnnouncedRun(
  runner: Runner,
  key: ConnectionKey,
  { run_id, ...wish }: RunWish & { readonly run_id: number },
): Promise<void> {
  const { store } = runner.parts.office;
  const end = (result: RunResult): Promise<void> =>
    store.write(systemActor, (tx) => endRun(tx, run_id, result));
  try {
    const onProgress = progressOf(runner, run_id);
    const result = await runner.pull(key, { ...wish, run_id, onProgress });
    if (result === undefined)
      await end({ ...failed('another process is at it'), why: { code: 'elsewhere', params: {} } });
    // a run that was made has ended itself
    else if (wish.dry_run || result.outcome === 'closed') await end(result);
  } catch (error) {
    await end(failed(error instanceof Error ? error.message : String(error))).catch(() => undefined);
  }
}

const failed = (message: string): RunResult => ({ outcome: 'failed', counts: nothingPulled(), message });

/** Writes the latest progress, one command at a time and not oftener than needed. */
function progressOf(runner: Runner, run_id: number): (progress: RunProgress) => void {
  const { store } = runner.parts.office;
  let written_at = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (now - written_at < progress_every_ms) return;
    written_at = now;
    store.write(systemActor, (tx) => noteProgress(tx, run_id, progress)).catch(() => undefined);
  };
}
