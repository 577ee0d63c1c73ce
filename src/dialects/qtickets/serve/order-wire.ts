import { isHolding, isPaid as orderIsPaid, statusOfCode } from '../../../domain/order-life.ts';
import type { LinkSurroundings } from '../../../office/documents/give-links.ts';
import {
  appleWalletLink,
  googleWalletLink,
  orderLink,
  ticketsPdfLink,
} from '../../../office/documents/order-link.ts';
import { bundle_tickets_max } from '../../../office/wallets/wallets.ts';
import type { OrderSheet, SheetCustomer, SheetTicket } from '../../../office/selling/order-sheets.ts';
import type { Basket, Client, Order } from '../shapes.ts';
import { mapOf, money, orNull } from '../wire.ts';
import { keptOf, type KeptOfOrder } from './kept.ts';
import { seatIdsOf, seatName } from './seat-ids.ts';

/** What stands behind the ids of an order: how Qtickets shows local ones, and sites by their id. */
export interface Shown {
  (kind: string, local_id: number): number;
}

export interface OrderSurroundings extends LinkSurroundings {
  readonly shown: Shown;
  readonly hosts: ReadonlyMap<number, string>;
  /** writes instants in the organizer's zone */
  readonly time: (instant: number | null) => string | null;
}

/** An order as `GET orders/{id}` shows it (qtickets-api.txt, "Получение данных по заказу"). */
export function orderWire(sheet: OrderSheet, around: OrderSurroundings): Order {
  const { order, customer, tickets } = sheet;
  const { shown, public_base_url, time } = around;
  const kept = keptOf(order.metadata);
  const link = orderLink(public_base_url, order);
  const amount = (minor: number): number => money(minor, order.currency);
  const sums = sumsOf(sheet);
  const payed = order.paid_at !== null;
  const idOrNull = (kind: string, id: number | null | undefined): number | null =>
    id === null || id === undefined ? null : shown(kind, id);
  return {
    id: shown('order', order.id),
    uniqid: order.secret.slice(0, 10),
    payed,
    payed_at: time(order.paid_at),
    created_at: time(order.created_at) ?? '',
    updated_at: time(order.updated_at) ?? '',
    deleted_at: time(order.cancelled_at),
    client_id: idOrNull('customer', order.customer_id),
    client: customer === null ? null : clientWire(customer, shown('customer', customer.id)),
    ...siteOf(kept, around),
    payment_id: idOrNull('payment_mode', kept.payment_mode_id),
    payment_type_id: kept.payment_type_id ?? null,
    // Guichet sees no card numbers
    payment_card_number: null,
    payment_url: link,
    cancel_url: `${link}/cancel`,
    basket_user_id: kept.basket_user_id ?? null,
    backend_user_id: idOrNull('user', order.user_id),
    access_code_id: idOrNull('directory_entry', kept.access_code_id),
    discount_id: idOrNull('discount', firstOf(tickets, 'discount_id')),
    promo_code_id: idOrNull('promo_code', firstOf(tickets, 'promo_code_id')),
    reserved: !payed && order.expires_at === null && isHolding(statusOfCode(order.status)) ? 1 : 0,
    reserved_to: time(order.expires_at ?? kept.reserved_to ?? null),
    reserve_extended: kept.reserve_extended === true ? 1 : 0,
    event_id: idOrNull('event', order.event_id),
    price: amount(sums.charged),
    original_price: amount(sums.listed),
    currency_id: order.currency,
    utm: mapOf(kept.utm),
    custom: mapOf(kept.custom),
    fields: mapOf(kept.fields),
    baskets: basketsWire(sheet, around),
    refunds: sheet.refunds.map((refund) => ({
      id: shown('refund', refund.id),
      amount: amount(refund.amount),
      deduction_amount: amount(refund.deduction),
      baskets: refund.tickets.map((part) => ({
        id: shown('ticket', part.id),
        amount: amount(part.amount),
        deduction_amount: amount(part.deduction),
      })),
      created_at: time(refund.refunded_at) ?? '',
    })),
    integrations: mapOf(kept.integrations),
  };
}

function siteOf(kept: KeptOfOrder, { shown, hosts }: OrderSurroundings): Pick<Order, 'site_id' | 'site'> {
  const host = kept.site_id === undefined ? undefined : hosts.get(kept.site_id);
  if (kept.site_id === undefined || host === undefined) return { site_id: null, site: null };
  const id = shown('directory_entry', kept.site_id);
  return { site_id: id, site: { id, host } };
}

function firstOf(tickets: readonly SheetTicket[], field: 'discount_id' | 'promo_code_id'): number | null {
  return tickets.find((ticket) => ticket[field] !== null)?.[field] ?? null;
}

export function clientWire(customer: SheetCustomer, id: number): Client {
  const more = JSON.parse(customer.metadata) as Readonly<Record<string, unknown>>;
  const word = (name: string): string => (typeof more[name] === 'string' ? more[name] : '');
  return {
    id,
    email: customer.email,
    details: {
      id,
      name: orNull(customer.first_name),
      middlename: orNull(word('middle_name')),
      surname: orNull(customer.last_name),
      phone: orNull(customer.phone),
      vk_id: word('vk_id'),
      facebook_id: word('facebook_id'),
    },
  };
}

/** What the tickets cost that were not taken out, and lines that are no tickets. A main ticket's money sits on its leaves. */
function sumsOf({ order, tickets }: OrderSheet): { charged: number; listed: number } {
  let extras = order.total;
  const mains = new Set(tickets.map((ticket) => ticket.main_ticket_id));
  const sums = { charged: 0, listed: 0 };
  for (const ticket of tickets) {
    const isLive = ticket.state === 'held' || ticket.state === 'valid';
    extras -= isLive ? ticket.charged_amount : ticket.deducted_amount;
    if (ticket.state === 'deleted' || mains.has(ticket.id)) continue;
    sums.charged += ticket.charged_amount;
    sums.listed += ticket.listed_amount;
  }
  const other = Math.max(0, extras);
  return { charged: sums.charged + other, listed: sums.listed + other };
}

/** The baskets of an order, those of an abonement under their main one. */
export function basketsWire(sheet: OrderSheet, around: OrderSurroundings): Basket[] {
  const basket = (ticket: SheetTicket, leaves: readonly SheetTicket[]): Basket => ({
    ...basketFields(sheet, ticket, leaves, around),
    related_baskets: leaves.map((leaf) => ({
      ...basketFields(sheet, leaf, [], around),
      related_baskets: [],
    })),
  });
  const leavesOf = new Map<number, SheetTicket[]>();
  for (const ticket of sheet.tickets) {
    if (ticket.main_ticket_id === null) continue;
    const leaves = leavesOf.get(ticket.main_ticket_id) ?? [];
    leaves.push(ticket);
    leavesOf.set(ticket.main_ticket_id, leaves);
  }
  return sheet.tickets
    .filter((ticket) => ticket.main_ticket_id === null)
    .map((ticket) => basket(ticket, leavesOf.get(ticket.id) ?? []));
}

/** What a main ticket shows: the sum over the leaves that stand as it stands. */
function amountsOf(ticket: SheetTicket, leaves: readonly SheetTicket[]) {
  if (leaves.length === 0) return { listed: ticket.listed_amount, charged: ticket.charged_amount };
  const alike = leaves.filter((leaf) => leaf.state === ticket.state);
  return {
    listed: alike.reduce((sum, leaf) => sum + leaf.listed_amount, 0),
    charged: alike.reduce((sum, leaf) => sum + leaf.charged_amount, 0),
  };
}

function basketFields(
  { order }: OrderSheet,
  ticket: SheetTicket,
  leaves: readonly SheetTicket[],
  around: OrderSurroundings,
): Omit<Basket, 'related_baskets'> {
  const { shown, public_base_url, wallets, time } = around;
  const { listed, charged } = amountsOf(ticket, leaves);
  const amount = (minor: number): number => money(minor, order.currency);
  const level = ticket.zone_code === null ? null : ticket.price_code;
  const isPaid = order.paid_at !== null;
  const isPrintable = isPaid && ticket.state === 'valid';
  // what a wallet takes: all of it paid, and no more than a bundle holds
  const isCarried =
    isPrintable &&
    orderIsPaid(statusOfCode(order.status)) &&
    leaves.filter(({ state }) => state === 'valid').length <= bundle_tickets_max;
  const isRefunded = ticket.refunded_at !== null;
  const more = JSON.parse(ticket.holder_metadata) as Readonly<Record<string, unknown>>;
  const word = (name: string): string | null => {
    const value = more[name];
    return typeof value === 'string' ? orNull(value) : null;
  };
  const seat = seatIdsOf({
    ...ticket,
    level,
    price: ticket.price_id === null ? null : String(shown('price', ticket.price_id)),
  });
  const place = {
    zone_name: ticket.zone_name,
    row_label: ticket.row_label ?? '',
    seat_label: ticket.seat_label ?? '',
  };
  return {
    id: shown('ticket', ticket.id),
    order_id: shown('order', order.id),
    barcode: isPaid ? ticket.barcode : null,
    show_id: showOf(ticket, shown),
    seat_id: seat.id,
    seat_name: seatName(place, ticket.place_kind === 'seat', ticket.title),
    ticket_original_price: amount(listed),
    original_price: amount(listed),
    discount_value: listed === charged ? null : amount(listed - charged),
    // Guichet charges buyers no fee of its own
    service_fee_amount: 0,
    price: amount(charged),
    quantity: 1,
    multiprice_code: level,
    client_email: orNull(ticket.holder_email),
    client_phone: orNull(ticket.holder_phone),
    client_name: orNull(ticket.holder_first_name),
    client_surname: orNull(ticket.holder_last_name),
    client_middlename: word('middle_name'),
    organization_name: word('organization_name'),
    legal_name: word('legal_name'),
    work_position: word('work_position'),
    inn: word('inn'),
    kpp: word('kpp'),
    comment: orNull(ticket.comment),
    pdf_url: isPrintable ? ticketsPdfLink(public_base_url, order, ticket.id) : null,
    passbook_url: isCarried && wallets.apple ? appleWalletLink(public_base_url, order, ticket.id) : null,
    gpass_url: isCarried && wallets.google ? googleWalletLink(public_base_url, order, ticket.id) : null,
    checked_at: time(ticket.first_used_at),
    created_at: time(ticket.created_at) ?? '',
    updated_at: time(ticket.updated_at) ?? '',
    deleted_at: time(ticket.deleted_at),
    refunded_at: time(ticket.refunded_at),
    refunded_amount: isRefunded ? amount(ticket.refunded_amount) : null,
    refunded_deduction_amount: isRefunded ? amount(ticket.deducted_amount) : null,
  };
}

/** A ticket for any date of its event stands under the event's own number (see `shows.ts`). */
function showOf(ticket: SheetTicket, shown: Shown): number | null {
  return ticket.session_id === null
    ? shown('any_date', ticket.event_id)
    : shown('session', ticket.session_id);
}
