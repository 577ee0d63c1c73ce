import { beforeJournal } from '../../domain/journal.ts';
import { soundRun, type JournalState, type SignedLine, type SoundStretch } from '../../domain/journal-run.ts';
import type { Lists } from '../../store/list-reader.ts';

/** Lines that are read at once. */
export const page_lines = 1_000;

/**
 * SQL with three parameters: a counter, and numbers from after one to another. `run`: the lines with their hashes in one piece
 * of bytes, how many they are, how many are signed, and how long their hashes are together. `signatures`: number and
 * signature. `before`: number, hash and totals.
 */
export interface JournalQueries {
  readonly run: string;
  readonly signatures: string;
  readonly before: string;
}

export interface Stretch {
  readonly counter_id: number;
  readonly first: number;
  readonly last: number;
}

const hash_bytes = 64;

/**
 * Reads a stretch of a journal and holds it against its own hashes, from the line before it on, which is taken at its word:
 * whoever puts stretches together holds each beginning against the end before. Undefined where anything is wrong.
 */
export async function soundStretch(
  lists: Lists,
  queries: JournalQueries,
  { counter_id, first, last }: Stretch,
): Promise<SoundStretch | undefined> {
  const start = await stateBefore(lists, queries, counter_id, first);
  if (start === undefined) return undefined;
  let state = start;
  const signed: SignedLine[] = [];
  const signatures = new Map<number, string>();
  for (let after = first - 1; after < last;) {
    const to = Math.min(last, after + page_lines);
    const [row] = await lists(queries.run, [counter_id, after, to]);
    const [bytes, ...counts] = row ?? [];
    const [lines = 0, signed_lines, hashes_bytes] = counts.map(Number);
    // a longer hash would have taken something of the text before it, and a shorter one never fits
    if (!(bytes instanceof Uint8Array) || hashes_bytes !== lines * hash_bytes) return undefined;
    const end = soundRun({ bytes, lines }, counter_id, state);
    if (end === undefined || end.number - 1 !== to) return undefined;
    signed.push(...end.signed);
    if (signed_lines !== 0)
      for (const [number, signature] of await lists(queries.signatures, [counter_id, after, to]))
        signatures.set(Number(number), String(signature));
    state = end;
    after = to;
  }
  const { number, previous, sold, returned } = state;
  return { start, end: { number, previous, sold, returned }, signed, signatures };
}

async function stateBefore(
  lists: Lists,
  { before }: JournalQueries,
  counter_id: number,
  first: number,
): Promise<JournalState | undefined> {
  if (first === 1) return { number: 1, previous: beforeJournal, sold: 0, returned: 0 };
  const [row] = await lists(before, [counter_id, first - 2, first - 1]);
  if (row === undefined) return undefined;
  const [number, hash, sold, returned] = row;
  return {
    number: Number(number) + 1,
    previous: String(hash),
    sold: Number(sold),
    returned: Number(returned),
  };
}
