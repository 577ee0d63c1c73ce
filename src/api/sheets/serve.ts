import { answer } from '../../contract/endpoint.ts';
import type { Permission } from '../../domain/roles.ts';
import { workbookBytes } from '../../office/documents/workbook.ts';
import { sheetFields, type SheetKind } from '../../office/sheets/kinds.ts';
import { readSheet } from '../../office/sheets/read-sheet.ts';
import { lookAtSheet, takeSheet, type LookedRow, type SheetWish } from '../../office/sheets/take-sheet.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import type { sheets } from './contract.ts';
import { csvOf, exportRows, sheetOf } from './exports.ts';

const permissions: Readonly<Record<SheetKind, Permission>> = {
  promo_codes: 'catalogue.write',
  articles: 'counter.write',
  tickets: 'sales.write',
};
const reading: Readonly<Record<'promo_codes' | 'articles', Permission>> = {
  promo_codes: 'catalogue.read',
  articles: 'counter.read',
};

interface Asked {
  readonly auth: Caller;
  readonly params: { readonly kind: SheetKind };
  readonly body: { readonly content: string; readonly columns?: readonly (string | null)[] };
}

export function sheetHandlers({ office }: ApiFace): GroupHandlers<typeof sheets> {
  const { store } = office;
  return {
    preview_sheet: async (asked) => {
      const wish = await wishOf(asked);
      const { headings, columns, rows } = await lookAtSheet(store, asked.auth.actor, wish);
      return {
        fields: sheetFields[wish.kind].map(({ name, needed = false }) => ({ name, needed })),
        ...{ headings: [...headings], columns: [...columns], rows: rows.map(rowItem) },
        ...countsOf(rows),
      };
    },
    take_sheet: async (asked) => {
      const wish = await wishOf(asked);
      const { only_good = false } = asked.body;
      const { taken, rows } = await takeSheet(store, asked.auth.actor, { ...wish, only_good });
      return { taken, ...countsOf(rows) };
    },
    export_csv: async ({ auth, params: { kind }, query }) => {
      auth.requireAll([reading[kind]]);
      const rows = await exportRows(store, auth, kind, query);
      return answer(200, Buffer.from(csvOf(auth, kind, rows)), fileOf(kind, 'csv'));
    },
    export_xlsx: async ({ auth, params: { kind }, query }) => {
      auth.requireAll([reading[kind]]);
      const rows = await exportRows(store, auth, kind, query);
      return answer(200, Buffer.from(await workbookBytes([sheetOf(kind, rows)])), fileOf(kind, 'xlsx'));
    },
  };
}

/** Read before anything is asked of the store. Throws `forbidden`, `too_large`, `invalid_input`. */
async function wishOf({ auth, params: { kind }, body }: Asked): Promise<SheetWish> {
  auth.requireAll([permissions[kind]]);
  const { id: organizer_id, zone, currency } = auth.organizer;
  const rows = await readSheet(Buffer.from(body.content, 'base64'));
  return { kind, rows, columns: body.columns, organizer_id, zone, currency };
}

function rowItem({ row, cells, outcome, complaints }: LookedRow) {
  return {
    ...{ row, outcome, cells: [...cells] },
    complaints: complaints.map(({ field, code, value }) => ({ field: field ?? null, code, value })),
  };
}

function countsOf(rows: readonly LookedRow[]) {
  const counts = { made: 0, changed: 0, unchanged: 0, wrong: 0 };
  for (const { outcome } of rows) counts[outcome] += 1;
  return counts;
}

function fileOf(kind: string, ending: string): Record<string, string> {
  return { 'content-disposition': `attachment; filename="guichet-${kind.replaceAll('_', '-')}.${ending}"` };
}
