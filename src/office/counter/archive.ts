import { beforeJournal, nextKeyOf } from '../../domain/journal.ts';
import { Fault } from '../../domain/faults.ts';
import type { Rx, Store } from '../../store/transaction.ts';
import { storedLines } from './stored-lines.ts';

export interface CounterJournal {
  readonly counter_id: number;
  readonly name: string;
  readonly organizer_id: number;
  readonly organizer: string;
  readonly number: number;
  readonly hash: string;
  /** that signs its first closings; lines of kind `key` say which follows */
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
      'journal_head.first_key',
    ])
    .orderBy('counter.id');
  if (organizer_id !== undefined) query = query.where('counter.organizer_id', '=', organizer_id);
  const rows = await query.execute();
  return rows.map(({ first_key, ...row }) => ({
    ...row,
    number: row.number ?? 0,
    hash: row.hash ?? beforeJournal,
    public_key: first_key ?? row.public_key ?? undefined,
  }));
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
  const keyed = first === 1 ? undefined : await store.read((rx) => keyBefore(rx, counter_id, first));
  const head: ArchiveHead = {
    format: 'guichet-journal',
    version: 1,
    organizer,
    counter: { id: counter_id, name },
    public_key: keyed ?? public_key ?? null,
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

/** The key that signs at a number, where it was changed before; undefined: the first one still does. */
async function keyBefore(rx: Rx, counter_id: number, number: number): Promise<string | undefined> {
  const row = await rx.db
    .selectFrom('journal_line')
    .select('content')
    .where('counter_id', '=', counter_id)
    .where('number', '<', number)
    .where('kind', '=', 'key')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : nextKeyOf(row.content);
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
