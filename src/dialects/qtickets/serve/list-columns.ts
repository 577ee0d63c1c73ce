import { normaliseEmail } from '../../../domain/person.ts';
import { either, plain } from '../../../office/filters/columns.ts';
import type { SqlColumn, SqlColumns } from '../../../office/filters/compile.ts';
import type { ShownBy } from '../../../office/filters/shown-ids.ts';
import { keptInOrder, orderColumns } from '../../../office/selling/order-list.ts';
import { seatIdColumn } from '../../../office/selling/seat-id-column.ts';
import { ticketColumns } from '../../../office/selling/ticket-list.ts';
import { customerColumns } from '../../../office/customers/customer-list.ts';
import type { Engine } from '../../../store/ddl.ts';
import { comparedAmount, instantOf } from '../wire.ts';
import { seatless_zone } from './seat-ids.ts';

/** In whose words dates and amounts of a filter are: those of the caller's (first) organizer. */
export interface Speech {
  readonly by: ShownBy;
  readonly zone: string;
  readonly currency: string;
}

const second_ms = 1000;

/** Dates are shown in whole seconds: what is compared with one is compared with that second. */
export function dates({ zone }: Speech): (column: SqlColumn) => SqlColumn {
  return (column) => ({
    ...column,
    step: second_ms,
    read: (value) => {
      if (typeof value !== 'string') throw new Error('is not a date');
      return Math.floor(instantOf(value, zone) / second_ms) * second_ms;
    },
  });
}

export function amounts({ currency }: Speech): (column: SqlColumn) => SqlColumn {
  return (column) => ({ ...column, read: (value) => comparedAmount(value, currency) });
}

/** Every field of an order that is one value (qtickets-api.txt, "Список заказов": `column`). */
export function orderWhere(engine: Engine, speech: Speech, fixed: boolean): SqlColumns {
  const order = orderColumns(speech.by, fixed);
  const date = dates(speech);
  const amount = amounts(speech);
  const kept = (type: 'number' | 'text' | 'flag', name: string, kind?: string): SqlColumn =>
    keptInOrder(engine, type, ['qtickets', name], kind === undefined ? undefined : { by: speech.by, kind });
  return {
    id: order.id,
    uniqid: order.secret_start,
    payed: order.paid,
    payed_at: date(order.paid_at),
    created_at: date(order.created_at),
    updated_at: date(order.updated_at),
    deleted_at: date(order.cancelled_at),
    client_id: order.customer_id,
    site_id: kept('number', 'site_id', 'directory_entry'),
    payment_id: kept('number', 'payment_mode_id', 'payment_mode'),
    payment_type_id: kept('text', 'payment_type_id'),
    basket_user_id: kept('number', 'basket_user_id'),
    backend_user_id: order.user_id,
    access_code_id: kept('number', 'access_code_id', 'directory_entry'),
    discount_id: order.discount_id,
    promo_code_id: order.promo_code_id,
    reserved: order.endless,
    reserved_to: date(either(order.expires_at, kept('number', 'reserved_to'))),
    reserve_extended: kept('flag', 'reserve_extended'),
    event_id: order.event_id,
    price: amount(order.charged),
    original_price: amount(order.listed),
    currency_id: order.currency,
  };
}

export function basketWhere(_: Engine, speech: Speech, fixed: boolean): SqlColumns {
  const ticket = ticketColumns(speech.by, fixed);
  const date = dates(speech);
  const amount = amounts(speech);
  return {
    id: ticket.id,
    order_id: ticket.order_id,
    event_id: ticket.event_id,
    show_id: ticket.date_id,
    seat_id: seatIdColumn(speech.by, { without_hall: seatless_zone }),
    barcode: ticket.barcode,
    price: amount(ticket.charged),
    original_price: amount(ticket.listed),
    ticket_original_price: amount(ticket.listed),
    client_email: ticket.holder_email,
    client_phone: ticket.holder_phone,
    client_name: ticket.holder_first_name,
    client_surname: ticket.holder_last_name,
    comment: ticket.comment,
    checked_at: date(ticket.used_at),
    created_at: date(ticket.created_at),
    updated_at: date(ticket.updated_at),
    deleted_at: date(ticket.deleted_at),
    refunded_at: date(ticket.refunded_at),
  };
}

export function clientWhere(engine: Engine, speech: Speech, fixed: boolean): SqlColumns {
  const customer = customerColumns(engine, speech.by, fixed);
  const date = dates(speech);
  return {
    id: customer.id,
    // a buyer is one however the address is written
    email: { ...customer.email_normal, read: normalEmail },
    name: customer.first_name,
    surname: customer.last_name,
    middlename: customer.middle_name,
    phone: customer.phone,
    created_at: date(plain('number', 'customer.created_at')),
    updated_at: date(plain('number', 'customer.updated_at')),
  };
}

/** What is no address is nobody's. */
function normalEmail(value: unknown): string {
  if (typeof value !== 'string') throw new Error('is not a text');
  try {
    return normaliseEmail(value);
  } catch {
    return value;
  }
}
