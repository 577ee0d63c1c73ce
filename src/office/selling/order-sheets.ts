import { ByIds } from '../../store/by-ids.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';

/** Orders with all that hangs on them, for faces that show whole orders. A handful of statements for a page of them. */
export interface OrderSheet {
  readonly order: SheetOrder;
  readonly customer: SheetCustomer | null;
  /** in the order of their ids, ended ones too */
  readonly tickets: readonly SheetTicket[];
  /** in the order of their ids */
  readonly refunds: readonly SheetRefund[];
}

const orders = new ByIds((db, ids) =>
  db
    .selectFrom('order')
    .innerJoin('organizer', 'organizer.id', 'order.organizer_id')
    .leftJoin('customer', 'customer.id', 'order.customer_id')
    .select([
      'order.id',
      'order.organizer_id',
      'order.label',
      'order.status',
      'order.channel',
      'order.application_id',
      'order.user_id',
      'order.event_id',
      'order.customer_id',
      'order.currency',
      'order.total',
      'order.paid',
      'order.refunded',
      'order.expires_at',
      'order.created_at',
      'order.updated_at',
      'order.confirmed_at',
      'order.paid_at',
      'order.cancelled_at',
      'order.secret',
      'order.foreign_ref',
      'order.metadata',
      'organizer.zone',
      'customer.email as customer_email',
      'customer.first_name as customer_first_name',
      'customer.last_name as customer_last_name',
      'customer.phone as customer_phone',
      'customer.metadata as customer_metadata',
    ])
    .where('order.id', 'in', ids),
);

export type SheetOrder = Pick<
  Row<'order'>,
  | 'id'
  | 'organizer_id'
  | 'label'
  | 'status'
  | 'channel'
  | 'application_id'
  | 'user_id'
  | 'event_id'
  | 'customer_id'
  | 'currency'
  | 'total'
  | 'paid'
  | 'refunded'
  | 'expires_at'
  | 'created_at'
  | 'updated_at'
  | 'confirmed_at'
  | 'paid_at'
  | 'cancelled_at'
  | 'secret'
  | 'foreign_ref'
  | 'metadata'
> & { readonly zone: string };

export interface SheetCustomer {
  readonly id: number;
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly phone: string;
  readonly metadata: string;
}

const tickets = new ByIds((db, ids) =>
  db
    .selectFrom('ticket')
    .innerJoin('order_line', 'order_line.id', 'ticket.order_line_id')
    .leftJoin('price', 'price.id', 'ticket.price_id')
    .leftJoin('zone', 'zone.id', 'ticket.zone_id')
    .leftJoin('place', 'place.id', 'ticket.place_id')
    .select([
      'ticket.id',
      'ticket.organizer_id',
      'ticket.order_id',
      'ticket.main_ticket_id',
      'ticket.event_id',
      'ticket.session_id',
      'ticket.offer_id',
      'ticket.price_id',
      'ticket.zone_id',
      'ticket.place_id',
      'ticket.state',
      'ticket.listed_amount',
      'ticket.charged_amount',
      'ticket.refunded_amount',
      'ticket.deducted_amount',
      'ticket.holder_first_name',
      'ticket.holder_last_name',
      'ticket.holder_email',
      'ticket.holder_phone',
      'ticket.holder_metadata',
      'ticket.comment',
      'ticket.created_at',
      'ticket.updated_at',
      'ticket.refunded_at',
      'ticket.deleted_at',
      'order_line.promo_code_id',
      'order_line.discount_id',
      'order_line.title',
      'price.code as price_code',
      'zone.code as zone_code',
      'zone.name as zone_name',
      'place.kind as place_kind',
      'place.code as place_code',
      'place.row_label',
      'place.seat_label',
    ])
    .where('ticket.order_id', 'in', ids)
    .orderBy('ticket.id'),
);

type TicketRow = Awaited<ReturnType<(typeof tickets)['read']>>[number];

export type SheetTicket = TicketRow & {
  /** its own code before those of other issuers; null before the order is confirmed */
  readonly barcode: string | null;
  readonly first_used_at: number | null;
};

const barcodes = new ByIds((db, ids) =>
  db
    .selectFrom('ticket')
    .innerJoin('barcode', 'barcode.ticket_id', 'ticket.id')
    .select(['ticket.id', 'barcode.code'])
    .where('ticket.order_id', 'in', ids)
    .orderBy('barcode.issuer', 'desc'),
);

const entries = new ByIds((db, ids) =>
  db
    .selectFrom('ticket')
    .innerJoin('entitlement', 'entitlement.ticket_id', 'ticket.id')
    .select(['ticket.id', 'entitlement.first_used_at'])
    .where('ticket.order_id', 'in', ids)
    .where('entitlement.first_used_at', 'is not', null)
    .orderBy('entitlement.first_used_at', 'desc'),
);

export interface SheetRefund {
  readonly id: number;
  readonly order_id: number;
  readonly amount: number;
  readonly deduction: number;
  readonly refunded_at: number;
  readonly tickets: readonly { readonly id: number; readonly amount: number; readonly deduction: number }[];
}

const refunds = new ByIds((db, ids) =>
  db
    .selectFrom('refund')
    .select(['id', 'order_id', 'amount', 'deduction', 'refunded_at'])
    .where('order_id', 'in', ids)
    .orderBy('id'),
);

const refundParts = new ByIds((db, ids) =>
  db
    .selectFrom('refund_ticket')
    .select(['refund_id', 'ticket_id as id', 'amount', 'deduction'])
    .where('refund_id', 'in', ids)
    .orderBy('ticket_id'),
);

/** The orders of these ids, in their order; those that do not exist are left out. */
export async function orderSheets(rx: Rx, order_ids: readonly number[]): Promise<OrderSheet[]> {
  const rows = await orders.read(rx, order_ids);
  const ids = rows.map((row) => row.id);
  const ofOrder = grouped(await sheetTickets(rx, ids));
  const refunded = [...ofOrder].flatMap(([id, sold]) => (sold.some(isRefunded) ? [id] : []));
  const refundsOf = grouped(await sheetRefunds(rx, refunded));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return order_ids.flatMap((id) => {
    const row = byId.get(id);
    if (row === undefined) return [];
    return [
      {
        order: row,
        customer: customerOf(row),
        tickets: ofOrder.get(id) ?? [],
        refunds: refundsOf.get(id) ?? [],
      },
    ];
  });
}

/** A refund of nothing, all of it kept, is one too. */
function isRefunded(ticket: SheetTicket): boolean {
  return ticket.refunded_at !== null;
}

type OrderRow = Awaited<ReturnType<(typeof orders)['read']>>[number];

function customerOf(row: OrderRow): SheetCustomer | null {
  if (row.customer_id === null) return null;
  return {
    id: row.customer_id,
    email: row.customer_email ?? '',
    first_name: row.customer_first_name ?? '',
    last_name: row.customer_last_name ?? '',
    phone: row.customer_phone ?? '',
    metadata: row.customer_metadata ?? '{}',
  };
}

async function sheetTickets(rx: Rx, order_ids: readonly number[]): Promise<SheetTicket[]> {
  const rows = await tickets.read(rx, order_ids);
  const codes = new Map((await barcodes.read(rx, order_ids)).map(({ id, code }) => [id, code]));
  const used = new Map(
    (await entries.read(rx, order_ids)).map(({ id, first_used_at }) => [id, first_used_at]),
  );
  return rows.map((row) => ({
    ...row,
    barcode: codes.get(row.id) ?? null,
    first_used_at: used.get(row.id) ?? null,
  }));
}

async function sheetRefunds(rx: Rx, order_ids: readonly number[]): Promise<SheetRefund[]> {
  const rows = await refunds.read(rx, order_ids);
  const parts = new Map<number, { id: number; amount: number; deduction: number }[]>();
  const found = await refundParts.read(
    rx,
    rows.map((row) => row.id),
  );
  for (const { refund_id, ...part } of found) {
    const known = parts.get(refund_id);
    if (known === undefined) parts.set(refund_id, [part]);
    else known.push(part);
  }
  return rows.map((row) => ({ ...row, tickets: parts.get(row.id) ?? [] }));
}

function grouped<T extends { readonly order_id: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(row.order_id);
    if (group === undefined) groups.set(row.order_id, [row]);
    else group.push(row);
  }
  return groups;
}
