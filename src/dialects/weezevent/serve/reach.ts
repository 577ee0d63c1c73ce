import { Fault } from '../../../domain/faults.ts';
import { limits } from '../../../domain/limits.ts';
import { localId, servedIds } from '../../../office/served-ids/served-ids.ts';
import type { Row } from '../../../store/tables.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { Caller } from './caller.ts';

export const dialect = 'weezevent';

/** An organizer that the login reaches. */
export type Organizer = Pick<
  Row<'organizer'>,
  'id' | 'name' | 'zone' | 'currency' | 'country' | 'language' | 'profile'
>;

/** Kinds of things whose ids a client names. */
export type NamedKind = 'event' | 'session' | 'price' | 'ticket' | 'add_on';

/** In the order of their ids, as all lists are. */
export function reachedOrganizers(
  rx: Rx,
  { organizer_ids }: Pick<Caller, 'organizer_ids'>,
): Promise<Organizer[]> {
  return rx.db
    .selectFrom('organizer')
    .select(['id', 'name', 'zone', 'currency', 'country', 'language', 'profile'])
    .where('id', 'in', organizer_ids)
    .orderBy('id')
    .execute();
}

export interface Reached {
  readonly organizer: Organizer;
  readonly id: number;
}

/** Whether what was deleted is found as well: what was sold of it is still shown. */
export interface Reach {
  readonly deleted_too?: boolean;
}

/**
 * What an id of a client leads to. Deleted tickets are still shown, all other deleted things are not there unless they are
 * asked for. Throws `not_found` for another organizer's as for none, so that nobody learns of it.
 */
export async function reachedThing(
  rx: Rx,
  organizers: readonly Organizer[],
  kind: NamedKind,
  served_id: string,
  { deleted_too = kind === 'ticket' }: Reach = {},
): Promise<Reached> {
  for (const organizer of organizers) {
    const id = await localId(rx, { organizer_id: organizer.id, dialect, kind, served_id });
    if (id === undefined) continue;
    // the five tables all have these columns: one name stands for them, so that the query is typed
    const row = await rx.db
      .selectFrom(kind as 'event')
      .select(['id', 'deleted_at'])
      .where('id', '=', id)
      .where('organizer_id', '=', organizer.id)
      .executeTakeFirst();
    if (row !== undefined && (row.deleted_at === null || deleted_too)) return { organizer, id };
  }
  throw new Fault('not_found', { kind, id: served_id.slice(0, 100) });
}

export async function reachedThings(
  rx: Rx,
  organizers: readonly Organizer[],
  kind: NamedKind,
  ids: readonly string[],
  reach: Reach = {},
): Promise<Reached[]> {
  const things: Reached[] = [];
  for (const id of new Set(ids)) things.push(await reachedThing(rx, organizers, kind, id, reach));
  return things;
}

/** The ids that the dialect shows of things of one organizer. */
export function shownIds(
  rx: Rx,
  organizer_id: number,
  kind: string,
  local_ids: readonly number[],
): Promise<Map<number, string>> {
  return servedIds(rx, { organizer_id, dialect, kind, local_ids });
}

/** All pages of a list of the office, one after the other. */
export async function allPages<T, Next>(
  read: (page: { after: Next | undefined; limit: number }) => Promise<{ rows: T[]; next: Next | null }>,
): Promise<T[]> {
  const rows: T[] = [];
  let after: Next | undefined;
  do {
    const page = await read({ after, limit: limits.page_rows_max });
    rows.push(...page.rows);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return rows;
}
