import { stringify } from 'csv-stringify/sync';
import { formatAmount } from '../../domain/money.ts';
import { formatLocal } from '../../domain/local-time.ts';
import type { PeriodReport } from './period-report.ts';

const columns = ['period', 'counter', 'section', 'name', 'count', 'gross', 'vat', 'net'] as const;

/** A name that a spreadsheet would take for a formula gets an apostrophe in front; amounts below 0 stay numbers. */
const harmless = (name: string): string => (/^[=+\-@\t\r]/.test(name) ? `'${name}` : name);

type Line = Partial<Record<(typeof columns)[number], string | number>>;

/** X and Z reports as CSV: one line for each sum, amounts with a point, the period and the counter on every line. */
export function reportCsv(reports: readonly PeriodReport[]): string {
  const rows = reports.flatMap(linesOf);
  return stringify(rows, { header: true, columns: [...columns] });
}

function linesOf({ period, counter, currency, zone, report, closed_by }: PeriodReport): Line[] {
  const amount = (value: number) => formatAmount(value, currency);
  const { sales, returns, net, cash } = report;
  const sum = (section: string, name: string, gross: number, count?: number): Line => ({
    section,
    name: harmless(name),
    count: count ?? '',
    gross: amount(gross),
  });
  const fact = (name: string, value: string | number): Line => ({ section: 'report', name, count: value });
  const lines: Line[] = [
    fact('kind', closed_by === null ? 'X' : 'Z'),
    fact('first line', report.first_number),
    fact('last line', report.last_number),
    fact('first at', report.first_at === null ? '' : formatLocal(report.first_at, zone)),
    fact('last at', report.last_at === null ? '' : formatLocal(report.last_at, zone)),
    sum('sales', '', sales.amount, sales.count),
    sum('returns', '', returns.amount, returns.count),
    sum('net', '', net),
    ...report.vat.map(({ vat_bp, gross, vat, net: base }) => ({
      section: 'vat',
      name: `${vat_bp / 100} %`,
      gross: amount(gross),
      vat: amount(vat),
      net: amount(base),
    })),
    ...report.departments.map(({ name, quantity, gross }) => sum('department', name, gross, quantity)),
    ...report.payments.map(({ name, count, amount: paid }) => sum('payment', name, paid, count)),
    ...(Object.entries(cash) as [string, number][]).map(([name, value]) =>
      sum('cash', name.replaceAll('_', ' '), value),
    ),
    sum('perpetual total', 'sold', report.sold_total),
    sum('perpetual total', 'returned', report.returned_total),
  ];
  if (closed_by !== null) lines.push(fact('closed by line', closed_by.number), fact('hash', closed_by.hash));
  return lines.map((line) => ({ period, counter: harmless(counter.name), ...line }));
}
