import { Fault } from '../../domain/faults.ts';
import {
  customerListings,
  customersListing,
  type CustomerListing,
} from '../../office/customers/customer-listing.ts';
import { plain } from '../../office/filters/columns.ts';
import { linesByIds, linesListing } from '../../office/selling/line-listing.ts';
import { orderListings, ordersListing, type OrderListing } from '../../office/selling/order-listing.ts';
import type { Reach } from '../../office/selling/order-reach.ts';
import { ticketListings, ticketsListing, type TicketListing } from '../../office/selling/ticket-listing.ts';
import type { Row } from '../../store/tables.ts';
import type { Caller } from '../caller.ts';
import { instantColumn, type Listing } from '../list.ts';
import type { ListQuery } from '../shapes.ts';

/** The lists of sales: what pages show of them and what files take away is found by the same filters. */

type ListOf<Row extends { readonly id: number }> = Omit<Listing<Row, unknown>, 'item'>;
type Asked = Pick<ListQuery, 'where' | 'order'>;

/** What the caller may touch. */
export function reachOf({ organizer_id, event_ids }: Caller): Reach {
  return { organizer_id, event_ids };
}

/** Long tables are ordered by what an index holds. Throws `unknown_filter`. */
function requireOrdering({ order }: Asked, columns: readonly string[]): void {
  if (order !== undefined && !columns.includes(order.replace(/^-/, '')))
    throw new Fault('unknown_filter', { order, known: columns });
}

const orderTimes = {
  created_at: instantColumn('order.created_at'),
  updated_at: instantColumn('order.updated_at'),
  confirmed_at: instantColumn('order.confirmed_at'),
  paid_at: instantColumn('order.paid_at'),
  expires_at: instantColumn('order.expires_at'),
  cancelled_at: instantColumn('order.cancelled_at'),
};

export function orderList(auth: Caller, asked: Asked): ListOf<OrderListing> {
  requireOrdering(asked, ['id', 'updated_at']);
  return {
    source: ordersListing(reachOf(auth), orderTimes),
    event_column: 'event_id',
    rows: orderListings,
  };
}

const lineTimes = {
  created_at: instantColumn('order_line.created_at'),
  cancelled_at: instantColumn('order_line.cancelled_at'),
  event_id: plain('number', 'order.event_id'),
};

export function lineList(auth: Caller, asked: Asked): ListOf<Row<'order_line'>> {
  requireOrdering(asked, ['id']);
  return { source: linesListing(reachOf(auth), lineTimes), event_column: 'event_id', rows: linesByIds };
}

const ticketTimes = {
  created_at: instantColumn('ticket.created_at'),
  updated_at: instantColumn('ticket.updated_at'),
  refunded_at: instantColumn('ticket.refunded_at'),
};

export function ticketList(auth: Caller, asked: Asked): ListOf<TicketListing> {
  const inEvent = (asked.where ?? []).some(
    ({ column, operator = '=' }) => column === 'event_id' && operator === '=',
  );
  requireOrdering(asked, inEvent ? ['id', 'updated_at'] : ['id']);
  return {
    source: ticketsListing(reachOf(auth), ticketTimes),
    event_column: 'event_id',
    rows: ticketListings,
  };
}

const customerTimes = {
  created_at: instantColumn('customer.created_at'),
  updated_at: instantColumn('customer.updated_at'),
};

/** People are the whole organizer's: who may touch some events alone sees buyers in their orders, and no list of them. */
export function customerList(asked: Asked): ListOf<CustomerListing> {
  requireOrdering(asked, ['id', 'email']);
  return { source: customersListing(customerTimes), event_column: undefined, rows: customerListings };
}
