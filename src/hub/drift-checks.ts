import { Fault } from '../domain/faults.ts';
import { systemActor, type Rx, type Tx } from '../store/transaction.ts';
import { connectionById, type ConnectionKey } from './connections.ts';
import { driftOf, type Drift } from './drift.ts';
import type { Runner } from './runner.ts';

/** One ticket or order that differs; `id` is ours, or what the system calls what is not here. */
export interface DriftSubject {
  readonly id: number | string;
  readonly here?: boolean | string;
  readonly there?: boolean;
  readonly ref?: string;
  /** of a system that could not be asked */
  readonly why?: string;
}

export interface Difference {
  readonly code: Drift;
  readonly count: number;
  /** the first hundred */
  readonly subjects: readonly DriftSubject[];
}

/** The last look at one connection. */
export interface DriftCheck {
  readonly connection_id: number;
  readonly started_at: number;
  /** null: it runs */
  readonly ended_at: number | null;
  readonly differing: number;
  readonly differences: readonly Difference[];
}

const subjects_kept_max = 100;
/** a check that has not ended by then was cut off with its process */
const check_life_ms = 3_600_000;

/** Announces a check, with what the last one found until it ends. Throws `in_use` while one runs. */
export async function announceDriftCheck(tx: Tx, key: ConnectionKey): Promise<void> {
  const { organizer_id, connection_id } = key;
  await connectionById(tx, key);
  const [last] = await readDriftChecks(tx, { organizer_id, connection_id });
  if (last?.ended_at === null && last.started_at > tx.now - check_life_ms)
    throw new Fault('in_use', { reason: 'a check of this connection runs' });
  await tx.db
    .insertInto('drift_check')
    .values({ connection_id, organizer_id, started_at: tx.now })
    .onConflict((conflict) =>
      conflict.column('connection_id').doUpdateSet({ started_at: tx.now, ended_at: null }),
    )
    .execute();
}

/** Does an announced check and keeps what it found. */
export async function doDriftCheck(runner: Runner, key: ConnectionKey): Promise<void> {
  const { store } = runner.parts.office;
  const { connection_id } = key;
  const found = await differencesOf(runner, key);
  const differing = found
    .filter(({ code }) => code !== 'drift_unanswered')
    .reduce((sum, { count }) => sum + count, 0);
  await store.write(systemActor, (tx) =>
    tx.db
      .updateTable('drift_check')
      .set({ ended_at: tx.now, differing, differences: JSON.stringify(found) })
      .where('connection_id', '=', connection_id)
      .execute(),
  );
}

async function differencesOf(runner: Runner, key: ConnectionKey): Promise<Difference[]> {
  const { store } = runner.parts.office;
  try {
    const connection = await store.read((rx) => connectionById(rx, key));
    const drifts = await driftOf(runner, connection);
    return drifts.all().map(({ code, count, subjects }) => ({
      code,
      count,
      subjects: subjects.slice(0, subjects_kept_max).map(({ connection: _name, ...subject }) => subject),
    }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [{ code: 'drift_unanswered', count: 1, subjects: [{ id: key.connection_id, why }] }];
  }
}

/** The last check of a connection, or of each of the organizer's that still stands. */
export async function readDriftChecks(
  rx: Rx,
  of: { readonly organizer_id: number; readonly connection_id?: number },
): Promise<DriftCheck[]> {
  let query = rx.db
    .selectFrom('drift_check')
    .innerJoin('connection', 'connection.id', 'drift_check.connection_id')
    .select(['connection_id', 'started_at', 'ended_at', 'differing', 'differences'])
    .where('drift_check.organizer_id', '=', of.organizer_id)
    .where('connection.deleted_at', 'is', null)
    .orderBy('connection_id');
  if (of.connection_id !== undefined) query = query.where('connection_id', '=', of.connection_id);
  const rows = await query.execute();
  return rows.map(({ differences, ...row }) => ({
    ...row,
    differences: JSON.parse(differences) as Difference[],
  }));
}
