import { sql } from 'kysely';
import { Fault } from '../../domain/faults.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { filterValues, pageLimit, pageOf, type Page, type PageRequest } from './page.ts';

/** An event, and what its sessions say of when it is. */
export interface EventView extends Row<'event'> {
  readonly category_name: string | null;
  readonly sessions: number;
  /** of the first session that is not cancelled; without sessions the event's own */
  readonly first_starts_at: number | null;
  /** of the last one, its start where it has no end */
  readonly last_ends_at: number | null;
}

export interface EventFilter extends PageRequest {
  readonly organizer_ids: readonly number[];
  readonly ids?: readonly number[] | undefined;
  readonly statuses?: readonly string[] | undefined;
  readonly event_category_id?: number | undefined;
  /** those that end (the last of their sessions does) at or after, or before the instant; undated ones are in neither */
  readonly ends_from?: number | undefined;
  readonly ends_before?: number | undefined;
  /** those that begin at or after, or before the instant */
  readonly starts_from?: number | undefined;
  readonly starts_before?: number | undefined;
  readonly name_contains?: string | undefined;
  readonly updated_from?: number | undefined;
}

const firstStart = sql<number | null>`coalesce((select min(s.starts_at) from session s
  where s.event_id = event.id and s.deleted_at is null and s.status <> 'cancelled'), event.starts_at)`;
const lastEnd = sql<number | null>`coalesce((select max(coalesce(s.ends_at, s.starts_at)) from session s
  where s.event_id = event.id and s.deleted_at is null and s.status <> 'cancelled'), event.ends_at, event.starts_at)`;
const sessionCount = sql<number>`(select count(*) from session s
  where s.event_id = event.id and s.deleted_at is null)`;

function selectEvents(rx: Rx, organizer_ids: readonly number[]) {
  return rx.db
    .selectFrom('event')
    .leftJoin('event_category', 'event_category.id', 'event.event_category_id')
    .selectAll('event')
    .select([
      'event_category.name as category_name',
      firstStart.as('first_starts_at'),
      lastEnd.as('last_ends_at'),
      sessionCount.as('sessions'),
    ])
    .where('event.organizer_id', 'in', filterValues('organizer_ids', organizer_ids))
    .where('event.deleted_at', 'is', null);
}

/** The living events of some organizers, by id. */
export async function listEvents(rx: Rx, filter: EventFilter): Promise<Page<EventView>> {
  const limit = pageLimit(filter);
  let query = selectEvents(rx, filter.organizer_ids)
    .where('event.id', '>', filter.after ?? 0)
    .orderBy('event.id')
    .limit(limit + 1);
  if (filter.ids !== undefined) query = query.where('event.id', 'in', filterValues('ids', filter.ids));
  if (filter.statuses !== undefined) {
    query = query.where('event.status', 'in', filterValues('statuses', filter.statuses));
  }
  if (filter.event_category_id !== undefined) {
    query = query.where('event.event_category_id', '=', filter.event_category_id);
  }
  if (filter.ends_from !== undefined) query = query.where(lastEnd, '>=', filter.ends_from);
  if (filter.ends_before !== undefined) query = query.where(lastEnd, '<', filter.ends_before);
  if (filter.starts_from !== undefined) query = query.where(firstStart, '>=', filter.starts_from);
  if (filter.starts_before !== undefined) query = query.where(firstStart, '<', filter.starts_before);
  if (filter.updated_from !== undefined) query = query.where('event.updated_at', '>=', filter.updated_from);
  if (filter.name_contains !== undefined) {
    const pattern = `%${filter.name_contains.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    query = query.where(sql<boolean>`lower(event.name) like ${pattern} escape '\\'`);
  }
  return pageOf(await query.execute(), limit);
}

/** Throws `not_found` for another organizer's event as for none. */
export async function findEvent(
  rx: Rx,
  input: { organizer_ids: readonly number[]; event_id: number },
): Promise<EventView> {
  const row = await selectEvents(rx, input.organizer_ids)
    .where('event.id', '=', input.event_id)
    .executeTakeFirst();
  if (row === undefined) throw new Fault('not_found', { kind: 'event', id: input.event_id });
  return { ...row };
}
