/** A report as a table: what its columns hold says how they are written. */
export interface Report {
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly ReportRow[];
}

export interface ReportColumn {
  readonly key: string;
  /** `amount`: whole minor units of the row's `currency`; `rate`: basis points; `at`: ms */
  readonly type: 'text' | 'count' | 'amount' | 'rate' | 'at';
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
}
