import { generateBarcodeAt } from '../../domain/barcode.ts';
import { Fault } from '../../domain/faults.ts';
import { statement } from '../../store/statement.ts';
import type { NewRow } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { isMainProduct } from './offers.ts';

/** The rows that a sale inserts, as hot statements. */

type Filled<T, K extends keyof T> = { [P in K]-?: Exclude<T[P], undefined> };

export type OrderValues = Filled<
  NewRow<'order'>,
  | 'id'
  | 'organizer_id'
  | 'label'
  | 'status'
  | 'channel'
  | 'connection_id'
  | 'application_id'
  | 'event_id'
  | 'customer_id'
  | 'currency'
  | 'total'
  | 'paid'
  | 'expires_at'
  | 'created_at'
  | 'updated_at'
  | 'confirmed_at'
  | 'paid_at'
  | 'language'
  | 'secret'
  | 'foreign_ref'
  | 'metadata'
>;

export const insertOrder = statement<OrderValues, never>((db, slot) =>
  db.insertInto('order').values({
    id: slot('id'),
    organizer_id: slot('organizer_id'),
    label: slot('label'),
    status: slot('status'),
    channel: slot('channel'),
    connection_id: slot('connection_id'),
    application_id: slot('application_id'),
    event_id: slot('event_id'),
    customer_id: slot('customer_id'),
    currency: slot('currency'),
    total: slot('total'),
    paid: slot('paid'),
    expires_at: slot('expires_at'),
    created_at: slot('created_at'),
    updated_at: slot('updated_at'),
    confirmed_at: slot('confirmed_at'),
    paid_at: slot('paid_at'),
    language: slot('language'),
    secret: slot('secret'),
    foreign_ref: slot('foreign_ref'),
    metadata: slot('metadata'),
  }),
);

export type LineValues = Filled<
  NewRow<'order_line'>,
  | 'id'
  | 'organizer_id'
  | 'order_id'
  | 'kind'
  | 'title'
  | 'quantity'
  | 'listed_amount'
  | 'charged_amount'
  | 'vat_bp'
  | 'offer_id'
  | 'price_id'
  | 'promo_code_id'
  | 'created_at'
>;

export const insertLine = statement<LineValues, never>((db, slot) =>
  db.insertInto('order_line').values({
    id: slot('id'),
    organizer_id: slot('organizer_id'),
    order_id: slot('order_id'),
    kind: slot('kind'),
    title: slot('title'),
    quantity: slot('quantity'),
    listed_amount: slot('listed_amount'),
    charged_amount: slot('charged_amount'),
    vat_bp: slot('vat_bp'),
    offer_id: slot('offer_id'),
    price_id: slot('price_id'),
    promo_code_id: slot('promo_code_id'),
    created_at: slot('created_at'),
  }),
);

export type TicketValues = Filled<
  NewRow<'ticket'>,
  | 'id'
  | 'organizer_id'
  | 'order_id'
  | 'order_line_id'
  | 'main_ticket_id'
  | 'event_id'
  | 'session_id'
  | 'offer_id'
  | 'price_id'
  | 'zone_id'
  | 'place_id'
  | 'state'
  | 'listed_amount'
  | 'charged_amount'
  | 'promo_code_id'
  | 'holder_first_name'
  | 'holder_last_name'
  | 'holder_email'
  | 'holder_phone'
  | 'holder_metadata'
  | 'comment'
  | 'foreign_ref'
  | 'created_at'
  | 'updated_at'
>;

export const insertTicket = statement<TicketValues, never>((db, slot) =>
  db.insertInto('ticket').values({
    id: slot('id'),
    organizer_id: slot('organizer_id'),
    order_id: slot('order_id'),
    order_line_id: slot('order_line_id'),
    main_ticket_id: slot('main_ticket_id'),
    event_id: slot('event_id'),
    session_id: slot('session_id'),
    offer_id: slot('offer_id'),
    price_id: slot('price_id'),
    zone_id: slot('zone_id'),
    place_id: slot('place_id'),
    state: slot('state'),
    listed_amount: slot('listed_amount'),
    charged_amount: slot('charged_amount'),
    promo_code_id: slot('promo_code_id'),
    holder_first_name: slot('holder_first_name'),
    holder_last_name: slot('holder_last_name'),
    holder_email: slot('holder_email'),
    holder_phone: slot('holder_phone'),
    holder_metadata: slot('holder_metadata'),
    comment: slot('comment'),
    foreign_ref: slot('foreign_ref'),
    created_at: slot('created_at'),
    updated_at: slot('updated_at'),
  }),
);

const insertEntitlement = statement<
  {
    id: number;
    organizer_id: number;
    ticket_id: number;
    session_id: number | null;
    allowed: number | null;
    updated_at: number;
  },
  never
>((db, slot) =>
  db.insertInto('entitlement').values({
    id: slot('id'),
    organizer_id: slot('organizer_id'),
    ticket_id: slot('ticket_id'),
    session_id: slot('session_id'),
    allowed: slot('allowed'),
    updated_at: slot('updated_at'),
  }),
);

const insertBarcode = statement<
  {
    organizer_id: number;
    code: string;
    issuer: string;
    ticket_id: number | null;
    order_line_id: number | null;
  },
  never
>((db, slot) =>
  db
    .insertInto('barcode')
    .values({
      organizer_id: slot('organizer_id'),
      code: slot('code'),
      issuer: slot('issuer'),
      ticket_id: slot('ticket_id'),
      order_line_id: slot('order_line_id'),
    })
    .onConflict((conflict) => conflict.columns(['organizer_id', 'code', 'issuer']).doNothing()),
);

const barcode_tries_max = 20;

interface EntryTicket {
  readonly id: number;
  readonly organizer_id: number;
  readonly session_id: number | null;
}

/** Entries that a ticket of the price gives: a number, null for as many as one likes, `none` for a main ticket. */
export function entriesOf(price: { product_type: string; entries: number | null }): number | null | 'none' {
  return isMainProduct(price.product_type) ? 'none' : price.entries;
}

/** The right to enter, from confirmation on: a barcode of our own and an entitlement. Gives the barcode. */
export async function grantEntry(
  tx: Tx,
  ticket: EntryTicket,
  allowed: number | null | 'none',
): Promise<string> {
  if (allowed !== 'none') await putEntitlement(tx, ticket, allowed);
  const { id: ticket_id, organizer_id } = ticket;
  for (let tried = 0; tried < barcode_tries_max; tried += 1) {
    const code = generateBarcodeAt(tx.now, (bytes) => tx.random(bytes));
    const row = { organizer_id, code, issuer: '', ticket_id, order_line_id: null };
    if ((await tx.change(insertBarcode, row)) === 1) return code;
  }
  throw new Fault('internal', { reason: 'no free barcode was found' });
}

/**
 * The same for a ticket that somebody else sold: its own barcode, when it has one. Throws `barcode_taken` when that
 * issuer's code belongs to another ticket.
 */
export async function grantForeignEntry(
  tx: Tx,
  ticket: EntryTicket,
  allowed: number | null,
  barcode: { readonly code: string; readonly issuer: string } | undefined,
): Promise<void> {
  await putEntitlement(tx, ticket, allowed);
  if (barcode === undefined) return;
  const { id: ticket_id, organizer_id } = ticket;
  const row = { organizer_id, code: barcode.code, issuer: barcode.issuer, ticket_id, order_line_id: null };
  if ((await tx.change(insertBarcode, row)) === 0) throw new Fault('barcode_taken', { ticket_id });
}

async function putEntitlement(tx: Tx, ticket: EntryTicket, allowed: number | null): Promise<void> {
  await tx.run(insertEntitlement, {
    id: await tx.id(),
    organizer_id: ticket.organizer_id,
    ticket_id: ticket.id,
    session_id: ticket.session_id,
    allowed,
    updated_at: tx.now,
  });
}
