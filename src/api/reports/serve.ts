import { Readable } from 'node:stream';
import { answer } from '../../contract/endpoint.ts';
import { Fault } from '../../domain/faults.ts';
import { dayBounds, formatLocalDate } from '../../domain/local-time.ts';
import { renderTablePdf, report_pdf_rows_max } from '../../office/documents/report-table-pdf.ts';
import { workbookPieces } from '../../office/documents/workbook.ts';
import type { PrintedReport } from '../../office/reports/printed-report.ts';
import {
  firstRows,
  reportHead,
  reportPages,
  totalsOf,
  type ReportWish,
} from '../../office/reports/read-report.ts';
import { reportCsv } from '../../office/reports/report-csv.ts';
import { reportSheet, reportSheetRows } from '../../office/reports/report-sheet.ts';
import { columnTitle } from '../../office/reports/report-words.ts';
import type { ReportColumn, ReportDimension, ReportName, ReportRow } from '../../office/reports/report.ts';
import { saleBalances } from '../../office/reports/sale-parts.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { toInstant } from '../shapes.ts';
import type { reports } from './contract.ts';

const day_ms = 86_400_000;
const days_default = 30;
const days_max = 732;
/** more than anybody reads on a page */
const shown_rows_max = 1_000;

interface Asked {
  readonly auth: Caller;
  readonly params: { readonly report: ReportName };
  readonly query: {
    readonly from?: string;
    readonly until?: string;
    readonly by?: ReportDimension;
    readonly event_id?: number;
    readonly platform?: string;
    readonly language?: 'fr' | 'en';
  };
}

interface Wish extends ReportWish {
  /** its first and its last day */
  readonly from: string;
  readonly until: string;
}

export function reportHandlers({ office }: ApiFace): GroupHandlers<typeof reports> {
  const { store, surroundings } = office;

  /** The whole report for paper. Throws `too_large` beyond what is printed. */
  async function printed(asked: Asked): Promise<PrintedReport> {
    const now = surroundings.now();
    const wish = wishOf(asked, now);
    const { columns, balanced } = reportHead(wish);
    const { organizer } = asked.auth;
    return store.read(async (rx) => {
      const { rows, more } = await firstRows(rx, wish, report_pdf_rows_max);
      if (more) throw new Fault('too_large', { report: wish.name, rows_max: report_pdf_rows_max });
      return {
        ...{ name: wish.name, language: asked.query.language ?? 'fr', organizer: organizer.name },
        ...{ zone: organizer.zone, from: wish.from, until: wish.until, at: now },
        ...{ columns, rows, totals: totalsOf(columns, rows) },
        balances: balanced ? await saleBalances(rx, wish.span) : [],
      };
    });
  }

  return {
    read_report: ({ auth, params, query }) => {
      const now = surroundings.now();
      const wish = wishOf({ auth, params, query }, now);
      const { by, columns, known_by, balanced } = reportHead(wish);
      const language = query.language ?? 'fr';
      return store.read(async (rx) => {
        const { rows, more } = await firstRows(rx, wish, shown_rows_max);
        return {
          ...{ report: wish.name, by: by ?? null, from: wish.from, until: wish.until, at: toInstant(now) },
          columns: columns.map(({ key, type, summed = false }) => ({
            ...{ key, type, summed },
            title: columnTitle(language, wish.name, key),
          })),
          rows: rows.map((row) => ({
            ...shownRow(columns, row),
            ...Object.fromEntries(known_by.map((key) => [key, row[key] ?? null])),
          })),
          more,
          totals: more ? null : totalsOf(columns, rows),
          balance: balanced ? await saleBalances(rx, wish.span) : null,
        };
      });
    },
    read_report_csv: async ({ auth, params, query }) => {
      const wish = wishOf({ auth, params, query }, surroundings.now());
      const { columns } = reportHead(wish);
      const pages = await reportPages(store, wish);
      return answer(200, Readable.from(reportCsv(columns, pages)), fileOf(wish, 'csv'));
    },
    read_report_xlsx: async ({ auth, params, query }) => {
      const wish = wishOf({ auth, params, query }, surroundings.now());
      const { columns } = reportHead(wish);
      const pages = await reportPages(store, wish);
      const head = { name: wish.name, language: query.language ?? 'fr', zone: wish.span.zone, columns };
      const pieces = workbookPieces(reportSheet(head), reportSheetRows(head, pages));
      return answer(200, Readable.from(pieces), fileOf(wish, 'xlsx'));
    },
    read_report_pdf: async (asked) => {
      const report = await printed(asked);
      return answer(200, Buffer.from(await renderTablePdf(report)), fileOf(report, 'pdf'));
    },
  };
}

function fileOf(
  { name, from, until }: Pick<Wish, 'name' | 'from' | 'until'>,
  kind: string,
): Record<string, string> {
  return { 'content-disposition': `attachment; filename="guichet-${name}-${from}-${until}.${kind}"` };
}

/** Whole days of the organizer. Throws `invalid_date`, `invalid_input`; `forbidden` for who has the permission for single events. */
function wishOf({ auth, params, query }: Asked, now: number): Wish {
  auth.requireEverywhere();
  const { id: organizer_id, zone } = auth.organizer;
  const until = query.until ?? formatLocalDate(now, zone);
  const end = dayBounds(until, zone);
  const from = query.from ?? formatLocalDate(end.from - (days_default - 1) * day_ms + day_ms / 2, zone);
  const { event_id, platform } = query;
  const days = { from: dayBounds(from, zone).from, until: end.until };
  if (days.from >= days.until || days.until - days.from > days_max * day_ms)
    throw new Fault('invalid_input', {
      in: 'query',
      path: 'from',
      message: `is not within ${days_max} days before until`,
    });
  const span = { organizer_id, zone, ...days, event_id, platform };
  return { name: params.report, by: query.by, span, from, until };
}

function shownRow(columns: readonly ReportColumn[], row: ReportRow): ReportRow {
  return Object.fromEntries(
    columns.map(({ key, type }) => {
      const cell = row[key] ?? null;
      return [key, type === 'at' && typeof cell === 'number' ? toInstant(cell) : cell];
    }),
  );
}
