import { Fault } from '../../domain/faults.ts';
import { periodBounds, periodKindOf } from '../../domain/fiscal-period.ts';
import type { JournalPeriod } from '../../domain/journal.ts';
import { statement } from '../../store/statement.ts';
import type { Rx } from '../../store/transaction.ts';
import { tillReport, type JournalRange, type TillReport } from './till-report.ts';

/** The report of a counter for a day, a month or a year; an X while it runs, a Z once it is closed for good. */
export interface PeriodReport {
  readonly kind: JournalPeriod;
  /** "2026-05-15", "2026-05" or "2026" */
  readonly period: string;
  readonly counter: { readonly id: number; readonly name: string };
  readonly currency: string;
  readonly zone: string;
  readonly report: TillReport;
  /** the line of the journal that closed it; null: an X */
  readonly closed_by: { readonly number: number; readonly hash: string } | null;
}

const timeAt = statement<{ counter_id: number; number: number }, { recorded_at: number }>((db, slot) =>
  db
    .selectFrom('journal_line')
    .select('recorded_at')
    .where('counter_id', '=', slot('counter_id'))
    .where('number', '=', slot('number')),
);

/** The first number at or after an instant; one past the end for none. Numbers and instants rise together. */
async function numberFrom(rx: Rx, counter_id: number, instant: number, end: number): Promise<number> {
  let [low, high] = [1, end + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const line = await rx.first(timeAt, { counter_id, number: middle });
    if ((line?.recorded_at ?? 0) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The numbers that a counter's journal has in `[from, until)`. */
export async function numbersWithin(
  rx: Rx,
  counter_id: number,
  { from, until }: { from: number; until: number },
): Promise<JournalRange> {
  const head = await rx.db
    .selectFrom('journal_head')
    .select('number')
    .where('counter_id', '=', counter_id)
    .executeTakeFirst();
  const end = head?.number ?? 0;
  return {
    counter_id,
    first_number: await numberFrom(rx, counter_id, from, end),
    last_number: (await numberFrom(rx, counter_id, until, end)) - 1,
  };
}

/** Reports of a period, by counter; of one counter when it is named. Throws `invalid_date`, `not_found`. */
export async function periodReports(
  rx: Rx,
  wish: {
    readonly organizer_id: number;
    readonly period: string;
    readonly counter_id?: number | undefined;
  },
): Promise<PeriodReport[]> {
  const { organizer_id, period, counter_id } = wish;
  const kind = periodKindOf(period);
  const organizer = await rx.db
    .selectFrom('organizer')
    .select(['zone', 'currency'])
    .where('id', '=', organizer_id)
    .executeTakeFirst();
  if (organizer === undefined) throw new Fault('not_found', { kind: 'organizer', id: organizer_id });
  const bounds = periodBounds(period, organizer.zone);
  let query = rx.db
    .selectFrom('counter')
    .select(['id', 'name'])
    .where('organizer_id', '=', organizer_id)
    .orderBy('id');
  if (counter_id !== undefined) query = query.where('id', '=', counter_id);
  const counters = await query.execute();
  if (counter_id !== undefined && counters.length === 0)
    throw new Fault('not_found', { kind: 'counter', id: counter_id });
  const reports: PeriodReport[] = [];
  for (const { id, name } of counters) {
    const range = await numbersWithin(rx, id, bounds);
    const report = await tillReport(rx, { organizer_id, ...range });
    const closed_by = await closingOf(rx, id, kind, period);
    reports.push({ kind, period, counter: { id, name }, ...organizer, report, closed_by });
  }
  return reports;
}

async function closingOf(rx: Rx, counter_id: number, kind: JournalPeriod, period: string) {
  const line = await rx.db
    .selectFrom('fiscal_closing')
    .innerJoin('journal_line', (join) =>
      join
        .onRef('journal_line.counter_id', '=', 'fiscal_closing.counter_id')
        .onRef('journal_line.number', '=', 'fiscal_closing.number'),
    )
    .select(['journal_line.number', 'journal_line.hash'])
    .where('fiscal_closing.counter_id', '=', counter_id)
    .where('fiscal_closing.kind', '=', kind)
    .where('fiscal_closing.period', '=', period)
    .executeTakeFirst();
  return line === undefined ? null : { number: line.number, hash: line.hash };
}
