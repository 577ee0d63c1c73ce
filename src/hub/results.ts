import { formatUtc } from '../domain/local-time.ts';
import type { Rx } from '../store/transaction.ts';
import { nothingPulled, type RunCounts } from './run-counts.ts';

/** The last run of a connection, as people and n8n read it. */
export interface LastResult {
  readonly connection_id: number;
  readonly dialect: string;
  readonly name: string;
  readonly full: boolean;
  /** UTC */
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly outcome: 'ok' | 'failed' | null;
  readonly message: string;
  readonly counts: RunCounts;
  readonly trouble: string;
}

/** The last run of every connection of these organizers (undefined: of everybody's) that ever ran. */
export async function lastResults(
  rx: Rx,
  organizer_ids: readonly number[] | undefined,
): Promise<LastResult[]> {
  let query = rx.db
    .selectFrom('connection')
    .innerJoin('run', (join) =>
      join
        .onRef('run.connection_id', '=', 'connection.id')
        .on('run.id', '=', (eb) =>
          eb
            .selectFrom('run as latest')
            .select('latest.id')
            .whereRef('latest.connection_id', '=', 'connection.id')
            .where('latest.dry_run', '=', 0)
            .orderBy('latest.started_at', 'desc')
            .orderBy('latest.id', 'desc')
            .limit(1),
        ),
    )
    .select(['connection.id as connection_id', 'connection.dialect', 'connection.name', 'connection.trouble'])
    .select(['run.full', 'run.started_at', 'run.ended_at', 'run.outcome', 'run.message', 'run.counts'])
    .where('connection.deleted_at', 'is', null)
    .orderBy('connection.id');
  if (organizer_ids !== undefined) query = query.where('connection.organizer_id', 'in', organizer_ids);
  const rows = await query.execute();
  return rows.map(({ full, started_at, ended_at, outcome, counts, ...row }) => ({
    ...row,
    full: full === 1,
    started_at: formatUtc(started_at),
    ended_at: ended_at === null ? null : formatUtc(ended_at),
    outcome: outcome === 'ok' || outcome === 'failed' ? outcome : null,
    counts: { ...nothingPulled(), ...(JSON.parse(counts) as Partial<RunCounts>) },
  }));
}
