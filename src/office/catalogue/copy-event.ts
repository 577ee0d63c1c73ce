/** An event once more: with its sessions, prices, offers, capacities, packs, questions and add-ons, and nothing that was sold. */
import { Fault } from '../../domain/faults.ts';
import { clockShift } from '../../domain/shift-clock.ts';
import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { createEvent } from './event.ts';
import { copyAddOns, copyPacks, copyQuestions } from './copy-event-parts.ts';
import { fieldsOf, rowsOfEvent, type Copying, type Ids } from './copied-rows.ts';
import { copyOffers, copyPools, copySeats } from './copy-offers.ts';
import { organizerOf } from './organizer.ts';
import { createPrice, createPriceGroup } from './price.ts';
import { ownRow } from './rows.ts';
import { createSession } from './session.ts';

const sessions_max = 400;

export interface EventCopy {
  readonly organizer_id: number;
  readonly event_id: number;
  readonly name: string;
  /** of its first session; undefined: as it was. All else is moved as far, by the clock on the wall */
  readonly starts_at?: number | undefined;
}

/**
 * Copies an event as a draft. Capacities are as large as they are, and nothing of them is taken; blocked seats and seats with a
 * price of their own are so again. Orders, promo codes, seats kept for somebody and what other systems call it are not copied.
 * Throws `not_found`, `too_large`.
 */
export async function copyEvent(
  tx: Tx,
  { organizer_id, event_id: from_id, name, starts_at }: EventCopy,
): Promise<{ event_id: number; session_ids: number[] }> {
  const event = await ownRow(tx, 'event', organizer_id, from_id);
  const sessions = await rowsOfEvent(tx, 'session', from_id);
  if (sessions.length > sessions_max) throw new Fault('too_large', { sessions_max });
  const { zone } = await organizerOf(tx, organizer_id);
  const first = Math.min(...sessions.map((session) => session.starts_at));
  const moved =
    starts_at === undefined || sessions.length === 0
      ? (instant: number) => instant
      : clockShift(first, starts_at, zone);
  const shift = (instant: number | null): number | null => (instant === null ? null : moved(instant));
  const event_id = await createEvent(tx, {
    ...fieldsOf(event),
    ...{ name, status: 'draft', currency: event.currency },
    ...{ starts_at: shift(event.starts_at), ends_at: shift(event.ends_at) },
  });
  const copying: Copying = { organizer_id, from_id, event_id, shift };
  const priceIds = await copyPrices(tx, copying);
  const sessionIds = await copySessions(tx, copying, sessions);
  const poolIds = await copyPools(tx, copying, sessionIds);
  const offerIds = await copyOffers(tx, copying, { priceIds, sessionIds, poolIds });
  await copySeats(tx, copying, { sessionIds, offerIds });
  await copyPacks(tx, copying, { priceIds, offerIds });
  await copyQuestions(tx, copying, priceIds);
  await copyAddOns(tx, copying, poolIds);
  return { event_id, session_ids: [...sessionIds.values()] };
}

async function copyPrices(tx: Tx, { from_id, event_id }: Copying): Promise<Ids> {
  const groups = await rowsOfEvent(tx, 'price_group', from_id);
  const groupIds = new Map<number, number>();
  // headings stand in headings: those above first
  for (let left = groups; left.length > 0;) {
    const ready = left.filter(({ parent_id }) => parent_id === null || groupIds.has(parent_id));
    if (ready.length === 0) break;
    for (const group of ready)
      groupIds.set(
        group.id,
        await createPriceGroup(tx, {
          ...{ ...fieldsOf(group), event_id },
          parent_id: group.parent_id === null ? null : (groupIds.get(group.parent_id) ?? null),
        }),
      );
    left = left.filter(({ id }) => !groupIds.has(id));
  }
  const ids = new Map<number, number>();
  for (const price of await rowsOfEvent(tx, 'price', from_id))
    ids.set(
      price.id,
      await createPrice(tx, {
        ...{ ...fieldsOf(price), event_id },
        price_group_id: price.price_group_id === null ? null : (groupIds.get(price.price_group_id) ?? null),
      }),
    );
  return ids;
}

/** Those that were cancelled take place again, since nobody has cancelled them yet. */
async function copySessions(
  tx: Tx,
  { event_id, shift }: Copying,
  sessions: readonly Row<'session'>[],
): Promise<Ids> {
  const ids = new Map<number, number>();
  for (const session of sessions)
    ids.set(
      session.id,
      await createSession(tx, {
        ...{ ...fieldsOf(session), event_id, status: 'scheduled' },
        starts_at: shift(session.starts_at) ?? session.starts_at,
        ends_at: shift(session.ends_at),
        doors_open_at: shift(session.doors_open_at),
        doors_close_at: shift(session.doors_close_at),
        sale_starts_at: shift(session.sale_starts_at),
        sale_ends_at: shift(session.sale_ends_at),
      }),
    );
  return ids;
}
