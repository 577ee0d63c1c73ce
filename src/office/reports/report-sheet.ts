import type { DocumentLanguage } from '../documents/ticket-words.ts';
import type { WorkbookCell, WorkbookRows, WorkbookSheet } from '../documents/workbook.ts';
import { totalsOf } from './read-report.ts';
import { columnTitle, platformTitle, reportWords } from './report-words.ts';
import type { ReportColumn, ReportName, ReportRow } from './report.ts';

export interface ReportSheetHead {
  readonly name: ReportName;
  readonly language: DocumentLanguage;
  /** IANA */
  readonly zone: string;
  readonly columns: readonly ReportColumn[];
}

export function reportSheet({ name, language, columns }: ReportSheetHead): WorkbookSheet {
  return {
    name: reportWords[language].names[name],
    columns: columns.map(({ key, type }) => ({
      title: columnTitle(language, name, key),
      width_chars: type === 'text' ? 24 : 16,
    })),
  };
}

/** The rows of a report page by page, and the sums of all of them below where there are any. */
export async function* reportSheetRows(
  head: ReportSheetHead,
  pages: AsyncIterable<readonly ReportRow[]>,
): AsyncGenerator<WorkbookRows> {
  const { language, columns } = head;
  const [first] = columns;
  let totals: readonly ReportRow[] = [];
  for await (const rows of pages) {
    totals = totalsOf(columns, [...totals, ...rows]);
    yield rows.map((row) => columns.map((column) => cellOf(head, column, row)));
  }
  yield totals.map((row) =>
    columns.map((column) => (column === first ? reportWords[language].total : cellOf(head, column, row))),
  );
}

function cellOf(
  { language, zone }: ReportSheetHead,
  { key, type }: ReportColumn,
  row: ReportRow,
): WorkbookCell {
  const cell = row[key] ?? null;
  if (cell === null) return null;
  if (type === 'platform') return platformTitle(language, String(cell));
  if (typeof cell === 'string') return cell;
  if (type === 'amount') return { amount: cell, currency: String(row['currency']) };
  if (type === 'at') return { at: cell, zone };
  return type === 'rate' ? { rate_bp: cell } : cell;
}
