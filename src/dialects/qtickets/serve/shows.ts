import { servedIdOf } from '../../../domain/served-id.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { Caller } from './caller.ts';
import { missing, reachedIds } from './shown-ids.ts';

/**
 * A show: a session of Guichet's, or an event without any, whose tickets are good for whatever date. Such an event stands
 * for its one show, under its own number of the range for what was born here.
 */
export interface Show {
  readonly organizer_id: number;
  readonly event_id: number;
  /** null: the event itself */
  readonly session_id: number | null;
  readonly hall_id: number | null;
  readonly currency: string;
  readonly zone: string;
}

/** Throws `not_found` for another organizer's show as for none. */
export async function reachedShow(rx: Rx, caller: Caller, served_id: number | string): Promise<Show> {
  for (const { organizer_id, id } of await reachedIds(rx, caller, 'session', served_id)) {
    const show =
      (await sessionShow(rx, organizer_id, id)) ?? (await eventShow(rx, organizer_id, id, served_id));
    if (show !== undefined) return show;
  }
  throw missing('show', served_id);
}

async function sessionShow(rx: Rx, organizer_id: number, id: number): Promise<Show | undefined> {
  const row = await rx.db
    .selectFrom('session')
    .innerJoin('event', 'event.id', 'session.event_id')
    .innerJoin('organizer', 'organizer.id', 'session.organizer_id')
    .select(['session.id as session_id', 'session.hall_id', 'event.id as event_id'])
    .select(['event.currency', 'organizer.zone'])
    .where('session.id', '=', id)
    .where('session.organizer_id', '=', organizer_id)
    .where('session.deleted_at', 'is', null)
    .where('event.deleted_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...row, organizer_id };
}

/** Ids are unique over all kinds, so that a number of the range for what was born here is a session's or an event's. */
async function eventShow(
  rx: Rx,
  organizer_id: number,
  id: number,
  served_id: number | string,
): Promise<Show | undefined> {
  if (servedIdOf('integer', id) !== String(served_id)) return undefined;
  const row = await rx.db
    .selectFrom('event')
    .innerJoin('organizer', 'organizer.id', 'event.organizer_id')
    .select(['event.id as event_id', 'event.currency', 'organizer.zone'])
    .where('event.id', '=', id)
    .where('event.organizer_id', '=', organizer_id)
    .where('event.deleted_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...row, organizer_id, session_id: null, hall_id: null };
}
