import { sql } from 'kysely';
import { plain } from '../filters/columns.ts';
import type { SqlColumns } from '../filters/compile.ts';
import type { ListSource } from '../filters/list-page.ts';
import { bornId, shownId, type ShownBy } from '../filters/shown-ids.ts';
import { ByIds } from '../../store/by-ids.ts';
import type { Rx } from '../../store/transaction.ts';

/** What discounts can be filtered and ordered by; `fixed`: some have ids that came from elsewhere. */
export function discountColumns(by: ShownBy, fixed: boolean) {
  const id = sql.ref('discount.id');
  const organizer_id = sql.ref('discount.organizer_id');
  return {
    id: fixed ? shownId(by, 'discount', { id, organizer_id }) : bornId(id),
    name: plain('text', 'discount.name'),
    kind: plain('text', 'discount.kind'),
    enabled: plain('flag', 'discount.enabled'),
    starts_at: plain('number', 'discount.starts_at'),
    ends_at: plain('number', 'discount.ends_at'),
    created_at: plain('number', 'discount.created_at'),
    updated_at: plain('number', 'discount.updated_at'),
    deleted_at: plain('number', 'discount.deleted_at'),
  } satisfies SqlColumns;
}

/** Deleted ones too. */
export function discountList(columns: SqlColumns): ListSource {
  const [id, organizer_id] = [sql.ref('discount.id'), sql.ref('discount.organizer_id')];
  return { name: 'discount', from: sql`discount`, id, organizer_id, columns };
}

/** The same of promo codes. */
export function promoCodeColumns(by: ShownBy, fixed: boolean) {
  const id = sql.ref('promo_code.id');
  const organizer_id = sql.ref('promo_code.organizer_id');
  const discount = { id: sql.ref('promo_code.discount_id'), organizer_id };
  return {
    id: fixed ? shownId(by, 'promo_code', { id, organizer_id }) : bornId(id),
    discount_id: shownId(by, 'discount', discount),
    label: plain('text', 'promo_code.label'),
    enabled: plain('flag', 'promo_code.enabled'),
    uses_max: plain('number', 'pool.capacity'),
    uses: plain('number', 'pool.taken'),
    starts_at: plain('number', 'promo_code.starts_at'),
    ends_at: plain('number', 'promo_code.ends_at'),
    created_at: plain('number', 'promo_code.created_at'),
    updated_at: plain('number', 'promo_code.updated_at'),
    deleted_at: plain('number', 'promo_code.deleted_at'),
  } satisfies SqlColumns;
}

/** Deleted ones too. */
export function promoCodeList(columns: SqlColumns): ListSource {
  return {
    name: 'promo_code',
    from: sql`promo_code join pool on pool.id = promo_code.pool_id`,
    id: sql.ref('promo_code.id'),
    organizer_id: sql.ref('promo_code.organizer_id'),
    columns,
  };
}

const discounts = new ByIds((db, ids) => db.selectFrom('discount').selectAll().where('id', 'in', ids));

const promoCodes = new ByIds((db, ids) =>
  db
    .selectFrom('promo_code')
    .innerJoin('pool', 'pool.id', 'promo_code.pool_id')
    .selectAll('promo_code')
    .select(['pool.capacity as uses_max', 'pool.taken as uses'])
    .where('promo_code.id', 'in', ids),
);

/** In the order of the ids. */
export async function discountRows(rx: Rx, ids: readonly number[]) {
  const byId = new Map((await discounts.read(rx, ids)).map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** In the order of the ids, with their uses and how many they have. */
export async function promoCodeRows(rx: Rx, ids: readonly number[]) {
  const byId = new Map((await promoCodes.read(rx, ids)).map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
