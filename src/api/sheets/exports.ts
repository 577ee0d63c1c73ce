import { stringify } from 'csv-stringify/sync';
import { Fault } from '../../domain/faults.ts';
import { formatLocal } from '../../domain/local-time.ts';
import { formatAmount } from '../../domain/money.ts';
import { rowsOfIds } from '../../office/catalogue/rows-of-ids.ts';
import { workbook_rows_max, type WorkbookCell, type WorkbookSheet } from '../../office/documents/workbook.ts';
import { plain } from '../../office/filters/columns.ts';
import { tableList } from '../../office/filters/list-after.ts';
import { promoCodesOfIds } from '../../office/promotions/list-codes.ts';
import type { Rx, Store } from '../../store/transaction.ts';
import type { Caller } from '../caller.ts';
import { promoCodeList } from '../catalogue/promotion-handlers.ts';
import { listPageOf, type Listing } from '../list.ts';
import type { ListQuery } from '../shapes.ts';

export type ExportKind = 'promo_codes' | 'articles';
/** A row as it goes out: one cell for each heading. */
export type ExportRow = readonly WorkbookCell[];

/** The headings are those by which the same columns are taken in. */
const headings: Readonly<Record<ExportKind, readonly string[]>> = {
  promo_codes: [
    'Code',
    'Effet',
    'Pourcentage',
    'Montant',
    'Utilisations',
    'Utilisé',
    'Début',
    'Fin',
    'Actif',
    'Note',
  ],
  articles: ['Nom', 'PLU', 'Prix', 'TVA', 'Rayon', 'Actif'],
};
const effects: Readonly<Record<string, string>> = {
  percent: 'Pourcentage',
  value: 'Montant',
  reveal: 'Révèle',
};

const articles = tableList(
  'article',
  {
    name: plain('text', 'article.name'),
    plu: plain('text', 'article.plu'),
    department_id: plain('number', 'article.department_id'),
    enabled: plain('flag', 'article.enabled'),
  },
  { living: true },
);

const page_rows = 200;

/** All rows of the list that the filter lets through. Throws `too_large` beyond `workbook_rows_max`. */
export async function exportRows(
  store: Store,
  auth: Caller,
  kind: ExportKind,
  query: Pick<ListQuery, 'where' | 'order'>,
): Promise<ExportRow[]> {
  return store.read(async (rx) => {
    const rows: ExportRow[] = [];
    let cursor: string | undefined;
    do {
      const asked = { ...query, cursor, limit: page_rows } as ListQuery;
      const page = await (kind === 'articles'
        ? listPageOf(rx, auth, asked, await articleListing(rx, auth))
        : listPageOf(rx, auth, asked, codeListing(auth)));
      rows.push(...page.items);
      cursor = page.next_cursor ?? undefined;
      if (rows.length > workbook_rows_max) throw new Fault('too_large', { rows_max: workbook_rows_max });
    } while (cursor !== undefined);
    return rows;
  });
}

function codeListing(auth: Caller): Listing<Awaited<ReturnType<typeof promoCodesOfIds>>[number], ExportRow> {
  const { id: organizer_id, zone, currency } = auth.organizer;
  const at = (instant: number | null): WorkbookCell => (instant === null ? null : { at: instant, zone });
  return {
    ...{ source: promoCodeList, event_column: undefined },
    rows: (rx, ids) => promoCodesOfIds(rx, { organizer_id, ids }),
    item: (code) => [
      code.label,
      effects[code.kind] ?? code.kind,
      code.kind === 'percent' ? code.percent_bp / 100 : null,
      code.kind === 'value' ? { amount: code.value, currency } : null,
      code.capacity,
      code.taken,
      at(code.starts_at),
      at(code.ends_at),
      code.enabled === 1 ? 'Oui' : 'Non',
      code.description,
    ],
  };
}

async function articleListing(
  rx: Rx,
  auth: Caller,
): Promise<Listing<Awaited<ReturnType<typeof rowsOfIds<'article'>>>[number], ExportRow>> {
  const { id: organizer_id, currency } = auth.organizer;
  const departments = await rx.db
    .selectFrom('department')
    .select(['id', 'name'])
    .where('organizer_id', '=', organizer_id)
    .execute();
  const names = new Map(departments.map(({ id, name }) => [id, name]));
  return {
    ...{ source: articles, event_column: undefined },
    rows: (rx, ids) => rowsOfIds(rx, 'article', { organizer_id, ids }),
    item: ({ name, plu, amount, vat_bp, department_id, enabled }) => [
      name,
      plu,
      { amount, currency },
      vat_bp / 100,
      names.get(department_id ?? 0) ?? null,
      enabled === 1 ? 'Oui' : 'Non',
    ],
  };
}

/** As spreadsheets in French read it: semicolons, decimals with a comma; what would be a formula is none. */
export function csvOf(auth: Caller, kind: ExportKind, rows: readonly ExportRow[]): string {
  const lines = rows.map((row) => row.map((cell) => cellText(cell, auth.organizer.zone)));
  return stringify([[...headings[kind]], ...lines], { bom: true, delimiter: ';', escape_formulas: true });
}

function cellText(cell: WorkbookCell, zone: string): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number') return String(cell).replace('.', ',');
  if ('at' in cell) return formatLocal(cell.at, zone).slice(0, 16);
  return 'amount' in cell
    ? formatAmount(cell.amount, cell.currency, ',')
    : String(cell.rate_bp / 100).replace('.', ',');
}

export function sheetOf(kind: ExportKind, rows: readonly ExportRow[]): WorkbookSheet {
  return { name: kind, columns: headings[kind].map((title) => ({ title })), rows };
}
