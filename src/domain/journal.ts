/**
 * The journal of a counter: numbered without gaps, each line's hash taking in the one before it, closings signed. The
 * format is for others to check as well (docs/guides/counter.md, "The journal"): a line is one text, its hash is hex
 * SHA-256 over the previous line's hash, a line feed and that text, and a signature is Ed25519 over the hash.
 */
import { createPrivateKey, createPublicKey, hash, sign, verify } from 'node:crypto';

/**
 * `sale` what was sold, `return` what came back; `payment` and `refund` the money of it; `cash_in`, `cash_out` cash that
 * is no sale; `receipt` that a receipt was handed out, the first time or as a duplicate; `opening` and `closing` of a session; `day`, `month`, `year` what was closed for good; `key` that another key
 * signs from the next line on, signed by the one that did so far.
 */
export type JournalKind =
  | 'opening'
  | 'sale'
  | 'payment'
  | 'return'
  | 'refund'
  | 'cash_in'
  | 'cash_out'
  | 'receipt'
  | 'closing'
  | 'key'
  | JournalPeriod;

export type JournalPeriod = 'day' | 'month' | 'year';

export const journalPeriods: readonly JournalPeriod[] = ['day', 'month', 'year'];

/** Kinds that carry a signature. */
const signedKinds: ReadonlySet<string> = new Set(['closing', 'key', ...journalPeriods]);

export const isSignedKind = (kind: string): boolean => signedKinds.has(kind);

export interface JournalLine {
  readonly counter_id: number;
  /** 1 for the first, without gaps */
  readonly number: number;
  readonly recorded_at: number;
  readonly kind: string;
  readonly counter_session_id: number | null;
  readonly order_id: number | null;
  readonly refund_id: number | null;
  readonly payment_mode_id: number | null;
  /** of the payment mode, as it was then */
  readonly method: string | null;
  /** what the line says of money: below 0 for what came back or went out */
  readonly amount: number;
  /** all that was ever sold at this counter, and all that ever came back: neither ever goes down */
  readonly sold_total: number;
  readonly returned_total: number;
  /** JSON: what the line is about */
  readonly content: string;
}

/** What stands before the first line. */
export const beforeJournal = '0'.repeat(64);

/** The line as one text: its fields with bars between them, nothing for none; only the last may hold a bar itself. */
export function canonicalLine(line: JournalLine): string {
  const { counter_session_id, order_id, refund_id, payment_mode_id, method } = line;
  const start = `${line.counter_id}|${line.number}|${line.recorded_at}|${line.kind}`;
  const about = `${counter_session_id ?? ''}|${order_id ?? ''}|${refund_id ?? ''}|${payment_mode_id ?? ''}|${method ?? ''}`;
  return `${start}|${about}|${line.amount}|${line.sold_total}|${line.returned_total}|${line.content}`;
}

/** Hex SHA-256 of the previous line's hash, a line feed and the line. */
export function hashLine(previous: string, canonical: string): string {
  return hash('sha256', `${previous}\n${canonical}`, 'hex');
}

/** Base64 of the signature over the line's hash, as text. */
export function signLine(line_hash: string, private_pem: string): string {
  return sign(null, Buffer.from(line_hash), createPrivateKey(private_pem)).toString('base64');
}

/** The key that signs from a line of kind `key` on, out of its content; undefined for a content of something else. */
export function nextKeyOf(content: string): string | undefined {
  try {
    const { key } = JSON.parse(content) as { key?: unknown };
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the signature is the key's; false for a key or a signature that is none. */
export function isSignature(line_hash: string, signature: string, public_key: string): boolean {
  try {
    const x = Buffer.from(public_key, 'base64').toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, Buffer.from(line_hash), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
