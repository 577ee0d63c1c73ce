import { availableParallelism } from 'node:os';
import { CompiledQuery } from 'kysely';
import { JournalCheck, type JournalDamage } from '../../domain/journal-check.ts';
import type { SoundStretch } from '../../domain/journal-run.ts';
import type { Lists, Whereabouts } from '../../store/list-reader.ts';
import type { Store } from '../../store/transaction.ts';
import type { CounterJournal } from './archive.ts';
import { page_lines, soundStretch, type Stretch } from './journal-stretch.ts';
import { JournalThreads } from './journal-threads.ts';
import { journalQueries, storedLines } from './stored-lines.ts';

export interface JournalVerdict {
  readonly counter_id: number;
  readonly name: string;
  readonly organizer: string;
  /** lines that were looked at */
  readonly lines: number;
  readonly hash: string;
  readonly damages: readonly JournalDamage[];
}

/** What a journal is read from; without its whereabouts nobody else can read it. */
export interface JournalSource extends Pick<Store, 'read'> {
  readonly whereabouts?: Whereabouts | undefined;
}

export interface Verifying {
  readonly onProgress?: (lines: number) => void;
  /** that look at it side by side; none for a short journal, where starting them takes longer */
  readonly threads?: number;
  readonly stretch_lines?: number;
}

const threaded_lines_min = 100_000;
const threads_max = 4;
/** Of a thread: long enough that asking costs nothing, short enough that all end at about the same time. */
const thread_lines = 20_000;

/**
 * Holds the stored journal of a counter against its hashes, its signatures and its own end. Changes and locks nothing. It is
 * looked at in stretches; one in which anything is wrong is gone through line by line, to name it.
 */
export async function verifyJournal(
  source: JournalSource,
  journal: CounterJournal,
  how: Verifying = {},
): Promise<JournalVerdict> {
  const { counter_id, name, organizer, number, hash, public_key } = journal;
  const { threads = threadsFor(number), onProgress } = how;
  const { stretch_lines = threads === 0 ? page_lines : thread_lines } = how;
  const check = new JournalCheck({ counter_id, last: number, public_key });
  const looker = await openLooker(source, threads);
  let lines = 0;
  try {
    for await (const [stretch, found] of inOrder(stretchesOf(journal, stretch_lines), looker, threads)) {
      if (found !== undefined && check.takeStretch(found)) lines += found.end.number - found.start.number;
      else lines = await takeLines(source, check, { ...stretch, number, lines });
      onProgress?.(lines);
    }
  } finally {
    await looker.close();
  }
  return { counter_id, name, organizer, lines, hash, damages: check.finish({ number, hash }) };
}

function threadsFor(lines: number): number {
  const threads = Math.min(threads_max, availableParallelism());
  return lines < threaded_lines_min || threads < 2 ? 0 : threads;
}

function stretchesOf({ counter_id, number }: CounterJournal, stretch_lines: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (let first = 1; first <= number; first += stretch_lines)
    stretches.push({ counter_id, first, last: Math.min(number, first + stretch_lines - 1) });
  return stretches;
}

interface Looker {
  look(stretch: Stretch): Promise<SoundStretch | undefined>;
  close(): Promise<void>;
}

async function openLooker({ read, whereabouts }: JournalSource, threads: number): Promise<Looker> {
  const queries = await read((rx) => Promise.resolve(journalQueries(rx)));
  if (threads > 0 && whereabouts !== undefined) return new JournalThreads({ whereabouts, queries }, threads);
  const lists: Lists = (sql, parameters) =>
    read((rx) => rx.lists({ compile: () => CompiledQuery.raw(sql, [...parameters]) }));
  return { look: (stretch) => soundStretch(lists, queries, stretch), close: () => Promise.resolve() };
}

/** What is seen of each stretch, in their order; as many more as there are threads for are looked at meanwhile. */
async function* inOrder(
  stretches: readonly Stretch[],
  looker: Looker,
  threads: number,
): AsyncGenerator<[Stretch, SoundStretch | undefined]> {
  const asked: Promise<SoundStretch | undefined>[] = [];
  for (const [index, stretch] of stretches.entries()) {
    for (const next of stretches.slice(asked.length, index + 1 + 2 * threads)) asked.push(looker.look(next));
    const found = await asked[index];
    yield [stretch, found];
  }
}

/**
 * Takes the lines of a stretch one by one; gives how many were looked at so far. The last stretch has no end: what was put
 * behind the journal's own is looked at, too.
 */
async function takeLines(
  { read }: JournalSource,
  check: JournalCheck,
  at: Stretch & { readonly number: number; readonly lines: number },
): Promise<number> {
  const { counter_id, last, number } = at;
  const until = last < number ? last : undefined;
  let { lines } = at;
  for (let after = at.first - 1; ;) {
    const page = await read((rx) => storedLines(rx, counter_id, after, until));
    for (const [line, line_hash, signature] of page) {
      // what was written while we looked is for the next time
      if (lines >= number && check.next > number) break;
      check.take(line, line_hash, signature);
      lines += 1;
    }
    if (page.length < page_lines || check.next > last) return lines;
    after = check.next - 1;
  }
}
