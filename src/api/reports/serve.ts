import { stringify } from 'csv-stringify/sync';
import { answer } from '../../contract/endpoint.ts';
import { Fault } from '../../domain/faults.ts';
import { dayBounds, formatLocalDate } from '../../domain/local-time.ts';
import { formatAmount } from '../../domain/money.ts';
import type { Report, ReportColumn, ReportRow, ReportSpan } from '../../office/reports/report.ts';
import {
  attendanceReport,
  salesReport,
  vatReport,
  type SalesDimension,
} from '../../office/reports/reports.ts';
import { saleBalances } from '../../office/reports/sale-parts.ts';
import type { Rx } from '../../store/transaction.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { toInstant } from '../shapes.ts';
import type { reports } from './contract.ts';

const day_ms = 86_400_000;
const days_default = 30;
const days_max = 732;

interface Asked {
  readonly params: { readonly report: 'sales' | 'vat' | 'attendance' };
  readonly query: {
    readonly from?: string;
    readonly until?: string;
    readonly by?: SalesDimension;
    readonly event_id?: number;
  };
}

export function reportHandlers({ office }: ApiFace): GroupHandlers<typeof reports> {
  const { store, surroundings } = office;
  return {
    read_report: ({ auth, params, query }) => {
      const now = surroundings.now();
      const { from, until, span } = spanOf(auth, query, now);
      return store.read(async (rx) => {
        const { columns, rows } = await reportOf(rx, span, { params, query });
        const money = params.report !== 'attendance' && query.event_id === undefined;
        return {
          ...{ report: params.report, from, until, at: toInstant(now) },
          columns: [...columns],
          rows: rows.map((row) => shownRow(columns, row)),
          balance: money ? await saleBalances(rx, span) : null,
        };
      });
    },
    read_report_csv: async ({ auth, params, query }) => {
      const { from, until, span } = spanOf(auth, query, surroundings.now());
      const { columns, rows } = await store.read((rx) => reportOf(rx, span, { params, query }));
      const keys = columns.map(({ key }) => key);
      const lines = rows.map((row) => writtenRow(columns, row));
      const body = stringify(lines, { header: true, columns: keys, bom: true });
      const name = `guichet-${params.report}-${from}-${until}.csv`;
      return answer(200, body, { 'content-disposition': `attachment; filename="${name}"` });
    },
  };
}

/** Whole days of the organizer. Throws `invalid_date`, `invalid_input`; `forbidden` for who has the permission for single events. */
function spanOf(
  auth: Caller,
  query: Asked['query'],
  now: number,
): { from: string; until: string; span: ReportSpan } {
  auth.requireEverywhere();
  const { id: organizer_id, zone } = auth.organizer;
  const until = query.until ?? formatLocalDate(now, zone);
  const end = dayBounds(until, zone);
  const from = query.from ?? formatLocalDate(end.from - (days_default - 1) * day_ms + day_ms / 2, zone);
  const span = {
    ...{ organizer_id, zone },
    from: dayBounds(from, zone).from,
    until: end.until,
    event_id: query.event_id,
  };
  if (span.from >= span.until || span.until - span.from > days_max * day_ms)
    throw new Fault('invalid_input', {
      in: 'query',
      path: 'from',
      message: `is not within ${days_max} days before until`,
    });
  return { from, until, span };
}

function reportOf(rx: Rx, span: ReportSpan, { params, query }: Asked): Promise<Report> {
  if (params.report === 'sales') return salesReport(rx, span, query.by ?? 'day');
  if (query.by !== undefined)
    throw new Fault('unknown_filter', { column: 'by', reason: `${params.report} is not by anything` });
  return params.report === 'vat' ? vatReport(rx, span) : attendanceReport(rx, span);
}

function shownRow(columns: readonly ReportColumn[], row: ReportRow): ReportRow {
  return Object.fromEntries(
    columns.map(({ key, type }) => {
      const cell = row[key] ?? null;
      return [key, type === 'at' && typeof cell === 'number' ? toInstant(cell) : cell];
    }),
  );
}

/** As a spreadsheet reads it. */
function writtenRow(columns: readonly ReportColumn[], row: ReportRow): string[] {
  return columns.map(({ key, type }) => {
    const cell = row[key] ?? null;
    if (cell === null) return '';
    // what a spreadsheet would take for a formula
    if (typeof cell === 'string') return cell.replace(/^(?=[=+\-@\t\r])/, "'");
    if (type === 'amount') return formatAmount(cell, String(row['currency']));
    if (type === 'at') return toInstant(cell);
    return type === 'rate' ? String(cell / 100) : String(cell);
  });
}
