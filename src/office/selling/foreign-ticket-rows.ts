import type { Tx } from '../../store/transaction.ts';
import type { Change } from '../ledger/record.ts';
import type { ForeignOrigin, ForeignTicket } from './foreign.ts';
import type { ForeignOffer } from './foreign-offers.ts';
import type { ForeignRows } from './foreign-rows.ts';
import type { OrderRow } from './orders.ts';
import type { PlaceTaking } from './places.ts';
import { entriesOf } from './rows.ts';

interface Writing {
  readonly origin: ForeignOrigin;
  readonly order: OrderRow;
  readonly offer: ForeignOffer;
  readonly ticket: ForeignTicket;
}

interface Written {
  readonly id: number;
  readonly order_line_id: number;
  readonly session_id: number | null;
  readonly place?: PlaceTaking | undefined;
  /** of its use, for the ledger */
  readonly change?: Change | undefined;
}

/** The rows of one ticket: its line, itself, the right to enter, what was used of it, its code, answers and add-ons. */
export async function putTicketRows(tx: Tx, rows: ForeignRows, writing: Writing): Promise<Written> {
  const { order, offer, ticket } = writing;
  const { organizer_id } = writing.origin;
  const id = await tx.id();
  const session_id = ticket.session_id ?? offer.session_id;
  const order_line_id = await putLine(tx, rows, writing);
  const { holder, sold_at: created_at } = ticket;
  rows.tickets.push({
    id,
    organizer_id,
    order_id: order.id,
    order_line_id,
    main_ticket_id: null,
    event_id: offer.event_id,
    session_id,
    offer_id: offer.id,
    price_id: offer.price_id,
    zone_id: offer.zone_id,
    place_id: ticket.place_id ?? null,
    state: 'valid',
    listed_amount: ticket.listed_amount ?? ticket.charged_amount,
    charged_amount: ticket.charged_amount,
    promo_code_id: ticket.promo_code_id ?? null,
    holder_first_name: holder?.first_name ?? '',
    holder_last_name: holder?.last_name ?? '',
    holder_email: holder?.email ?? '',
    holder_phone: holder?.phone ?? '',
    holder_metadata: holder?.metadata === undefined ? '{}' : JSON.stringify(holder.metadata),
    comment: ticket.comment ?? '',
    foreign_ref: ticket.foreign_ref ?? null,
    created_at,
    updated_at: tx.now,
  });
  const { barcode } = ticket;
  if (barcode !== undefined) {
    rows.barcodes.push({ organizer_id, ...barcode, ticket_id: id, order_line_id: null });
  }
  for (const { label, value } of ticket.answers ?? []) {
    rows.answers.push({ id: await tx.id(), organizer_id, order_id: order.id, ticket_id: id, label, value });
  }
  await putAddOns(tx, rows, writing, id);
  const change = await putEntry(tx, rows, { ...writing, ticket_id: id, session_id });
  const { place_id } = ticket;
  const place =
    place_id === undefined || session_id === null
      ? undefined
      : { chosen: false, session_id, place_id, organizer_id, ticket_id: id };
  return { id, order_line_id, session_id, place, change };
}

async function putLine(tx: Tx, rows: ForeignRows, { order, offer, ticket }: Writing): Promise<number> {
  const id = await tx.id();
  rows.lines.push({
    id,
    organizer_id: order.organizer_id,
    order_id: order.id,
    kind: 'ticket',
    title: offer.title,
    quantity: 1,
    listed_amount: ticket.listed_amount ?? ticket.charged_amount,
    charged_amount: ticket.charged_amount,
    vat_bp: offer.vat_bp,
    offer_id: offer.id,
    price_id: offer.price_id,
    promo_code_id: ticket.promo_code_id ?? null,
    discount_id: null,
    add_on_id: null,
    ticket_id: null,
    created_at: ticket.sold_at,
  });
  return id;
}

async function putAddOns(
  tx: Tx,
  rows: ForeignRows,
  { order, ticket, origin }: Writing,
  ticket_id: number,
): Promise<void> {
  for (const { add_on_id, title, amount, quantity, vat_bp, barcode } of ticket.add_ons ?? []) {
    const id = await tx.id();
    const { organizer_id } = order;
    rows.lines.push({
      id,
      organizer_id,
      order_id: order.id,
      kind: 'add_on',
      title,
      quantity,
      listed_amount: amount,
      charged_amount: amount,
      vat_bp,
      offer_id: null,
      price_id: null,
      promo_code_id: null,
      discount_id: null,
      add_on_id,
      ticket_id,
      created_at: ticket.sold_at,
    });
    if (barcode === undefined) continue;
    const issuer = origin.channel;
    rows.barcodes.push({ organizer_id, code: barcode, issuer, ticket_id: null, order_line_id: id });
  }
}

interface Entering extends Writing {
  readonly ticket_id: number;
  readonly session_id: number | null;
}

/** The right to enter, and the entries that the platform tells of, one reported scan each. */
async function putEntry(tx: Tx, rows: ForeignRows, entering: Entering): Promise<Change | undefined> {
  const { offer, ticket, ticket_id, session_id, origin } = entering;
  const allowed = entriesOf(offer);
  if (allowed === 'none') return undefined;
  const { organizer_id, connection_id } = origin;
  const { used } = ticket;
  const id = await tx.id();
  rows.entitlements.push({
    id,
    organizer_id,
    ticket_id,
    session_id,
    allowed,
    used: used?.times ?? 0,
    inside: used?.inside === true ? 1 : 0,
    first_used_at: used?.at ?? null,
    last_used_at: used?.at ?? null,
    latest_scan_id: 0,
    updated_at: tx.now,
  });
  if (used === undefined) return undefined;
  const scan_id = await tx.id();
  for (let time = 0; time < used.times; time += 1) {
    const nth = time === 0 ? '' : `|${time + 1}`;
    rows.scans.push({
      id: time === 0 ? scan_id : await tx.id(),
      organizer_id,
      ticket_id,
      entitlement_id: id,
      event_id: offer.event_id,
      session_id,
      code: ticket.barcode?.code ?? '',
      direction: 'in',
      outcome: 'reported',
      source: origin.channel,
      connection_id,
      device: `reported:${connection_id}`,
      // as a report of the same use would be numbered (office/admission/reported.ts)
      nonce: `ticket ${ticket_id}|in|${used.at}${nth}`,
      scanned_at: used.at,
      received_at: tx.now,
    });
  }
  return {
    organizer_id,
    action: 'scan.reported',
    subject_kind: 'scan',
    subject_id: scan_id,
    after: { ticket_id, entitlement_id: id, used: used.times, first_used_at: used.at },
  };
}
