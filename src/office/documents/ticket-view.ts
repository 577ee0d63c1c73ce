import { Fault } from '../../domain/faults.ts';
import { isPaid } from '../../domain/order-life.ts';
import { vatWithin } from '../../domain/money.ts';
import type { Rx } from '../../store/transaction.ts';
import { orderView, type OrderView, type SessionView, type TicketView } from './order-view.ts';

/** What one printed ticket says. Instants in ms, amounts in minor units of the order's currency. */
export interface TicketPage {
  readonly ticket: TicketView & { readonly barcode: string };
  readonly event: SessionView['event'];
  readonly session: SessionView['session'];
  readonly hall: string | null;
  readonly venue: SessionView['venue'];
  /** the VAT contained in the ticket's amount */
  readonly vat_amount: number;
  /** printed on the page: nobody may take it for a ticket that simply lets in */
  readonly marks: readonly TicketMark[];
  /** the organizer's words: above the event's name, and below the ticket */
  readonly presenting_label: string;
  readonly notes: readonly string[];
}

export type TicketMark = 'unpaid' | 'event_cancelled' | 'session_cancelled';

export interface PrintedOrder {
  readonly order: OrderView;
  /** when anything of it last changed: the date that the document carries */
  readonly changed_at: number;
  readonly pages: readonly TicketPage[];
}

export interface PrintWish {
  readonly organizer_id: number;
  readonly order_id: number;
  /** these alone; a main ticket stands for what belongs to it. Else all that can be printed */
  readonly ticket_ids?: readonly number[] | undefined;
}

/**
 * The tickets of an order that may be printed: valid ones with a barcode that opens a door. Held, cancelled and refunded
 * ones are refused: a page with a barcode that says "cancelled" in the corner is still handed on and sold to
 * somebody. An unpaid order's tickets are printed, since people pay at the door with them, and marked; the gate
 * refuses them as long as they are unpaid, unless the organizer admits those.
 *
 * Throws `not_found` for an order or a ticket that is not there, `ticket_not_printable`.
 */
export async function printedOrder(rx: Rx, wish: PrintWish): Promise<PrintedOrder> {
  const { order_id, ticket_ids } = wish;
  const order = await orderView(rx, wish);
  if (order === undefined) throw new Fault('not_found', { kind: 'order', id: order_id });
  const opening = await ticketsWithEntry(rx, order_id);
  const all = order.sessions.flatMap((session) => session.tickets.map((ticket) => ({ session, ticket })));
  const mayPrint = all.filter(({ ticket }) => ticket.barcode !== null && opening.has(ticket.id));
  const chosen = ticket_ids === undefined ? mayPrint : mayPrint.filter(named(ticket_ids));
  for (const id of ticket_ids ?? []) {
    const found = all.find(({ ticket }) => ticket.id === id);
    if (found === undefined) throw new Fault('not_found', { kind: 'ticket', id });
    if (!chosen.some(({ ticket }) => ticket.id === id || ticket.main_ticket_id === id))
      throw new Fault('ticket_not_printable', { ticket_id: id, state: found.ticket.state });
  }
  if (chosen.length === 0) throw new Fault('ticket_not_printable', { order_id, status: order.status });
  const words = await wordsOf(
    rx,
    chosen.map(({ session }) => session),
  );
  return {
    order,
    changed_at: await changedAt(rx, order_id),
    pages: chosen.map(({ session, ticket }) => ({
      ticket: { ...ticket, barcode: ticket.barcode ?? '' },
      event: session.event,
      session: session.session,
      hall: session.hall,
      venue: session.venue,
      vat_amount: vatOf(
        ticket,
        all.map((one) => one.ticket),
      ),
      marks: marksOf(order, session),
      presenting_label: words.events.get(session.event.id)?.presenting_label ?? '',
      notes: [
        words.sessions.get(session.session?.id ?? 0)?.notes ?? '',
        words.events.get(session.event.id)?.notes ?? '',
      ].filter((text) => text.trim() !== ''),
    })),
  };
}

const named =
  (ids: readonly number[]) =>
  ({ ticket }: { ticket: TicketView }): boolean =>
    ids.includes(ticket.id) || (ticket.main_ticket_id !== null && ids.includes(ticket.main_ticket_id));

function marksOf(order: OrderView, { event, session }: SessionView): TicketMark[] {
  const marks: TicketMark[] = [];
  if (event.cancelled) marks.push('event_cancelled');
  else if (session?.cancelled === true) marks.push('session_cancelled');
  if (!isPaid(order.status)) marks.push('unpaid');
  return marks;
}

/** A main ticket shows the sum of its leaves, which may be taxed at several rates. */
function vatOf(ticket: TicketView, all: readonly TicketView[]): number {
  const leaves = all.filter((leaf) => leaf.main_ticket_id === ticket.id && leaf.state === ticket.state);
  if (leaves.length === 0) return vatWithin(ticket.amount, ticket.vat_bp);
  return leaves.reduce((sum, leaf) => sum + vatWithin(leaf.amount, leaf.vat_bp), 0);
}

/** A main ticket has a number but opens no door: its leaves do. */
async function ticketsWithEntry(rx: Rx, order_id: number): Promise<Set<number>> {
  const rows = await rx.db
    .selectFrom('ticket')
    .innerJoin('entitlement', 'entitlement.ticket_id', 'ticket.id')
    .select('ticket.id')
    .where('ticket.order_id', '=', order_id)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

async function wordsOf(rx: Rx, sessions: readonly SessionView[]) {
  const event_ids = [...new Set(sessions.map(({ event }) => event.id))];
  const session_ids = [...new Set(sessions.flatMap(({ session }) => (session === null ? [] : [session.id])))];
  const events = await rx.db
    .selectFrom('event')
    .select(['id', 'presenting_label', 'notes'])
    .where('id', 'in', event_ids)
    .execute();
  const dated =
    session_ids.length === 0
      ? []
      : await rx.db.selectFrom('session').select(['id', 'notes']).where('id', 'in', session_ids).execute();
  return {
    events: new Map(events.map((event) => [event.id, event])),
    sessions: new Map(dated.map((session) => [session.id, session])),
  };
}

async function changedAt(rx: Rx, order_id: number): Promise<number> {
  const row = await rx.db
    .selectFrom('order')
    .innerJoin('ticket', 'ticket.order_id', 'order.id')
    .select((eb) => [
      eb.fn.max('order.updated_at').as('order_at'),
      eb.fn.max('ticket.updated_at').as('ticket_at'),
    ])
    .where('order.id', '=', order_id)
    .executeTakeFirst();
  return Math.max(row?.order_at ?? 0, row?.ticket_at ?? 0);
}
