import type { DocumentLanguage } from '../documents/ticket-words.ts';
import { formatLocal } from '../../domain/local-time.ts';
import { formatAmount } from '../../domain/money.ts';
import type { ReportColumn, ReportName, ReportRow } from './report.ts';
import { platformTitle } from './report-words.ts';
import type { SaleBalance } from './sale-parts.ts';

/** A report that was read, with what stands around it on paper. */
export interface PrintedReport {
  readonly name: ReportName;
  readonly language: DocumentLanguage;
  readonly organizer: string;
  /** IANA */
  readonly zone: string;
  /** "2026-05-01": its first and its last day */
  readonly from: string;
  readonly until: string;
  /** ms: when it was read */
  readonly at: number;
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly ReportRow[];
  readonly totals: readonly ReportRow[];
  readonly balances: readonly SaleBalance[];
}

/** A day ("2026-05-15", with or without a time behind it) as it is written in the language. */
export function dayText(language: DocumentLanguage, text: string): string {
  return language === 'fr' ? text.replace(/^(\d{4})-(\d\d)-(\d\d)/, '$3/$2/$1') : text;
}

/** As people read it. */
export function cellText(
  { zone, language }: Pick<PrintedReport, 'zone' | 'language'>,
  { key, type }: ReportColumn,
  row: ReportRow,
): string {
  const cell = row[key] ?? null;
  if (cell === null) return '';
  if (type === 'platform') return platformTitle(language, String(cell));
  if (key === 'day') return dayText(language, String(cell));
  if (typeof cell === 'string') return cell;
  const separator = language === 'fr' ? ',' : '.';
  if (type === 'amount') return formatAmount(cell, String(row['currency']), separator);
  if (type === 'at') return dayText(language, formatLocal(cell, zone).slice(0, 16));
  if (type === 'rate') return `${String(cell / 100).replace('.', separator)} %`;
  return String(cell);
}
