import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';

/** What a shop has, by id: lists that a till reads in the morning. What was deleted is not there any more. */

type Kind = 'article' | 'department' | 'variation' | 'counter' | 'dining_table';

export async function listShop<K extends Kind>(rx: Rx, kind: K, organizer_id: number): Promise<Row<K>[]> {
  // Kysely types a table by its name: one that stands for all keeps the query typed
  const rows = await rx.db
    .selectFrom(kind as 'article')
    .selectAll()
    .where('organizer_id', '=', organizer_id)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows as unknown as Row<K>[];
}

/** How much is left of each stock that articles draw from, by pool; null without a limit. */
export async function stockLeft(
  rx: Rx,
  pool_ids: readonly (number | null)[],
): Promise<Map<number, number | null>> {
  const ids = [...new Set(pool_ids)].filter((id): id is number => id !== null);
  if (ids.length === 0) return new Map();
  const pools = await rx.db
    .selectFrom('pool')
    .select(['id', 'capacity', 'taken', 'reserved'])
    .where('id', 'in', ids)
    .execute();
  return new Map(
    pools.map(({ id, capacity, taken, reserved }) => [
      id,
      capacity === null ? null : Math.max(0, capacity - taken - reserved),
    ]),
  );
}

/** All ways to pay, those that are off included: past payments name them. */
export async function listAllPaymentModes(rx: Rx, organizer_id: number): Promise<Row<'payment_mode'>[]> {
  return rx.db
    .selectFrom('payment_mode')
    .selectAll()
    .where('organizer_id', '=', organizer_id)
    .orderBy('id')
    .execute();
}

/** Who is with the organizer. */
export async function listTillUsers(
  rx: Rx,
  organizer_id: number,
): Promise<{ id: number; name: string; role: string }[]> {
  const rows = await rx.db
    .selectFrom('membership')
    .innerJoin('user', 'user.id', 'membership.user_id')
    .select(['user.id', 'user.name', 'membership.role'])
    .where('membership.organizer_id', '=', organizer_id)
    .where('user.disabled_at', 'is', null)
    .orderBy('user.id')
    .execute();
  const once = new Map(rows.map((row) => [row.id, { ...row }]));
  return [...once.values()];
}

/** Customers of the shop, a page at a time. */
export async function listCustomers(
  rx: Rx,
  organizer_id: number,
  after: number,
  limit: number,
): Promise<Row<'customer'>[]> {
  return rx.db
    .selectFrom('customer')
    .selectAll()
    .where('organizer_id', '=', organizer_id)
    .where('id', '>', after)
    .where('erased_at', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** The orders that are open on tables: neither paid nor given up. */
export async function openOnTables(
  rx: Rx,
  organizer_id: number,
): Promise<Map<number, { orders: number; covers: number; due: number }>> {
  const rows = await rx.db
    .selectFrom('order')
    .select(['dining_table_id', 'covers', 'total', 'paid', 'refunded'])
    .where('organizer_id', '=', organizer_id)
    .where('dining_table_id', 'is not', null)
    .where('status', '>=', 0)
    .where('status', '<', 15)
    .execute();
  const open = new Map<number, { orders: number; covers: number; due: number }>();
  for (const { dining_table_id, covers, total, paid, refunded } of rows) {
    const known = open.get(dining_table_id ?? 0) ?? { orders: 0, covers: 0, due: 0 };
    open.set(dining_table_id ?? 0, {
      orders: known.orders + 1,
      covers: known.covers + (covers ?? 0),
      due: known.due + total - (paid - refunded),
    });
  }
  return open;
}
