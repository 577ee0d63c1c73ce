import { isExpired } from '../../domain/inventory.ts';
import { canMove, codeOfStatus, statusOfCode } from '../../domain/order-life.ts';
import type { Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { takeForeignPlaces } from './foreign.ts';
import { poolsOfOffer } from './offers.ts';
import {
  changeOrder,
  isLive,
  lockOrder,
  orderTotal,
  ticketsOfOrder,
  type OrderRow,
  type TicketRow,
} from './orders.ts';
import { forgetDraws, takePools } from './pools.ts';
import { refundTickets } from './refund.ts';
import { addOnCosts, endAddOns, endTickets, type Ending } from './release.ts';

interface ForeignTicketKey {
  readonly organizer_id: number;
  readonly order_id: number;
  readonly ticket_id: number;
  readonly connection_id: number;
}

/**
 * A ticket sold elsewhere ended there. A refund without an amount is inferred, as what was paid for the ticket and its add-ons, and marked
 * so; a stated one is never more than what was paid. What is cancelled or removed without a word on money leaves it on the
 * order, to be refunded. With its last ticket the order is cancelled.
 */
export async function endForeignTicket(
  tx: Tx,
  key: ForeignTicketKey,
  end: { readonly ending: Ending; readonly refunded_amount?: number | undefined },
): Promise<void> {
  const { organizer_id, order_id, ticket_id } = key;
  const order = await lockOrder(tx, key);
  const found = (await ticketsOfOrder(tx, order_id)).find(({ id }) => id === ticket_id);
  if (found === undefined || found.state === end.ending) return;
  const ticket = end.ending === 'refunded' ? await asCancelled(tx, found) : found;
  const beside = (await addOnCosts(tx, [ticket_id])).get(ticket_id) ?? 0;
  const cost = ticket.charged_amount + beside - ticket.refunded_amount;
  if (end.ending === 'refunded' && cost > 0 && isRefundable(tx, order, ticket)) {
    const left = Math.min(order.paid - order.refunded, cost);
    await refundTickets(tx, {
      organizer_id,
      order_id,
      ticket_ids: [ticket_id],
      amount: Math.max(0, Math.min(end.refunded_amount ?? left, left)),
      stated: end.refunded_amount !== undefined,
      origin_connection_id: key.connection_id,
    });
  } else if (isLive(ticket)) {
    await endTickets(tx, [ticket], end.ending);
    await endAddOns(tx, [ticket.id]);
  } else {
    await tx.db
      .updateTable('ticket')
      .set({ state: end.ending, updated_at: tx.now })
      .where('id', '=', ticket_id)
      .execute();
  }
  await settleOrder(tx, key, found.state, end.ending);
}

/** What the source removed and says now that it refunded was cancelled: a removed ticket has no money of its own here. */
async function asCancelled(tx: Tx, ticket: TicketRow): Promise<TicketRow> {
  if (ticket.state !== 'deleted') return ticket;
  await tx.db.updateTable('ticket').set({ state: 'cancelled' }).where('id', '=', ticket.id).execute();
  return { ...ticket, state: 'cancelled' };
}

/** Money that is still here; the table of moves has no refund for an order that is unpaid. */
function isRefundable(tx: Tx, order: OrderRow, ticket: TicketRow): boolean {
  const paid = order.paid - order.refunded > 0;
  const goes = isLive(ticket) || ticket.state === 'cancelled';
  return (
    paid && goes && !isExpired(order.expires_at, tx.now) && canMove(statusOfCode(order.status), 'refund')
  );
}

/** What the order is once one of its tickets ended or came back. */
async function settleOrder(tx: Tx, key: ForeignTicketKey, was: string, is: string): Promise<void> {
  const { organizer_id, order_id, ticket_id } = key;
  const order = await lockOrder(tx, key);
  const tickets = await ticketsOfOrder(tx, order_id);
  const over =
    !tickets.some(isLive) &&
    tickets.some(({ state }) => state !== 'refunded') &&
    !(await hasExtras(tx, order_id));
  const total = await orderTotal(tx, order_id);
  const put_away = order.status === codeOfStatus('archived');
  const status = over ? 'cancelled' : put_away ? 'archived' : undefined;
  const changed = await changeOrder(tx, order, { total }, status);
  const given_up = order.status === codeOfStatus('cancelled');
  if (over !== given_up) {
    const cancelled_at = over ? tx.now : null;
    await tx.db.updateTable('order').set({ cancelled_at }).where('id', '=', order_id).execute();
  }
  await recordChange(tx, {
    organizer_id,
    action: is === 'valid' ? 'ticket.returned' : 'ticket.ended',
    subject_kind: 'ticket',
    subject_id: ticket_id,
    before: { state: was, status: order.status, total: order.total },
    after: { state: is, status: changed.status, total, connection_id: key.connection_id },
  });
}

async function hasExtras(tx: Tx, order_id: number): Promise<boolean> {
  const row = await tx.db
    .selectFrom('order_line')
    .select('id')
    .where('order_id', '=', order_id)
    .where('kind', 'not in', ['ticket', 'pack'])
    .where('cancelled_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * A ticket that had ended lives again, as its platform says: it takes its place and its units again, beyond the capacity
 * too, what was refunded for it was not, and what ended with it has not ended.
 */
export async function reviveForeignTicket(tx: Tx, key: ForeignTicketKey): Promise<void> {
  const { order_id, ticket_id, organizer_id } = key;
  const order = await lockOrder(tx, key);
  const ticket = (await ticketsOfOrder(tx, order_id)).find(({ id }) => id === ticket_id);
  if (ticket === undefined || isLive(ticket)) return;
  await undoRefunds(tx, order, ticket);
  await reviveAddOns(tx, ticket_id);
  await tx.db
    .updateTable('ticket')
    .set({ state: 'valid', updated_at: tx.now, deleted_at: null, refunded_at: null })
    .where('id', '=', ticket_id)
    .execute();
  const { order_line_id, offer_id, session_id, place_id } = ticket;
  await forgetDraws(tx, order_line_id);
  const pools = offer_id === null ? [] : await poolsOfOffer(tx, offer_id, order.channel, tx.now);
  await takePools(
    tx,
    pools.map((pool) => ({ order_line_id, units: 1, ...pool })),
    'alarm',
  );
  if (place_id !== null && session_id !== null) {
    await takeForeignPlaces(tx, [{ chosen: false, session_id, place_id, organizer_id, ticket_id }]);
  }
  await settleOrder(tx, key, ticket.state, 'valid');
}

/** The add-ons that ended at the instant the ticket did. */
async function reviveAddOns(tx: Tx, ticket_id: number): Promise<void> {
  const { refunded_at, deleted_at } = await tx.db
    .selectFrom('ticket')
    .select(['refunded_at', 'deleted_at'])
    .where('id', '=', ticket_id)
    .executeTakeFirstOrThrow();
  const ended_at = refunded_at ?? deleted_at;
  if (ended_at === null) return;
  await tx.db
    .updateTable('order_line')
    .set({ cancelled_at: null })
    .where('ticket_id', '=', ticket_id)
    .where('kind', '=', 'add_on')
    .where('cancelled_at', '=', ended_at)
    .execute();
}

/** The ticket's part of its refunds is taken out of them: it was inferred, or taken back at the source. */
async function undoRefunds(tx: Tx, order: OrderRow, ticket: TicketRow): Promise<void> {
  const parts = await tx.db
    .selectFrom('refund_ticket')
    .innerJoin('refund', 'refund.id', 'refund_ticket.refund_id')
    .select([
      'refund.id',
      'refund.amount as whole',
      'refund.deduction as kept',
      'refund_ticket.amount',
      'refund_ticket.deduction',
    ])
    .where('refund_ticket.ticket_id', '=', ticket.id)
    .execute();
  let undone = 0;
  for (const part of parts) {
    undone += part.amount;
    await tx.db
      .deleteFrom('refund_ticket')
      .where('refund_id', '=', part.id)
      .where('ticket_id', '=', ticket.id)
      .execute();
    const [amount, deduction] = [part.whole - part.amount, part.kept - part.deduction];
    const rest = await tx.db
      .selectFrom('refund_ticket')
      .select('ticket_id')
      .where('refund_id', '=', part.id)
      .limit(1)
      .executeTakeFirst();
    if (rest === undefined) await tx.db.deleteFrom('refund').where('id', '=', part.id).execute();
    else await tx.db.updateTable('refund').set({ amount, deduction }).where('id', '=', part.id).execute();
  }
  if (parts.length === 0) return;
  await tx.db
    .updateTable('ticket')
    .set({ refunded_amount: 0, deducted_amount: 0 })
    .where('id', '=', ticket.id)
    .execute();
  await changeOrder(tx, order, { refunded: order.refunded - undone });
  await recordChange(tx, {
    organizer_id: order.organizer_id,
    action: 'order.refund_undone',
    subject_kind: 'order',
    subject_id: order.id,
    before: { refunded: order.refunded },
    after: { refunded: order.refunded - undone, ticket_id: ticket.id },
  });
}
