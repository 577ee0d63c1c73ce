import { Fault } from '../../domain/faults.ts';
import type { Rx, Store } from '../../store/transaction.ts';
import { attendance } from './attendance.ts';
import { closings } from './closings.ts';
import { platforms } from './platforms.ts';
import type {
  ReportColumn,
  ReportDimension,
  ReportForm,
  ReportName,
  ReportRow,
  ReportSpan,
} from './report.ts';
import { orders, sales, vat } from './sales.ts';

const forms: Readonly<Record<ReportName, ReportForm>> = {
  ...{ sales, orders, vat, attendance, platforms, closings },
};

/** of reports that are not read at once */
const page_rows_default = 1_000;

export interface ReportWish {
  readonly name: ReportName;
  readonly by?: ReportDimension | undefined;
  readonly span: ReportSpan;
}

export interface ReportHead {
  readonly by: ReportDimension | undefined;
  readonly columns: readonly ReportColumn[];
  /** what leads from a row to what it tells of, beside its columns */
  readonly known_by: readonly string[];
  /** whether what was paid for the same orders can be said */
  readonly balanced: boolean;
}

/** What the report is made of. Throws `unknown_filter` for what it is not by, and for a filter that it has not. */
export function reportHead({ name, by, span }: ReportWish): ReportHead {
  const form = forms[name];
  const unknown = (column: string): Fault =>
    new Fault('unknown_filter', { column, reason: `${name} has no such choice` });
  if (by !== undefined && !form.dimensions.includes(by)) throw unknown('by');
  for (const filter of ['event_id', 'platform'] as const)
    if (span[filter] !== undefined && !form.filters.includes(filter)) throw unknown(filter);
  const chosen = by ?? form.dimensions[0];
  const balanced = form.balanced && span.event_id === undefined;
  return { by: chosen, columns: form.columns(chosen), known_by: form.known_by ?? [], balanced };
}

/**
 * The rows page by page, each read by itself: memory holds one page, whatever the number of rows. The first page is read at
 * once, so that what is wrong with the wish is told before anything is sent.
 */
export async function reportPages(
  store: Store,
  wish: ReportWish,
  page_rows = page_rows_default,
): Promise<AsyncGenerator<readonly ReportRow[]>> {
  const { by } = reportHead(wish);
  const read = (after: number) =>
    store.read((rx) => forms[wish.name].page(rx, wish.span, by, { after, limit: page_rows }));
  const first = await read(0);
  return (async function* pages() {
    let page = first;
    yield page.rows;
    while (page.after !== undefined) {
      page = await read(page.after);
      yield page.rows;
    }
  })();
}

/** The first rows, and whether there are more. */
export async function firstRows(
  rx: Rx,
  wish: ReportWish,
  rows_max: number,
): Promise<{ readonly rows: readonly ReportRow[]; readonly more: boolean }> {
  const { by } = reportHead(wish);
  const rows: ReportRow[] = [];
  let after: number | undefined = 0;
  while (after !== undefined && rows.length <= rows_max) {
    const page = await forms[wish.name].page(rx, wish.span, by, { after, limit: page_rows_default });
    rows.push(...page.rows);
    after = page.after;
  }
  return { rows: rows.slice(0, rows_max), more: rows.length > rows_max };
}

/** What the summed columns of rows come to: one row for each currency, one for all where there are none. */
export function totalsOf(columns: readonly ReportColumn[], rows: readonly ReportRow[]): ReportRow[] {
  const summed = columns.filter((column) => column.summed === true);
  return [...Map.groupBy(rows, (row) => row['currency'] ?? null)].map(([currency, own]) => ({
    ...(currency === null ? {} : { currency }),
    ...Object.fromEntries(
      summed.map(({ key }) => [key, own.reduce((sum, row) => sum + Number(row[key] ?? 0), 0)]),
    ),
  }));
}
