import { Fault } from '../../domain/faults.ts';
import type { Tx } from '../../store/transaction.ts';
import { priceOfPlaces } from './place-offers.ts';
import { createPrice } from './price.ts';
import { ownRow } from './rows.ts';

export interface SeatPricing {
  readonly organizer_id: number;
  readonly session_id: number;
  readonly place_ids: readonly number[];
  /** where all of them must be */
  readonly zone_id?: number | undefined;
  /** null: as their zones are sold */
  readonly price_id?: number | null | undefined;
  /** or a price that is made for them; `amount` in minor units of the event's currency */
  readonly new_price?:
    { readonly name: string; readonly amount: number; readonly vat_bp?: number | undefined } | undefined;
}

/**
 * Gives places of any zones of a session a price of their own. Throws `invalid_input` unless one of the two prices is given,
 * and what `priceOfPlaces` does. Returns the price, null for that of the zones.
 */
export async function priceSeats(tx: Tx, wish: SeatPricing): Promise<number | null> {
  const { organizer_id, session_id, place_ids, new_price } = wish;
  if ((wish.price_id === undefined) === (new_price === undefined))
    throw new Fault('invalid_input', { path: 'price_id', message: 'or new_price is given, one of the two' });
  const { event_id, hall_id } = await ownRow(tx, 'session', organizer_id, session_id);
  const price_id =
    new_price === undefined
      ? (wish.price_id ?? null)
      : await createPrice(tx, { organizer_id, event_id, ...new_price, product_type: 'numbered_seat' });
  const zones = await zonesOf(tx, hall_id ?? 0, place_ids);
  if (wish.zone_id !== undefined && zones.keys().some((id) => id !== wish.zone_id))
    throw new Fault('not_found', { kind: 'place', zone_id: wish.zone_id });
  for (const [zone_id, ids] of zones)
    await priceOfPlaces(tx, { organizer_id, session_id, zone_id, place_ids: ids, price_id });
  return price_id;
}

/** The places by their zones. Throws `not_found` for one that is not of the hall. */
async function zonesOf(
  tx: Tx,
  hall_id: number,
  place_ids: readonly number[],
): Promise<Map<number, number[]>> {
  const wanted = [...new Set(place_ids)];
  const rows = await tx.db
    .selectFrom('place')
    .select(['id', 'zone_id'])
    .where('hall_id', '=', hall_id)
    .where('id', 'in', wanted)
    .orderBy('zone_id')
    .orderBy('id')
    .execute();
  if (rows.length < wanted.length) throw new Fault('not_found', { kind: 'place', hall_id });
  const zones = new Map<number, number[]>();
  for (const { id, zone_id } of rows) zones.set(zone_id, [...(zones.get(zone_id) ?? []), id]);
  return zones;
}
