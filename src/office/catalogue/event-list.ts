import { sql } from 'kysely';
import { filled, inJson, plain, whether } from '../filters/columns.ts';
import type { SqlColumns } from '../filters/compile.ts';
import type { ListSource } from '../filters/list-page.ts';
import { bornId, shownId, type ShownBy } from '../filters/shown-ids.ts';
import type { Engine } from '../../store/ddl.ts';

const id = sql.ref('event.id');
const organizer_id = sql.ref('event.organizer_id');

/** What events can be filtered and ordered by; `fixed`: some have ids that came from elsewhere. */
export function eventColumns(by: ShownBy, fixed: boolean) {
  return {
    id: fixed ? shownId(by, 'event', { id, organizer_id }) : bornId(id),
    name: plain('text', 'event.name'),
    published: whether(sql`${sql.ref('event.status')} = 'published'`),
    currency: plain('text', 'event.currency'),
    description: filled('event.description'),
    site_url: filled('event.site_url'),
    image_url: filled('event.image_url'),
    created_at: plain('number', 'event.created_at'),
    updated_at: plain('number', 'event.updated_at'),
    deleted_at: plain('number', 'event.deleted_at'),
  } satisfies SqlColumns;
}

/** A field that a dialect keeps in the event's metadata; with a kind, the id of such a thing. */
export function keptInEvent(
  engine: Engine,
  type: 'number' | 'text',
  path: readonly string[],
  of?: { readonly by: ShownBy; readonly kind: string },
) {
  const column = inJson(engine, type, 'event.metadata', path);
  return of === undefined ? column : shownId(of.by, of.kind, { id: column.sql, organizer_id });
}

/** The hall that is kept in the event's metadata, else that of its first session in one. */
export function hallOfEvent(engine: Engine, path: readonly string[], by: ShownBy) {
  const kept = inJson(engine, 'number', 'event.metadata', path);
  const first = sql`(select held.hall_id from session as held
    where held.event_id = ${id} and held.deleted_at is null and held.hall_id is not null
    order by held.starts_at, held.id limit 1)`;
  return shownId(by, 'hall', { id: sql`coalesce(${kept.sql}, ${first})`, organizer_id });
}

/** Deleted ones too. */
export function eventList(columns: SqlColumns): ListSource {
  return { name: 'event', from: sql`event`, id, organizer_id, columns };
}
