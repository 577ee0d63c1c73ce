import type { Direction, Effect } from '../../domain/admission.ts';
import { statement } from '../../store/statement.ts';
import type { Tables } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import type { Kysely } from 'kysely';
import type { FoundEntitlement } from '../../domain/found-ticket.ts';

/** A row of `scan` as it is first written. */
export interface Attempt {
  readonly id: number;
  readonly organizer_id: number;
  readonly ticket_id: number | null;
  readonly entitlement_id: number | null;
  readonly event_id: number | null;
  readonly session_id: number | null;
  readonly control_point_id: number | null;
  readonly code: string;
  readonly direction: Direction;
  readonly outcome: string;
  readonly refusal: string | null;
  readonly forced: number;
  readonly source: string;
  readonly connection_id: number | null;
  readonly device: string;
  readonly nonce: string | null;
  readonly operator: string;
  readonly note: string;
  readonly scanned_at: number;
  readonly received_at: number;
  readonly earlier_scan_id: number | null;
}

const scanInsert = (db: Kysely<Tables>, slot: <K extends keyof Attempt>(name: K) => Attempt[K]) =>
  db.insertInto('scan').values({
    id: slot('id'),
    organizer_id: slot('organizer_id'),
    ticket_id: slot('ticket_id'),
    entitlement_id: slot('entitlement_id'),
    event_id: slot('event_id'),
    session_id: slot('session_id'),
    control_point_id: slot('control_point_id'),
    code: slot('code'),
    direction: slot('direction'),
    outcome: slot('outcome'),
    refusal: slot('refusal'),
    forced: slot('forced'),
    source: slot('source'),
    connection_id: slot('connection_id'),
    device: slot('device'),
    nonce: slot('nonce'),
    operator: slot('operator'),
    note: slot('note'),
    scanned_at: slot('scanned_at'),
    received_at: slot('received_at'),
    earlier_scan_id: slot('earlier_scan_id'),
  });

const insertScan = statement<Attempt, never>((db, slot) => scanInsert(db, slot));

const insertNumbered = statement<Attempt, never>((db, slot) =>
  scanInsert(db, slot).onConflict((conflict) => conflict.doNothing()),
);

/**
 * Writes the attempt, before its effect. False: the device has sent this attempt before (or does so at this instant in
 * another process, which the unique index waits for), and nothing may change.
 */
export async function keepAttempt(tx: Tx, attempt: Attempt): Promise<boolean> {
  if (attempt.nonce !== null) return (await tx.change(insertNumbered, attempt)) === 1;
  await tx.run(insertScan, attempt);
  return true;
}

const correctScan = statement<
  Pick<
    Attempt,
    'id' | 'entitlement_id' | 'session_id' | 'outcome' | 'refusal' | 'forced' | 'earlier_scan_id'
  >,
  never
>((db, slot) =>
  db
    .updateTable('scan')
    .set({
      entitlement_id: slot('entitlement_id'),
      session_id: slot('session_id'),
      outcome: slot('outcome'),
      refusal: slot('refusal'),
      forced: slot('forced'),
      earlier_scan_id: slot('earlier_scan_id'),
    })
    .where('id', '=', slot('id')),
);

/** The attempt of this same transaction came out otherwise: somebody else was faster. */
export async function correctAttempt(tx: Tx, attempt: Attempt): Promise<void> {
  await tx.run(correctScan, attempt);
}

interface Taking {
  readonly id: number;
  readonly ticket_id: number;
  readonly was_used: number;
  readonly was_inside: number;
  readonly was_latest: number;
  readonly used: number;
  readonly inside: number;
  readonly first_used_at: number | null;
  readonly last_used_at: number | null;
  readonly latest_scan_id: number;
  readonly now: number;
}

const updateEntitlement = statement<Taking, never>((db, slot) =>
  db
    .updateTable('entitlement')
    .set({
      used: slot('used'),
      inside: slot('inside'),
      first_used_at: slot('first_used_at'),
      last_used_at: slot('last_used_at'),
      latest_scan_id: slot('latest_scan_id'),
      updated_at: slot('now'),
    })
    .where('ticket_id', '=', slot('ticket_id'))
    .where('id', '=', slot('id'))
    .where('used', '=', slot('was_used'))
    .where('inside', '=', slot('was_inside'))
    .where('latest_scan_id', '=', slot('was_latest')),
);

/** Writes the effect of a scan on an entitlement; false when it is no longer as it was read. */
export type Take = (
  tx: Tx,
  read: FoundEntitlement & { id: number; ticket_id: number },
  effect: Effect & { readonly latest_scan_id: number },
) => Promise<boolean>;

/**
 * The guard of the gate: on PostgreSQL two processes may both have read one entry left; the update of the second
 * waits for the first, then finds no such row, and the second reads again.
 */
export const takeAsRead: Take = async (tx, read, effect) => {
  const changed = await tx.change(updateEntitlement, {
    ...effect,
    id: read.id,
    ticket_id: read.ticket_id,
    was_used: read.used,
    was_inside: read.inside,
    was_latest: read.latest_scan_id,
    now: tx.now,
  });
  return changed === 1;
};

const lockEntitlements = statement<{ ticket_id: number }, { id: number }>((db, slot, lock) =>
  lock(db.selectFrom('entitlement').select('id').where('ticket_id', '=', slot('ticket_id')).orderBy('id')),
);

/** Keeps the ticket's entitlements from changing until this transaction ends. */
export async function holdEntitlements(tx: Tx, ticket_id: number): Promise<void> {
  await tx.run(lockEntitlements, { ticket_id });
}
