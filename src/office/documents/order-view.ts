import { orderStatuses, statusOfCode, type OrderStatus } from '../../domain/order-life.ts';
import { equalInConstantTime } from '../../domain/secrets.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import type { OrderKeyParts } from './order-link.ts';
import { fullName, readExtras, readMoney, readTickets } from './order-rows.ts';

/** An order as its buyer sees it, on the page and on paper. Instants in ms, amounts in minor units of `currency`. */
export interface OrderView {
  readonly id: number;
  readonly organizer_id: number;
  readonly secret: string;
  readonly label: string;
  readonly status: OrderStatus;
  /** the tickets exist: barcodes may be shown and printed */
  readonly confirmed: boolean;
  readonly currency: string;
  /** what it costs now: tickets that were refunded or taken out are not in it */
  readonly total: number;
  readonly paid: number;
  readonly refunded: number;
  /** what is still to be paid; 0 for an order that was given up */
  readonly due: number;
  /** the end of the hold; null once there is none */
  readonly expires_at: number | null;
  readonly created_at: number;
  readonly language: string | null;
  readonly public_comment: string;
  readonly customer_id: number | null;
  /** neither pulled from another platform nor sold at a till: nobody else's books say otherwise */
  readonly sold_on_page: boolean;
  /** sold by another platform, which asks its buyers itself */
  readonly pulled: boolean;
  readonly organizer: Pick<Row<'organizer'>, 'name' | 'zone' | 'language' | 'profile'>;
  readonly buyer: { readonly name: string; readonly email: string } | null;
  /** by event and session, in the order of their start */
  readonly sessions: readonly SessionView[];
  /** what was bought beside tickets: add-ons, articles, fees */
  readonly extras: readonly ExtraView[];
  readonly payments: readonly {
    readonly amount: number;
    readonly method: string;
    readonly paid_at: number;
  }[];
  readonly refunds: readonly {
    readonly amount: number;
    readonly deduction: number;
    readonly reason: string;
    readonly refunded_at: number;
  }[];
}

export interface SessionView {
  readonly event: EventView;
  /** of a ticket for any session too, where its event has one alone; null: the tickets hold for any of several */
  readonly session: {
    readonly id: number;
    readonly name: string;
    readonly starts_at: number;
    readonly ends_at: number | null;
    readonly doors_open_at: number | null;
    readonly cancelled: boolean;
  } | null;
  readonly hall: string | null;
  readonly venue: VenueView | null;
  readonly tickets: readonly TicketView[];
}

export interface EventView {
  readonly id: number;
  readonly name: string;
  readonly starts_at: number | null;
  readonly ends_at: number | null;
  readonly cancelled: boolean;
  /** its doors are open to those who have not paid yet */
  readonly admits_unpaid: boolean;
  /** until how many hours before the session its buyer may do it alone; null: not at all */
  readonly buyer_cancel_hours: number | null;
  readonly buyer_holder_hours: number | null;
}

export interface VenueView {
  readonly name: string;
  /** the lines of the address that have text */
  readonly address: readonly string[];
}

export interface TicketView {
  readonly id: number;
  readonly main_ticket_id: number | null;
  /** held, valid, cancelled, refunded */
  readonly state: string;
  readonly price: string;
  /** what it cost; of a main ticket, the sum of what goes with it */
  readonly amount: number;
  readonly vat_bp: number;
  readonly refunded_amount: number;
  readonly deducted_amount: number;
  readonly holder: string;
  readonly holder_parts: {
    readonly first_name: string;
    readonly last_name: string;
    readonly email: string;
  };
  readonly zone: string | null;
  /** null: no numbered seat */
  readonly seat: { readonly code: string; readonly row_label: string; readonly seat_label: string } | null;
  /** null until the order is confirmed, once the ticket is void, and of a main ticket that opens no door itself */
  readonly barcode: string | null;
  readonly entries_used: number;
  /** null: as many as one likes */
  readonly entries_allowed: number | null;
  readonly first_used_at: number | null;
}

export interface ExtraView {
  readonly title: string;
  readonly quantity: number;
  /** of all units together */
  readonly amount: number;
}

/** The order behind a link; undefined when there is none, or the secret is another's. */
export async function orderBySecret(rx: Rx, key: OrderKeyParts): Promise<OrderView | undefined> {
  const row = await orderRow(rx, key.id);
  // compared even when there is no such order, so that the time it takes tells nothing
  const same = equalInConstantTime(row?.secret ?? '', key.secret);
  return row === undefined || !same || key.secret === '' ? undefined : viewOf(rx, row);
}

/** An order of the organizer; undefined when it has none of that id. */
export async function orderView(
  rx: Rx,
  { organizer_id, order_id }: { readonly organizer_id: number; readonly order_id: number },
): Promise<OrderView | undefined> {
  const row = await orderRow(rx, order_id);
  return row?.organizer_id === organizer_id ? viewOf(rx, row) : undefined;
}

type OrderRow = NonNullable<Awaited<ReturnType<typeof orderRow>>>;

function orderRow(rx: Rx, id: number) {
  return rx.db
    .selectFrom('order')
    .innerJoin('organizer', 'organizer.id', 'order.organizer_id')
    .leftJoin('customer', 'customer.id', 'order.customer_id')
    .select([
      'order.id',
      'order.organizer_id',
      'order.secret',
      'order.label',
      'order.status',
      'order.currency',
    ])
    .select(['order.total', 'order.paid', 'order.refunded', 'order.expires_at', 'order.created_at'])
    .select([
      'order.language',
      'order.public_comment',
      'organizer.name',
      'organizer.zone',
      'organizer.profile',
    ])
    .select(['organizer.language as organizer_language', 'customer.id as customer_id', 'customer.email'])
    .select(['customer.first_name', 'customer.last_name', 'order.connection_id', 'order.counter_session_id'])
    .where('order.id', '=', id)
    .executeTakeFirst();
}

async function viewOf(rx: Rx, row: OrderRow): Promise<OrderView> {
  const status = statusOfCode(row.status);
  const { holding, confirmed } = orderStatuses[status];
  const { payments, refunds } = await readMoney(rx, row.id);
  return {
    id: row.id,
    organizer_id: row.organizer_id,
    secret: row.secret,
    label: row.label,
    status,
    confirmed,
    currency: row.currency,
    total: row.total,
    paid: row.paid,
    refunded: row.refunded,
    due: holding ? Math.max(row.total - (row.paid - row.refunded), 0) : 0,
    expires_at: confirmed || !holding ? null : row.expires_at,
    created_at: row.created_at,
    language: row.language,
    public_comment: row.public_comment,
    customer_id: row.customer_id,
    sold_on_page: row.connection_id === null && row.counter_session_id === null,
    pulled: row.connection_id !== null,
    organizer: { name: row.name, zone: row.zone, language: row.organizer_language, profile: row.profile },
    buyer:
      row.customer_id === null
        ? null
        : { name: fullName(row.first_name, row.last_name), email: row.email ?? '' },
    sessions: await readTickets(rx, row.id, confirmed),
    extras: await readExtras(rx, row.id),
    payments,
    refunds,
  };
}
