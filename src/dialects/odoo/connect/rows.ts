import { digestOf, externalId, fromInstant } from '../wire.ts';
import { withMarks } from './marks.ts';
import type { LoadRow } from './records.ts';
import type { SeenOrder } from './seen.ts';
import type { WantedExtra, WantedOrder, WantedPartner, WantedTicket } from './wanted.ts';

/** The rows that `load()` makes records of: cells are texts, every row of a model has the same. */

export function partnerRow({ email, name, phone, street, zip, city, country }: WantedPartner): LoadRow {
  // an address is a person's: only its digest goes into a name that stays
  const id =
    email === undefined ? externalId('partner', 'anybody', name) : externalId('partner', digestOf(email));
  const country_id = country === '' ? '' : `base.${country === 'GB' ? 'uk' : country.toLowerCase()}`;
  return { id, name, email: email ?? '', phone, street, zip, city, 'country_id/id': country_id };
}

export function orderRow(
  { ref, facts }: WantedOrder,
  of: { readonly partner: number; readonly mark: ReadonlySet<number> | undefined },
): LoadRow {
  return {
    id: externalId('order', ref),
    'partner_id/.id': String(of.partner),
    client_order_ref: ref,
    date_order: fromInstant(facts.created_at),
    origin: of.mark === undefined ? '' : withMarks('', of.mark),
  };
}

/** Notes on an order which of its registrations are scanned. */
export function markRow({ id, origin }: SeenOrder, ids: ReadonlySet<number>): LoadRow {
  return { '.id': String(id), origin: withMarks(origin, ids) };
}

export function ticketLine({ ref }: WantedOrder, order_id: number, ticket: WantedTicket): LoadRow {
  const { product, barcode, event_id, event_ticket_id, price } = ticket;
  return {
    ...lineCells(order_id, product.id, price),
    id: externalId('line', ref, barcode),
    product_uom_qty: '1',
    'event_id/.id': product.is_event ? String(event_id) : '',
    'event_ticket_id/.id': product.is_event && event_ticket_id !== undefined ? String(event_ticket_id) : '',
  };
}

export function extraLine({ ref }: WantedOrder, order_id: number, extra: WantedExtra): LoadRow {
  const { product, price, quantity, key } = extra;
  return {
    ...lineCells(order_id, product.id, price),
    id: externalId('line', ref, 'extra', key),
    product_uom_qty: String(quantity),
    'event_id/.id': '',
    'event_ticket_id/.id': '',
  };
}

const lineCells = (order_id: number, product_id: number, price: number) => ({
  'order_id/.id': String(order_id),
  'product_id/.id': String(product_id),
  price_unit: String(price),
});

export function registrationRow(
  ticket: WantedTicket,
  own: { readonly order_id: number; readonly line_id: number; readonly partner: number | undefined },
): LoadRow {
  const { barcode, name, email, event_id, event_ticket_id, product } = ticket;
  return {
    id: externalId('registration', barcode),
    barcode,
    name,
    email,
    'partner_id/.id': own.partner === undefined ? '' : String(own.partner),
    'event_id/.id': String(event_id),
    'event_ticket_id/.id': event_ticket_id === undefined ? '' : String(event_ticket_id),
    // linked to a line of no event it would lose its own
    'sale_order_id/.id': String(own.order_id),
    'sale_order_line_id/.id': product.is_event ? String(own.line_id) : '',
    state: 'open',
  };
}
