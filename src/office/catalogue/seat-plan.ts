import { statement } from '../../store/statement.ts';
import type { Rx } from '../../store/transaction.ts';
import { quotasAgainst, type Buyer } from '../selling/kept-places.ts';

/** A numbered seat in a session, as one buyer sees it. */
export interface SeatInPlan {
  readonly place_id: number;
  readonly zone_id: number;
  readonly code: string;
  readonly row_label: string;
  readonly seat_label: string;
  readonly x: number | null;
  readonly y: number | null;
  /** this buyer could take it now */
  readonly free: boolean;
  /** the session sells it to nobody */
  readonly blocked: boolean;
  /** the offer by which alone it is sold; null: as its zone is */
  readonly offer_id: number | null;
  /** of the order that has it */
  readonly order_id: number | null;
}

interface SeatRow {
  readonly place_id: number;
  readonly zone_id: number;
  readonly code: string;
  readonly row_label: string;
  readonly seat_label: string;
  readonly x: number | null;
  readonly y: number | null;
  readonly blocked: number | null;
  readonly quota: string | null;
  readonly offer_id: number | null;
  readonly ticket_id: number | null;
  readonly order_id: number | null;
}

const selectSeats = statement<{ session_id: number; organizer_id: number; zone_id: number }, SeatRow>(
  (db, slot) =>
    db
      .selectFrom('session')
      .innerJoin('place', 'place.hall_id', 'session.hall_id')
      .leftJoin('place_sale', (join) =>
        join.onRef('place_sale.session_id', '=', 'session.id').onRef('place_sale.place_id', '=', 'place.id'),
      )
      .leftJoin('ticket', 'ticket.id', 'place_sale.ticket_id')
      .leftJoin('session_place', (join) =>
        join
          .onRef('session_place.session_id', '=', 'session.id')
          .onRef('session_place.place_id', '=', 'place.id'),
      )
      .select(['place.id as place_id', 'place.zone_id', 'place.code', 'place.row_label', 'place.seat_label'])
      .select([
        'place.x',
        'place.y',
        'session_place.blocked',
        'session_place.quota',
        'session_place.offer_id',
      ])
      .select(['place_sale.ticket_id', 'ticket.order_id'])
      .where('session.id', '=', slot('session_id'))
      .where('session.organizer_id', '=', slot('organizer_id'))
      .where('place.zone_id', '=', slot('zone_id'))
      .where('place.kind', '=', 'seat')
      .orderBy('place.id'),
);

/**
 * The numbered seats of zones in a session, in the order in which the hall was drawn. Seats that are blocked, or kept for
 * somebody else, are not free.
 */
export async function seatPlan(
  rx: Rx,
  input: { readonly session_id: number; readonly zone_ids: readonly number[]; readonly buyer: Buyer },
): Promise<SeatInPlan[]> {
  const { session_id, buyer } = input;
  const { organizer_id } = buyer;
  const against = await quotasAgainst(rx, buyer, session_id);
  const seats: SeatInPlan[] = [];
  for (const zone_id of input.zone_ids) {
    for (const row of await rx.run(selectSeats, { session_id, organizer_id, zone_id })) {
      const { blocked, quota, ticket_id, ...seat } = row;
      const kept = blocked === 1 || (quota !== null && against.has(quota));
      seats.push({ ...seat, free: ticket_id === null && !kept, blocked: blocked === 1 });
    }
  }
  return seats;
}
