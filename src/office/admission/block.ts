import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import type { Tx } from '../../store/transaction.ts';
import { announce } from '../ledger/outbox.ts';
import { recordChange } from '../ledger/record.ts';
import { keptText } from './codes.ts';

export interface TicketBlock {
  readonly organizer_id: number;
  readonly ticket_id: number;
  readonly blocked: boolean;
  readonly reason?: string | undefined;
}

/**
 * Stops a ticket (lost, stolen, under dispute), or lets it be good again: while it is blocked the gate refuses it, and
 * nothing else about it changes. Whether it was otherwise before. Throws `not_found`, also for a ticket that has ended.
 */
export async function blockTicket(tx: Tx, input: TicketBlock): Promise<boolean> {
  const { organizer_id, ticket_id, blocked, reason } = input;
  const ticket = await tx.db
    .selectFrom('ticket')
    .select(['blocked_at', 'updated_at'])
    .where('id', '=', ticket_id)
    .where('organizer_id', '=', organizer_id)
    .where('state', 'in', ['held', 'valid'])
    .executeTakeFirst();
  if (ticket === undefined) throw new Fault('not_found', { kind: 'ticket', id: ticket_id });
  if ((ticket.blocked_at !== null) === blocked) return false;
  const blocked_at = blocked ? tx.now : null;
  await tx.db
    .updateTable('ticket')
    .set({ blocked_at, updated_at: Math.max(tx.now, ticket.updated_at + 1) })
    .where('id', '=', ticket_id)
    .execute();
  const subject = { organizer_id, subject_kind: 'ticket', subject_id: ticket_id };
  await recordChange(tx, {
    ...subject,
    action: blocked ? 'ticket.blocked' : 'ticket.unblocked',
    before: { blocked_at: ticket.blocked_at },
    after: { blocked_at },
    reason: reason === undefined ? undefined : keptText(reason, limits.title_chars_max),
  });
  await announce(tx, { ...subject, topic: 'ticket' });
  return true;
}
