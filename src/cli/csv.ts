import { createReadStream } from 'node:fs';
import { CommandError, exitCodes } from './exit.ts';

export interface CsvRow {
  /** the line of the file that it stands on, the heading being 1 */
  readonly row: number;
  readonly cells: Readonly<Record<string, string>>;
}

/**
 * The rows of a CSV file by their heading: comma, semicolon or tab between, UTF-8 with or without a mark, as
 * spreadsheets write it. An apostrophe that kept a cell from being a formula is taken off again.
 */
export async function* readCsv(file: string): AsyncGenerator<CsvRow> {
  const { parse, CsvError } = await import('csv-parse');
  const parser = createReadStream(file).pipe(
    parse({
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      delimiter: [',', ';', '\t'],
      info: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 1_048_576,
    }),
  );
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
