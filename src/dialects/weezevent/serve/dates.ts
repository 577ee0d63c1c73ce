import { requireScope } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { DateRow } from '../shapes.ts';
import { localText, numberOf } from '../wire.ts';
import type { Caller } from './caller.ts';
import { isOver, offersOf, sessionsOf } from './catalogue-lists.ts';
import { reachedOrganizers, reachedThings, shownIds, type Reached } from './reach.ts';

export interface DatesWish {
  readonly id_event: readonly string[];
  readonly display_passed?: boolean | undefined;
}

/** The dates of events, each with the tickets that it sells: those of the date, and those that are good for any. */
export function listDates(office: Office, caller: Caller, wish: DatesWish): Promise<{ dates: DateRow[] }> {
  requireScope(caller, 'events.read');
  const now = office.surroundings.now();
  return office.store.read(async (rx) => {
    const organizers = await reachedOrganizers(rx, caller);
    const events = await reachedThings(rx, organizers, 'event', wish.id_event);
    const dates: DateRow[] = [];
    for (const event of events) dates.push(...(await datesOf(rx, event, wish.display_passed === true, now)));
    return { dates };
  });
}

async function datesOf(
  rx: Rx,
  { organizer, id: event_id }: Reached,
  passed: boolean,
  now: number,
): Promise<DateRow[]> {
  const organizer_id = organizer.id;
  const all = await sessionsOf(rx, { organizer_id, event_id });
  const sessions = all.filter(
    (session) => session.status !== 'cancelled' && (passed || !isOver(session, now)),
  );
  const offers = await offersOf(rx, { organizer_id, event_id, now });
  const ids = {
    event: await shownIds(rx, organizer_id, 'event', [event_id]),
    session: await shownIds(
      rx,
      organizer_id,
      'session',
      sessions.map(({ id }) => id),
    ),
    price: await shownIds(
      rx,
      organizer_id,
      'price',
      offers.map(({ price_id }) => price_id),
    ),
  };
  return sessions.map((session) => {
    const sold = offers.filter(
      (offer) => offer.enabled === 1 && (offer.session_id === null || offer.session_id === session.id),
    );
    return {
      id: numberOf(ids.session.get(session.id) ?? ''),
      id_event: numberOf(ids.event.get(event_id) ?? ''),
      date: localText(session.starts_at, organizer.zone),
      tickets: [...new Set(sold.map((offer) => ids.price.get(offer.price_id) ?? ''))],
    };
  });
}
