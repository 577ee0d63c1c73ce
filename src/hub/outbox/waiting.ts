import { Fault } from '../../domain/faults.ts';
import { recordChange } from '../../office/ledger/record.ts';
import type { RowPatch } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';

/** A row of the outbox that has not been delivered. */
export interface WaitingDelivery {
  readonly id: number;
  readonly connection_id: number;
  readonly topic: string;
  readonly subject_kind: string;
  readonly subject_id: number;
  readonly created_at: number;
  /** null: given up */
  readonly due_at: number | null;
  readonly attempts: number;
  readonly last_error: string | null;
  /** the same by its code, JSON; null: it has none */
  readonly why: string | null;
}

export interface WaitingFilter {
  readonly connection_id?: number | undefined;
  /** those that were given up, and no others */
  readonly dead?: boolean;
  readonly limit: number;
}

const columns = [
  'id',
  'connection_id',
  'topic',
  'subject_kind',
  'subject_id',
  'created_at',
  'due_at',
  'attempts',
  'last_error',
  'why',
] as const;

export function deliveriesByIds(rx: Rx, ids: readonly number[]): Promise<WaitingDelivery[]> {
  return rx.db.selectFrom('outbox').select(columns).where('id', 'in', ids).execute();
}

/** What waits to leave, or was given up, oldest first. */
export function waitingDeliveries(rx: Rx, filter: WaitingFilter): Promise<WaitingDelivery[]> {
  const { connection_id, dead = false, limit } = filter;
  let query = rx.db
    .selectFrom('outbox')
    .select(columns)
    .where(dead ? 'dead_at' : 'due_at', 'is not', null)
    .orderBy('id')
    .limit(limit);
  if (connection_id !== undefined) query = query.where('connection_id', '=', connection_id);
  return query.execute();
}

export interface WaitingCount {
  readonly connection_id: number;
  readonly waiting: number;
  readonly dead: number;
  /** when the oldest that waits was announced */
  readonly oldest_at: number | null;
}

/** How many deliveries of each connection, or of each of these, wait, and how many were given up. */
export async function countWaiting(rx: Rx, connection_ids?: readonly number[]): Promise<WaitingCount[]> {
  // each is counted where an index holds no other rows: those that were delivered are kept for long
  let waitingOf = rx.db
    .selectFrom('outbox')
    .select((eb) => [
      'connection_id',
      eb.fn.countAll<number>().as('waiting'),
      eb.fn.min('created_at').as('oldest_at'),
    ])
    .where('due_at', 'is not', null)
    .groupBy('connection_id');
  let deadOf = rx.db
    .selectFrom('outbox')
    .select((eb) => ['connection_id', eb.fn.countAll<number>().as('dead')])
    .where('dead_at', 'is not', null)
    .groupBy('connection_id');
  if (connection_ids !== undefined) {
    waitingOf = waitingOf.where('connection_id', 'in', connection_ids);
    deadOf = deadOf.where('connection_id', 'in', connection_ids);
  }
  const [waiting, dead] = [await waitingOf.execute(), await deadOf.execute()];
  const counts = new Map<number, WaitingCount>();
  for (const row of waiting) counts.set(row.connection_id, { ...row, dead: 0 });
  for (const row of dead) {
    const { connection_id } = row;
    const own = counts.get(connection_id) ?? { connection_id, waiting: 0, oldest_at: null };
    counts.set(connection_id, { ...own, ...row });
  }
  return [...counts.values()];
}

const some_max = 10_000;

/** Some of what was given up: these rows, or all of a connection. */
export interface SomeDead {
  /** undefined: whoever's */
  readonly organizer_id?: number;
  readonly ids?: readonly number[] | undefined;
  readonly connection_id?: number | undefined;
}

/**
 * Lets what was given up be tried again at once: these rows, or all of a connection. Gives how many. Throws `not_found` for
 * a row that was not given up.
 */
export function replayDead(tx: Tx, of: SomeDead): Promise<number> {
  const patch = { dead_at: null, due_at: tx.now, attempts: 0, last_error: null, why: null };
  return changeDead(tx, of, { action: 'outbox.replayed', patch });
}

/**
 * Drops what was given up: it is told no more, and its last error stays for the story of the order. What is announced of the
 * same later is told as ever. Gives how many. Throws `not_found` for a row that was not given up.
 */
export function dropDead(tx: Tx, { reason, ...of }: SomeDead & { readonly reason: string }): Promise<number> {
  const patch = { dead_at: null, dropped_at: tx.now };
  return changeDead(tx, of, { action: 'outbox.dropped', patch, reason });
}

async function changeDead(
  tx: Tx,
  of: SomeDead,
  by: { readonly action: string; readonly patch: RowPatch<'outbox'>; readonly reason?: string },
): Promise<number> {
  let query = tx.db
    .selectFrom('outbox')
    .select(['id', 'organizer_id', 'connection_id'])
    .where('dead_at', 'is not', null)
    .orderBy('id')
    .limit(some_max);
  if (of.ids !== undefined) query = query.where('id', 'in', of.ids);
  if (of.connection_id !== undefined) query = query.where('connection_id', '=', of.connection_id);
  if (of.organizer_id !== undefined) query = query.where('organizer_id', '=', of.organizer_id);
  const rows = await query.execute();
  const found = new Set(rows.map(({ id }) => id));
  const missing = of.ids?.find((id) => !found.has(id));
  if (missing !== undefined) throw new Fault('not_found', { outbox: missing });
  const { action, patch, reason } = by;
  for (const [key, group] of Map.groupBy(rows, (row) => `${row.organizer_id}/${row.connection_id}`)) {
    const [organizer_id = 0, connection_id = 0] = key.split('/').map(Number);
    const ids = group.map(({ id }) => id);
    await tx.db.updateTable('outbox').set(patch).where('id', 'in', ids).execute();
    await recordChange(tx, {
      organizer_id,
      action,
      subject_kind: 'connection',
      subject_id: connection_id,
      after: { deliveries: group.length },
      ...(reason === undefined ? {} : { reason }),
    });
  }
  return rows.length;
}
