import type { Kysely } from 'kysely';
import { Fault } from '../../domain/faults.ts';
import { statement } from '../../store/statement.ts';
import type { Row, Tables } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { filterValues, pageLimit } from './page.ts';

/** A session with where it is: its own venue, else its hall's, else its event's. */
export interface SessionView extends Row<'session'> {
  readonly event_name: string;
  readonly event_status: string;
  readonly currency: string;
  readonly place_name: string | null;
  readonly hall_name: string | null;
}

export interface SessionFilter {
  readonly organizer_ids: readonly number[];
  readonly event_ids?: readonly number[] | undefined;
  readonly ids?: readonly number[] | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly hall_id?: number | undefined;
  readonly starts_from?: number | undefined;
  readonly starts_before?: number | undefined;
  readonly updated_from?: number | undefined;
  /** the last session of the page before */
  readonly after?: { readonly starts_at: number; readonly id: number } | undefined;
  readonly limit?: number | undefined;
}

function selectSessions(db: Kysely<Tables>, organizer_ids: readonly number[]) {
  return db
    .selectFrom('session')
    .innerJoin('event', 'event.id', 'session.event_id')
    .leftJoin('hall', 'hall.id', 'session.hall_id')
    .leftJoin('venue', (join) =>
      join.on((eb) =>
        eb('venue.id', '=', eb.fn.coalesce('session.venue_id', 'hall.venue_id', 'event.venue_id')),
      ),
    )
    .selectAll('session')
    .select([
      'event.name as event_name',
      'event.status as event_status',
      'event.currency',
      'venue.name as place_name',
      'hall.name as hall_name',
    ])
    .where('session.organizer_id', 'in', filterValues('organizer_ids', organizer_ids))
    .where('session.deleted_at', 'is', null)
    .where('event.deleted_at', 'is', null);
}

/** The living sessions, the earliest first; `next` continues after the last of them. */
export async function listSessions(
  rx: Rx,
  filter: SessionFilter,
): Promise<{ rows: SessionView[]; next: { starts_at: number; id: number } | null }> {
  const limit = pageLimit(filter);
  const { after } = filter;
  let query = selectSessions(rx.db, filter.organizer_ids)
    .orderBy('session.starts_at')
    .orderBy('session.id')
    .limit(limit + 1);
  if (after !== undefined) {
    query = query.where((eb) =>
      eb.or([
        eb('session.starts_at', '>', after.starts_at),
        eb.and([eb('session.starts_at', '=', after.starts_at), eb('session.id', '>', after.id)]),
      ]),
    );
  }
  if (filter.event_ids !== undefined) {
    query = query.where('session.event_id', 'in', filterValues('event_ids', filter.event_ids));
  }
  if (filter.ids !== undefined) query = query.where('session.id', 'in', filterValues('ids', filter.ids));
  if (filter.kinds !== undefined)
    query = query.where('session.kind', 'in', filterValues('kinds', filter.kinds));
  if (filter.hall_id !== undefined) query = query.where('session.hall_id', '=', filter.hall_id);
  if (filter.starts_from !== undefined) query = query.where('session.starts_at', '>=', filter.starts_from);
  if (filter.starts_before !== undefined) query = query.where('session.starts_at', '<', filter.starts_before);
  if (filter.updated_from !== undefined) query = query.where('session.updated_at', '>=', filter.updated_from);
  const read = await query.execute();
  const rows = read.slice(0, limit);
  const last = rows.at(-1);
  const more = read.length > limit && last !== undefined;
  return { rows, next: more ? { starts_at: last.starts_at, id: last.id } : null };
}

const sessionOfOrganizer = statement<{ organizer_id: number; session_id: number }, SessionView>((db, slot) =>
  selectSessions(db, [slot('organizer_id')]).where('session.id', '=', slot('session_id')),
);

/** Throws `not_found` for another organizer's session as for none. */
export async function findSession(
  rx: Rx,
  input: { organizer_ids: readonly number[]; session_id: number },
): Promise<SessionView> {
  const { organizer_ids, session_id } = input;
  const [organizer_id] = organizer_ids;
  const row =
    organizer_id !== undefined && organizer_ids.length === 1
      ? await rx.first(sessionOfOrganizer, { organizer_id, session_id })
      : await selectSessions(rx.db, organizer_ids).where('session.id', '=', session_id).executeTakeFirst();
  if (row === undefined) throw new Fault('not_found', { kind: 'session', id: session_id });
  return { ...row };
}
