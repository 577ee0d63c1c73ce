import { Fault } from '../../domain/faults.ts';
import type { Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { liveTicket } from './cancel.ts';
import { sweepOf } from './expire.ts';
import { assertSeatsStand } from './halls-meanwhile.ts';
import type { Buyer } from './kept-places.ts';
import { announceOrder, assertOrderMove, lockOrder, ticketsOfOrder, type OrderKey } from './orders.ts';
import { namedPlaces, releasePlace, takePlaces } from './places.ts';

/**
 * Puts a ticket of an order that is still unpaid on another seat of its zone; its old one is free again. Throws
 * `seats_not_free`, `not_found` (a seat of another zone, hall or offer, a ticket without a seat), `illegal_move`, `order_expired`.
 */
export async function moveToSeat(
  tx: Tx,
  input: OrderKey & { ticket_id: number; place_id: number },
): Promise<void> {
  const { ticket_id, place_id } = input;
  const order = await lockOrder(tx, input);
  assertOrderMove(tx, order, 'change');
  const ticket = liveTicket(await ticketsOfOrder(tx, order.id), ticket_id);
  const { organizer_id, session_id } = ticket;
  if (session_id === null || ticket.place_id === null)
    throw new Fault('not_found', { kind: 'seat', ticket_id });
  if (ticket.place_id === place_id) return;
  const before = await tx.db
    .selectFrom('ticket')
    .innerJoin('place', 'place.id', 'ticket.place_id')
    .leftJoin('offer', 'offer.id', 'ticket.offer_id')
    .select(['place.zone_id', 'ticket.updated_at', 'offer.id as offer_id', 'offer.places_only'])
    .where('ticket.id', '=', ticket_id)
    .executeTakeFirstOrThrow();
  const buyer: Buyer = {
    organizer_id,
    channel: order.channel,
    application_id: order.application_id ?? undefined,
    customer_id: order.customer_id ?? undefined,
    user_id: undefined,
    staff: false,
  };
  const offer = { id: before.offer_id ?? 0, places_only: before.places_only ?? 0 };
  const wanted = { session_id, zone_id: before.zone_id, offer, place_ids: [place_id], buyer };
  const [place] = await namedPlaces(tx, wanted);
  if (place?.kind !== 'seat') throw new Fault('not_found', { kind: 'seat', id: place_id });
  await releasePlace(tx, ticket_id);
  const taking = { chosen: false, session_id, place_id, organizer_id, ticket_id };
  await takePlaces(tx, [taking], sweepOf(tx));
  await assertSeatsStand(tx, [taking]);
  await tx.db
    .updateTable('ticket')
    // later than any before, so that tickets can be told apart by when they were moved
    .set({ place_id, updated_at: Math.max(tx.now, before.updated_at + 1) })
    .where('id', '=', ticket_id)
    .execute();
  await recordChange(tx, {
    organizer_id,
    action: 'ticket.moved',
    subject_kind: 'ticket',
    subject_id: ticket_id,
    before: { place_id: ticket.place_id },
    after: { place_id },
  });
  await announceOrder(tx, order);
}
