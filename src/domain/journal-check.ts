import { beforeJournal, hashLine, isSignature, isSignedKind, nextKeyOf } from './journal.ts';
import type { SoundStretch } from './journal-run.ts';

/**
 * Holds a journal against its own hashes, line after line, without the office that wrote it: what it is given are the
 * texts and the hashes. It names the line that was touched, and goes on behind it.
 */
export interface JournalDamage {
  readonly number: number;
  readonly what: DamageKind;
}

export type DamageKind =
  | 'line_changed'
  | 'hash_changed'
  | 'lines_missing'
  | 'line_misplaced'
  | 'signature_missing'
  | 'signature_wrong'
  | 'totals_wrong'
  | 'end_changed';

export const damageWords: Readonly<Record<DamageKind, string>> = {
  line_changed: 'was changed after it was written',
  hash_changed: 'has another hash than it was given',
  lines_missing: 'is missing, perhaps with lines that follow',
  line_misplaced: 'is preceded by a line that does not belong there',
  signature_missing: 'closes a session or a period and is not signed',
  signature_wrong: 'has a signature that is not of the key',
  totals_wrong: 'does not carry the totals on',
  end_changed: 'is the last, and the journal says that it ends elsewhere',
};

export interface JournalStart {
  readonly counter_id: number;
  /** of the first line that comes */
  readonly number?: number;
  /** the hash before it */
  readonly previous?: string;
  /** of the last line that is to come */
  readonly last: number;
  /** before it; undefined: not known, the first line is taken at its word */
  readonly totals?: { readonly sold: number; readonly returned: number };
  /** that signs its first closings: which one follows it, the lines say; undefined: signatures are not held against any */
  readonly public_key?: string | undefined;
}

const damages_max = 1000;

export class JournalCheck {
  readonly damages: JournalDamage[] = [];
  readonly #start: string;
  readonly #last: number;
  #public_key: string | undefined;
  #expected: number;
  /** the hash of the line before; undefined after a gap, where nobody knows it */
  #previous: string | undefined;
  /** of a line before whose hash does not fit: what its text hashes to */
  #recomputed: string | undefined;
  #sold: number | undefined;
  #returned: number | undefined;

  constructor(start: JournalStart) {
    const { counter_id, number = 1, previous = beforeJournal, totals, public_key } = start;
    this.#start = `${counter_id}|`;
    this.#last = start.last;
    this.#expected = number;
    this.#previous = previous;
    this.#public_key = public_key;
    this.#sold = number === 1 ? 0 : totals?.sold;
    this.#returned = number === 1 ? 0 : totals?.returned;
  }

  /** How many numbers were passed. */
  get next(): number {
    return this.#expected;
  }

  /** Takes a stretch of sound lines at once, if it goes on from here; else takes nothing of it and gives false. */
  takeStretch({ start, end, signed, signatures }: SoundStretch): boolean {
    const { number, previous, sold, returned } = start;
    if (this.#recomputed !== undefined || this.#previous !== previous || this.#expected !== number)
      return false;
    if (this.#sold !== sold || this.#returned !== returned || end.number - 1 > this.#last) return false;
    // a signature where none belongs is looked at as well
    const wanted = new Set(signed.map((line) => line.number));
    if ([...signatures.keys()].some((at) => !wanted.has(at))) return false;
    for (const line of signed) {
      this.#holdSignature(line.number, line.hash, signatures.get(line.number) ?? null);
      this.#handOver(line.next_key);
    }
    this.#resume(end.previous, undefined);
    this.#expected = end.number;
    this.#sold = end.sold;
    this.#returned = end.returned;
    return true;
  }

  take(canonical: string, hash: string, signature: string | null): void {
    const line = fieldsOf(canonical);
    const { number } = line;
    const legible = canonical.startsWith(this.#start) && Number.isSafeInteger(number) && number <= this.#last;
    if (!legible || (number !== this.#expected && this.#isRenumbered(canonical, hash))) {
      this.#damage(this.#expected, 'line_changed');
      this.#resume(hash, undefined);
      this.#sold = undefined;
      this.#expected += 1;
      return;
    }
    if (number < this.#expected) {
      // nothing follows from it: whether it was put in, or was another once, the next line tells
      this.#damage(this.#expected, 'line_misplaced');
      return;
    }
    if (number > this.#expected) {
      this.#damage(this.#expected, 'lines_missing');
      this.#resume(undefined, undefined);
      this.#sold = undefined;
    }
    this.#holdHash(number, canonical, hash);
    this.#holdTotals(line);
    if (signature !== null || isSignedKind(line.kind)) this.#holdSignature(number, hash, signature);
    if (line.kind === 'key') this.#handOver(nextKeyOf(contentOf(canonical)));
    this.#expected = number + 1;
  }

  /** The end as the journal itself states it. */
  finish(end: { readonly number: number; readonly hash: string }): readonly JournalDamage[] {
    const last = this.#expected - 1;
    if (end.number > last) this.#damage(last + 1, 'lines_missing');
    else if (end.number < last) this.#damage(last, 'end_changed');
    else if (this.#recomputed === end.hash) this.#settle('hash_changed');
    else if (this.#previous !== undefined && this.#previous !== end.hash) this.#damage(last, 'end_changed');
    return this.damages;
  }

  /** Whether it was written under the number that is expected here: its number is what was changed. */
  #isRenumbered(canonical: string, hash: string): boolean {
    if (this.#previous === undefined) return false;
    const rest = canonical.slice(canonical.indexOf('|', this.#start.length));
    return hashLine(this.#previous, `${this.#start}${this.#expected}${rest}`) === hash;
  }

  #holdHash(number: number, canonical: string, hash: string): void {
    if (this.#previous === undefined) {
      this.#resume(hash, undefined);
      return;
    }
    const computed = hashLine(this.#previous, canonical);
    if (computed === hash) {
      this.#resume(hash, undefined);
      return;
    }
    // the line above was the one that was touched, in its hash: this one was written on top of what its text hashes to
    if (this.#recomputed !== undefined && hashLine(this.#recomputed, canonical) === hash) {
      this.#settle('hash_changed');
      this.#resume(hash, undefined);
      return;
    }
    this.#damage(number, 'line_changed');
    this.#resume(hash, computed);
  }

  #holdTotals({ number, kind, amount, sold, returned }: Fields): void {
    const known = this.#sold !== undefined && this.#returned !== undefined;
    const wanted = (this.#sold ?? 0) + (kind === 'sale' ? amount : 0);
    const wanted_back = (this.#returned ?? 0) - (kind === 'return' ? amount : 0);
    if (known && (sold !== wanted || returned !== wanted_back)) this.#damage(number, 'totals_wrong');
    this.#sold = sold;
    this.#returned = returned;
  }

  #holdSignature(number: number, hash: string, signature: string | null): void {
    if (signature === null) this.#damage(number, 'signature_missing');
    else if (this.#public_key !== undefined && !isSignature(hash, signature, this.#public_key))
      this.#damage(number, 'signature_wrong');
  }

  /** A line of another hand was named by its signature: what follows is held against the key that it states all the same. */
  #handOver(next_key: string | undefined): void {
    if (this.#public_key !== undefined) this.#public_key = next_key ?? this.#public_key;
  }

  #resume(previous: string | undefined, recomputed: string | undefined): void {
    this.#previous = previous;
    this.#recomputed = recomputed;
  }

  /** What was taken for a changed line above is of this kind. */
  #settle(what: DamageKind): void {
    const index = this.damages.findLastIndex((damage) => damage.what === 'line_changed');
    const damage = this.damages[index];
    if (damage !== undefined) this.damages[index] = { number: damage.number, what };
  }

  #damage(number: number, what: DamageKind): void {
    if (this.damages.length < damages_max) this.damages.push({ number, what });
  }
}

interface Fields {
  readonly number: number;
  readonly kind: string;
  readonly amount: number;
  readonly sold: number;
  readonly returned: number;
}

const bar = 124;
const zero = 48;
const minus = 45;

/** What of the text is looked at, in one walk over its start: a million lines are read a million times. */
function fieldsOf(canonical: string): Fields {
  const found = [Number.NaN, Number.NaN, Number.NaN, Number.NaN];
  let kind = '';
  let field = 0;
  let start = 0;
  for (let at = 0; at < canonical.length && field < 12; at += 1) {
    if (canonical.charCodeAt(at) !== bar) continue;
    if (field === 1) found[0] = wholeAt(canonical, start, at);
    else if (field === 3) kind = canonical.slice(start, at);
    else if (field >= 9) found[field - 8] = wholeAt(canonical, start, at);
    field += 1;
    start = at + 1;
  }
  const [number = 0, amount = 0, sold = 0, returned = 0] = found;
  return { number, kind, amount, sold, returned };
}

/** What stands behind the twelve fields that hold no bar. */
function contentOf(canonical: string): string {
  let at = -1;
  for (let field = 0; field < 12; field += 1) at = canonical.indexOf('|', at + 1);
  return canonical.slice(at + 1);
}

/** The whole number that is written there, digit by digit; NaN for everything else. */
function wholeAt(text: string, start: number, end: number): number {
  const below = text.charCodeAt(start) === minus;
  const from = below ? start + 1 : start;
  if (from === end) return Number.NaN;
  let value = 0;
  for (let at = from; at < end; at += 1) {
    const digit = text.charCodeAt(at) - zero;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return below ? 0 - value : value;
}
