import type { Rx } from '../store/transaction.ts';
import { closedFor } from './breaker.ts';
import type { Connection } from './connections.ts';
import { lease_ms } from './lease.ts';
import type { Runner } from './runner.ts';
import { duePull, lastRuns, type DuePull } from './schedule.ts';

export interface LoopOptions {
  readonly every_ms: number;
  /** told of what failed on our side; the next turn tries again */
  readonly onError: (error: unknown, chore: string) => void;
}

export interface Loop {
  stop(): Promise<void>;
}

/** What a connection asks for now. */
interface Wanted {
  readonly connection: Connection;
  readonly pull: DuePull | undefined;
  readonly push: boolean;
  /** its last run has not ended, and long since nobody is at it here */
  readonly broken: boolean;
}

/**
 * Looks again and again which connections want to be pulled or told, and sets that going, each by itself: one that hangs
 * keeps nobody waiting.
 */
export function startLoop(runner: Runner, { every_ms, onError }: LoopOptions): Loop {
  let timer: NodeJS.Timeout | undefined;
  let turning: Promise<void> = Promise.resolve();
  const { store, surroundings } = runner.parts.office;
  const start = (what: string, run: () => Promise<unknown>): void => {
    run().catch((error: unknown) => {
      if (!runner.signal.aborted) onError(error, what);
    });
  };
  const turn = async (): Promise<void> => {
    try {
      const now = surroundings.now();
      for (const { connection, pull, push, broken } of await store.read((rx) =>
        whatIsWanted(rx, runner, now),
      )) {
        const key = { organizer_id: connection.organizer_id, connection_id: connection.id };
        if (broken) start('runs', () => runner.endBrokenOff(key, now - lease_ms));
        if (pull !== undefined) start('pull', () => runner.pull(key, { full: pull === 'full' }));
        if (push) start('deliveries', () => runner.deliver(key));
      }
    } catch (error) {
      onError(error, 'hub');
    }
    wait();
  };
  const wait = (): void => {
    if (runner.signal.aborted) return;
    timer = setTimeout(() => {
      turning = turn();
    }, every_ms);
    timer.unref();
  };
  wait();
  return {
    async stop() {
      clearTimeout(timer);
      const stopped = runner.stop();
      await turning;
      await stopped;
    },
  };
}

async function whatIsWanted(rx: Rx, runner: Runner, now: number): Promise<Wanted[]> {
  const rows = await rx.db
    .selectFrom('connection')
    .innerJoin('organizer', 'organizer.id', 'connection.organizer_id')
    .selectAll('connection')
    .select('organizer.zone')
    .where('connection.enabled', '=', 1)
    .where('connection.deleted_at', 'is', null)
    .orderBy('connection.id')
    .execute();
  const wanted: Wanted[] = [];
  for (const { zone, ...connection } of rows) {
    if (closedFor(connection, now) !== undefined) continue;
    // another version may have connected what this one does not speak
    if (!runner.parts.connectors.has(connection.dialect)) continue;
    const push = !runner.isRunning('push', connection.id) && (await hasDue(rx, connection.id, now));
    const isPulled = runner.isRunning('pull', connection.id);
    const last = isPulled ? undefined : await lastRuns(rx, connection.id);
    const pull = last === undefined ? undefined : duePull(connection, { zone, now, last });
    const broken = last?.open !== undefined && last.open.started_at < now - lease_ms;
    if (push || pull !== undefined || broken) wanted.push({ connection, push, pull, broken });
  }
  return wanted;
}

async function hasDue(rx: Rx, connection_id: number, now: number): Promise<boolean> {
  const row = await rx.db
    .selectFrom('outbox')
    .select('id')
    .where('connection_id', '=', connection_id)
    .where('due_at', 'is not', null)
    .where('due_at', '<=', now)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
