/**
 * The rows that a page of whole orders is made of, two statements for all of it. They are read as arrays, whose fields cost a
 * fraction of what those of SQLite's own row objects do, and written out: a loop over the names takes several times as long.
 */
import { ByIds } from '../../store/by-ids.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';

export type SheetOrder = Pick<
  Row<'order'>,
  | 'id'
  | 'organizer_id'
  | 'event_id'
  | 'customer_id'
  | 'user_id'
  | 'currency'
  | 'total'
  | 'expires_at'
  | 'created_at'
  | 'updated_at'
  | 'paid_at'
  | 'cancelled_at'
  | 'secret'
  | 'metadata'
  | 'status'
> & { readonly zone: string };

export interface SheetCustomer {
  readonly id: number;
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly phone: string;
  readonly metadata: string;
}

const orders = new ByIds((db, ids) =>
  db
    .selectFrom('order')
    .innerJoin('organizer', 'organizer.id', 'order.organizer_id')
    .leftJoin('customer', 'customer.id', 'order.customer_id')
    .select(['order.id', 'order.organizer_id', 'order.event_id', 'order.customer_id', 'order.user_id'])
    .select(['order.currency', 'order.total', 'order.expires_at', 'order.created_at', 'order.updated_at'])
    .select(['order.paid_at', 'order.cancelled_at', 'order.secret', 'order.metadata', 'organizer.zone'])
    .select(['customer.email', 'customer.first_name', 'customer.last_name', 'customer.phone'])
    .select(['customer.metadata as customer_metadata', 'order.status'])
    .where('order.id', 'in', ids),
);

type OrderCells = [
  id: number,
  organizer_id: number,
  event_id: number | null,
  customer_id: number | null,
  user_id: number | null,
  currency: string,
  total: number,
  expires_at: number | null,
  created_at: number,
  updated_at: number,
  paid_at: number | null,
  cancelled_at: number | null,
  secret: string,
  metadata: string,
  zone: string,
  email: string | null,
  first_name: string | null,
  last_name: string | null,
  phone: string | null,
  customer_metadata: string | null,
  status: number,
];

export interface OrderAndCustomer {
  readonly order: SheetOrder;
  readonly customer: SheetCustomer | null;
}

/** In no order. */
export async function orderRows(rx: Rx, order_ids: readonly number[]): Promise<OrderAndCustomer[]> {
  return (await orders.lists(rx, order_ids)).map((cells) => orderOf(cells as OrderCells));
}

function orderOf(row: OrderCells): OrderAndCustomer {
  const order: SheetOrder = {
    id: row[0],
    organizer_id: row[1],
    event_id: row[2],
    customer_id: row[3],
    user_id: row[4],
    currency: row[5],
    total: row[6],
    expires_at: row[7],
    created_at: row[8],
    updated_at: row[9],
    paid_at: row[10],
    cancelled_at: row[11],
    secret: row[12],
    metadata: row[13],
    zone: row[14],
    status: row[20],
  };
  if (row[3] === null) return { order, customer: null };
  const customer = {
    id: row[3],
    email: row[15] ?? '',
    first_name: row[16] ?? '',
    last_name: row[17] ?? '',
    phone: row[18] ?? '',
    metadata: row[19] ?? '{}',
  };
  return { order, customer };
}

const tickets = new ByIds((db, ids) =>
  db
    .selectFrom('ticket')
    .innerJoin('order_line', 'order_line.id', 'ticket.order_line_id')
    .leftJoin('price', 'price.id', 'ticket.price_id')
    .leftJoin('zone', 'zone.id', 'ticket.zone_id')
    .leftJoin('place', 'place.id', 'ticket.place_id')
    .leftJoin('barcode', 'barcode.ticket_id', 'ticket.id')
    .leftJoin('entitlement', 'entitlement.ticket_id', 'ticket.id')
    .select(['ticket.id', 'ticket.order_id', 'ticket.main_ticket_id', 'ticket.event_id', 'ticket.session_id'])
    .select(['ticket.price_id', 'ticket.state', 'ticket.listed_amount', 'ticket.charged_amount'])
    .select(['ticket.refunded_amount', 'ticket.deducted_amount', 'ticket.holder_first_name'])
    .select(['ticket.holder_last_name', 'ticket.holder_email', 'ticket.holder_phone'])
    .select(['ticket.holder_metadata', 'ticket.comment', 'ticket.created_at', 'ticket.updated_at'])
    .select(['ticket.refunded_at', 'ticket.deleted_at', 'order_line.promo_code_id', 'order_line.discount_id'])
    .select(['order_line.title', 'price.code as price_code', 'zone.code as zone_code'])
    .select(['zone.name as zone_name', 'place.kind', 'place.code as place_code', 'place.row_label'])
    .select(['place.seat_label', 'barcode.code', 'barcode.issuer', 'entitlement.first_used_at'])
    .where('ticket.order_id', 'in', ids),
);

type TicketCells = [
  id: number,
  order_id: number,
  main_ticket_id: number | null,
  event_id: number,
  session_id: number | null,
  price_id: number | null,
  state: Row<'ticket'>['state'],
  listed_amount: number,
  charged_amount: number,
  refunded_amount: number,
  deducted_amount: number,
  holder_first_name: string,
  holder_last_name: string,
  holder_email: string,
  holder_phone: string,
  holder_metadata: string,
  comment: string,
  created_at: number,
  updated_at: number,
  refunded_at: number | null,
  deleted_at: number | null,
  promo_code_id: number | null,
  discount_id: number | null,
  title: string,
  price_code: string | null,
  zone_code: string | null,
  zone_name: string | null,
  place_kind: string | null,
  place_code: string | null,
  row_label: string | null,
  seat_label: string | null,
  code: string | null,
  issuer: string | null,
  first_used_at: number | null,
];

function ticketOf(row: TicketCells) {
  return {
    id: row[0],
    order_id: row[1],
    main_ticket_id: row[2],
    event_id: row[3],
    session_id: row[4],
    price_id: row[5],
    state: row[6],
    listed_amount: row[7],
    charged_amount: row[8],
    refunded_amount: row[9],
    deducted_amount: row[10],
    holder_first_name: row[11],
    holder_last_name: row[12],
    holder_email: row[13],
    holder_phone: row[14],
    holder_metadata: row[15],
    comment: row[16],
    created_at: row[17],
    updated_at: row[18],
    refunded_at: row[19],
    deleted_at: row[20],
    promo_code_id: row[21],
    discount_id: row[22],
    title: row[23],
    price_code: row[24],
    zone_code: row[25],
    zone_name: row[26],
    place_kind: row[27],
    place_code: row[28],
    row_label: row[29],
    seat_label: row[30],
    /** its own code before those of other issuers; null before the order is confirmed */
    barcode: row[31],
    issuer: row[32],
    first_used_at: row[33],
  };
}

type GatheredTicket = ReturnType<typeof ticketOf>;
export type SheetTicket = Readonly<Omit<GatheredTicket, 'issuer'>>;

/** Of each order in the order of their ids. One with several codes or entitlements comes in several rows, and is one again. */
export async function ticketRows(rx: Rx, order_ids: readonly number[]): Promise<SheetTicket[]> {
  const found: GatheredTicket[] = [];
  let last: GatheredTicket | undefined;
  const rows = (await tickets.lists(rx, order_ids)) as TicketCells[];
  // they come almost in order: SQLite would put each row with all its fields into a tree for it
  for (const cells of rows.toSorted((a, b) => a[0] - b[0])) {
    const one = ticketOf(cells);
    if (last?.id === one.id) addRow(last, one);
    else found.push((last = one));
  }
  return found;
}

function addRow(ticket: GatheredTicket, other: GatheredTicket): void {
  if (ticket.issuer !== null && other.issuer !== null && other.issuer < ticket.issuer) {
    ticket.barcode = other.barcode;
    ticket.issuer = other.issuer;
  }
  if (other.first_used_at === null) return;
  ticket.first_used_at = Math.min(ticket.first_used_at ?? Infinity, other.first_used_at);
}
