import { sql } from 'kysely';
import type { Rx } from '../../store/transaction.ts';

export interface SessionLike {
  readonly session_id: number;
  readonly starts_at: number;
  /** 0 the same event, 1 the same venue, 2 the same category of events */
  readonly nearness: number;
}

export interface LikeWish {
  readonly organizer_id: number;
  readonly event_id: number;
  /** null: something that is good for any session of the event */
  readonly session_id: number | null;
  readonly now: number;
  readonly limit: number;
}

/**
 * Sessions still to come that somebody may like instead of this one: of the same event, then at the same venue, then of
 * events in the same category; within each those nearest in time to it come first.
 */
export async function sessionsLike(rx: Rx, wish: LikeWish): Promise<SessionLike[]> {
  const { organizer_id, event_id, session_id, now, limit } = wish;
  const about = await rx.db
    .selectFrom('event')
    .leftJoin('session', (join) =>
      join.onRef('session.event_id', '=', 'event.id').on('session.id', '=', session_id ?? 0),
    )
    .leftJoin('hall', 'hall.id', 'session.hall_id')
    .select((eb) => [
      'event.event_category_id',
      'session.starts_at',
      eb.fn.coalesce('session.venue_id', 'hall.venue_id', 'event.venue_id').as('venue_id'),
    ])
    .where('event.id', '=', event_id)
    .where('event.organizer_id', '=', organizer_id)
    .executeTakeFirst();
  const at = about?.starts_at ?? now;
  const venue_id = about?.venue_id ?? 0;
  const event_category_id = about?.event_category_id ?? 0;
  const nearness = sql<number>`case when event.id = ${event_id} then 0
    when coalesce(session.venue_id, hall.venue_id, event.venue_id) = ${venue_id} then 1 else 2 end`;
  const rows = await rx.db
    .selectFrom('session')
    .innerJoin('event', 'event.id', 'session.event_id')
    .leftJoin('hall', 'hall.id', 'session.hall_id')
    .select(['session.id as session_id', 'session.starts_at', nearness.as('nearness')])
    .where('session.organizer_id', '=', organizer_id)
    .where('session.deleted_at', 'is', null)
    .where('event.deleted_at', 'is', null)
    .where('event.status', '=', 'published')
    .where('session.status', '!=', 'cancelled')
    .where('session.id', '!=', session_id ?? 0)
    .where((eb) => eb(eb.fn.coalesce('session.ends_at', 'session.starts_at'), '>', now))
    .where((eb) =>
      eb.or([
        eb('event.id', '=', event_id),
        eb(eb.fn.coalesce('session.venue_id', 'hall.venue_id', 'event.venue_id'), '=', venue_id),
        eb('event.event_category_id', '=', event_category_id),
      ]),
    )
    .orderBy(nearness)
    .orderBy(sql`abs(session.starts_at - ${at})`)
    .orderBy('session.id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row }));
}
