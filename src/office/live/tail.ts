/**
 * What has happened lately, for pages that follow it. The ledger is followed by its seals: they are numbered in the order in
 * which they were committed, whatever process wrote them, so that nothing is passed over. A row is sealed about a second
 * after it was written.
 */
import { sql } from 'kysely';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';

const seals_max = 50;
const rows_max = 2_000;
const scans_max = 500;
const alarms_max = 500;

export interface SealedChange {
  /** of its seal in the chain */
  readonly position: number;
  readonly id: number;
  readonly organizer_id: number;
  readonly recorded_at: number;
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: number;
}

/** Where the chain of the ledger ends now. */
export async function chainEnd(rx: Rx): Promise<number> {
  const row = await rx.db
    .selectFrom('ledger_seal')
    .select((eb) => eb.fn.max('position').as('position'))
    .executeTakeFirst();
  return row?.position ?? 0;
}

/** The changes under the seals after a position, and up to which seal they are. */
export async function changesAfter(
  rx: Rx,
  position: number,
): Promise<{ changes: SealedChange[]; upto: number }> {
  const seals = await rx.db
    .selectFrom('ledger_seal')
    .select(['id', 'position', 'row_count'])
    .where('position', '>', position)
    .orderBy('position')
    .limit(seals_max)
    .execute();
  const taken: typeof seals = [];
  let rows = 0;
  for (const seal of seals) {
    rows += seal.row_count;
    if (taken.length > 0 && rows > rows_max) break;
    taken.push(seal);
  }
  const last = taken.at(-1);
  if (last === undefined) return { changes: [], upto: position };
  const positions = new Map(taken.map((seal) => [seal.id, seal.position]));
  const found = await rx.db
    .selectFrom('ledger')
    .select(['id', 'organizer_id', 'recorded_at', 'action', 'subject_kind', 'subject_id', 'seal_id'])
    .where('seal_id', 'in', [...positions.keys()])
    .orderBy('seal_id')
    .orderBy('seal_position')
    .execute();
  const changes = found.map(({ seal_id, ...row }) => ({
    ...row,
    position: positions.get(seal_id ?? 0) ?? 0,
  }));
  return { changes, upto: last.position };
}

export type LiveScan = Pick<
  Row<'scan'>,
  | 'id'
  | 'organizer_id'
  | 'event_id'
  | 'ticket_id'
  | 'control_point_id'
  | 'direction'
  | 'outcome'
  | 'refusal'
  | 'scanned_at'
  | 'received_at'
>;

/** The scans of an organizer that came in at or after an instant; those beyond a number are left out. */
export async function scansFrom(rx: Rx, organizer_id: number, received_from: number): Promise<LiveScan[]> {
  return rx.db
    .selectFrom('scan')
    .select([
      'id',
      'organizer_id',
      'event_id',
      'ticket_id',
      'control_point_id',
      'direction',
      'outcome',
      'refusal',
      'scanned_at',
      'received_at',
    ])
    .where('organizer_id', '=', organizer_id)
    .where('received_at', '>=', received_from)
    .orderBy('received_at')
    .limit(scans_max)
    .execute();
}

export type LiveRun = Pick<
  Row<'run'>,
  'id' | 'connection_id' | 'started_at' | 'ended_at' | 'outcome' | 'full'
>;

/** The last run of each connection of an organizer. */
export async function lastRuns(rx: Rx, organizer_id: number): Promise<LiveRun[]> {
  return rx.db
    .selectFrom('connection as c')
    .innerJoin('run as r', (join) =>
      join.on('r.id', '=', (eb) =>
        eb
          .selectFrom('run')
          .select('run.id')
          .whereRef('run.connection_id', '=', 'c.id')
          .orderBy('run.started_at', 'desc')
          .limit(1),
      ),
    )
    .select(['r.id', 'r.connection_id', 'r.started_at', 'r.ended_at', 'r.outcome', 'r.full'])
    .where('c.organizer_id', '=', organizer_id)
    .where('c.deleted_at', 'is', null)
    .execute();
}

/** How a connection is, as far as that changes without a line in the ledger. Counts go no further than `held_max`. */
export interface LiveConnection extends Pick<
  Row<'connection'>,
  'failures' | 'paused_until' | 'asked_until' | 'halted_at'
> {
  readonly connection_id: number;
  /** deliveries that wait, those that were given up, and records that were set aside */
  readonly waiting: number;
  readonly dead: number;
  readonly quarantined: number;
}

/** what is beyond is the same trouble: a long queue is not counted every second */
const held_max = 1_000;

/** The connections of an organizer, by id. */
export async function connectionsNow(rx: Rx, organizer_id: number): Promise<LiveConnection[]> {
  const upTo = (table: string, condition: string) =>
    sql<number>`(select count(*) from (select 1 as found from ${sql.table(table)} as held
      where held.connection_id = c.id and ${sql.raw(`held.${condition}`)} limit ${sql.lit(held_max)}) as counted)`;
  return rx.db
    .selectFrom('connection as c')
    .select(['c.id as connection_id', 'c.failures', 'c.paused_until', 'c.asked_until', 'c.halted_at'])
    .select([
      upTo('outbox', 'due_at is not null').as('waiting'),
      upTo('outbox', 'dead_at is not null').as('dead'),
      upTo('quarantine', 'resolved_at is null').as('quarantined'),
    ])
    .where('c.organizer_id', '=', organizer_id)
    .where('c.deleted_at', 'is', null)
    .orderBy('c.id')
    .execute();
}

export type LiveAlarm = Pick<Row<'alarm'>, 'id' | 'code' | 'subject_kind' | 'subject_id' | 'raised_at'>;

/** The alarms of an organizer that nobody has cleared. */
export async function openAlarms(rx: Rx, organizer_id: number): Promise<LiveAlarm[]> {
  return rx.db
    .selectFrom('alarm')
    .select(['id', 'code', 'subject_kind', 'subject_id', 'raised_at'])
    .where('organizer_id', '=', organizer_id)
    .where('cleared_at', 'is', null)
    .orderBy('id')
    .limit(alarms_max)
    .execute();
}

export type SumsEnd = Pick<Row<'tally_cursor'>, 'kind' | 'upto_at' | 'upto_id'>;

/** Up to where the sums of an organizer's sales and arrivals go: they follow what happens a moment later. */
export async function sumsEnd(rx: Rx, organizer_id: number): Promise<SumsEnd[]> {
  return rx.db
    .selectFrom('tally_cursor')
    .select(['kind', 'upto_at', 'upto_id'])
    .where('organizer_id', '=', organizer_id)
    .orderBy('kind')
    .execute();
}
