import { sql } from 'kysely';
import { filled, inJson, plain } from '../filters/columns.ts';
import type { SqlColumns } from '../filters/compile.ts';
import type { ListSource } from '../filters/list-page.ts';
import { bornId, shownId, type ShownBy } from '../filters/shown-ids.ts';
import { ByIds } from '../../store/by-ids.ts';
import type { Engine } from '../../store/ddl.ts';
import type { Rx } from '../../store/transaction.ts';

const id = sql.ref('customer.id');
const organizer_id = sql.ref('customer.organizer_id');

/** What customers can be filtered and ordered by; `fixed`: some have ids that came from elsewhere. */
export function customerColumns(engine: Engine, by: ShownBy, fixed: boolean) {
  return {
    id: fixed ? shownId(by, 'customer', { id, organizer_id }) : bornId(id),
    email: filled('customer.email'),
    email_normal: plain('text', 'customer.email_normal'),
    first_name: filled('customer.first_name'),
    last_name: filled('customer.last_name'),
    middle_name: inJson(engine, 'text', 'customer.metadata', ['middle_name']),
    phone: filled('customer.phone'),
    created_at: plain('number', 'customer.created_at'),
    updated_at: plain('number', 'customer.updated_at'),
  } satisfies SqlColumns;
}

/** Those who are somebody: an erased customer is nobody any more. */
export function customerList(columns: SqlColumns): ListSource {
  const belongs = sql<boolean>`${sql.ref('customer.erased_at')} is null`;
  return { name: 'customer', from: sql`customer`, id, organizer_id, columns, belongs };
}

const rows = new ByIds((db, ids) =>
  db
    .selectFrom('customer')
    .select(['id', 'organizer_id', 'email', 'first_name', 'last_name', 'phone', 'metadata'])
    .where('id', 'in', ids)
    .where('erased_at', 'is', null),
);

/** The customers of these ids, in their order. */
export async function customerRows(rx: Rx, ids: readonly number[]) {
  const byId = new Map((await rows.read(rx, ids)).map((row) => [row.id, row]));
  return ids.flatMap((wanted) => byId.get(wanted) ?? []);
}
