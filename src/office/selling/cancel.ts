import { Fault } from '../../domain/faults.ts';
import { expiresAt } from '../../domain/inventory.ts';
import { statement } from '../../store/statement.ts';
import type { Tx } from '../../store/transaction.ts';
import {
  goodsOfSale,
  journalCancelled,
  journalDifference,
  journalRestored,
} from '../counter/journal-changes.ts';
import { recordChange } from '../ledger/record.ts';
import {
  announceOrder,
  assertOrderMove,
  changeOrder,
  isLive,
  lockOrder,
  orderTotal,
  ticketsOfOrder,
  type OrderKey,
  type OrderRow,
  type TicketRow,
} from './orders.ts';
import { sweepOf } from './expire.ts';
import { assertHallStays, assertStillThere } from './halls-meanwhile.ts';
import { poolsOfOffer } from './offers.ts';
import { takePlaces, type PlaceTaking } from './places.ts';
import { takePools, type Draw } from './pools.ts';
import { endAddOns, endTickets, releaseExtras, withRelated } from './release.ts';

/**
 * Gives the whole order up: everything it held is free again. What was paid stays to be refunded. Throws `illegal_move`, also
 * for an order of which goods came back at a till.
 */
export async function cancelOrder(
  tx: Tx,
  input: OrderKey & { reason?: string | undefined },
): Promise<OrderRow> {
  const order = await lockOrder(tx, input);
  assertOrderMove(tx, { ...order, expires_at: null }, 'cancel');
  await assertNothingCameBack(tx, order.id);
  const tickets = await ticketsOfOrder(tx, order.id);
  const goods = await goodsOfSale(tx, order);
  await endTickets(tx, tickets, 'cancelled');
  await releaseExtras(tx, order.id);
  const cancelled = await changeOrder(tx, order, { total: 0, expires_at: null }, 'cancelled');
  await tx.db.updateTable('order').set({ cancelled_at: tx.now }).where('id', '=', order.id).execute();
  await recordChange(tx, {
    organizer_id: order.organizer_id,
    action: 'order.cancelled',
    subject_kind: 'order',
    subject_id: order.id,
    before: { status: order.status, total: order.total },
    after: { tickets: tickets.filter(isLive).map((ticket) => ticket.id) },
    reason: input.reason,
  });
  await announceOrder(tx, order);
  await journalCancelled(tx, order, goods);
  return cancelled;
}

const selectReturned = statement<{ order_id: number }, { id: number }>((db, slot) =>
  db
    .selectFrom('order_line')
    .select('id')
    .where('order_id', '=', slot('order_id'))
    .where('returned', '>', 0)
    .limit(1),
);

/** What came back has an order of its own, and its money went out there: given up as well, the rest would pay it out again. */
async function assertNothingCameBack(tx: Tx, order_id: number): Promise<void> {
  if ((await tx.first(selectReturned, { order_id })) !== undefined)
    throw new Fault('illegal_move', { id: order_id, reason: 'goods of it came back' });
}

/**
 * Takes single tickets out of an order: with a main ticket go its leaves, with the last leaf its main ticket, with each
 * what was sold with it. An order that is paid keeps the money as overpaid, to be refunded.
 */
export async function removeTickets(
  tx: Tx,
  input: OrderKey & {
    ticket_ids: readonly number[];
    /** the caller changes orders that are being filled, and leaves paid ones to refunds */
    while_unpaid?: boolean | undefined;
    reason?: string | undefined;
  },
): Promise<{ order: OrderRow; ticket_ids: number[] }> {
  const order = await lockOrder(tx, input);
  assertOrderMove(tx, order, input.while_unpaid === true ? 'change' : 'cancel');
  const all = await ticketsOfOrder(tx, order.id);
  const chosen = input.ticket_ids.map((id) => liveTicket(all, id));
  const going = withRelated(chosen, all);
  const goods = await goodsOfSale(tx, order);
  await endTickets(tx, going, 'deleted');
  const add_ons = await endAddOns(
    tx,
    going.map((ticket) => ticket.id),
  );
  const changed = await changeOrder(tx, order, { total: await orderTotal(tx, order.id) });
  const ticket_ids = going.map((ticket) => ticket.id);
  await recordChange(tx, {
    organizer_id: order.organizer_id,
    action: 'order.tickets_removed',
    subject_kind: 'order',
    subject_id: order.id,
    before: { status: order.status, total: order.total },
    after: { status: changed.status, total: changed.total, tickets: ticket_ids, add_ons },
    reason: input.reason,
  });
  await announceOrder(tx, order);
  await journalDifference(tx, order, goods);
  return { order: changed, ticket_ids };
}

/** A live ticket of the order, by id. Throws `not_found`. */
export function liveTicket(all: readonly TicketRow[], id: number): TicketRow {
  const ticket = all.find((candidate) => candidate.id === id);
  if (ticket === undefined || !isLive(ticket)) throw new Fault('not_found', { kind: 'ticket', id });
  return ticket;
}

const reviveTicket = statement<{ id: number; state: string; now: number }, never>((db, slot) =>
  db
    .updateTable('ticket')
    .set({ state: slot('state'), updated_at: slot('now'), deleted_at: null })
    .where('id', '=', slot('id')),
);

/**
 * Takes a cancelled or abandoned order up again, if all that it held is still free: the same places, as many units of
 * each pool. Throws `restore_after_refund`, `sold_out`, `seats_not_free`, `illegal_move`.
 */
export async function restoreOrder(
  tx: Tx,
  input: OrderKey & { hold_minutes?: number | 'endless' | undefined },
): Promise<OrderRow> {
  const order = await lockOrder(tx, input);
  assertOrderMove(tx, order, 'restore');
  const gone = (await ticketsOfOrder(tx, order.id)).filter((ticket) => ticket.state === 'cancelled');
  const confirmed = order.confirmed_at !== null;
  for (const ticket of gone) {
    await tx.run(reviveTicket, { id: ticket.id, state: confirmed ? 'valid' : 'held', now: tx.now });
  }
  await assertHallStays(tx, gone);
  const sweep = sweepOf(tx);
  const draws = [...(await drawsAgain(tx, order, gone)), ...(await extraDrawsAgain(tx, order.id))];
  await takePools(tx, draws, 'refuse', sweep);
  const takings = await placesAgain(tx, gone);
  await takePlaces(tx, takings, sweep);
  await assertStillThere(tx, gone, takings);
  const expires_at = confirmed ? null : expiresAt(tx.now, input.hold_minutes);
  const total = await orderTotal(tx, order.id);
  // the status follows of the sums again; a cancelled one would only follow itself
  const restored = await changeOrder(tx, { ...order, status: 0 }, { total, expires_at });
  await tx.db.updateTable('order').set({ cancelled_at: null }).where('id', '=', order.id).execute();
  await recordChange(tx, {
    organizer_id: order.organizer_id,
    action: 'order.restored',
    subject_kind: 'order',
    subject_id: order.id,
    before: { status: order.status },
    after: { status: restored.status, total, tickets: gone.map((ticket) => ticket.id) },
  });
  await announceOrder(tx, order);
  await journalRestored(tx, restored);
  return restored;
}

/** What the tickets' lines drew, drawn once more: the offer's pools as they are now, and the code's uses. */
async function drawsAgain(tx: Tx, order: OrderRow, gone: readonly TicketRow[]): Promise<Draw[]> {
  const units = new Map<number, number>();
  for (const ticket of gone) units.set(ticket.order_line_id, (units.get(ticket.order_line_id) ?? 0) + 1);
  const draws: Draw[] = [];
  for (const [order_line_id, many] of units) {
    const drawn = await tx.db
      .selectFrom('pool_draw')
      .select(['pool_id'])
      .where('order_line_id', '=', order_line_id)
      .execute();
    const offer_id = gone.find((ticket) => ticket.order_line_id === order_line_id)?.offer_id ?? null;
    const pools = offer_id === null ? [] : await poolsOfOffer(tx, offer_id, order.channel, tx.now);
    for (const { pool_id } of drawn) {
      const allotment_id = pools.find((pool) => pool.pool_id === pool_id)?.allotment_id ?? null;
      draws.push({ order_line_id, pool_id, units: many, allotment_id });
    }
  }
  return draws;
}

/** What the lines that are no tickets gave back. */
async function extraDrawsAgain(tx: Tx, order_id: number): Promise<Draw[]> {
  const drawn = await tx.db
    .selectFrom('order_line')
    .innerJoin('pool_draw', 'pool_draw.order_line_id', 'order_line.id')
    .select(['order_line.id as order_line_id', 'order_line.quantity', 'pool_draw.pool_id', 'pool_draw.units'])
    .where('order_line.order_id', '=', order_id)
    .where('order_line.kind', 'not in', ['ticket', 'pack'])
    .where('order_line.cancelled_at', 'is', null)
    .execute();
  return drawn
    .filter(({ quantity, units }) => units < quantity)
    .map(({ order_line_id, pool_id, quantity, units }) => ({
      order_line_id,
      pool_id,
      units: quantity - units,
      allotment_id: null,
    }));
}

async function placesAgain(tx: Tx, gone: readonly TicketRow[]): Promise<PlaceTaking[]> {
  const placed = gone.flatMap(({ id: ticket_id, organizer_id, place_id, session_id }) =>
    place_id === null || session_id === null
      ? []
      : [{ chosen: false, ticket_id, organizer_id, place_id, session_id }],
  );
  if (placed.length === 0) return [];
  const seats = await tx.db
    .selectFrom('place')
    .select(['id', 'withdrawn_at'])
    .where('kind', '=', 'seat')
    .where(
      'id',
      'in',
      placed.map((taking) => taking.place_id),
    )
    .execute();
  const lost = seats.filter(({ withdrawn_at }) => withdrawn_at !== null).map(({ id }) => id);
  if (lost.length > 0) throw new Fault('seats_not_free', { place_ids: lost });
  const seatIds = new Set(seats.map((seat) => seat.id));
  return placed.filter((taking) => seatIds.has(taking.place_id));
}
