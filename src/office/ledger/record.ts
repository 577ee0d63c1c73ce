import type { LedgerRow } from '../../domain/ledger-chain.ts';
import { limits } from '../../domain/limits.ts';
import type { Gathering } from '../../store/gathered.ts';
import { RowsInsert } from '../../store/rows-insert.ts';
import type { Tx } from '../../store/transaction.ts';
import { sealNewRows } from './seal.ts';

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

const insertRows = new RowsInsert<LedgerRow>((db, rows) => db.insertInto('ledger').values(rows));

interface SealedRow extends LedgerRow {
  readonly seal_id: number;
  readonly seal_position: number;
}

const insertSealed = new RowsInsert<SealedRow>((db, rows) => db.insertInto('ledger').values(rows));

/** From so many rows on, a batch of commands is sealed with its commit; fewer are gathered by the sealer. */
const sealed_at_once_rows_min = 32;

/** In a rush the rows are at hand: to read them again and write them anew once they are sealed costs three times as much. */
const ledger: Gathering<LedgerRow> = {
  async put(tx, rows) {
    if (!tx.sole_writer || rows.length < sealed_at_once_rows_min) return insertRows.put(tx, rows);
    for (let from = 0; from < rows.length; from += limits.seal_rows_max) {
      const under = rows.slice(from, from + limits.seal_rows_max);
      const seal_id = await sealNewRows(tx, under);
      const sealed = under.map((row, index) => ({ ...row, seal_id, seal_position: index + 1 }));
      await insertSealed.put(tx, sealed);
    }
    return rows.length;
  },
};

/** Has the change written into the ledger, in the transaction of the change itself. */
export async function recordChange(tx: Tx, change: Change): Promise<void> {
  tx.gather(ledger, {
    id: await tx.id(),
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
  });
}

/** The same for many changes. */
export async function recordChanges(tx: Tx, changes: readonly Change[]): Promise<void> {
  for (const change of changes) await recordChange(tx, change);
}
