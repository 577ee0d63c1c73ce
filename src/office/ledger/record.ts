import { RowsInsert } from '../../store/rows-insert.ts';
import { statement } from '../../store/statement.ts';
import type { Tx } from '../../store/transaction.ts';

/** One change: what was done to which thing, and what it was before and after. Never a person's data, only digests. */
export interface Change {
  readonly organizer_id: number;
  /** dotted, past tense: `order.confirmed` */
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: number;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly reason?: string | undefined;
}

interface LedgerValues {
  id: number;
  organizer_id: number;
  recorded_at: number;
  actor_kind: string;
  actor_id: number | null;
  action: string;
  subject_kind: string;
  subject_id: number;
  before: string | null;
  after: string | null;
  reason: string | null;
}

const insertLedger = statement<LedgerValues, never>((db, slot) =>
  db.insertInto('ledger').values({
    id: slot('id'),
    organizer_id: slot('organizer_id'),
    recorded_at: slot('recorded_at'),
    actor_kind: slot('actor_kind'),
    actor_id: slot('actor_id'),
    action: slot('action'),
    subject_kind: slot('subject_kind'),
    subject_id: slot('subject_id'),
    before: slot('before'),
    after: slot('after'),
    reason: slot('reason'),
  }),
);

/** Writes the change into the ledger, in the transaction of the change itself. */
export async function recordChange(tx: Tx, change: Change): Promise<void> {
  await tx.run(insertLedger, valuesOf(tx, await tx.id(), change));
}

const insertMany = new RowsInsert<LedgerValues>((db, rows) => db.insertInto('ledger').values(rows));

/** The same for many changes at once. */
export async function recordChanges(tx: Tx, changes: readonly Change[]): Promise<void> {
  const rows: LedgerValues[] = [];
  for (const change of changes) rows.push(valuesOf(tx, await tx.id(), change));
  await insertMany.put(tx, rows);
}

function valuesOf(tx: Tx, id: number, change: Change): LedgerValues {
  return {
    id,
    organizer_id: change.organizer_id,
    recorded_at: tx.now,
    actor_kind: tx.actor.kind,
    actor_id: tx.actor.id,
    action: change.action,
    subject_kind: change.subject_kind,
    subject_id: change.subject_id,
    before: change.before === undefined ? null : JSON.stringify(change.before),
    after: change.after === undefined ? null : JSON.stringify(change.after),
    reason: change.reason ?? null,
  };
}
