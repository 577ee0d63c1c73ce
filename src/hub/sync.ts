import { addTaken } from '../office/imports/source.ts';
import type { Rx } from '../store/transaction.ts';
import type { ConnectionKey } from './connections.ts';
import type { PullWishes } from './pull.ts';
import { countNames, nothingPulled, type RunCounts } from './run-counts.ts';
import type { Delivered, Runner } from './runner.ts';

/** What is to be brought into step. */
export interface SyncWish extends PullWishes {
  /** undefined: everybody's */
  readonly organizer_ids?: readonly number[] | undefined;
  /** undefined: every enabled one */
  readonly connection_id?: number | undefined;
  /** how long to wait for another process that is at it */
  readonly wait_ms: number;
}

export interface SyncedConnection extends ConnectionKey {
  readonly dialect: string;
  readonly name: string;
  /** ok, failed, closed (it may not be called now), busy (another process is at it) */
  readonly outcome: 'ok' | 'failed' | 'closed' | 'busy';
  readonly message: string;
  readonly counts: RunCounts;
  readonly deliveries: Delivered;
}

export interface SyncResult {
  /** the sentence of the synchronisation's step 4, in its language (billetweb-odoo-sync.txt, "Flux de sync") */
  readonly message: string;
  readonly outcome: 'ok' | 'failed';
  readonly counts: RunCounts & { readonly delivered: number; readonly failed: number };
  readonly connections: readonly SyncedConnection[];
}

/** Pulls what is new from every connection, then tells every connection what it has to know. */
export async function syncAll(runner: Runner, wish: SyncWish): Promise<SyncResult> {
  const { store } = runner.parts.office;
  const connections = await store.read((rx) => wantedConnections(rx, wish));
  const pulled = await Promise.all(
    connections.map(({ key }) => runner.patiently(() => runner.pull(key, wish), wish.wait_ms)),
  );
  const told = await Promise.all(
    (wish.dry_run === true ? [] : connections).map(({ key }) =>
      runner.patiently(() => runner.deliver(key), wish.wait_ms),
    ),
  );
  return resultOf(
    connections.map(({ key, dialect, name }, index) => {
      const run = pulled[index];
      const deliveries = told[index] ?? { delivered: 0, retried: 0, dead: 0 };
      return {
        ...key,
        dialect,
        name,
        outcome: run?.outcome ?? 'busy',
        message: run?.message ?? 'another process is at it',
        counts: run?.counts ?? nothingPulled(),
        deliveries,
      };
    }),
  );
}

function resultOf(connections: readonly SyncedConnection[]): SyncResult {
  const counts = { ...nothingPulled(), delivered: 0, failed: 0 };
  for (const one of connections) {
    for (const name of countNames) counts[name] += one.counts[name];
    addTaken(counts.taken, one.counts.taken);
    counts.delivered += one.deliveries.delivered;
    counts.failed += one.deliveries.dead + one.deliveries.retried;
  }
  const failed = connections.some(
    ({ outcome, deliveries }) => outcome !== 'ok' || deliveries.dead > 0 || deliveries.retried > 0,
  );
  return { message: sentenceOf(counts.new), outcome: failed ? 'failed' : 'ok', counts, connections };
}

/** "X nouveaux importés", with the number French gives it. */
export function sentenceOf(imported: number): string {
  return imported === 1 ? '1 nouveau importé' : `${imported} nouveaux importés`;
}

async function wantedConnections(rx: Rx, { organizer_ids, connection_id }: SyncWish) {
  let query = rx.db
    .selectFrom('connection')
    .select(['id', 'organizer_id', 'dialect', 'name'])
    .where('deleted_at', 'is', null)
    .orderBy('id');
  if (organizer_ids !== undefined) query = query.where('organizer_id', 'in', organizer_ids);
  query =
    connection_id === undefined ? query.where('enabled', '=', 1) : query.where('id', '=', connection_id);
  const rows = await query.execute();
  return rows.map(({ id, organizer_id, dialect, name }) => ({
    key: { organizer_id, connection_id: id },
    dialect,
    name,
  }));
}
