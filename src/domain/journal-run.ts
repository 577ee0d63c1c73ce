import { hash } from 'node:crypto';
import { isSignedKind } from './journal.ts';

/**
 * A run of lines in one piece of bytes, line feeds between them: each line's text, a bar and its hash in 64 characters. The
 * hash of a line, the line feed and the text of the next stand side by side there, which is just what the next hash is over: a
 * journal that is sound is hashed where it lies, and no text is made of it.
 */
export interface RunOfLines {
  readonly bytes: Uint8Array;
  readonly lines: number;
}

/** Where a stretch of a journal stands: its next number, the hash before that, and the totals carried so far. */
export interface JournalState {
  readonly number: number;
  readonly previous: string;
  readonly sold: number;
  readonly returned: number;
}

export interface SoundRun extends JournalState {
  /** lines of kinds that must be signed: their signatures are looked at by themselves */
  readonly signed: readonly { readonly number: number; readonly hash: string }[];
}

const hash_bytes = 64;
const line_feed = 10;
const bar = 124;
const zero = 48;
const minus = 45;

/**
 * Where the run ends when every line of it is sound, else undefined: then the lines are looked at one by one, to name what
 * is wrong. A line feed inside a line would make one line of two, so there must be as many as were read.
 */
export function soundRun(run: RunOfLines, counter_id: number, start: JournalState): SoundRun | undefined {
  const { buffer, byteOffset, byteLength } = run.bytes;
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  let { number, previous, sold, returned } = start;
  const signed: { number: number; hash: string }[] = [];
  let from = 0;
  for (; from < bytes.length; number += 1) {
    const found = bytes.indexOf(line_feed, from);
    const end = found === -1 ? bytes.length : found;
    const text_end = end - hash_bytes - 1;
    if (text_end <= from || bytes[text_end] !== bar) return undefined;
    const stored = bytes.toString('latin1', text_end + 1, end);
    const covered =
      from === 0
        ? Buffer.concat([Buffer.from(`${previous}\n`), bytes.subarray(0, text_end)])
        : bytes.subarray(from - hash_bytes - 1, text_end);
    if (hash('sha256', covered, 'hex') !== stored) return undefined;
    const line = fieldsAt(bytes, from, text_end);
    if (line.counter_id !== counter_id || line.number !== number) return undefined;
    if (line.kind === 'sale') sold += line.amount;
    else if (line.kind === 'return') returned -= line.amount;
    else if (isSignedKind(line.kind)) signed.push({ number, hash: stored });
    if (line.sold !== sold || line.returned !== returned) return undefined;
    previous = stored;
    from = end + 1;
  }
  return number - start.number === run.lines ? { number, previous, sold, returned, signed } : undefined;
}

interface Fields {
  counter_id: number;
  number: number;
  kind: string;
  amount: number;
  sold: number;
  returned: number;
}

/** What is looked at of a line (domain/journal.ts, `canonicalLine`), in one walk over its start. */
function fieldsAt(bytes: Uint8Array, start: number, end: number): Fields {
  const line = { counter_id: 0, number: 0, kind: '', amount: 0, sold: 0, returned: 0 };
  let from = start;
  for (let at = start, field = 0; at < end && field < 12; at += 1) {
    if (bytes[at] !== bar) continue;
    if (field === 0) line.counter_id = wholeAt(bytes, from, at);
    else if (field === 1) line.number = wholeAt(bytes, from, at);
    else if (field === 3) line.kind = kindAt(bytes, from, at);
    else if (field === 9) line.amount = wholeAt(bytes, from, at);
    else if (field === 10) line.sold = wholeAt(bytes, from, at);
    else if (field === 11) line.returned = wholeAt(bytes, from, at);
    field += 1;
    from = at + 1;
  }
  return line;
}

function kindAt(bytes: Uint8Array, start: number, end: number): string {
  let kind = '';
  for (let at = start; at < end; at += 1) kind += String.fromCharCode(bytes[at] ?? 0);
  return kind;
}

/** The whole number that is written there; NaN for everything else, which equals nothing. */
function wholeAt(bytes: Uint8Array, start: number, end: number): number {
  const below = bytes[start] === minus;
  const from = below ? start + 1 : start;
  if (from === end) return Number.NaN;
  let value = 0;
  for (let at = from; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - zero;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return below ? 0 - value : value;
}
