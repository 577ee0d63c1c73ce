import { randomUUID } from 'node:crypto';

type Groups<Row> = AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>;

/** Rows that are written out as they come, in the place of an array. */
export class RowStream<Row> {
  /** in groups of any size: a promise for each row would cost more than writing it */
  readonly groups: Groups<Row>;
  readonly convert: ((row: unknown) => unknown) | undefined;

  constructor(groups: Groups<Row>, convert?: (row: unknown) => unknown) {
    this.groups = groups;
    this.convert = convert;
  }

  mapped(convert: (row: unknown) => unknown): RowStream<Row> {
    return new RowStream(this.groups, convert);
  }

  /** JSON.stringify meets the stream here and leaves a mark, where `writeJson` cuts the text. */
  toJSON(): string {
    found.push(this);
    return mark;
  }
}

/** Marks rows to be encoded and written in chunks: at any array position of an answer. */
export function stream<Row>(rows: AsyncIterable<Row> | Iterable<Row>): RowStream<Row> {
  return new RowStream(groupsOf(rows));
}

/** The same for rows that are read in pages, which is several times cheaper for long lists. */
export function streamPages<Row>(
  pages: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
): RowStream<Row> {
  return new RowStream(pages);
}

async function* groupsOf<Row>(rows: AsyncIterable<Row> | Iterable<Row>): AsyncGenerator<Row[]> {
  let group: Row[] = [];
  for await (const row of rows) {
    group.push(row);
    if (group.length < rows_at_once) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
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
    for await (const group of rows.groups) {
      for (let from = 0; from < group.length; from += rows_at_once) {
        buffer += comma + rowsText(group.slice(from, from + rows_at_once), rows.convert);
        comma = ',';
        if (buffer.length < chunk_chars) continue;
        yield buffer;
        buffer = '';
      }
    }
    buffer += `]${texts[at + 1] ?? ''}`;
  }
  yield buffer;
}

/** One call for several rows takes two thirds of the time of one for each. */
function rowsText(rows: readonly unknown[], convert: ((row: unknown) => unknown) | undefined): string {
  found = [];
  const text = JSON.stringify(convert === undefined ? rows : rows.map((row) => convert(row)));
  if (found.length > 0) throw new Error('A streamed row may not hold a stream itself');
  return text.slice(1, -1);
}

/**
 * A short list is sent as a whole; a long one page by page, as the client takes it. The first page is read before anything is
 * sent, so that what goes wrong with it is still told.
 */
export async function wholeOrStreamed<T>(pages: AsyncGenerator<T[]>): Promise<T[] | RowStream<T>> {
  const first = await pages.next();
  if (first.done === true) return [];
  const second = await pages.next();
  if (second.done === true) return first.value;
  return streamPages(continued([first.value, second.value], pages));
}

async function* continued<T>(read: readonly T[][], pages: AsyncGenerator<T[]>): AsyncGenerator<T[]> {
  for (const page of read) yield page;
  for await (const page of pages) yield page;
}
