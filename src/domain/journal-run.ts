import { hash } from 'node:crypto';
import { isSignedKind, nextKeyOf } from './journal.ts';

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
  readonly signed: readonly SignedLine[];
}

export interface SignedLine {
  readonly number: number;
  readonly hash: string;
  /** of a line that hands over to another key: what signs from the next one on */
  readonly next_key: string | undefined;
}

/** A stretch of a journal without a fault in itself: it fits where the lines before it end as it begins. */
export interface SoundStretch {
  readonly start: JournalState;
  readonly end: JournalState;
  readonly signed: readonly SignedLine[];
  /** that are there, by number, wherever they stand */
  readonly signatures: ReadonlyMap<number, string>;
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
  const signed: SignedLine[] = [];
  const line = new LineFields();
  let from = 0;
  for (; from < bytes.length; number += 1) {
    const found = bytes.indexOf(line_feed, from);
    const end = found === -1 ? bytes.length : found;
    const text_end = end - hash_bytes - 1;
    if (text_end <= from || bytes[text_end] !== bar) return undefined;
    const covered =
      from === 0
        ? Buffer.concat([Buffer.from(`${previous}\n`), bytes.subarray(0, text_end)])
        : bytes.subarray(from - hash_bytes - 1, text_end);
    const stored = bytes.toString('latin1', text_end + 1, end);
    if (hash('sha256', covered, 'hex') !== stored) return undefined;
    line.read(bytes, from, text_end);
    if (line.counter_id !== counter_id || line.number !== number) return undefined;
    if (line.isKind(sale)) sold += line.amount;
    else if (line.isKind(back)) returned -= line.amount;
    else if (!line.isKind(payment) && isSignedKind(line.kind))
      signed.push({ number, hash: stored, next_key: line.isKind(key) ? nextKeyOf(line.content) : undefined });
    if (line.sold !== sold || line.returned !== returned) return undefined;
    previous = stored;
    from = end + 1;
  }
  return number - start.number === run.lines ? { number, previous, sold, returned, signed } : undefined;
}

const sale = Buffer.from('sale');
const back = Buffer.from('return');
const payment = Buffer.from('payment');
const key = Buffer.from('key');

/** What is looked at of a line (domain/journal.ts, `canonicalLine`). One serves for all lines: a million are not made. */
class LineFields {
  counter_id = 0;
  number = 0;
  amount = 0;
  sold = 0;
  returned = 0;
  #bytes: Buffer = sale;
  #kind_start = 0;
  #kind_end = 0;
  #content_start = 0;
  #end = 0;

  /** In one walk over the start of the line. */
  read(bytes: Buffer, start: number, end: number): void {
    this.#bytes = bytes;
    let at = barAfter(bytes, start, end);
    this.counter_id = wholeAt(bytes, start, at);
    let from = at + 1;
    at = barAfter(bytes, from, end);
    this.number = wholeAt(bytes, from, at);
    this.#kind_start = barAfter(bytes, at + 1, end) + 1;
    this.#kind_end = at = barAfter(bytes, this.#kind_start, end);
    for (let field = 0; field < fields_about; field += 1) at = barAfter(bytes, at + 1, end);
    from = at + 1;
    at = barAfter(bytes, from, end);
    this.amount = wholeAt(bytes, from, at);
    from = at + 1;
    at = barAfter(bytes, from, end);
    this.sold = wholeAt(bytes, from, at);
    from = at + 1;
    at = barAfter(bytes, from, end);
    this.returned = wholeAt(bytes, from, at);
    this.#content_start = at + 1;
    this.#end = end;
  }

  get kind(): string {
    return this.#bytes.toString('latin1', this.#kind_start, this.#kind_end);
  }

  get content(): string {
    return this.#bytes.toString('utf8', this.#content_start, this.#end);
  }

  /** The same as `kind === …`, and no text is made. */
  isKind(kind: Uint8Array): boolean {
    const start = this.#kind_start;
    if (this.#kind_end - start !== kind.length) return false;
    for (let at = 0; at < kind.length; at += 1) if (this.#bytes[start + at] !== kind[at]) return false;
    return true;
  }
}

/** Session, order, refund, payment mode and method. */
const fields_about = 5;

/** Where the next bar is; the end where there is none. */
function barAfter(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && bytes[at] !== bar) at += 1;
  return at;
}

/** The whole number that is written there; NaN for everything else, which equals nothing. */
function wholeAt(bytes: Uint8Array, start: number, end: number): number {
  const below = bytes[start] === minus;
  const from = below ? start + 1 : start;
  if (from >= end) return Number.NaN;
  let value = 0;
  for (let at = from; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - zero;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return below ? 0 - value : value;
}
