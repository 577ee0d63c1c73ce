import type { Permission } from '../../domain/roles.ts';
import type { DocumentLanguage } from '../../office/documents/ticket-words.ts';
import type { WorkbookCell } from '../../office/documents/workbook.ts';
import type { Rx } from '../../store/transaction.ts';
import type { Caller } from '../caller.ts';
import { listPageOf, type Listing } from '../list.ts';
import type { ListQuery } from '../shapes.ts';

/** A row as it goes out: one cell for each heading. */
export type ExportRow = readonly WorkbookCell[];
export type ExportAsked = Pick<ListQuery, 'where' | 'order'>;

/** What cells are written with. */
export interface CellContext {
  /** IANA */
  readonly zone: string;
  /** of the organizer; a row may have its own */
  readonly currency: string;
  readonly language: DocumentLanguage;
}

export interface ExportColumn<Row> {
  readonly fr: string;
  readonly en: string;
  readonly cell: (row: Row, context: CellContext) => WorkbookCell;
}

/** A list that goes out as a spreadsheet. */
export interface Export {
  /** all of them, where a row is taken from */
  readonly needs: readonly Permission[];
  /** whether its rows name people: the ledger keeps who took it away */
  readonly personal: boolean;
  readonly titles: (language: DocumentLanguage) => string[];
  readonly page: (
    rx: Rx,
    auth: Caller,
    asked: ExportAsked & { readonly cursor?: string },
    language: DocumentLanguage,
  ) => Promise<{ rows: ExportRow[]; next_cursor: string | null }>;
}

interface ExportSpec<Row extends { readonly id: number }, Line> {
  readonly needs: readonly Permission[];
  readonly personal?: true;
  readonly list: (auth: Caller, asked: ExportAsked) => Omit<Listing<Row, unknown>, 'item'>;
  /** a row goes out as none, one or several lines */
  readonly lines: (row: Row) => readonly Line[];
  readonly columns: readonly ExportColumn<Line>[];
}

/** of one read: others have their turn in between */
const page_rows = 500;

/** Declares one whose rows go out as they are. */
export function exportOf<Row extends { readonly id: number }>(
  spec: Omit<ExportSpec<Row, Row>, 'lines'>,
): Export {
  return exportLines({ ...spec, lines: (row) => [row] });
}

export function exportLines<Row extends { readonly id: number }, Line>(spec: ExportSpec<Row, Line>): Export {
  const { needs, personal = false, list, lines, columns } = spec;
  return {
    ...{ needs, personal },
    titles: (language) => columns.map((column) => column[language]),
    async page(rx, auth, asked, language) {
      const { zone, currency } = auth.organizer;
      const context = { zone, currency, language };
      const page = await listPageOf<Row, ExportRow[]>(
        rx,
        auth,
        { ...asked, limit: page_rows },
        {
          ...list(auth, asked),
          item: (row) => lines(row).map((line) => columns.map(({ cell }) => cell(line, context))),
        },
      );
      return { rows: page.items.flat(), next_cursor: page.next_cursor };
    },
  };
}

/** An instant by the organizer's clock. */
export function atCell(at: number | null, { zone }: CellContext): WorkbookCell {
  return at === null ? null : { at, zone };
}

export function flagCell(flag: boolean, { language }: CellContext): WorkbookCell {
  if (language === 'fr') return flag ? 'Oui' : 'Non';
  return flag ? 'Yes' : 'No';
}
