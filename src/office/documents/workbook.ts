import { Zip } from 'fflate';
import { DeflatedEntry, writeEntry } from './deflated-entry.ts';
import {
  bookXml,
  contentTypesXml,
  headXml,
  relationsXml,
  rowXml,
  sheetEnd,
  sheetStart,
  stylesXml,
  workbookRelationsXml,
} from './workbook-xml.ts';

/**
 * What stands in a cell: text, a count, minor units with their currency, an instant (ms) by a zone's clock, a rate in basis
 * points. Text stays text, whatever it begins with: a spreadsheet takes none of it for a formula.
 */
export type WorkbookCell =
  | string
  | number
  | null
  | { readonly amount: number; readonly currency: string }
  | { readonly at: number; readonly zone: string }
  | { readonly rate_bp: number };

export interface WorkbookColumn {
  readonly title: string;
  readonly width_chars?: number;
}

export interface WorkbookSheet {
  /** up to 31 characters; those that a sheet's name may not have become spaces */
  readonly name: string;
  readonly columns: readonly WorkbookColumn[];
}

export type WorkbookRows = readonly (readonly WorkbookCell[])[];

/** what Excel holds in one sheet, the heading included */
const sheet_lines_max = 1_048_576;

/**
 * The bytes of an XLSX file, piece by piece (docs/decisions/0045): memory holds one page of rows, whatever their number. Rows that
 * a sheet has no room for go on in another, below the same heading.
 */
export async function* workbookPieces(
  sheet: WorkbookSheet,
  pages: AsyncIterable<WorkbookRows> | Iterable<WorkbookRows>,
  lines_max = sheet_lines_max,
): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error !== null) throw error;
    pieces.push(piece);
  });
  const open: DeflatedEntry[] = [];
  const text = new TextEncoder();
  /** begins a sheet; the one before is whole */
  const begin = (number: number): DeflatedEntry => {
    const entry = new DeflatedEntry(`xl/worksheets/sheet${number}.xml`);
    zip.add(entry);
    open.push(entry);
    entry.push(text.encode(sheetStart(sheet.columns) + headXml(sheet.columns)));
    return entry;
  };
  try {
    let sheets = 1;
    let entry = begin(sheets);
    let line = 1;
    for await (const page of pages) {
      let xml = '';
      for (const row of page) {
        if (line === lines_max) {
          await entry.end(text.encode(xml + sheetEnd));
          xml = '';
          sheets += 1;
          entry = begin(sheets);
          line = 1;
        }
        line += 1;
        xml += rowXml(line, row);
      }
      await entry.write(text.encode(xml));
      yield* pieces.splice(0);
    }
    await entry.end(text.encode(sheetEnd));
    const parts = {
      'xl/workbook.xml': bookXml(sheet.name, sheets),
      'xl/_rels/workbook.xml.rels': workbookRelationsXml(sheets),
      'xl/styles.xml': stylesXml(),
      '_rels/.rels': relationsXml,
      '[Content_Types].xml': contentTypesXml(sheets),
    };
    for (const [name, xml] of Object.entries(parts)) await writeEntry(zip, name, text.encode(xml));
    zip.end();
    yield* pieces;
  } finally {
    // who reads may have gone away half way
    for (const entry of open) entry.close();
  }
}
