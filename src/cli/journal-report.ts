import { writeFile } from 'node:fs/promises';
import { formatLocal, formatLocalDate } from '../domain/local-time.ts';
import { formatAmount } from '../domain/money.ts';
import { periodReports, type PeriodReport } from '../office/counter/period-report.ts';
import { reportCsv } from '../office/counter/report-csv.ts';
import { systemSurroundings } from '../store/surroundings.ts';
import { CommandError, exitCodes } from './exit.ts';
import { withStore, type ToolOptions } from './open-office.ts';
import { organizerBySlug } from './organizers.ts';
import type { Output } from './output.ts';

export interface ReportWish extends ToolOptions {
  readonly organizer: string;
  /** all counters unless one is named */
  readonly counter?: string | undefined;
  /** "2026-05-15", "2026-05" or "2026"; today unless given */
  readonly period?: string | undefined;
  readonly format: 'text' | 'csv' | 'pdf';
  /** undefined: standard output */
  readonly out?: string | undefined;
}

/** The X report of a day, a month or a year that runs, or the Z of one that is over, of each counter. */
export async function runJournalReport(wish: ReportWish, output: Output): Promise<void> {
  const { format, out } = wish;
  if (out === undefined && format === 'pdf')
    throw new CommandError('A PDF goes into a file: name it with --output.', exitCodes.usage);
  if (out === undefined && output.json && format !== 'text')
    throw new CommandError(
      '--json and --format ask for two things: name a file with --output.',
      exitCodes.usage,
    );
  const { period, organizer, reports } = await readReports(wish);
  const text = format === 'csv' ? reportCsv(reports) : wordsOf(organizer, period, reports);
  if (out === undefined) {
    const told = reports.map((report) => ({ organizer: wish.organizer, sign: signOf(report), ...report }));
    output.tell(text.trimEnd(), told);
    return;
  }
  await writeFile(out, format === 'pdf' ? await pdfOf(organizer, reports) : `${text.trimEnd()}\n`);
  const counters = reports.map(({ counter }) => counter.name);
  output.tell(`The report of ${period} is in ${out}.`, { file: out, format, period, counters });
}

async function pdfOf(organizer: string, reports: readonly PeriodReport[]): Promise<Uint8Array> {
  const { renderReportPdf } = await import('../office/documents/report-pdf.ts');
  return renderReportPdf(organizer, reports);
}

interface Found {
  readonly organizer: string;
  readonly period: string;
  readonly reports: readonly PeriodReport[];
}

async function readReports(wish: ReportWish): Promise<Found> {
  return withStore(wish, ({ store }) =>
    store.read(async (rx) => {
      const { id: organizer_id, name, zone } = await organizerBySlug(rx, wish.organizer);
      const { period = formatLocalDate(systemSurroundings().now(), zone) } = wish;
      const all = await periodReports(rx, { organizer_id, period });
      const reports = all.filter(
        ({ counter }) => wish.counter === undefined || counter.name === wish.counter,
      );
      if (reports.length === 0 && wish.counter !== undefined)
        throw new CommandError(`"${wish.organizer}" has no counter "${wish.counter}".`, exitCodes.usage);
      return { organizer: name, period, reports };
    }),
  );
}

const signOf = ({ closed_by }: PeriodReport): 'X' | 'Z' => (closed_by === null ? 'X' : 'Z');

function wordsOf(organizer: string, period: string, reports: readonly PeriodReport[]): string {
  if (reports.length === 0) return `${organizer} has no counter.`;
  return reports.map((report) => linesOf(organizer, period, report).join('\n')).join('\n\n');
}

function linesOf(organizer: string, period: string, one: PeriodReport): string[] {
  const { report, currency, zone, closed_by, counter } = one;
  const { sales, returns, cash } = report;
  const row = (name: string, count: number | '', amount: number) =>
    `  ${name.padEnd(32)}${String(count).padStart(8)}${formatAmount(amount, currency).padStart(16)}`;
  const table = (title: string, rows: readonly string[]) => (rows.length === 0 ? [] : ['', title, ...rows]);
  const at = (instant: number | null) => (instant === null ? '' : formatLocal(instant, zone));
  const stretch =
    report.last_number < report.first_number
      ? 'no line of the journal'
      : `lines ${report.first_number} to ${report.last_number}, ${at(report.first_at)} to ${at(report.last_at)}`;
  const closing =
    closed_by === null ? 'not closed yet' : `closed by line ${closed_by.number}, ${closed_by.hash}`;
  return [
    `${signOf(one)} report of ${period}: ${organizer}, ${counter.name} (${currency})`,
    `${stretch}; ${closing}`,
    ...table('Sales', [
      row('sold', sales.count, sales.amount),
      row('came back', returns.count, returns.amount),
      row('net', '', report.net),
    ]),
    ...table(
      'VAT',
      report.vat.map(({ vat_bp, net, vat }) =>
        row(`${vat_bp / 100} % of ${formatAmount(net, currency)}`, '', vat),
      ),
    ),
    ...table(
      'Departments',
      report.departments.map(({ name, quantity, gross }) =>
        row(name === '' ? 'none' : name, quantity, gross),
      ),
    ),
    ...table(
      'Payments',
      report.payments.map(({ name, count, amount }) => row(name, count, amount)),
    ),
    ...table(
      'Cash',
      (Object.entries(cash) as [string, number][]).map(([name, amount]) =>
        row(name.replaceAll('_', ' '), '', amount),
      ),
    ),
    ...table('Ever', [row('sold', '', report.sold_total), row('came back', '', report.returned_total)]),
  ];
}
