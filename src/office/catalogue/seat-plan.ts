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
  /** what it costs by that offer, in minor units */
  readonly own_price: OwnPrice | null;
  /** of the order that has it */
  readonly order_id: number | null;
}

/** A price of one seat, in place of its zone's (docs/decisions/0028). */
export interface OwnPrice {
  readonly offer_id: number;
  readonly price_id: number;
  readonly name: string;
  readonly amount: number;
  readonly currency: string;
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
  readonly price_id: number | null;
  readonly price: string | null;
  readonly amount: number | null;
  readonly currency: string | null;
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
      .leftJoin('offer', 'offer.id', 'session_place.offer_id')
      .leftJoin('price', 'price.id', 'offer.price_id')
      .select(['price.id as price_id', 'price.name as price', 'price.currency'])
      .select((eb) => eb.fn.coalesce('offer.amount', 'price.amount').as('amount'))
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
      // one that was taken out of the hall stays where it is sold
      .where((eb) => eb.or([eb('place.withdrawn_at', 'is', null), eb('place_sale.place_id', 'is not', null)]))
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
      const { place_id, code, row_label, seat_label, x, y, offer_id, order_id } = row;
      const { blocked, quota, ticket_id } = row;
      const kept = blocked === 1 || (quota !== null && against.has(quota));
      seats.push({
        ...{ place_id, zone_id, code, row_label, seat_label, x, y, offer_id, order_id },
        own_price: ownPriceOf(row),
        free: ticket_id === null && !kept,
        blocked: blocked === 1,
      });
    }
  }
  return seats;
}

function ownPriceOf({ offer_id, price_id, price, amount, currency }: SeatRow): OwnPrice | null {
  if (offer_id === null || price_id === null || amount === null) return null;
  return { offer_id, price_id, name: price ?? '', amount, currency: currency ?? '' };
}
