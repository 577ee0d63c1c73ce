/**
 * The chain over the ledger. Rows are written without it, so that writers never wait for each other; later a batch of
 * them is sealed: each row's hash takes in the hash before it, and the last one is the seal, where the next batch begins.
 */
import { hash } from 'node:crypto';

/** The columns of a ledger row that the chain covers: all but those of the seal itself. */
export interface LedgerRow {
  readonly id: number;
  readonly organizer_id: number;
  readonly recorded_at: number;
  readonly actor_kind: string;
  readonly actor_id: number | null;
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: number;
  /** JSON text, as stored */
  readonly before: string | null;
  readonly after: string | null;
  readonly reason: string | null;
}

/** What stands before the first seal. */
export const firstSeal = '0'.repeat(64);

/**
 * One text per row: a JSON list of its columns in a fixed order, so that neither the order of keys nor columns added
 * later change it, and no value can pass for two.
 */
export function canonicalRow(row: LedgerRow): string {
  return JSON.stringify([
    row.id,
    row.organizer_id,
    row.recorded_at,
    row.actor_kind,
    row.actor_id,
    row.action,
    row.subject_kind,
    row.subject_id,
    row.before,
    row.after,
    row.reason,
  ]);
}

/** JSON with its keys sorted at every depth and without `undefined`: what `before` and `after` are written with. */
export function canonicalJson(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) => {
      if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
      return Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    }) ?? 'null'
  );
}

/** Hex SHA-256 of the previous hash, a line feed, and the canonical text. */
export function chainHash(previous: string, canonical: string): string {
  return hash('sha256', `${previous}\n${canonical}`, 'hex');
}

/** The seal over a batch, in the order given, on top of the previous seal; without rows it is the previous seal. */
export function sealOf(previousSeal: string, rows: Iterable<LedgerRow>): string {
  let last = previousSeal;
  for (const row of rows) last = chainHash(last, canonicalRow(row));
  return last;
}
