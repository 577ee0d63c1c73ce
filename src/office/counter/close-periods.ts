import { periodAround, periodBounds } from '../../domain/fiscal-period.ts';
import { journalPeriods, type JournalPeriod } from '../../domain/journal.ts';
import { formatLocalDate } from '../../domain/local-time.ts';
import type { Tx } from '../../store/transaction.ts';
import type { SecretSealer } from '../access/sealing.ts';
import { recordChange } from '../ledger/record.ts';
import { lockJournal, writeJournal, type JournalPlace } from './journal.ts';
import { numbersWithin } from './period-report.ts';
import { signingKey } from './signing-key.ts';
import { tillReport } from './till-report.ts';

/** Counters of whose journal something may have to be closed, looked at in one turn. */
export interface ClosingTurn {
  readonly sealer: SecretSealer;
  /** counters closed in one command */
  readonly limit: number;
}

/**
 * Closes for good every day, month and year that is over and in which a till has written: a signed line each, with the sums of
 * the period and the totals that never go down. No line can be written into a period that is over, since instants rise with
 * the numbers. Gives how many counters had something to close.
 */
export async function closePeriods(tx: Tx, { sealer, limit }: ClosingTurn): Promise<number> {
  const due = await tx.db
    .selectFrom('journal_head')
    .innerJoin('organizer', 'organizer.id', 'journal_head.organizer_id')
    .select(['journal_head.counter_id', 'journal_head.organizer_id', 'organizer.zone'])
    .whereRef('journal_head.number', '>', 'journal_head.closed_number')
    .orderBy('journal_head.counter_id')
    .execute();
  let closed = 0;
  for (const counter of due) {
    if (closed >= limit) break;
    if (await closeOne(tx, counter, sealer)) closed += 1;
  }
  return closed;
}

interface Counter extends JournalPlace {
  readonly zone: string;
}

/** A month of days, with the month itself and its year: what one command closes of a counter that nobody looked after. */
const steps_max = 33;

/** Closes what is over at a counter, in the order in which it ended: a day, then the month and the year it was the last of. */
async function closeOne(tx: Tx, counter: Counter, sealer: SecretSealer): Promise<boolean> {
  if ((await nextStep(tx, counter)) === undefined) return false;
  // the key before the journal, as whoever closes a session or changes the key takes them
  const signed_with = await signingKey(tx, counter.organizer_id, sealer);
  // asked again under the lock: another process may have closed it meanwhile
  await lockJournal(tx, counter);
  for (let step = 0; step < steps_max; step += 1) {
    const due = await nextStep(tx, counter);
    if (due === undefined) return step > 0;
    await closePeriod(tx, counter, { ...due, signed_with });
  }
  return true;
}

async function nextStep(
  tx: Tx,
  counter: Counter,
): Promise<{ kind: JournalPeriod; period: string } | undefined> {
  const today = formatLocalDate(tx.now, counter.zone);
  const open = await openDay(tx, counter);
  const next = open < today ? open : today;
  const last = await lastClosed(tx, counter, 'day');
  if (last !== undefined) {
    for (const kind of ['month', 'year'] as const) {
      const period = periodAround(kind, last);
      if (period < periodAround(kind, next) && (await lastClosed(tx, counter, kind)) !== period)
        return { kind, period };
    }
  }
  return open < today ? { kind: 'day', period: open } : undefined;
}

async function lastClosed(tx: Tx, { counter_id }: Counter, kind: JournalPeriod): Promise<string | undefined> {
  const row = await tx.db
    .selectFrom('fiscal_closing')
    .select('period')
    .where('counter_id', '=', counter_id)
    .where('kind', '=', kind)
    .orderBy('period', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.period;
}

/** The local day of the first line that no day has closed, closings of periods aside; a day that never comes for none. */
async function openDay(tx: Tx, { counter_id, zone }: Counter): Promise<string> {
  const line = await tx.db
    .selectFrom('journal_line')
    .innerJoin('journal_head', 'journal_head.counter_id', 'journal_line.counter_id')
    .select('journal_line.recorded_at')
    .where('journal_line.counter_id', '=', counter_id)
    .whereRef('journal_line.number', '>', 'journal_head.closed_number')
    .where('journal_line.kind', 'not in', journalPeriods)
    .orderBy('journal_line.number')
    .limit(1)
    .executeTakeFirst();
  return line === undefined ? '9999-99-99' : formatLocalDate(line.recorded_at, zone);
}

async function closePeriod(
  tx: Tx,
  counter: Counter,
  { kind, period, signed_with }: { kind: JournalPeriod; period: string; signed_with: string },
): Promise<void> {
  const { organizer_id, counter_id, zone } = counter;
  const range = await numbersWithin(tx, counter_id, periodBounds(period, zone));
  const report = await tillReport(tx, { organizer_id, ...range });
  if (kind === 'day')
    await tx.db
      .updateTable('journal_head')
      .set({ closed_number: range.last_number })
      .where('counter_id', '=', counter_id)
      .execute();
  await recordChange(tx, {
    organizer_id,
    action: 'counter.period_closed',
    subject_kind: 'counter',
    subject_id: counter_id,
    after: { kind, period },
  });
  const [number] = await writeJournal(tx, counter, [
    {
      kind,
      amount: report.net,
      content: {
        period,
        first: report.first_number,
        last: report.last_number,
        sales: [report.sales.count, report.sales.amount],
        returns: [report.returns.count, report.returns.amount],
        vat: report.vat.map(({ vat_bp, gross, vat }) => [vat_bp, gross, vat]),
        departments: report.departments.map(({ department_id, gross }) => [department_id, gross]),
        payments: report.payments.map(({ payment_mode_id, method, amount, count }) => [
          payment_mode_id,
          method,
          amount,
          count,
        ]),
        sold_total: report.sold_total,
        returned_total: report.returned_total,
      },
      signed_with,
    },
  ]);
  await tx.db
    .insertInto('fiscal_closing')
    .values({ counter_id, kind, period, organizer_id, number: number ?? 0 })
    .execute();
}
