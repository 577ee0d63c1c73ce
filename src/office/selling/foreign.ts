import { codeOfStatus, derivedStatus } from '../../domain/order-life.ts';
import { safeAmount, sumAmounts } from '../../domain/money.ts';
import { Fault } from '../../domain/faults.ts';
import type { Tx } from '../../store/transaction.ts';
import { raiseAlarm } from '../ledger/alarms.ts';
import { announce } from '../ledger/outbox.ts';
import { recordChange } from '../ledger/record.ts';
import { findOffer, poolsOfOffer } from './offers.ts';
import { changeOrder, lockOrder, type OrderRow } from './orders.ts';
import { takeFreePlace } from './places.ts';
import { takePools } from './pools.ts';
import { putPayment } from './put-payment.ts';
import { grantForeignEntry, insertLine, insertOrder, insertTickets, noDesk } from './rows.ts';
import type { Holder } from './sale.ts';

/** A ticket that another platform has sold. */
export interface ForeignTicket {
  readonly offer_id: number;
  readonly session_id?: number | undefined;
  readonly place_id?: number | undefined;
  readonly listed_amount?: number | undefined;
  readonly charged_amount: number;
  readonly holder?: Holder | undefined;
  readonly foreign_ref?: string | undefined;
  /** the code on the platform's ticket; `issuer` keeps two platforms' equal codes apart */
  readonly barcode?: { readonly code: string; readonly issuer: string } | undefined;
  readonly sold_at: number;
}

export interface ForeignSale {
  readonly organizer_id: number;
  readonly connection_id: number;
  readonly channel: string;
  /** more tickets of an order that came before; else a new order */
  readonly order_id?: number | undefined;
  readonly foreign_ref: string;
  readonly customer_id?: number | undefined;
  readonly sold_at: number;
  readonly paid: boolean;
  readonly method?: string | undefined;
  readonly tickets: readonly ForeignTicket[];
}

/**
 * Takes in a sale made elsewhere. It is a fact, so nothing is refused: what passes a capacity, or takes a seat that is
 * sold here, raises the *overbooked* alarm. Whether it was taken in before is the caller's to know (`link`).
 */
export async function recordForeignSale(
  tx: Tx,
  sale: ForeignSale,
): Promise<{ order_id: number; ticket_ids: number[] }> {
  const [first] = sale.tickets;
  if (first === undefined) throw new Fault('invalid_input', { field: 'tickets' });
  const added = sumAmounts(sale.tickets.map((ticket) => safeAmount(ticket.charged_amount)));
  const known =
    sale.order_id === undefined
      ? null
      : await lockOrder(tx, { organizer_id: sale.organizer_id, order_id: sale.order_id });
  const order = known ?? (await putOrder(tx, sale, first.offer_id, added));
  const ticket_ids: number[] = [];
  for (const ticket of sale.tickets) ticket_ids.push(await takeIn(tx, sale, order, ticket));
  if (known !== null) {
    const paid = sale.paid ? order.paid + added : order.paid;
    await changeOrder(tx, order, {
      total: order.total + added,
      paid,
      confirmed_at: order.confirmed_at ?? sale.sold_at,
    });
  }
  if (sale.paid && added > 0) {
    await putPayment(tx, {
      organizer_id: sale.organizer_id,
      order_id: order.id,
      method: sale.method ?? 'external',
      amount: added,
      currency: order.currency,
      paid_at: sale.sold_at,
    });
  }
  await recordChange(tx, {
    organizer_id: sale.organizer_id,
    action: 'order.taken_in',
    subject_kind: 'order',
    subject_id: order.id,
    after: { connection_id: sale.connection_id, tickets: ticket_ids, added },
  });
  await announce(tx, {
    organizer_id: sale.organizer_id,
    topic: 'order',
    subject_kind: 'order',
    subject_id: order.id,
    origin_connection_id: sale.connection_id,
  });
  return { order_id: order.id, ticket_ids };
}

async function putOrder(tx: Tx, sale: ForeignSale, offer_id: number, total: number): Promise<OrderRow> {
  const id = await tx.id();
  const offer = await findOffer(tx, sale.organizer_id, offer_id);
  const paid = sale.paid ? total : 0;
  const status = derivedStatus({ confirmed: true, total, paid, delivery: 'none' });
  const order: OrderRow = {
    id,
    organizer_id: sale.organizer_id,
    label: `ORD${String(id).padStart(8, '0')}`,
    status: codeOfStatus(status),
    channel: sale.channel,
    connection_id: sale.connection_id,
    application_id: null,
    event_id: offer.event_id,
    customer_id: sale.customer_id ?? null,
    currency: offer.currency,
    total,
    paid,
    refunded: 0,
    expires_at: null,
    confirmed_at: sale.sold_at,
    paid_at: paid >= total ? sale.sold_at : null,
    delivered_at: null,
    secret: Buffer.from(tx.random(18)).toString('base64url'),
  };
  const { refunded: _none, delivered_at: _later, ...row } = order;
  await tx.run(insertOrder, {
    ...row,
    created_at: sale.sold_at,
    updated_at: tx.now,
    language: null,
    foreign_ref: sale.foreign_ref,
    metadata: '{}',
    ...noDesk,
  });
  return order;
}

async function takeIn(tx: Tx, sale: ForeignSale, order: OrderRow, ticket: ForeignTicket): Promise<number> {
  const { organizer_id } = sale;
  const offer = await findOffer(tx, organizer_id, ticket.offer_id);
  const session_id = ticket.session_id ?? offer.session_id;
  const order_line_id = await tx.id();
  const listed_amount = ticket.listed_amount ?? ticket.charged_amount;
  await tx.run(insertLine, {
    id: order_line_id,
    organizer_id,
    order_id: order.id,
    kind: 'ticket',
    title: offer.title,
    quantity: 1,
    listed_amount,
    charged_amount: ticket.charged_amount,
    vat_bp: offer.vat_bp,
    offer_id: offer.id,
    price_id: offer.price_id,
    promo_code_id: null,
    article_id: null,
    department_id: null,
    created_at: ticket.sold_at,
  });
  const id = await tx.id();
  const row = {
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
    listed_amount,
    charged_amount: ticket.charged_amount,
    promo_code_id: null,
    holder_first_name: ticket.holder?.first_name ?? '',
    holder_last_name: ticket.holder?.last_name ?? '',
    holder_email: ticket.holder?.email ?? '',
    holder_phone: ticket.holder?.phone ?? '',
    holder_metadata: JSON.stringify(ticket.holder?.metadata ?? {}),
    comment: '',
    foreign_ref: ticket.foreign_ref ?? null,
    created_at: ticket.sold_at,
    updated_at: tx.now,
  };
  await insertTickets.put(tx, [row]);
  await grantForeignEntry(tx, { id, organizer_id, session_id }, offer.entries, ticket.barcode);
  const pools = await poolsOfOffer(tx, offer.id, sale.channel, tx.now);
  await takePools(
    tx,
    pools.map((pool) => ({ order_line_id, units: 1, ...pool })),
    'alarm',
  );
  if (ticket.place_id !== undefined && session_id !== null) {
    const taking = { chosen: false, session_id, place_id: ticket.place_id, organizer_id, ticket_id: id };
    if (!(await takeFreePlace(tx, taking))) {
      await raiseAlarm(tx, {
        organizer_id,
        code: 'overbooked',
        subject_kind: 'place',
        subject_id: ticket.place_id,
        details: { session_id, ticket_id: id },
      });
    }
  }
  return id;
}
