import { clockShift } from '../../domain/shift-clock.ts';
import type { Tx } from '../../store/transaction.ts';
import { fieldsOf, rowsOfEvent, type Copying } from './copied-rows.ts';
import { copyOffers, copyPools, copySeats } from './copy-offers.ts';
import { organizerOf } from './organizer.ts';
import { ownRow } from './rows.ts';
import { createSession } from './session.ts';

export interface NewSessionLike {
  readonly organizer_id: number;
  /** the session that it is like: in its hall, at its prices, with as many places */
  readonly session_id: number;
  readonly starts_at: number;
  readonly name?: string | undefined;
  /** undefined: as long as the other */
  readonly ends_at?: number | null | undefined;
}

/**
 * One more session of an event, on sale like another one: its offers, capacities (nothing of them taken), channels' parts, blocked
 * seats and seats with a price of their own. Windows and doors are moved as far as the session, by the clock on the wall. Throws
 * `not_found`, `invalid_input`.
 */
export async function addSession(tx: Tx, wish: NewSessionLike): Promise<number> {
  const { organizer_id, starts_at, name, ends_at } = wish;
  const like = await ownRow(tx, 'session', organizer_id, wish.session_id);
  const { zone } = await organizerOf(tx, organizer_id);
  const moved = clockShift(like.starts_at, starts_at, zone);
  const shift = (instant: number | null): number | null => (instant === null ? null : moved(instant));
  const session_id = await createSession(tx, {
    ...fieldsOf(like),
    ...{ event_id: like.event_id, starts_at, name: name ?? '', status: 'scheduled' },
    ends_at: ends_at === undefined ? shift(like.ends_at) : ends_at,
    doors_open_at: shift(like.doors_open_at),
    doors_close_at: shift(like.doors_close_at),
    sale_starts_at: shift(like.sale_starts_at),
    sale_ends_at: shift(like.sale_ends_at),
  });
  const { event_id } = like;
  const copying: Copying = { organizer_id, from_id: event_id, event_id, shift, of_sessions: true };
  const sessionIds = new Map([[like.id, session_id]]);
  const prices = await rowsOfEvent(tx, 'price', event_id);
  const priceIds = new Map(prices.map(({ id }) => [id, id]));
  const poolIds = await copyPools(tx, copying, sessionIds);
  const offerIds = await copyOffers(tx, copying, { priceIds, sessionIds, poolIds });
  await copySeats(tx, copying, { sessionIds, offerIds });
  return session_id;
}
