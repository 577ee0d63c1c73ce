import type { Kysely } from 'kysely';
import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { statement } from '../../store/statement.ts';
import type { Row, Tables } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { filterValues } from '../catalogue/page.ts';
import { normalOrNone } from '../customers/list-customers.ts';
import type { OrderKey } from './orders.ts';

/** An order as lists show it: its own row, and whether a promo code was used in it. */
export interface OrderListed extends Row<'order'> {
  readonly promo_codes: number;
}

export interface OrdersFilter {
  readonly organizer_ids: readonly number[];
  readonly ids?: readonly number[] | undefined;
  /** of the buyer, in any capitals */
  readonly email?: string | undefined;
  readonly customer_id?: number | undefined;
  readonly application_id?: number | undefined;
  readonly event_id?: number | undefined;
  /** numbers of domain/order-life.ts */
  readonly statuses?: readonly number[] | undefined;
  readonly channels?: readonly string[] | undefined;
  readonly created_from?: number | undefined;
  readonly created_before?: number | undefined;
  readonly updated_from?: number | undefined;
  readonly limit: number;
  readonly offset?: number | undefined;
}

function ordersListed(db: Kysely<Tables>) {
  return db
    .selectFrom('order')
    .selectAll('order')
    .select((eb) =>
      eb
        .selectFrom('order_line')
        .select((one) => one.fn.countAll<number>().as('many'))
        .whereRef('order_line.order_id', '=', 'order.id')
        .where('order_line.promo_code_id', 'is not', null)
        .where('order_line.cancelled_at', 'is', null)
        .as('promo_codes'),
    );
}

const selectListed = statement<{ organizer_id: number; order_id: number }, ListedRow>((db, slot) =>
  ordersListed(db)
    .where('order.id', '=', slot('order_id'))
    .where('order.organizer_id', '=', slot('organizer_id')),
);

const lockListed = statement<{ organizer_id: number; order_id: number }, ListedRow>((db, slot, lock) =>
  lock(
    ordersListed(db)
      .where('order.id', '=', slot('order_id'))
      .where('order.organizer_id', '=', slot('organizer_id')),
  ),
);

type ListedRow = Awaited<ReturnType<ReturnType<typeof ordersListed>['execute']>>[number];

/**
 * Orders, the latest first, whatever their channel. Filters are met together. An e-mail address that is none finds nothing.
 * Throws `invalid_input` for a limit out of 0…`limits.page_rows_max`.
 */
export async function listOrders(rx: Rx, filter: OrdersFilter): Promise<OrderListed[]> {
  const { limit, offset = 0 } = filter;
  if (!Number.isSafeInteger(limit) || limit < 0 || limit > limits.page_rows_max)
    throw new Fault('invalid_input', { field: 'limit', most: limits.page_rows_max });
  if (limit === 0) return [];
  let query = ordersListed(rx.db)
    .where('order.organizer_id', 'in', filterValues('organizer_ids', filter.organizer_ids))
    .orderBy('order.id', 'desc')
    .limit(limit)
    .offset(offset);
  const { ids, email, customer_id, application_id, event_id, statuses, channels } = filter;
  if (ids !== undefined) query = query.where('order.id', 'in', filterValues('ids', ids));
  if (email !== undefined) {
    const email_normal = normalOrNone(email);
    if (email_normal === undefined) return [];
    query = query.where('order.customer_id', 'in', (eb) =>
      eb
        .selectFrom('customer')
        .select('customer.id')
        .where('customer.organizer_id', 'in', filterValues('organizer_ids', filter.organizer_ids))
        .where('customer.email_normal', '=', email_normal),
    );
  }
  if (customer_id !== undefined) query = query.where('order.customer_id', '=', customer_id);
  if (application_id !== undefined) query = query.where('order.application_id', '=', application_id);
  if (event_id !== undefined) query = query.where('order.event_id', '=', event_id);
  if (statuses !== undefined) query = query.where('order.status', 'in', filterValues('statuses', statuses));
  if (channels !== undefined) query = query.where('order.channel', 'in', filterValues('channels', channels));
  const { created_from, created_before, updated_from } = filter;
  if (created_from !== undefined) query = query.where('order.created_at', '>=', created_from);
  if (created_before !== undefined) query = query.where('order.created_at', '<', created_before);
  if (updated_from !== undefined) query = query.where('order.updated_at', '>=', updated_from);
  return (await query.execute()).map((row) => ({ ...row, promo_codes: row.promo_codes ?? 0 }));
}

/** Throws `not_found` for another organizer's order as for none. */
export async function findOrder(
  rx: Rx,
  input: { readonly organizer_id: number; readonly order_id: number },
): Promise<OrderListed> {
  const { organizer_id, order_id } = input;
  const order = await rx.first(selectListed, { organizer_id, order_id });
  if (order === undefined) throw new Fault('not_found', { kind: 'order', id: order_id });
  return Object.assign(order, { promo_codes: order.promo_codes ?? 0 });
}

/** The same as `lockOrder`, of an order that is to be shown afterwards as well. */
export async function lockOrderListed(tx: Tx, key: OrderKey): Promise<OrderListed> {
  const { organizer_id, order_id, application_id } = key;
  const order = await tx.first(lockListed, { organizer_id, order_id });
  const foreign = application_id !== undefined && order?.application_id !== application_id;
  if (order === undefined || foreign) throw new Fault('not_found', { kind: 'order', id: order_id });
  // onto the row itself: rows of SQLite are slow to copy
  return Object.assign(order, { promo_codes: order.promo_codes ?? 0 });
}
