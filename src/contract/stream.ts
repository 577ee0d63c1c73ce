import { randomUUID } from 'node:crypto';

/** Rows that are written out as they come, in the place of an array. */
export class RowStream<Row> {
  readonly rows: AsyncIterable<Row> | Iterable<Row>;
  readonly convert: ((row: unknown) => unknown) | undefined;

  constructor(rows: AsyncIterable<Row> | Iterable<Row>, convert?: (row: unknown) => unknown) {
    this.rows = rows;
    this.convert = convert;
  }

  mapped(convert: (row: unknown) => unknown): RowStream<Row> {
    return new RowStream(this.rows, convert);
  }

  /** JSON.stringify meets the stream here and leaves a mark, where `writeJson` cuts the text. */
  toJSON(): string {
    found.push(this);
    return mark;
  }
}

/** Marks rows to be encoded and written in chunks: at any array position of an answer. */
export function stream<Row>(rows: AsyncIterable<Row> | Iterable<Row>): RowStream<Row> {
  return new RowStream(rows);
}

const chunk_chars = 65_536;
const rows_at_once = 32;
/** Not to be guessed, so that no stored text can pass for it. */
const mark = `stream:${randomUUID()}`;
const quotedMark = JSON.stringify(mark);
/** JSON.stringify is synchronous: whatever lands here between its start and end belongs to that one call. */
let found: RowStream<unknown>[] = [];

/** The JSON text of a value, or its pieces when rows stream inside. `undefined` becomes `null`. */
export function writeJson(value: unknown): string | AsyncGenerator<string> {
  found = [];
  const text = JSON.stringify(value) ?? 'null';
  if (found.length === 0) return text;
  const streams = found;
  found = [];
  return pieces(text.split(quotedMark), streams);
}

async function* pieces(
  texts: readonly string[],
  streams: readonly RowStream<unknown>[],
): AsyncGenerator<string> {
  let buffer = texts[0] ?? '';
  for (const [at, rows] of streams.entries()) {
    buffer += '[';
    let comma = '';
    let group: unknown[] = [];
    for await (const row of rows.rows) {
      group.push(rows.convert === undefined ? row : rows.convert(row));
      if (group.length < rows_at_once) continue;
      buffer += comma + rowsText(group);
      comma = ',';
      group = [];
      if (buffer.length >= chunk_chars) {
        yield buffer;
        buffer = '';
      }
    }
    if (group.length > 0) buffer += comma + rowsText(group);
    buffer += `]${texts[at + 1] ?? ''}`;
  }
  yield buffer;
}

/** One call for several rows takes two thirds of the time of one for each. */
function rowsText(rows: readonly unknown[]): string {
  found = [];
  const text = JSON.stringify(rows);
  if (found.length > 0) throw new Error('A streamed row may not hold a stream itself');
  return text.slice(1, -1);
}
