import { Readable } from 'node:stream';
import { answer } from '../../contract/endpoint.ts';
import { Fault } from '../../domain/faults.ts';
import type { Permission } from '../../domain/roles.ts';
import type { DocumentLanguage } from '../../office/documents/ticket-words.ts';
import { workbookPieces } from '../../office/documents/workbook.ts';
import { recordListExport } from '../../office/exports/record-export.ts';
import { sheetFields, type SheetKind } from '../../office/sheets/kinds.ts';
import { readSheet } from '../../office/sheets/read-sheet.ts';
import { lookAtSheet, takeSheet, type LookedRow, type SheetWish } from '../../office/sheets/take-sheet.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { once } from '../once.ts';
import type { sheets } from './contract.ts';
import type { ExportAsked } from './export-of.ts';
import { csvOf, exportPages, exports, sheetOf, type ExportKind, type ExportWish } from './exports.ts';

const permissions: Readonly<Record<SheetKind, Permission>> = {
  promo_codes: 'catalogue.write',
  articles: 'counter.write',
  tickets: 'sales.write',
  events: 'catalogue.write',
  prices: 'catalogue.write',
  customers: 'customers.write',
};
interface Asked {
  readonly auth: Caller;
  readonly params: { readonly kind: SheetKind };
  readonly body: { readonly content: string; readonly columns?: readonly (string | null)[] };
}

export function sheetHandlers(face: ApiFace): GroupHandlers<typeof sheets> {
  const { store } = face.office;
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
    take_sheet: async (handed) => {
      const { auth, params, body } = handed;
      auth.requireAll([permissions[params.kind]]);
      let told: (ReturnType<typeof countsOf> & { taken: boolean }) | undefined;
      // long lists are many commands: the key keeps what came of them, and a file that was half taken is taken to its end
      const take = async (): Promise<void> => {
        const { only_good = false } = body;
        const { taken, rows } = await takeSheet(store, auth.actor, { ...(await wishOf(handed)), only_good });
        told = { taken, ...countsOf(rows) };
      };
      return once(
        face,
        handed,
        async () => {
          // the key was kept and has run out in between
          if (told === undefined) throw new Fault('busy');
          return told;
        },
        take,
      );
    },
    export_csv: async ({ auth, params, query }) => {
      const wish = leaving(auth, params.kind, query);
      const pages = await exportPages(store, wish);
      await keepExport(wish, 'csv');
      return answer(200, Readable.from(csvOf(wish, pages)), fileOf(params.kind, 'csv'));
    },
    export_xlsx: async ({ auth, params, query }) => {
      const wish = leaving(auth, params.kind, query);
      const pages = await exportPages(store, wish);
      await keepExport(wish, 'xlsx');
      const pieces = workbookPieces(sheetOf(wish), pages);
      return answer(200, Readable.from(pieces), fileOf(params.kind, 'xlsx'));
    },
  };

  /** Where people's data leave, the ledger says who took them away. */
  async function keepExport({ kind, auth, asked }: ExportWish, format: string): Promise<void> {
    if (!exports[kind].personal) return;
    const { organizer_id, actor } = auth;
    const filtered_by = (asked.where ?? []).map(({ column }) => column);
    await store.write(actor, (tx) => recordListExport(tx, { organizer_id, list: kind, format, filtered_by }));
  }
}

/** Throws `forbidden` where the list may not be taken away. */
function leaving(
  auth: Caller,
  kind: ExportKind,
  { language = 'fr', ...asked }: ExportAsked & { readonly language?: DocumentLanguage },
): ExportWish {
  return { kind, language, auth: auth.where(exports[kind].needs), asked };
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
  return {
    'content-disposition': `attachment; filename="guichet-${kind.replaceAll('_', '-')}.${ending}"`,
    'cache-control': 'no-store',
  };
}
