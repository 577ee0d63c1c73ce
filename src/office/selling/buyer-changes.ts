import { earliestEnd } from '../../domain/buyer-rights.ts';
import { Fault } from '../../domain/faults.ts';
import { canMove } from '../../domain/order-life.ts';
import type { Actor, Tx } from '../../store/transaction.ts';
import type { OrderKeyParts } from '../documents/order-link.ts';
import { orderBySecret, type OrderView, type SessionView, type TicketView } from '../documents/order-view.ts';
import { cancelOrder } from './cancel.ts';
import { changeTicket } from './change-ticket.ts';
import { lockOrder } from './orders.ts';
import type { Holder } from './sale.ts';

/** What the holder of an order's link may do to it without the organizer, as the settings of its events allow it. */

export function buyerActor(order: OrderView): Actor {
  return { kind: 'buyer', id: order.customer_id };
}

export const lives = ({ state }: TicketView): boolean => state === 'valid' || state === 'held';
export const untouched = ({ entries_used, first_used_at }: TicketView): boolean =>
  entries_used === 0 && first_used_at === null;

/**
 * The last instant at which the buyer may give the order up; `Infinity`: no day ends it; null: not without the organizer.
 * What is not paid may always be given up; what is paid, while every event in it allows it and nobody has entered. Orders
 * of other platforms and of tills are given up there: their books would say otherwise.
 */
export function buyerCancelsUntil(order: OrderView): number | null {
  if (!order.sold_on_page || !canMove(order.status, 'cancel')) return null;
  if (order.paid === 0 && canMove(order.status, 'change')) return Number.POSITIVE_INFINITY;
  const living = order.sessions.filter(({ tickets }) => tickets.some(lives));
  if (!living.every(({ tickets }) => tickets.filter(lives).every(untouched))) return null;
  return earliestEnd(
    living.map(({ event, session }) => ({
      hours: event.buyer_cancel_hours,
      starts_at: session?.starts_at ?? event.starts_at,
    })),
  );
}

/** The last instant at which the buyer may say who enters with the ticket; as above. */
export function buyerRenamesUntil(
  order: OrderView,
  { event, session }: SessionView,
  ticket: TicketView,
): number | null {
  if (!order.sold_on_page || !lives(ticket) || !untouched(ticket) || event.cancelled) return null;
  return earliestEnd([{ hours: event.buyer_holder_hours, starts_at: session?.starts_at ?? event.starts_at }]);
}

/** What stands now, while nobody else changes it. Throws `not_found` for a link that opens nothing. */
export async function lockedOrder(tx: Tx, key: OrderKeyParts): Promise<OrderView> {
  const seen = await orderBySecret(tx, key);
  if (seen === undefined) throw new Fault('not_found', { kind: 'order' });
  await lockOrder(tx, { organizer_id: seen.organizer_id, order_id: seen.id });
  return (await orderBySecret(tx, key)) ?? seen;
}

/** Gives the whole order up. Throws `illegal_move` where the buyer may not, or no longer; `not_found`. */
export async function cancelByBuyer(tx: Tx, key: OrderKeyParts): Promise<void> {
  const order = await lockedOrder(tx, key);
  const until = buyerCancelsUntil(order);
  if (until === null || tx.now > until)
    throw new Fault('illegal_move', { id: order.id, reason: 'its buyer may not cancel it' });
  const { organizer_id, id: order_id } = order;
  await cancelOrder(tx, { organizer_id, order_id, reason: 'given up by the buyer' });
}

/** Says who enters with one of the tickets. Throws `illegal_move` as above, `not_found`, `invalid_email`, `too_large`. */
export async function renameByBuyer(
  tx: Tx,
  key: OrderKeyParts,
  { ticket_id, holder }: { readonly ticket_id: number; readonly holder: Holder },
): Promise<void> {
  const order = await lockedOrder(tx, key);
  const found = findTicket(order, ticket_id);
  if (found === undefined) throw new Fault('not_found', { kind: 'ticket', id: ticket_id });
  const until = buyerRenamesUntil(order, found.session, found.ticket);
  if (until === null || tx.now > until)
    throw new Fault('illegal_move', { id: ticket_id, reason: 'its buyer may not change its holder' });
  const { organizer_id, id: order_id } = order;
  await changeTicket(tx, { organizer_id, order_id, ticket_id, holder });
}

/** A ticket of the order and where it belongs. */
export function findTicket(
  order: OrderView,
  ticket_id: number,
): { readonly session: SessionView; readonly ticket: TicketView } | undefined {
  for (const session of order.sessions) {
    const ticket = session.tickets.find(({ id }) => id === ticket_id);
    if (ticket !== undefined) return { session, ticket };
  }
  return undefined;
}
