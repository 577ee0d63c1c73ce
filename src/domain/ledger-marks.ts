/**
 * The hash of a seal says that a batch does not fit, not where. So each seal also keeps a short mark of every field
 * of its rows: with them a check names the first row and field. The marks are only a pointer; what proves is the hash,
 * which covers them too.
 */
import { chainHash, sealOf, type LedgerRow } from './ledger-chain.ts';

/** In the order of `canonicalRow`. */
export const ledgerFields = [
  'id',
  'organizer_id',
  'recorded_at',
  'actor_kind',
  'actor_id',
  'action',
  'subject_kind',
  'subject_id',
  'before',
  'after',
  'reason',
] as const satisfies readonly (keyof LedgerRow)[];

/** base64url characters per field: 18 bits, so that one change in 262 144 is named by its seal alone */
const mark_chars = 3;
const row_chars = mark_chars * ledgerFields.length;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** FNV-1a over the UTF-16 units, folded to 18 bits: a pointer need not be a proof, and sealing must be cheap. */
function markOf(value: string | number | null): string {
  // no column's text begins with this unit, so that null is not the empty text
  const text = value === null ? '\u0000' : String(value);
  let sum = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  }
  const bits = (sum ^ (sum >>> 18)) & 0x3ffff;
  return `${alphabet[bits >>> 12]}${alphabet[(bits >>> 6) & 63]}${alphabet[bits & 63]}`;
}

/** Marks of the rows, in their order. */
export function marksOf(rows: Iterable<LedgerRow>): string {
  let marks = '';
  for (const row of rows) {
    for (const field of ledgerFields) marks += markOf(row[field]);
  }
  return marks;
}

/** How many rows the marks speak of; not whole when the marks themselves were cut. */
export function markedRows(marks: string): number {
  return marks.length / row_chars;
}

/** The first row (from 0) and field in which two lists of marks differ. */
export function firstDifference(
  kept: string,
  found: string,
): { index: number; field: (typeof ledgerFields)[number] } | undefined {
  const length = Math.max(kept.length, found.length);
  for (let at = 0; at < length; at += mark_chars) {
    if (kept.slice(at, at + mark_chars) === found.slice(at, at + mark_chars)) continue;
    const index = Math.floor(at / row_chars);
    return { index, field: ledgerFields[(at % row_chars) / mark_chars] ?? 'id' };
  }
  return undefined;
}

/** What a seal says beside its rows; all of it is covered by its hash. */
export interface SealHeader {
  readonly id: number;
  /** 1 for the first seal, one more for each next */
  readonly position: number;
  readonly sealed_at: number;
  readonly row_count: number;
  readonly row_marks: string;
  readonly previous_hash: string;
}

/** The hash of a seal: its rows on top of the previous seal, and the header as the last link. */
export function hashOfSeal(header: SealHeader, rows: Iterable<LedgerRow>): string {
  const { id, position, sealed_at, row_count, row_marks, previous_hash } = header;
  return chainHash(
    sealOf(previous_hash, rows),
    JSON.stringify([id, position, sealed_at, row_count, row_marks]),
  );
}
