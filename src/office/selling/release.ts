import { statement } from '../../store/statement.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { isLive, type TicketRow } from './orders.ts';
import { releasePlace } from './places.ts';
import { releasePools } from './pools.ts';

/** How a ticket ends. */
export type Ending = 'cancelled' | 'refunded' | 'deleted';

const endTicket = statement<
  { id: number; state: string; now: number; deleted_at: number | null; refunded_at: number | null },
  never
>((db, slot) =>
  db
    .updateTable('ticket')
    .set({
      state: slot('state'),
      updated_at: slot('now'),
      deleted_at: slot('deleted_at'),
      refunded_at: slot('refunded_at'),
    })
    .where('id', '=', slot('id')),
);

/** Ends live tickets and gives back everything they held: pools, the code's uses, seats. */
export async function endTickets(tx: Tx, tickets: readonly TicketRow[], ending: Ending): Promise<void> {
  const live = tickets.filter(isLive);
  const units = new Map<number, number>();
  for (const ticket of live) {
    units.set(ticket.order_line_id, (units.get(ticket.order_line_id) ?? 0) + 1);
    await tx.run(endTicket, {
      id: ticket.id,
      state: ending,
      now: tx.now,
      deleted_at: ending === 'refunded' ? null : tx.now,
      refunded_at: ending === 'refunded' ? tx.now : null,
    });
    if (ticket.place_id !== null) await releasePlace(tx, ticket.id);
  }
  await releasePools(
    tx,
    [...units].map(([order_line_id, many]) => ({ order_line_id, units: many })),
  );
}

const selectExtraDraws = statement<{ order_id: number }, { order_line_id: number; units: number }>(
  (db, slot) =>
    db
      .selectFrom('order_line')
      .innerJoin('pool_draw', 'pool_draw.order_line_id', 'order_line.id')
      .select(['order_line.id as order_line_id', 'pool_draw.units'])
      .where('order_line.order_id', '=', slot('order_id'))
      .where('order_line.kind', 'not in', ['ticket', 'pack'])
      .where('pool_draw.units', '>', 0),
);

/** Gives back what the lines that are no tickets drew: add-ons with a limit, articles with a stock. */
export async function releaseExtras(tx: Tx, order_id: number): Promise<void> {
  await releasePools(tx, await tx.run(selectExtraDraws, { order_id }));
}

/**
 * What was sold with tickets (add-ons, fees) and can still be paid back with them: what has not ended, and what ended at the
 * instant at which a cancellation ended its ticket. What it costs, by ticket; tickets without any are left out.
 */
export async function addOnCosts(rx: Rx, ticket_ids: readonly number[]): Promise<Map<number, number>> {
  const costs = new Map<number, number>();
  if (ticket_ids.length === 0) return costs;
  const lines = await rx.db
    .selectFrom('order_line as l')
    .innerJoin('ticket as t', 't.id', 'l.ticket_id')
    .select(['l.ticket_id', 'l.quantity', 'l.charged_amount'])
    .where('l.ticket_id', 'in', ticket_ids)
    .where((eb) =>
      eb.or([
        eb('l.cancelled_at', 'is', null),
        eb.and([eb('t.state', '=', 'cancelled'), eb('l.cancelled_at', '=', eb.ref('t.deleted_at'))]),
      ]),
    )
    .execute();
  for (const { ticket_id, quantity, charged_amount } of lines) {
    if (ticket_id !== null) costs.set(ticket_id, (costs.get(ticket_id) ?? 0) + quantity * charged_amount);
  }
  return costs;
}

/**
 * Ends what was sold with tickets that end: its limit is free again, and it costs nothing any more. What was paid for it
 * goes into the refund of its ticket; where the ticket is not refunded it stays with the order as overpaid, to be paid back.
 * Gives the lines that ended.
 */
export async function endAddOns(tx: Tx, ticket_ids: readonly number[]): Promise<number[]> {
  if (ticket_ids.length === 0) return [];
  const ended = await tx.db
    .updateTable('order_line')
    .set({ cancelled_at: tx.now })
    .where('ticket_id', 'in', ticket_ids)
    .where('cancelled_at', 'is', null)
    .returning(['id', 'quantity'])
    .execute();
  await releasePools(
    tx,
    ended.map(({ id, quantity }) => ({ order_line_id: id, units: quantity })),
  );
  return ended.map(({ id }) => id).sort((a, b) => a - b);
}

/**
 * The tickets that go when these go: with a main ticket all that belong to it, and with the last leaf its main ticket.
 */
export function withRelated(chosen: readonly TicketRow[], all: readonly TicketRow[]): TicketRow[] {
  const going = new Map(chosen.map((ticket) => [ticket.id, ticket]));
  for (const ticket of all) {
    if (isLive(ticket) && ticket.main_ticket_id !== null && going.has(ticket.main_ticket_id))
      going.set(ticket.id, ticket);
  }
  const mains = new Set(
    [...going.values()].map((ticket) => ticket.main_ticket_id).filter((id) => id !== null),
  );
  for (const main of all) {
    if (!mains.has(main.id) || !isLive(main)) continue;
    const leaves = all.filter((ticket) => ticket.main_ticket_id === main.id && isLive(ticket));
    if (leaves.every((leaf) => going.has(leaf.id))) going.set(main.id, main);
  }
  return [...going.values()].toSorted((a, b) => a.id - b.id);
}
