/** Rows of the office as `/api` shows them. */
import type { Static } from 'typebox';
import { movesFrom, orderStatuses, statusOfCode, type OrderMove } from '../../domain/order-life.ts';
import { isExpired } from '../../domain/inventory.ts';
import { isMainProduct } from '../../domain/pricing.ts';
import type { SaleOffer } from '../../office/catalogue/sale-offers.ts';
import { packView, type TillPackPart } from '../../office/counter/till-packs.ts';
import type { CustomerListing } from '../../office/customers/customer-listing.ts';
import type { OrderLinks } from '../../office/documents/give-links.ts';
import { fullName } from '../../office/documents/order-rows.ts';
import type { PaymentView } from '../../office/selling/list-payments.ts';
import type { OrderListing } from '../../office/selling/order-listing.ts';
import type { OrderWhole, RefundWhole } from '../../office/selling/order-whole.ts';
import type { TicketListing } from '../../office/selling/ticket-listing.ts';
import type { Row } from '../../store/tables.ts';
import { toInstant, toInstantOrNull } from '../shapes.ts';
import type * as shape from './shapes.ts';

export function orderItem(row: OrderListing): Static<typeof shape.Order> {
  const { id, label, channel, connection_id, event_id, event, currency, total, paid, refunded } = row;
  return {
    ...{ id, label, channel, connection_id, event_id, event, currency, total, paid, refunded },
    status: statusOfCode(row.status),
    customer: buyerOf(row),
    tickets: row.tickets ?? 0,
    expires_at: toInstantOrNull(row.expires_at),
    created_at: toInstant(row.created_at),
    updated_at: toInstant(row.updated_at),
    foreign_ref: row.foreign_ref,
  };
}

function buyerOf(row: OrderListing): Static<typeof shape.Buyer> | null {
  if (row.customer_id === null) return null;
  const name = fullName(row.first_name, row.last_name);
  return { id: row.customer_id, name, email: row.email ?? '', erased: row.erased_at !== null };
}

/** `listing`: the same order as lists show it. */
export function wholeItem(
  listing: OrderListing,
  whole: OrderWhole,
  links: OrderLinks,
  now: number,
): Static<typeof shape.OrderWhole> {
  const { order, application, user, connection, foreign_id } = whole;
  const { holding } = orderStatuses[statusOfCode(order.status)];
  return {
    ...orderItem(listing),
    due: holding ? Math.max(order.total - (order.paid - order.refunded), 0) : 0,
    confirmed_at: toInstantOrNull(order.confirmed_at),
    paid_at: toInstantOrNull(order.paid_at),
    delivered_at: toInstantOrNull(order.delivered_at),
    cancelled_at: toInstantOrNull(order.cancelled_at),
    language: order.language,
    public_comment: order.public_comment,
    private_comment: order.private_comment,
    source: { application, user, connection, foreign_id },
    moves: movesNow(order, now),
    lines: whole.lines.map(lineItem),
    tickets_sold: whole.tickets.map(ticketItem),
    payments: whole.payments.map(paymentItem),
    refunds: whole.refunds.map(refundItem),
    answers: whole.answers.map(({ ticket_id, label, value }) => ({ ticket_id, label, value })),
    links: { ...links, tickets: [...links.tickets] },
  };
}

/** A hold that is over allows nothing but to be given up. */
function movesNow(order: Row<'order'>, now: number): OrderMove[] {
  const legal = movesFrom(statusOfCode(order.status)).filter((move) => move !== 'expire');
  return isExpired(order.expires_at, now) ? legal.filter((move) => move === 'cancel') : legal;
}

export function lineItem(row: Row<'order_line'>): Static<typeof shape.Line> {
  const { id, order_id, title, quantity, listed_amount, charged_amount, vat_bp } = row;
  const { offer_id, price_id, promo_code_id, discount_id, article_id, ticket_id } = row;
  return {
    ...{ id, order_id, title, quantity, listed_amount, charged_amount, vat_bp },
    ...{ offer_id, price_id, promo_code_id, discount_id, article_id, ticket_id },
    kind: row.kind as Static<typeof shape.Line>['kind'],
    created_at: toInstant(row.created_at),
    cancelled_at: toInstantOrNull(row.cancelled_at),
  };
}

export function ticketItem(row: TicketListing): Static<typeof shape.Ticket> {
  const { id, order_id, order_label, order_line_id, main_ticket_id, event_id, event } = row;
  const { session_id, session, price_id, price, offer_id, zone, place_id, currency } = row;
  const { listed_amount, charged_amount, refunded_amount, deducted_amount, foreign_ref } = row;
  return {
    ...{ id, order_id, order_label, order_line_id, main_ticket_id, event_id, event },
    ...{ session_id, session, price_id, price, offer_id, zone, place_id, currency },
    ...{ listed_amount, charged_amount, refunded_amount, deducted_amount, foreign_ref },
    order_status: statusOfCode(row.order_status),
    starts_at: toInstantOrNull(row.starts_at),
    seat:
      row.place === null || row.place_kind === 'area'
        ? null
        : { code: row.place, row_label: row.row_label ?? '', seat_label: row.seat_label ?? '' },
    state: row.state as Static<typeof shape.Ticket>['state'],
    blocked_at: toInstantOrNull(row.blocked_at),
    holder: {
      first_name: row.holder_first_name,
      last_name: row.holder_last_name,
      email: row.holder_email,
      phone: row.holder_phone,
    },
    barcodes: [...row.barcodes],
    entries_used: row.entries_used,
    entries_allowed: row.entries_allowed === undefined ? 0 : row.entries_allowed,
    first_used_at: toInstantOrNull(row.first_used_at),
    created_at: toInstant(row.created_at),
    updated_at: toInstant(row.updated_at),
  };
}

function paymentItem(row: PaymentView): Static<typeof shape.Payment> {
  const { id, method, payment_mode_id, amount, currency, reference, notes, counter_id } = row;
  const paid_at = toInstant(row.paid_at);
  return { id, method, payment_mode_id, amount, currency, paid_at, reference, notes, counter_id };
}

function refundItem(row: RefundWhole): Static<typeof shape.Refund> {
  const { id, amount, deduction, currency, reason } = row;
  return {
    ...{ id, amount, deduction, currency, reason },
    kind: row.kind as Static<typeof shape.Refund>['kind'],
    stated: row.stated === 1,
    refunded_at: toInstant(row.refunded_at),
    tickets: row.tickets.map(partItem),
  };
}

export const partItem = (part: {
  readonly id: number;
  readonly amount: number;
  readonly deduction: number;
}) => ({
  ticket_id: part.id,
  amount: part.amount,
  deduction: part.deduction,
});

export function customerItem(row: CustomerListing): Static<typeof shape.Customer> {
  const { organizer_id: _organizer, erased_at: _erased, ...known } = row;
  return {
    ...known,
    orders: row.orders ?? 0,
    created_at: toInstant(row.created_at),
    updated_at: toInstant(row.updated_at),
  };
}

/** `parts`: of a pack; one that says not what it is made of has none. */
export function saleOfferItem(
  row: SaleOffer,
  parts: readonly TillPackPart[],
): Static<typeof shape.SaleOffer> {
  const { id, price_id, name, session_id, session, zone, currency, minimum, maximum, left } = row;
  const pack = isMainProduct(row.product_type);
  const { amount, sale_state, costs_its_parts } =
    pack && parts.length > 0 ? packView(row, parts) : { ...row, costs_its_parts: false };
  return {
    ...{ offer_id: id, price_id, name, session_id, zone, amount, currency, minimum, maximum, left },
    session: session?.name ?? null,
    starts_at: toInstantOrNull(session?.starts_at ?? null),
    ...{ sale_state, pack, costs_its_parts },
    parts: pack ? parts.map(salePart) : null,
  };
}

function salePart(part: TillPackPart) {
  const { offer_id, name, event, session_id, session, starts_at, zone, numbered } = part;
  const { amount, minimum, maximum, left } = part;
  return {
    ...{ offer_id, name, event, session_id, session, zone, numbered, amount, minimum, maximum, left },
    starts_at: toInstantOrNull(starts_at),
  };
}
