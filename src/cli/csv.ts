import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { CommandError, exitCodes } from './exit.ts';

export interface CsvRow {
  /** the line of the file that it stands on, the heading being 1 */
  readonly row: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** What a file may have, by the names of its heading. */
export interface CsvColumns {
  readonly needed: readonly string[];
  readonly further: readonly string[];
}

export interface CsvFile {
  /** columns that nobody reads */
  readonly left_out: readonly string[];
  readonly rows: AsyncGenerator<CsvRow>;
}

/**
 * The rows of a CSV file by their heading: comma, semicolon or tab between, UTF-8 with or without a mark, or what
 * spreadsheets of Western Europe write. An apostrophe that kept a cell from being a formula is taken off again. Throws
 * `CommandError` for a file that is none, and for one without a column that is needed.
 */
export async function openCsv(file: string, columns: CsvColumns): Promise<CsvFile> {
  const { parse } = await import('csv-parse/sync');
  const bytes = bytesOf(file);
  const [line = ''] = bytes
    .subarray(0, heading_bytes_max)
    .toString('utf8')
    .split(/\r\n|\r|\n/, 1);
  const delimiter = [';', '\t', ','].reduce((best, sign) =>
    line.split(sign).length > line.split(best).length ? sign : best,
  );
  let names: string[] = [];
  try {
    const [heading = []] = parse(line, { bom: true, delimiter, trim: true });
    names = heading.map((name) => name.toLowerCase());
  } catch {
    // said below: it has none of the columns
  }
  checkHeading(file, names, columns);
  const known = new Set([...columns.needed, ...columns.further]);
  const left_out = names.filter((name) => name !== '' && !known.has(name));
  return { left_out, rows: rowsOf(file, bytes, { delimiter, names }) };
}

const heading_bytes_max = 65_536;

function bytesOf(file: string): Buffer {
  if (statSync(file).isDirectory()) throw new CommandError(`${file}: it is a folder.`);
  const bytes = readFileSync(file);
  if (bytes.includes(0)) throw new CommandError(`${file} is no CSV.`);
  return isUtf8(bytes) ? bytes : Buffer.from(new TextDecoder('windows-1252').decode(bytes));
}

function checkHeading(file: string, names: readonly string[], { needed, further }: CsvColumns): void {
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new CommandError(
      `${file} has no column ${missing.join(', ')}: its first line names the columns, of which there may be ${[...needed, ...further].join(', ')}.`,
    );
  }
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) < index);
  if (twice !== undefined) throw new CommandError(`${file} has the column ${twice} twice.`);
}

async function* rowsOf(
  file: string,
  bytes: Buffer,
  { delimiter, names }: { readonly delimiter: string; readonly names: readonly string[] },
): AsyncGenerator<CsvRow> {
  const { parse, CsvError } = await import('csv-parse');
  const parser = parse({
    ...{ bom: true, delimiter, info: true, skip_empty_lines: true, trim: true },
    ...{ from: 2, columns: [...names], max_record_size: 1_048_576 },
  });
  parser.end(bytes);
  try {
    for await (const read of parser) {
      const { info, record } = read as { info: { lines: number }; record: Record<string, string> };
      const cells = Object.fromEntries(
        Object.entries(record).map(([name, cell]) => [name, cell.replace(/^'(?=[=+\-@\t\r])/, '')]),
      );
      yield { row: info.lines, cells };
    }
  } catch (error) {
    if (error instanceof CsvError) throw new CommandError(`${file}: ${error.message}`, exitCodes.failed);
    throw error;
  }
}

export type CsvPage = (rows: readonly Readonly<Record<string, unknown>>[], heading: boolean) => string;

/** A writer of pages: cells that a spreadsheet would take for a formula get an apostrophe in front. */
export async function csvWriter(columns: readonly string[]): Promise<CsvPage> {
  const { stringify } = await import('csv-stringify/sync');
  return (rows, heading) =>
    stringify([...rows], { header: heading, columns: [...columns], escape_formulas: true });
}
