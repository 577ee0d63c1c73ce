import { sql } from 'kysely';
import { codeOfStatus, orderStatuses, type OrderStatus } from '../../domain/order-life.ts';
import { ByIds } from '../../store/by-ids.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { plain } from '../filters/columns.ts';
import type { SqlColumn, SqlColumns } from '../filters/compile.ts';
import type { ListSource } from '../filters/list-page.ts';
import { linkedTo } from './linked-column.ts';
import { whollyOf, type Reach } from './order-reach.ts';

/** A status by its word; kept as its number. */
const status: SqlColumn = {
  ...plain('number', 'order.status'),
  read(word) {
    if (typeof word !== 'string' || !Object.hasOwn(orderStatuses, word))
      throw new Error(`is not one of ${Object.keys(orderStatuses).join(', ')}`);
    return codeOfStatus(word as OrderStatus);
  },
};

/**
 * All orders, of every channel, with what the caller adds (columns of instants). `foreign_id`: what another system calls
 * the order.
 */
export function ordersListing({ organizer_id, event_ids }: Reach, more: SqlColumns): ListSource {
  return {
    name: 'order',
    from: sql`"order"`,
    id: sql.ref('order.id'),
    organizer_id: sql.ref('order.organizer_id'),
    columns: {
      id: plain('number', 'order.id'),
      label: plain('text', 'order.label'),
      status,
      channel: plain('text', 'order.channel'),
      event_id: plain('number', 'order.event_id'),
      customer_id: plain('number', 'order.customer_id'),
      application_id: plain('number', 'order.application_id'),
      connection_id: plain('number', 'order.connection_id'),
      user_id: plain('number', 'order.user_id'),
      currency: plain('text', 'order.currency'),
      total: plain('number', 'order.total'),
      paid: plain('number', 'order.paid'),
      refunded: plain('number', 'order.refunded'),
      foreign_ref: plain('text', 'order.foreign_ref'),
      foreign_id: linkedTo('order', sql.ref('order.id'), organizer_id),
      ...more,
    },
    belongs: event_ids === undefined ? undefined : whollyOf(event_ids),
  };
}

/** An order as a list of the office shows it. */
export interface OrderListing extends Pick<
  Row<'order'>,
  | 'id'
  | 'label'
  | 'status'
  | 'channel'
  | 'connection_id'
  | 'event_id'
  | 'customer_id'
  | 'currency'
  | 'total'
  | 'paid'
  | 'refunded'
  | 'expires_at'
  | 'created_at'
  | 'updated_at'
  | 'foreign_ref'
> {
  readonly event: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email: string | null;
  readonly erased_at: number | null;
  /** those that stand: held or valid */
  readonly tickets: number | null;
}

const rows = new ByIds((db, ids) =>
  db
    .selectFrom('order')
    .leftJoin('event', 'event.id', 'order.event_id')
    .leftJoin('customer', 'customer.id', 'order.customer_id')
    .select(['order.id', 'order.label', 'order.status', 'order.channel', 'order.connection_id'])
    .select(['order.event_id', 'order.customer_id', 'order.currency', 'order.total', 'order.paid'])
    .select(['order.refunded', 'order.expires_at', 'order.created_at', 'order.updated_at'])
    .select(['order.foreign_ref', 'event.name as event', 'customer.first_name', 'customer.last_name'])
    .select(['customer.email', 'customer.erased_at'])
    .select((eb) =>
      eb
        .selectFrom('ticket')
        .select((one) => one.fn.countAll<number>().as('many'))
        .whereRef('ticket.order_id', '=', 'order.id')
        .where('ticket.state', 'in', ['held', 'valid'])
        .as('tickets'),
    )
    .where('order.id', 'in', ids),
);

/** In no order. */
export function orderListings(rx: Rx, ids: readonly number[]): Promise<OrderListing[]> {
  return rows.read(rx, ids);
}
