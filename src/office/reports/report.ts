import type { Rx } from '../../store/transaction.ts';

/** A report is a table: what its columns hold says how they are written. */
export interface ReportColumn {
  readonly key: string;
  /** `amount`: whole minor units of the row's `currency`; `rate`: basis points; `at`: ms; `platform`: where it was sold */
  readonly type: 'text' | 'platform' | 'count' | 'amount' | 'rate' | 'at';
  /** adds up to something, by currency where the rows have one */
  readonly summed?: true;
}

export type ReportRow = Readonly<Record<string, string | number | null>>;

/** Instants: from the first on, up to but without the second. */
export interface ReportSpan {
  readonly organizer_id: number;
  /** IANA: of the days */
  readonly zone: string;
  readonly from: number;
  readonly until: number;
  readonly event_id?: number | undefined;
  /** of sales: where they were made */
  readonly platform?: string | undefined;
}

export const reportNames = ['sales', 'orders', 'vat', 'attendance', 'platforms', 'closings'] as const;
export type ReportName = (typeof reportNames)[number];

export const reportDimensions = ['day', 'event', 'price', 'platform', 'session', 'hour'] as const;
export type ReportDimension = (typeof reportDimensions)[number];

/** A page of a report that is read page by page, and where the next one begins. */
interface ReportPage {
  readonly rows: readonly ReportRow[];
  /** undefined: this was the last */
  readonly after: number | undefined;
}

/** What a report can be asked, and how its rows are read. */
export interface ReportForm {
  /** what its rows may be; the first unless asked otherwise; none where it is by nothing */
  readonly dimensions: readonly ReportDimension[];
  readonly filters: readonly ('event_id' | 'platform')[];
  /** what leads from a row to what it tells of: handed on beside its columns, and printed nowhere */
  readonly known_by?: readonly string[];
  /** paid for the same orders as these sums */
  readonly balanced: boolean;
  columns(by: ReportDimension | undefined): readonly ReportColumn[];
  /** from 0 on; most reports are one page */
  page(
    rx: Rx,
    span: ReportSpan,
    by: ReportDimension | undefined,
    from: { readonly after: number; readonly limit: number },
  ): Promise<ReportPage>;
}

/** A report that is read at once: its rows are sums, and few. */
export function whole(
  rows: (rx: Rx, span: ReportSpan, by: ReportDimension | undefined) => Promise<readonly ReportRow[]>,
): ReportForm['page'] {
  return async (rx, span, by) => ({ rows: await rows(rx, span, by), after: undefined });
}
