import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Fault } from '../../domain/faults.ts';
import { offsetAt } from '../../domain/local-time.ts';
import { amountToNumber, exponentOf } from '../../domain/money.ts';

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
  readonly rows: readonly (readonly WorkbookCell[])[];
}

/** of all sheets: a workbook is made in memory, what is longer is taken away as CSV */
export const workbook_rows_max = 50_000;
const width_chars_default = 18;
/** what XLSX holds in one cell */
const cell_chars_max = 32_767;

interface PlainCell {
  readonly value: string | number | Date;
  readonly format?: string;
  readonly fontWeight?: 'bold';
}

interface PlainSheet {
  readonly sheet: string;
  readonly columns: { readonly width: number }[];
  readonly stickyRowsCount: number;
  readonly data: (PlainCell | null)[][];
}

/**
 * The bytes of an XLSX file. Written in a thread of its own: tens of thousands of rows take a second, in which others sell.
 * Throws `too_large` beyond `workbook_rows_max` rows.
 */
export async function workbookBytes(sheets: readonly WorkbookSheet[]): Promise<Uint8Array> {
  const rows = sheets.reduce((sum, sheet) => sum + sheet.rows.length, 0);
  if (rows > workbook_rows_max) throw new Fault('too_large', { rows, limit: workbook_rows_max });
  const task = sheets.map(plainSheet);
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { [task_name]: task } });
  try {
    const [bytes] = (await once(worker, 'message')) as [Uint8Array];
    return bytes;
  } finally {
    await worker.terminate();
  }
}

function plainSheet({ name, columns, rows }: WorkbookSheet): PlainSheet {
  const head = columns.map(({ title }): PlainCell => ({ value: writable(title), fontWeight: 'bold' }));
  const sheet = name
    .replaceAll(/[\\/?*[\]:]/g, ' ')
    .slice(0, 31)
    .trim();
  return {
    sheet: sheet === '' ? 'Guichet' : sheet,
    columns: columns.map(({ width_chars = width_chars_default }) => ({ width: width_chars })),
    stickyRowsCount: 1,
    data: [head, ...rows.map((row) => row.map(plainCell))],
  };
}

function plainCell(cell: WorkbookCell): PlainCell | null {
  if (cell === null) return null;
  if (typeof cell === 'string') return cell === '' ? null : { value: writable(cell) };
  if (typeof cell === 'number') return { value: cell };
  if ('rate_bp' in cell) return { value: cell.rate_bp / 10_000, format: '0.##%' };
  if ('at' in cell) {
    // spreadsheets know no zones: the clock of the zone, as if it were UTC
    return { value: new Date(cell.at + offsetAt(cell.at, cell.zone)), format: 'yyyy-mm-dd hh:mm' };
  }
  const decimals = exponentOf(cell.currency);
  const format = decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(decimals)}`;
  return { value: amountToNumber(cell.amount, cell.currency), format };
}

/** Without what XML has no way to write. */
function writable(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\t\n]|[\uFFFE\uFFFF]/gu, '')
    .slice(0, cell_chars_max);
}

const task_name = 'guichet_workbook';

if (!isMainThread && parentPort !== null) {
  const sheets = (workerData as Record<string, PlainSheet[] | undefined> | null)?.[task_name];
  if (sheets !== undefined) {
    const { default: writeWorkbook } = await import('write-excel-file/node');
    parentPort.postMessage(new Uint8Array(await writeWorkbook(sheets).toBuffer()));
  }
}
