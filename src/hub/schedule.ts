import { Cron } from 'croner';
import type { Rx } from '../store/transaction.ts';
import type { Connection } from './connections.ts';

/** The first instant of a schedule after another; undefined for one that never comes. */
export function nextAfter(schedule: string, zone: string, after: number): number | undefined {
  if (schedule === '') return undefined;
  const next = new Cron(schedule, { mode: '5-part', timezone: zone, paused: true }).nextRun(new Date(after));
  return next?.getTime();
}

export interface LastRuns {
  /** when the last one started; undefined: there was none */
  readonly any: number | undefined;
  readonly full: number | undefined;
  /** the last one where it has not ended */
  readonly open?: { readonly started_at: number } | undefined;
  /** the last one where it failed: when it started, and whether it was a full one */
  readonly failed?: { readonly started_at: number; readonly full: boolean } | undefined;
}

export type DuePull = 'full' | 'changes';

/**
 * What a connection's schedules ask for now. One that was never pulled is due at once; one whose system asked for time in the
 * midst of a pull, as soon as that time is over.
 */
export function duePull(
  connection: Pick<Connection, 'schedule' | 'full_schedule' | 'created_at' | 'asked_until'>,
  of: { readonly zone: string; readonly last: LastRuns; readonly now: number },
): DuePull | undefined {
  const { zone, last, now } = of;
  const { schedule, full_schedule, created_at, asked_until } = connection;
  if (last.any === undefined) return schedule === '' && full_schedule === '' ? undefined : 'full';
  const isDue = (each: string, since: number): boolean => (nextAfter(each, zone, since) ?? Infinity) <= now;
  const { failed } = last;
  if (failed !== undefined && asked_until !== null && failed.started_at < asked_until && asked_until <= now)
    return failed.full ? 'full' : 'changes';
  if (isDue(full_schedule, last.full ?? created_at)) return 'full';
  return isDue(schedule, last.any) ? 'changes' : undefined;
}

export async function lastRuns(rx: Rx, connection_id: number): Promise<LastRuns> {
  const row = await rx.db
    .selectFrom('run')
    .select((eb) => [
      eb.fn.max('started_at').as('any'),
      eb.fn.max(eb.case().when('full', '=', 1).then(eb.ref('started_at')).end()).as('full'),
    ])
    .where('connection_id', '=', connection_id)
    .where('dry_run', '=', 0)
    .executeTakeFirst();
  const latest = await rx.db
    .selectFrom('run')
    .select(['started_at', 'ended_at', 'outcome', 'full'])
    .where('connection_id', '=', connection_id)
    .where('dry_run', '=', 0)
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return {
    any: row?.any ?? undefined,
    full: row?.full ?? undefined,
    open: latest?.ended_at === null ? { started_at: latest.started_at } : undefined,
    failed:
      latest?.outcome === 'failed' ? { started_at: latest.started_at, full: latest.full === 1 } : undefined,
  };
}
