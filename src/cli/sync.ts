import { syncAll, type SyncResult } from '../hub/sync.ts';
import { CommandError, exitCodes } from './exit.ts';
import { connectionOfNumber, withHub } from './open-hub.ts';
import type { ToolOptions } from './open-office.ts';
import { organizerBySlug } from './organizers.ts';
import type { Output } from './output.ts';
import { openProgress } from './progress.ts';
import { tableOf } from './table.ts';

export interface SyncOptions extends ToolOptions {
  /** the connection's number; every enabled one unless given */
  readonly connection: number | undefined;
  readonly organizer: string | undefined;
  readonly full: boolean;
  readonly dry_run: boolean;
  /** of a full pull: takes away however many tickets are gone at the source */
  readonly however_many_gone: boolean;
}

const wait_ms = 600_000;

/** Pulls and tells, and says what came of it. Gives the exit code: 1 when some of it failed. */
export async function runSync(options: SyncOptions, output: Output): Promise<number> {
  const { full, dry_run, organizer, connection, however_many_gone } = options;
  return withHub(options, async ({ store, runner }) => {
    const organizer_ids = await store.read(async (rx) => {
      if (connection !== undefined) return [(await connectionOfNumber(rx, connection)).organizer_id];
      return organizer === undefined ? undefined : [(await organizerBySlug(rx, organizer)).id];
    });
    const interrupted = (): void => void runner.stop();
    process.once('SIGINT', interrupted);
    const progress = await openProgress(output, dry_run ? 'Looking' : 'Synchronising');
    const result = await syncAll(runner, {
      organizer_ids,
      connection_id: connection,
      full,
      dry_run,
      however_many_gone,
      wait_ms,
      onProgress: ({ records, expected }) =>
        progress.show(
          expected === undefined || expected === 0 ? 0 : Math.min(records / expected, 1),
          `${records} records`,
        ),
    }).finally(() => {
      progress.end();
      process.off('SIGINT', interrupted);
    });
    if (result.connections.length === 0)
      throw new CommandError('Nobody is connected yet: guichet connections add does that.', exitCodes.usage);
    output.tell(wordsOf(result, dry_run), { dry_run, ...result });
    return result.outcome === 'ok' ? exitCodes.ok : exitCodes.failed;
  });
}

function wordsOf({ connections, counts, message }: SyncResult, dry_run: boolean): string {
  const rows = connections.map(({ connection_id, name, outcome, counts: each, deliveries, ...one }) => ({
    number: connection_id,
    name,
    outcome,
    new: each.new,
    changed: each.changed,
    unchanged: each.unchanged,
    gone: each.gone,
    quarantined: each.quarantined,
    told: deliveries.delivered,
    failed: deliveries.retried + deliveries.dead,
    why: one.message || (deliveries.closed ?? ''),
  }));
  const table = tableOf(rows, '');
  if (dry_run) return `${table}\nNothing was changed: ${counts.new} would be new.`;
  return `${table}\n${message}`;
}
