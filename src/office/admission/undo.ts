import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import type { Tx } from '../../store/transaction.ts';
import { announce } from '../ledger/outbox.ts';
import { recordChange } from '../ledger/record.ts';
import { keptText } from './codes.ts';
import type { FoundEntitlement } from '../../domain/found-ticket.ts';
import { ticketOfId } from './facts.ts';
import { holdEntitlements } from './writes.ts';

export interface UndoEntries {
  readonly organizer_id: number;
  readonly ticket_id: number;
  /** of this entitlement only; none: of all that the ticket has */
  readonly entitlement_id?: number | undefined;
  /** how many of each; none: all */
  readonly entries?: number | undefined;
  readonly reason?: string | undefined;
  /** who told us, and needs not be told */
  readonly connection_id?: number | undefined;
}

/**
 * Takes uses of a ticket back, so that it can enter again. The scans stay as they are; the ledger tells what was taken back.
 * `undone` is how many uses that were. Throws `not_found` for a ticket or an entitlement that is not the organizer's.
 */
export async function undoEntries(tx: Tx, input: UndoEntries): Promise<{ undone: number }> {
  const { organizer_id, ticket_id, entries = Number.MAX_SAFE_INTEGER } = input;
  if (!Number.isSafeInteger(entries) || entries < 1) throw new Fault('invalid_input', { field: 'entries' });
  await holdEntitlements(tx, ticket_id);
  const ticket = await ticketOfId(tx, { organizer_id, ticket_id, session_id: null });
  if (ticket === undefined) throw new Fault('not_found', { ticket_id });
  const before = ticket.entitlements.filter((entitlement) => entitlement.id !== null);
  const wanted = input.entitlement_id;
  if (wanted !== undefined && !before.some((entitlement) => entitlement.id === wanted))
    throw new Fault('not_found', { entitlement_id: wanted });
  const after = before.map((entitlement) =>
    wanted === undefined || entitlement.id === wanted ? without(entitlement, entries) : entitlement,
  );
  const undone = sum(before) - sum(after);
  if (undone === 0) return { undone };
  for (const [index, entitlement] of after.entries()) {
    if (entitlement !== before[index]) await write(tx, ticket_id, entitlement);
  }
  await touch(tx, ticket_id);
  await recordChange(tx, {
    organizer_id,
    action: 'ticket.entries_undone',
    subject_kind: 'ticket',
    subject_id: ticket_id,
    before: before.map(told),
    after: after.map(told),
    reason: input.reason === undefined ? undefined : keptText(input.reason, limits.title_chars_max),
  });
  await announce(tx, {
    organizer_id,
    topic: 'scan',
    subject_kind: 'ticket',
    subject_id: ticket_id,
    payload: { undone },
    origin_connection_id: input.connection_id ?? null,
  });
  return { undone };
}

const sum = (entitlements: readonly FoundEntitlement[]): number =>
  entitlements.reduce((total, entitlement) => total + entitlement.used, 0);

const told = ({ id, used, inside, first_used_at }: FoundEntitlement) => ({ id, used, inside, first_used_at });

/** With a use left, its first time stays: it did happen. Nobody whose entry is taken back is inside. */
function without(entitlement: FoundEntitlement, entries: number): FoundEntitlement {
  if (entitlement.used === 0) return entitlement;
  const used = Math.max(0, entitlement.used - entries);
  const times = used === 0 ? { first_used_at: null, last_used_at: null } : {};
  return { ...entitlement, ...times, used, inside: 0 };
}

async function write(tx: Tx, ticket_id: number, entitlement: FoundEntitlement): Promise<void> {
  const { id, used, inside, first_used_at, last_used_at } = entitlement;
  await tx.db
    .updateTable('entitlement')
    .set({ used, inside, first_used_at, last_used_at, updated_at: tx.now })
    .where('ticket_id', '=', ticket_id)
    .where('id', '=', id)
    .execute();
}

/** The ticket has changed, for those who ask what did: taking back leaves no scan to tell. */
async function touch(tx: Tx, ticket_id: number): Promise<void> {
  await tx.db.updateTable('ticket').set({ updated_at: tx.now }).where('id', '=', ticket_id).execute();
}
