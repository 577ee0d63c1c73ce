import { listOffers, type OfferView } from '../../../office/catalogue/list-offers.ts';
import { listSessions, type SessionView } from '../../../office/catalogue/list-sessions.ts';
import type { Rx } from '../../../store/transaction.ts';
import { allPages, dialect } from './reach.ts';

/** All offers of an event, hidden ones too: an organizer's own applications see them. */
export function offersOf(
  rx: Rx,
  of: { readonly organizer_id: number; readonly event_id: number; readonly now: number },
): Promise<OfferView[]> {
  const { organizer_id, event_id, now } = of;
  const filter = { organizer_ids: [organizer_id], event_id, channel: dialect, now };
  return allPages<OfferView, number>((page) => listOffers(rx, { ...filter, ...page }));
}

/** All sessions of an event that are not deleted, the earliest first. */
export function sessionsOf(
  rx: Rx,
  of: { readonly organizer_id: number; readonly event_id: number },
): Promise<SessionView[]> {
  const { organizer_id, event_id } = of;
  const filter = { organizer_ids: [organizer_id], event_ids: [event_id] };
  return allPages<SessionView, { starts_at: number; id: number }>((page) =>
    listSessions(rx, { ...filter, ...page }),
  );
}

/** Whether a session is over: it has ended, or has begun where it has no end. */
export function isOver(session: Pick<SessionView, 'starts_at' | 'ends_at'>, now: number): boolean {
  return (session.ends_at ?? session.starts_at) < now;
}
