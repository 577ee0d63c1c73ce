import { stringify } from 'csv-stringify/sync';
import { formatUtc } from '../../domain/local-time.ts';
import { formatAmount } from '../../domain/money.ts';
import type { ReportColumn, ReportRow } from './report.ts';

/** The pages of a report as CSV, piece by piece: a byte order mark, what the columns are called, and the rows. */
export async function* reportCsv(
  columns: readonly ReportColumn[],
  pages: AsyncIterable<readonly ReportRow[]>,
): AsyncGenerator<string> {
  yield stringify([columns.map(heading)], { bom: true });
  for await (const rows of pages) yield stringify(rows.map((row) => columns.map((one) => cell(one, row))));
}

/** Its key; a rate is written in percent here, and is not called basis points then. */
function heading({ key }: ReportColumn): string {
  return key.replace(/_bp$/, '_percent');
}

/** As a spreadsheet reads it. */
function cell({ key, type }: ReportColumn, row: ReportRow): string {
  const value = row[key] ?? null;
  if (value === null) return '';
  // what a spreadsheet would take for a formula
  if (typeof value === 'string') return value.replace(/^(?=[=+\-@\t\r])/, "'");
  if (type === 'amount') return formatAmount(value, String(row['currency']));
  if (type === 'at') return formatUtc(value);
  return type === 'rate' ? String(value / 100) : String(value);
}
