import { generateBarcodeAt } from '../../domain/barcode.ts';
import { Fault } from '../../domain/faults.ts';
import { RowsInsert } from '../../store/rows-insert.ts';
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
  | 'public_comment'
  | 'private_comment'
  | 'counter_session_id'
  | 'dining_table_id'
  | 'covers'
  | 'delivery_method'
  | 'user_id'
>;

/** What an order has that was not rung up at a till. */
export const noDesk = {
  public_comment: '',
  private_comment: '',
  counter_session_id: null,
  dining_table_id: null,
  covers: null,
  delivery_method: null,
  user_id: null,
} as const;

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
    public_comment: slot('public_comment'),
    private_comment: slot('private_comment'),
    counter_session_id: slot('counter_session_id'),
    dining_table_id: slot('dining_table_id'),
    covers: slot('covers'),
    delivery_method: slot('delivery_method'),
    user_id: slot('user_id'),
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
  | 'discount_id'
  | 'article_id'
  | 'department_id'
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
    discount_id: slot('discount_id'),
    article_id: slot('article_id'),
    department_id: slot('department_id'),
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

export const insertTickets = new RowsInsert<TicketValues>((db, rows) => db.insertInto('ticket').values(rows));

interface EntitlementValues {
  id: number;
  organizer_id: number;
  ticket_id: number;
  session_id: number | null;
  allowed: number | null;
  updated_at: number;
}

const insertEntitlements = new RowsInsert<EntitlementValues>((db, rows) =>
  db.insertInto('entitlement').values(rows),
);

interface BarcodeValues {
  organizer_id: number;
  code: string;
  issuer: string;
  ticket_id: number | null;
  order_line_id: number | null;
}

const insertBarcodes = new RowsInsert<BarcodeValues>((db, rows) =>
  db
    .insertInto('barcode')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['organizer_id', 'code', 'issuer']).doNothing()),
);

const barcodeOfTicket = statement<{ ticket_id: number }, { code: string }>((db, slot) =>
  db.selectFrom('barcode').select('code').where('ticket_id', '=', slot('ticket_id')).where('issuer', '=', ''),
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

/** A ticket that is to be let in, and how often. */
export interface Admitted extends EntryTicket {
  readonly allowed: number | null | 'none';
}

/** The right to enter, from confirmation on: barcodes of our own and entitlements. Gives the barcodes, in the same order. */
export async function grantEntries(tx: Tx, tickets: readonly Admitted[]): Promise<string[]> {
  const entitlements: EntitlementValues[] = [];
  for (const ticket of tickets) {
    if (ticket.allowed !== 'none') entitlements.push(await entitlementOf(tx, ticket, ticket.allowed));
  }
  await insertEntitlements.put(tx, entitlements);
  const barcodes = tickets.map((ticket) => newBarcode(tx, ticket));
  const put = await insertBarcodes.put(tx, barcodes);
  if (put === barcodes.length) return barcodes.map(({ code }) => code);
  const codes: string[] = [];
  for (const ticket of tickets) {
    codes.push(
      (await tx.first(barcodeOfTicket, { ticket_id: ticket.id }))?.code ?? (await anotherBarcode(tx, ticket)),
    );
  }
  return codes;
}

function newBarcode(tx: Tx, { id: ticket_id, organizer_id }: EntryTicket): BarcodeValues {
  const code = generateBarcodeAt(tx.now, (bytes) => tx.random(bytes));
  return { organizer_id, code, issuer: '', ticket_id, order_line_id: null };
}

/** Somebody has the code that was drawn: once in thousands of millions of them. */
async function anotherBarcode(tx: Tx, ticket: EntryTicket): Promise<string> {
  for (let tried = 0; tried < barcode_tries_max; tried += 1) {
    const barcode = newBarcode(tx, ticket);
    if ((await insertBarcodes.put(tx, [barcode])) === 1) return barcode.code;
  }
  throw new Fault('internal', { reason: 'no free barcode was found' });
}

/** A code of its own for each line of an add-on, so that it can be handed over against it. */
export async function grantAddOnCodes(
  tx: Tx,
  lines: readonly { readonly id: number; readonly organizer_id: number }[],
): Promise<void> {
  for (const { id: order_line_id, organizer_id } of lines) {
    for (let tried = 0; ; tried += 1) {
      if (tried === barcode_tries_max) throw new Fault('internal', { reason: 'no free barcode was found' });
      const code = generateBarcodeAt(tx.now, (bytes) => tx.random(bytes));
      const row = { organizer_id, code, issuer: '', ticket_id: null, order_line_id };
      if ((await insertBarcodes.put(tx, [row])) === 1) break;
    }
  }
}

async function entitlementOf(
  tx: Tx,
  { id: ticket_id, organizer_id, session_id }: EntryTicket,
  allowed: number | null,
): Promise<EntitlementValues> {
  return { id: await tx.id(), organizer_id, ticket_id, session_id, allowed, updated_at: tx.now };
}
