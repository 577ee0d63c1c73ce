import { stringify } from 'csv-stringify/sync';
import { formatLocal } from '../../domain/local-time.ts';
import { formatAmount } from '../../domain/money.ts';
import type { DocumentLanguage } from '../../office/documents/ticket-words.ts';
import type { WorkbookCell, WorkbookSheet } from '../../office/documents/workbook.ts';
import type { Store } from '../../store/transaction.ts';
import type { Caller } from '../caller.ts';
import { articles, events, prices, promo_codes } from './catalogue-exports.ts';
import type { Export, ExportAsked, ExportRow } from './export-of.ts';
import { customers, orders, tickets } from './sale-exports.ts';

export const exportKinds = [
  'promo_codes',
  'articles',
  'events',
  'prices',
  'orders',
  'tickets',
  'customers',
] as const;
export type ExportKind = (typeof exportKinds)[number];

export const exports: Readonly<Record<ExportKind, Export>> = {
  ...{ promo_codes, articles, events, prices },
  ...{ orders, tickets, customers },
};

export interface ExportWish {
  readonly kind: ExportKind;
  /** limited to where all that the list needs is allowed */
  readonly auth: Caller;
  readonly asked: ExportAsked;
  readonly language: DocumentLanguage;
}

/**
 * The rows of the list that the filter lets through, page by page, each read by itself: what is sold meanwhile may come along,
 * nothing comes twice. The first page is read at once, so that what is wrong with the filter is told before anything is sent.
 */
export async function exportPages(store: Store, wish: ExportWish): Promise<AsyncGenerator<ExportRow[]>> {
  const { kind, auth, asked, language } = wish;
  const read = (cursor?: string) =>
    store.read((rx) =>
      exports[kind].page(rx, auth, cursor === undefined ? asked : { ...asked, cursor }, language),
    );
  const first = await read();
  return (async function* pages() {
    let page = first;
    yield page.rows;
    while (page.next_cursor !== null) {
      page = await read(page.next_cursor);
      yield page.rows;
    }
  })();
}

/**
 * As spreadsheets of the language read it: in French semicolons, and decimals with a comma. Text that would be a formula is
 * none.
 */
export async function* csvOf(
  { kind, auth, language }: ExportWish,
  pages: AsyncIterable<readonly ExportRow[]>,
): AsyncGenerator<string> {
  const delimiter = language === 'fr' ? ';' : ',';
  yield stringify([exports[kind].titles(language)], { bom: true, delimiter });
  const text = (cell: WorkbookCell): string => cellText(cell, auth.organizer.zone, language);
  for await (const rows of pages)
    yield stringify(
      rows.map((row) => row.map(text)),
      { delimiter },
    );
}

function cellText(cell: WorkbookCell, zone: string, language: DocumentLanguage): string {
  const separator = language === 'fr' ? ',' : '.';
  if (cell === null) return '';
  if (typeof cell === 'string') return cell.replace(/^(?=[=+\-@\t\r])/, "'");
  if (typeof cell === 'number') return String(cell).replace('.', separator);
  if ('at' in cell) return formatLocal(cell.at, zone).slice(0, 16);
  return 'amount' in cell
    ? formatAmount(cell.amount, cell.currency, separator)
    : String(cell.rate_bp / 100).replace('.', separator);
}

export function sheetOf({ kind, language }: ExportWish): WorkbookSheet {
  return { name: kind, columns: exports[kind].titles(language).map((title) => ({ title })) };
}
