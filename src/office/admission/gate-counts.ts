import { sql } from 'kysely';
import type { Rx } from '../../store/transaction.ts';

export interface DoorCount {
  /** null: a scan that named none */
  readonly control_point_id: number | null;
  readonly entries: number;
  readonly exits: number;
  readonly refused: number;
  readonly conflicts: number;
}

/** What came by at each control point since an instant; it takes as long as there were scans since then. */
export async function countsByControlPoint(
  rx: Rx,
  wanted: { readonly organizer_id: number; readonly event_id: number; readonly since: number },
): Promise<DoorCount[]> {
  const rows = await rx.db
    .selectFrom('scan')
    .select((eb) => [
      'control_point_id',
      'outcome',
      'direction',
      eb.fn.countAll<number | string>().as('scans'),
    ])
    .where('organizer_id', '=', wanted.organizer_id)
    .where('received_at', '>=', wanted.since)
    .where('event_id', '=', wanted.event_id)
    .groupBy(['control_point_id', 'outcome', 'direction'])
    .execute();
  const ids = [...new Set(rows.map(({ control_point_id }) => control_point_id))];
  return ids.map((control_point_id) => {
    const here = rows.filter((row) => row.control_point_id === control_point_id);
    const sum = (fits: (row: (typeof rows)[number]) => boolean): number =>
      here.filter(fits).reduce((all, { scans }) => all + Number(scans), 0);
    const passed = ['admitted', 'reported'];
    return {
      control_point_id,
      entries: sum(({ outcome, direction }) => passed.includes(outcome) && direction === 'in'),
      exits: sum(({ outcome, direction }) => passed.includes(outcome) && direction === 'out'),
      refused: sum(({ outcome }) => outcome === 'refused'),
      conflicts: sum(({ outcome }) => outcome === 'conflict'),
    };
  });
}

export interface RefusalCount {
  /** a code of the ladder, or `ambiguous` */
  readonly refusal: string;
  readonly scans: number;
}

export interface QuarterCount {
  /** the beginning of the quarter of an hour */
  readonly from: number;
  readonly entries: number;
  readonly exits: number;
  readonly refused: number;
}

const quarter_ms = 900_000;

/** What was refused and why, the most frequent first, and what came by in each quarter of an hour in which something did. */
export async function countsOverTime(
  rx: Rx,
  wanted: { readonly organizer_id: number; readonly event_id: number; readonly since: number },
): Promise<{ refusals: RefusalCount[]; quarters: QuarterCount[] }> {
  const quarter = sql<number | string>`received_at / ${sql.lit(quarter_ms)}`;
  const rows = await rx.db
    .selectFrom('scan')
    .select((eb) => [
      quarter.as('quarter'),
      'outcome',
      'direction',
      'refusal',
      eb.fn.countAll<number | string>().as('scans'),
    ])
    .where('organizer_id', '=', wanted.organizer_id)
    .where('received_at', '>=', wanted.since)
    .where('event_id', '=', wanted.event_id)
    .groupBy([quarter, 'outcome', 'direction', 'refusal'])
    .execute();
  const refusals = new Map<string, number>();
  const quarters = new Map<number, QuarterCount>();
  for (const row of rows) {
    const [from, scans] = [Number(row.quarter) * quarter_ms, Number(row.scans)];
    const { entries, exits, refused } = quarters.get(from) ?? { entries: 0, exits: 0, refused: 0 };
    const is_refused = row.outcome === 'refused';
    const is_passed = row.outcome === 'admitted' || row.outcome === 'reported';
    quarters.set(from, {
      from,
      entries: entries + (is_passed && row.direction === 'in' ? scans : 0),
      exits: exits + (is_passed && row.direction === 'out' ? scans : 0),
      refused: refused + (is_refused ? scans : 0),
    });
    if (is_refused && row.refusal !== null)
      refusals.set(row.refusal, (refusals.get(row.refusal) ?? 0) + scans);
  }
  return {
    refusals: [...refusals]
      .map(([refusal, scans]) => ({ refusal, scans }))
      .toSorted((a, b) => b.scans - a.scans || a.refusal.localeCompare(b.refusal)),
    quarters: [...quarters.values()].toSorted((a, b) => a.from - b.from),
  };
}
