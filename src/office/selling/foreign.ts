import { Fault } from '../../domain/faults.ts';
import { orderAmount, safeAmount, sumAmounts, timesQuantity } from '../../domain/money.ts';
import { codeOfStatus, derivedStatus } from '../../domain/order-life.ts';
import type { Tx } from '../../store/transaction.ts';
import { raiseAlarm } from '../ledger/alarms.ts';
import { announceEach } from '../ledger/outbox.ts';
import { recordChanges, type Change } from '../ledger/record.ts';
import { foreignOffers, type ForeignOffer } from './foreign-offers.ts';
import { noRows, writeRows, type ForeignRows } from './foreign-rows.ts';
import { putTicketRows } from './foreign-ticket-rows.ts';
import { poolsOfOffer, type OfferPool } from './offers.ts';
import { changeOrder, lockOrder, type OrderRow } from './orders.ts';
import { takeFreePlace, type PlaceTaking } from './places.ts';
import { takePoolsTogether, type Draw } from './pools.ts';
import { noDesk } from './rows.ts';
import type { Holder } from './sale.ts';

/** A ticket that another platform has sold. */
export interface ForeignTicket {
  readonly offer_id: number;
  readonly session_id?: number | undefined;
  readonly place_id?: number | undefined;
  readonly listed_amount?: number | undefined;
  readonly charged_amount: number;
  readonly holder?: Holder | undefined;
  readonly comment?: string | undefined;
  readonly foreign_ref?: string | undefined;
  /** the code on the platform's ticket; `issuer` keeps two platforms' equal codes apart */
  readonly barcode?: { readonly code: string; readonly issuer: string } | undefined;
  readonly promo_code_id?: number | undefined;
  readonly answers?: readonly ForeignAnswer[] | undefined;
  /** on top of the ticket's own amount */
  readonly add_ons?: readonly ForeignExtra[] | undefined;
  readonly used?: ForeignUse | undefined;
  readonly sold_at: number;
}

export interface ForeignAnswer {
  readonly label: string;
  readonly value: string;
}

export interface ForeignExtra {
  readonly add_on_id: number;
  readonly title: string;
  readonly amount: number;
  readonly quantity: number;
  readonly vat_bp: number;
  readonly barcode?: string | undefined;
}

/** What the platform says of the ticket's use when it is first heard of. */
export interface ForeignUse {
  readonly at: number;
  readonly times: number;
  readonly inside: boolean;
}

/** Whose sales they are, and how they came. */
export interface ForeignOrigin {
  readonly organizer_id: number;
  readonly connection_id: number;
  readonly channel: string;
}

export interface SaleElsewhere {
  /** more tickets of an order that came before; else a new order */
  readonly order_id?: number | undefined;
  readonly foreign_ref: string;
  readonly customer_id?: number | undefined;
  readonly sold_at: number;
  readonly paid: boolean;
  readonly paid_at?: number | undefined;
  readonly method?: string | undefined;
  readonly language?: string | undefined;
  readonly answers?: readonly ForeignAnswer[] | undefined;
  readonly tickets: readonly ForeignTicket[];
}

export type ForeignSale = ForeignOrigin & SaleElsewhere;

export interface TakenSale {
  readonly order_id: number;
  readonly ticket_ids: number[];
}

/** `recordForeignSales` for one. */
export async function recordForeignSale(tx: Tx, sale: ForeignSale): Promise<TakenSale> {
  const [taken] = await recordForeignSales(tx, sale, [sale]);
  if (taken === undefined) throw new Fault('internal');
  return taken;
}

/**
 * Takes in sales made elsewhere, each order once. They are facts, so nothing is refused: what passes a capacity, or takes a
 * seat that is sold here, raises the *overbooked* alarm. Whether one was taken in before is the caller's to know (`link`).
 * Throws `not_found`, `barcode_taken`, `invalid_input`.
 */
export async function recordForeignSales(
  tx: Tx,
  origin: ForeignOrigin,
  sales: readonly SaleElsewhere[],
): Promise<TakenSale[]> {
  const { organizer_id, connection_id } = origin;
  const wanted = sales.flatMap(({ tickets }) => tickets.map(({ offer_id }) => offer_id));
  const gathering: Gathering = {
    origin,
    offers: await foreignOffers(tx, organizer_id, wanted),
    pools: new Map(),
    rows: noRows(),
    draws: [],
    places: [],
    changes: [],
  };
  const taken: TakenSale[] = [];
  for (const sale of sales) taken.push(await gatherSale(tx, gathering, sale));
  await writeRows(tx, gathering.rows);
  await takePoolsTogether(tx, gathering.draws);
  await takeForeignPlaces(tx, gathering.places);
  await recordChanges(tx, gathering.changes);
  await announceEach(
    tx,
    { organizer_id, topic: 'order', subject_kind: 'order', origin_connection_id: connection_id },
    taken.map(({ order_id }) => order_id),
  );
  return taken;
}

/** What many sales come to, before any of it is written. */
export interface Gathering {
  readonly origin: ForeignOrigin;
  readonly offers: ReadonlyMap<number, ForeignOffer>;
  /** of each offer, read once */
  readonly pools: Map<number, readonly OfferPool[]>;
  readonly rows: ForeignRows;
  readonly draws: Draw[];
  readonly places: PlaceTaking[];
  readonly changes: Change[];
}

export function offerOf({ offers }: Gathering, offer_id: number): ForeignOffer {
  const offer = offers.get(offer_id);
  if (offer === undefined) throw new Fault('not_found', { kind: 'offer', id: offer_id });
  return offer;
}

async function gatherSale(tx: Tx, gathering: Gathering, sale: SaleElsewhere): Promise<TakenSale> {
  const { origin, rows, changes } = gathering;
  const { organizer_id, connection_id } = origin;
  const [first] = sale.tickets;
  if (first === undefined) throw new Fault('invalid_input', { field: 'tickets' });
  const added = orderAmount(sumAmounts(sale.tickets.map(costOf)));
  const { order_id } = sale;
  const known = order_id === undefined ? null : await lockOrder(tx, { organizer_id, order_id });
  const order = known ?? (await newOrder(tx, gathering, sale, { offer_id: first.offer_id, total: added }));
  const ticket_ids: number[] = [];
  for (const ticket of sale.tickets) {
    const offer = offerOf(gathering, ticket.offer_id);
    const written = await putTicketRows(tx, rows, { origin, order, offer, ticket });
    ticket_ids.push(written.id);
    if (written.place !== undefined) gathering.places.push(written.place);
    const { order_line_id } = written;
    for (const pool of await poolsOnce(tx, gathering, offer.id)) {
      gathering.draws.push({ order_line_id, units: 1, ...pool });
    }
    if (written.change !== undefined) changes.push(written.change);
  }
  if (known !== null) await addToOrder(tx, known, sale, added);
  await gatherPayment(tx, rows, { order, sale, amount: added });
  changes.push({
    organizer_id,
    action: 'order.taken_in',
    subject_kind: 'order',
    subject_id: order.id,
    after: { connection_id, tickets: ticket_ids, added },
  });
  return { order_id: order.id, ticket_ids };
}

function costOf(ticket: ForeignTicket): number {
  const extras = (ticket.add_ons ?? []).map(({ amount, quantity }) => timesQuantity(amount, quantity));
  return sumAmounts([safeAmount(ticket.charged_amount), ...extras]);
}

async function poolsOnce(
  tx: Tx,
  { pools, origin }: Gathering,
  offer_id: number,
): Promise<readonly OfferPool[]> {
  let known = pools.get(offer_id);
  if (known === undefined) {
    known = await poolsOfOffer(tx, offer_id, origin.channel, tx.now);
    pools.set(offer_id, known);
  }
  return known;
}

async function newOrder(
  tx: Tx,
  gathering: Gathering,
  sale: SaleElsewhere,
  { offer_id, total }: { offer_id: number; total: number },
): Promise<OrderRow> {
  const { origin, rows } = gathering;
  const id = await tx.id();
  const offer = offerOf(gathering, offer_id);
  const paid = sale.paid ? total : 0;
  const status = derivedStatus({ confirmed: true, total, paid, delivery: 'none' });
  const order: OrderRow = {
    id,
    organizer_id: origin.organizer_id,
    label: `ORD${String(id).padStart(8, '0')}`,
    status: codeOfStatus(status),
    channel: origin.channel,
    connection_id: origin.connection_id,
    application_id: null,
    event_id: offer.event_id,
    customer_id: sale.customer_id ?? null,
    currency: offer.currency,
    total,
    paid,
    refunded: 0,
    expires_at: null,
    confirmed_at: sale.sold_at,
    paid_at: paid >= total ? (sale.paid_at ?? sale.sold_at) : null,
    delivered_at: null,
    secret: Buffer.from(tx.random(18)).toString('base64url'),
    counter_session_id: null,
  };
  const { refunded: _none, delivered_at: _later, counter_session_id: _noTill, ...row } = order;
  const { language = null, foreign_ref, sold_at: created_at } = sale;
  rows.orders.push({
    ...row,
    created_at,
    updated_at: tx.now,
    language,
    foreign_ref,
    metadata: '{}',
    ...noDesk,
  });
  for (const { label, value } of sale.answers ?? []) {
    const { organizer_id } = origin;
    rows.answers.push({ id: await tx.id(), organizer_id, order_id: id, ticket_id: null, label, value });
  }
  return order;
}

async function addToOrder(tx: Tx, order: OrderRow, sale: SaleElsewhere, added: number): Promise<void> {
  const total = order.total + added;
  const paid = sale.paid ? order.paid + added : order.paid;
  await changeOrder(tx, order, { total, paid, confirmed_at: order.confirmed_at ?? sale.sold_at });
  if (order.status >= 0) return;
  await tx.db.updateTable('order').set({ cancelled_at: null }).where('id', '=', order.id).execute();
}

async function gatherPayment(
  tx: Tx,
  rows: ForeignRows,
  { order, sale, amount }: { order: OrderRow; sale: SaleElsewhere; amount: number },
): Promise<void> {
  if (!sale.paid || amount <= 0) return;
  rows.payments.push({
    id: await tx.id(),
    organizer_id: order.organizer_id,
    order_id: order.id,
    method: sale.method ?? 'external',
    amount,
    currency: order.currency,
    paid_at: sale.paid_at ?? sale.sold_at,
    created_at: tx.now,
  });
}

/** Seats of tickets sold elsewhere; one that is sold here too raises the alarm. */
export async function takeForeignPlaces(tx: Tx, places: readonly PlaceTaking[]): Promise<void> {
  for (const taking of places) {
    if (await takeFreePlace(tx, taking)) continue;
    const { organizer_id, place_id, session_id, ticket_id } = taking;
    await raiseAlarm(tx, {
      organizer_id,
      code: 'overbooked',
      subject_kind: 'place',
      subject_id: place_id,
      details: { session_id, ticket_id },
    });
  }
}
