import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Fault } from '../../domain/faults.ts';

/** A table as a spreadsheet has it: every cell as text, its first row the heading. */
export type SheetRows = readonly (readonly string[])[];

export const sheet_rows_max = 2_000;
const columns_max = 60;
const cell_chars_max = 10_000;
export const file_bytes_max = 4_194_304;
/** of everything within a workbook: a small file can hold much */
const unpacked_bytes_max = 67_108_864;
const reading_ms_max = 20_000;
const memory_mb_max = 256;

/** What the thread says: rows, or why there are none. */
type Read = { readonly rows: SheetRows } | { readonly refused: 'too_large' | 'unreadable' };

/**
 * The rows of a CSV file (comma, semicolon or tab; UTF-8, UTF-16, or what French spreadsheets wrote before) or of the first sheet of an
 * XLSX file: dates as "2026-05-15 20:30", numbers with a point. Read in a thread with a limited memory, which is ended when it
 * takes too long. Throws `too_large`, and `invalid_input` for what is neither.
 */
export async function readSheet(bytes: Uint8Array): Promise<SheetRows> {
  if (bytes.byteLength > file_bytes_max) throw tooLarge();
  const worker = new Worker(fileURLToPath(import.meta.url), {
    workerData: { [task_name]: bytes },
    resourceLimits: { maxOldGenerationSizeMb: memory_mb_max },
  });
  try {
    const signal = AbortSignal.timeout(reading_ms_max);
    const [read] = (await once(worker, 'message', { signal })) as [Read];
    if ('rows' in read) return read.rows;
    throw read.refused === 'too_large' ? tooLarge() : unreadable();
  } catch (error) {
    // out of memory, or out of time: what asks for as much is no list of a venue
    throw error instanceof Fault ? error : tooLarge();
  } finally {
    await worker.terminate();
  }
}

function tooLarge(): Fault {
  return new Fault('too_large', { rows_max: sheet_rows_max, bytes_max: file_bytes_max });
}

function unreadable(): Fault {
  return new Fault('invalid_input', { in: 'body', path: 'content', message: 'is neither CSV nor XLSX' });
}

const task_name = 'guichet_sheet';

async function readBytes(bytes: Uint8Array): Promise<Read> {
  const zipped = bytes[0] === 0x50 && bytes[1] === 0x4b;
  try {
    const rows = zipped ? await readWorkbook(bytes) : await readCsv(bytes);
    if (rows === undefined) return { refused: 'too_large' };
    const filled = rows.filter((row) => row.some((cell) => cell !== ''));
    const fits = filled.length <= sheet_rows_max + 1 && filled.every((row) => row.length <= columns_max);
    return fits ? { rows } : { refused: 'too_large' };
  } catch {
    return { refused: 'unreadable' };
  }
}

async function readWorkbook(bytes: Uint8Array): Promise<string[][] | undefined> {
  const { unzipSync } = await import('fflate');
  let unpacked_bytes = 0;
  // nothing is unpacked yet: the library gives each entry no more room than it declares
  unzipSync(bytes, {
    filter: ({ originalSize }) => {
      unpacked_bytes += originalSize;
      return false;
    },
  });
  if (unpacked_bytes > unpacked_bytes_max) return undefined;
  const { readSheet: read } = await import('read-excel-file/universal');
  const rows = await read(new Blob([new Uint8Array(bytes)]));
  return rows.map((row) => row.map(cellText));
}

function cellText(cell: unknown): string {
  if (cell instanceof Date) {
    // a workbook counts days: an instant comes back a hair beside itself
    const text = new Date(Math.round(cell.getTime() / 60_000) * 60_000).toISOString();
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ');
  }
  const plain = typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean';
  return plain ? cleaned(String(cell)) : '';
}

async function readCsv(bytes: Uint8Array): Promise<string[][] | undefined> {
  const { parse } = await import('csv-parse/sync');
  const text = decoded(bytes);
  // what no table is written with: a picture, or a document of another program
  if (text.includes('\0')) throw new Error('no text');
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = [';', '\t', ','].reduce((best, sign) =>
    first.split(sign).length > first.split(best).length ? sign : best,
  );
  const rows = parse(text, {
    ...{ bom: true, delimiter, relax_column_count: true, skip_empty_lines: false },
    ...{ to: sheet_rows_max * 2, max_record_size: 1_048_576 },
  });
  return rows.map((row) => row.map(cleaned));
}

/** UTF-8, the UTF-16 of a spreadsheet's "Unicode text", or the code page that those of Western Europe write without being asked. */
function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Without the apostrophe that kept a cell from being a formula. */
function cleaned(cell: string): string {
  return cell
    .replace(/^'(?=[=+\-@\t\r])/, '')
    .trim()
    .slice(0, cell_chars_max);
}

if (!isMainThread && parentPort !== null) {
  const bytes = (workerData as Record<string, Uint8Array | undefined> | null)?.[task_name];
  if (bytes !== undefined) parentPort.postMessage(await readBytes(bytes));
}
