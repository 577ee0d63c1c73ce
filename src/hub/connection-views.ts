import type { Row } from '../store/tables.ts';
import type { Rx } from '../store/transaction.ts';
import type { Connection } from './connections.ts';
import { countWaiting } from './outbox/waiting.ts';
import { nothingPulled, type RunCounts } from './run-counts.ts';

/** A run as it is kept. */
export type RunView = Omit<Row<'run'>, 'counts'> & { readonly counts: RunCounts };

/** A connection and how it is. */
export interface ConnectionView {
  readonly id: number;
  readonly connection: Connection;
  readonly waiting: number;
  readonly waiting_since: number | null;
  readonly dead: number;
  readonly quarantined: number;
  /** dry runs too */
  readonly last_run: RunView | undefined;
  /** when the last run that went well ended */
  readonly pulled_at: number | null;
  readonly drift: Pick<Row<'drift_check'>, 'ended_at' | 'differing'> | undefined;
}

/** The connections of an organizer that are shown: files that were imported are kept as some without an address. */
export async function connectionIds(rx: Rx, organizer_id: number): Promise<number[]> {
  const rows = await rx.db
    .selectFrom('connection')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .where('deleted_at', 'is', null)
    .where('base_url', '!=', '')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Connections by their ids, whose they are is not asked. */
export async function connectionViews(rx: Rx, ids: readonly number[]): Promise<ConnectionView[]> {
  if (ids.length === 0) return [];
  const connections = await rx.db.selectFrom('connection').selectAll().where('id', 'in', ids).execute();
  const waiting = new Map((await countWaiting(rx, ids)).map((each) => [each.connection_id, each]));
  const aside = await countAside(rx, ids);
  const drifts = await rx.db
    .selectFrom('drift_check')
    .select(['connection_id', 'ended_at', 'differing'])
    .where('connection_id', 'in', ids)
    .execute();
  const drift = new Map(drifts.map(({ connection_id, ...each }) => [connection_id, each]));
  const views: ConnectionView[] = [];
  for (const connection of connections) {
    const { id } = connection;
    const own = waiting.get(id);
    views.push({
      id,
      connection,
      waiting: own?.waiting ?? 0,
      waiting_since: own?.oldest_at ?? null,
      dead: own?.dead ?? 0,
      quarantined: aside.get(id) ?? 0,
      last_run: await lastRun(rx, id),
      pulled_at: (await lastRun(rx, id, { good: true }))?.ended_at ?? null,
      drift: drift.get(id),
    });
  }
  return views;
}

/** How much of each connection stands in quarantine. */
export async function countAside(rx: Rx, connection_ids?: readonly number[]): Promise<Map<number, number>> {
  let query = rx.db
    .selectFrom('quarantine')
    .select((eb) => ['connection_id', eb.fn.countAll<number>().as('many')])
    .where('resolved_at', 'is', null)
    .groupBy('connection_id');
  if (connection_ids !== undefined) query = query.where('connection_id', 'in', connection_ids);
  return new Map((await query.execute()).map(({ connection_id, many }) => [connection_id, many]));
}

async function lastRun(
  rx: Rx,
  connection_id: number,
  { good = false }: { readonly good?: boolean } = {},
): Promise<RunView | undefined> {
  let query = rx.db
    .selectFrom('run')
    .selectAll()
    .where('connection_id', '=', connection_id)
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1);
  if (good) query = query.where('outcome', '=', 'ok').where('dry_run', '=', 0);
  const row = await query.executeTakeFirst();
  return row === undefined ? undefined : runView(row);
}

export async function runsByIds(rx: Rx, ids: readonly number[]): Promise<RunView[]> {
  if (ids.length === 0) return [];
  const rows = await rx.db.selectFrom('run').selectAll().where('id', 'in', ids).execute();
  return rows.map(runView);
}

function runView(row: Row<'run'>): RunView {
  return { ...row, counts: { ...nothingPulled(), ...(JSON.parse(row.counts) as Partial<RunCounts>) } };
}
