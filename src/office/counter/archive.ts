import { sql, type RawBuilder } from 'kysely';
import { beforeJournal } from '../../domain/journal.ts';
import { JournalCheck, type JournalDamage } from '../../domain/journal-check.ts';
import type { RunOfLines } from '../../domain/journal-run.ts';
import { Fault } from '../../domain/faults.ts';
import type { Rx, Store } from '../../store/transaction.ts';

const page_lines = 2_000;
const line_feed = sql.lit('\n');

/** A line as it is stored: its text, as domain/journal.ts writes it, put together by the database. */
export type StoredLine = readonly [canonical: string, hash: string, signature: string | null];

/** Nothing for null, which `concat_ws` leaves out. PostgreSQL wants a text for it; SQLite takes long to make one. */
const orNothing: Readonly<Record<Rx['engine'], (column: string) => RawBuilder<unknown>>> = {
  sqlite: (column) => sql`ifnull(${sql.ref(column)}, '')`,
  postgres: (column) => sql`coalesce(cast(${sql.ref(column)} as text), '')`,
};

/** A line's fields. `format` would end a text at a character 0 on SQLite, and let what was put behind it pass. */
function fieldsOn(engine: Rx['engine']): RawBuilder<unknown> {
  const about = ['counter_session_id', 'order_id', 'refund_id', 'payment_mode_id', 'method'];
  return sql`"counter_id", "number", "recorded_at", "kind", ${sql.join(about.map(orNothing[engine]))},
    "amount", "sold_total", "returned_total", "content"`;
}

/** Lines with their hashes, joined. SQLite reads them along the key, and so in its order; were it not, the hashes would say so. */
function joinedOn(engine: Rx['engine']): RawBuilder<unknown> {
  const line = sql`concat_ws('|', ${fieldsOn(engine)}, "hash")`;
  return engine === 'sqlite'
    ? sql`cast(group_concat(${line}, ${line_feed}) as blob)`
    : sql`convert_to(string_agg(${line}, ${line_feed} order by "number"), 'UTF8')`;
}

/** The lines after a number in one piece, with the signatures among them; undefined where a hash is none, and for no lines. */
async function runOfLines(
  rx: Rx,
  counter_id: number,
  after: number,
  last: number,
): Promise<{ run: RunOfLines; signatures: ReadonlyMap<number, string> } | undefined> {
  const query = rx.db
    .selectFrom('journal_line')
    .select((of) => [
      joinedOn(rx.engine).as('bytes'),
      of.fn.countAll().as('lines'),
      of.fn.count('signature').as('signed'),
      sql`min(length("hash"))`.as('shortest'),
      sql`max(length("hash"))`.as('longest'),
    ])
    .where('counter_id', '=', counter_id)
    .where('number', '>', after)
    .where('number', '<=', last);
  const [row] = await rx.lists(query);
  const [bytes, ...counts] = row ?? [];
  const [lines = 0, signed = 0, shortest, longest] = counts.map(Number);
  if (!(bytes instanceof Uint8Array) || shortest !== hash_chars || longest !== hash_chars) return undefined;
  const found = signed === 0 ? [] : await signaturesBetween(rx, counter_id, after, last);
  return { run: { bytes, lines }, signatures: new Map(found) };
}

const hash_chars = 64;

async function signaturesBetween(
  rx: Rx,
  counter_id: number,
  after: number,
  last: number,
): Promise<[number, string][]> {
  const query = rx.db
    .selectFrom('journal_line')
    .select(['number', 'signature'])
    .where('counter_id', '=', counter_id)
    .where('number', '>', after)
    .where('number', '<=', last)
    .where('signature', 'is not', null);
  return (await query.execute()).map(({ number, signature }) => [number, signature ?? '']);
}

/** The lines of a counter from a number on, a page at a time. */
export async function storedLines(rx: Rx, counter_id: number, after: number): Promise<StoredLine[]> {
  const query = rx.db
    .selectFrom('journal_line')
    .select([sql<string>`concat_ws('|', ${fieldsOn(rx.engine)})`.as('line'), 'hash', 'signature'])
    .where('counter_id', '=', counter_id)
    .where('number', '>', after)
    .orderBy('number')
    .limit(page_lines);
  // three columns are selected, of these types
  return (await rx.lists(query)) as unknown as StoredLine[];
}

export interface CounterJournal {
  readonly counter_id: number;
  readonly name: string;
  readonly organizer_id: number;
  readonly organizer: string;
  readonly number: number;
  readonly hash: string;
  readonly public_key: string | undefined;
}

/** Every counter that has a journal, with where its journal ends; also counters whose end is missing. */
export async function counterJournals(rx: Rx, organizer_id?: number): Promise<CounterJournal[]> {
  let query = rx.db
    .selectFrom('counter')
    .innerJoin('organizer', 'organizer.id', 'counter.organizer_id')
    .leftJoin('journal_head', 'journal_head.counter_id', 'counter.id')
    .leftJoin('journal_key', 'journal_key.organizer_id', 'counter.organizer_id')
    .select([
      'counter.id as counter_id',
      'counter.name',
      'counter.organizer_id',
      'organizer.slug as organizer',
      'journal_head.number',
      'journal_head.hash',
      'journal_key.public_key',
    ])
    .orderBy('counter.id');
  if (organizer_id !== undefined) query = query.where('counter.organizer_id', '=', organizer_id);
  const rows = await query.execute();
  return rows.map((row) => ({
    ...row,
    number: row.number ?? 0,
    hash: row.hash ?? beforeJournal,
    public_key: row.public_key ?? undefined,
  }));
}

export interface JournalVerdict {
  readonly counter_id: number;
  readonly name: string;
  readonly organizer: string;
  /** lines that were looked at */
  readonly lines: number;
  readonly hash: string;
  readonly damages: readonly JournalDamage[];
}

/** Holds the stored journal of a counter against its hashes, its signatures and its own end. Changes and locks nothing. */
export async function verifyJournal(
  store: Pick<Store, 'read'>,
  journal: CounterJournal,
  onProgress?: (lines: number) => void,
): Promise<JournalVerdict> {
  const { counter_id, name, organizer, number, hash, public_key } = journal;
  const check = new JournalCheck({ counter_id, last: number, public_key });
  let lines = 0;
  for (let after = 0; ;) {
    const last = Math.min(number, after + page_lines);
    const found = await store.read((rx) => runOfLines(rx, counter_id, after, last));
    if (found !== undefined && check.takeRun(found.run, found.signatures)) {
      lines += found.run.lines;
      onProgress?.(lines);
      if (check.next > number) break;
      after = check.next - 1;
      continue;
    }
    // something is wrong here, or nothing is left: line by line, to name it
    const page = await store.read((rx) => storedLines(rx, counter_id, after));
    for (const [line, line_hash, signature] of page) {
      // what was written while we looked is for the next time
      if (lines >= number && check.next > number) break;
      check.take(line, line_hash, signature);
      lines += 1;
    }
    onProgress?.(lines);
    if (page.length < page_lines || check.next > number) break;
    after = check.next - 1;
  }
  return { counter_id, name, organizer, lines, hash, damages: check.finish({ number, hash }) };
}

/** What an archive begins with. */
export interface ArchiveHead {
  readonly format: 'guichet-journal';
  readonly version: 1;
  readonly organizer: string;
  readonly counter: { readonly id: number; readonly name: string };
  readonly public_key: string | null;
  /** of the first line, and what stands before it */
  readonly first: number;
  readonly previous: string;
  readonly exported_at: string;
}

/**
 * The journal of a counter as text: the head as JSON, each line as its hash, its signature or a dash, and its text, and the
 * end as JSON. `first` and `last` cut a stretch out of it. Throws `invalid_input` for a stretch that is not there.
 */
export async function* archiveText(
  store: Store,
  journal: CounterJournal,
  stretch: { readonly first: number; readonly last: number; readonly exported_at: string },
): AsyncGenerator<string> {
  const { counter_id, name, organizer, public_key } = journal;
  const { first, last, exported_at } = stretch;
  if (first < 1 || last > journal.number || first > last + 1)
    throw new Fault('invalid_input', { field: 'first', first, last, end: journal.number });
  const before = first === 1 ? undefined : await store.read((rx) => hashAt(rx, counter_id, first - 1));
  const head: ArchiveHead = {
    format: 'guichet-journal',
    version: 1,
    organizer,
    counter: { id: counter_id, name },
    public_key: public_key ?? null,
    first,
    previous: before ?? beforeJournal,
    exported_at,
  };
  yield `${JSON.stringify(head)}\n`;
  let hash = head.previous;
  for (let after = first - 1; after < last;) {
    const page = await store.read((rx) => storedLines(rx, counter_id, after));
    const taken = page.slice(0, last - after);
    if (taken.length === 0) break;
    yield taken.map(([line, of, signature]) => `${of} ${signature ?? '-'} ${line}\n`).join('');
    hash = taken.at(-1)?.[1] ?? hash;
    after += taken.length;
  }
  yield `${JSON.stringify({ end: last, hash })}\n`;
}

async function hashAt(rx: Rx, counter_id: number, number: number): Promise<string | undefined> {
  const row = await rx.db
    .selectFrom('journal_line')
    .select('hash')
    .where('counter_id', '=', counter_id)
    .where('number', '=', number)
    .executeTakeFirst();
  return row?.hash;
}
