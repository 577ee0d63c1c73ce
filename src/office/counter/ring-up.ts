import { Fault } from '../../domain/faults.ts';
import type { OrderStatus } from '../../domain/order-life.ts';
import type { OfflineMark } from '../../domain/offline-sale.ts';
import { settle } from '../../domain/till.ts';
import { lastingStatement } from '../../store/statement.ts';
import type { Tx } from '../../store/transaction.ts';
import { journalSession, saleEntry } from './journal-entries.ts';
import { confirmOrder } from '../selling/confirm.ts';
import { lockOrder } from '../selling/orders.ts';
import { recordPayment } from '../selling/payments.ts';
import type { ApplicableCode } from '../promotions/find-applicable.ts';
import type { SoldOrder, SoldTicket } from '../selling/sale.ts';
import { changeQuoteItems, changeTillDetails } from './change-quote.ts';
import { counterFor, holderOf, sessionFor } from './register.ts';
import { sellArticles, type SoldItems, type TillItem } from './sell-articles.ts';
import { assertDetails, type TillDetails } from './till-details.ts';

/** One way in which an order is paid at the till. */
export interface TillPayment {
  readonly payment_mode_id: number;
  /** what is put on the counter, or whatever is left to pay */
  readonly amount: number | 'rest';
}

export interface RingUp extends TillDetails {
  readonly organizer_id: number;
  /** the organizer's first one unless said otherwise */
  readonly counter_id?: number | undefined;
  readonly channel: string;
  readonly application_id?: number | undefined;
  readonly items: readonly TillItem[];
  /** of the whole sale: its tickets name it, and it has to help one of them */
  readonly code?: ApplicableCode | undefined;
  /** goods come back, and money goes out */
  readonly returning?: boolean | undefined;
  /** a quote binds nobody and is no sale yet: it holds its tickets and stock until it is validated or given up */
  readonly stage: 'quote' | 'validated';
  readonly payments?: readonly TillPayment[] | undefined;
  readonly staff?: { readonly reason: string } | undefined;
  readonly language?: string | undefined;
  readonly foreign_ref?: string | undefined;
  /** sold by the till alone, and taken in now */
  readonly offline?: OfflineMark | undefined;
  /** a quote that was opened again: these items take the place of its own */
  readonly quote_id?: number | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

export interface RungUp extends SoldItems {
  readonly counter_id: number;
  /** none for a quote */
  readonly counter_session_id: number | undefined;
  readonly change: number;
}

/**
 * Rings up an order at a till: articles, things keyed in by hand and tickets, paid in several ways or not yet. The sale, each
 * payment and, for a till that was shut, its opening are lines of the counter's journal. Throws what `sellArticles`, `settle` and
 * `recordPayment` throw, and `not_found` for a counter, table, customer or user that is not the organizer's.
 */
export async function ringUp(tx: Tx, input: RingUp): Promise<RungUp> {
  const { organizer_id, stage, payments = [], returning = false } = input;
  if (stage === 'quote' && (payments.length > 0 || returning))
    throw new Fault('invalid_input', { field: 'payments', reason: 'a quote is not paid' });
  await assertDetails(tx, organizer_id, input);
  const counter_id = await counterFor(tx, organizer_id, input.counter_id);
  if (input.quote_id !== undefined)
    return ringUpQuote(tx, { ...input, counter_id, payments, order_id: input.quote_id });
  const { items, user_id, dining_table_id, covers, delivery_method, customer_id } = input;
  const { channel, application_id, code, staff, language, public_comment, private_comment } = input;
  const { foreign_ref, offline } = input;
  const told = { staff, language, foreign_ref };
  const sale = { organizer_id, channel, application_id, items, code, customer_id, ...told };
  const desk = { user_id, dining_table_id, covers, delivery_method, offline };
  const words = { public_comment, private_comment };
  if (stage === 'quote') {
    // no session yet: which till it was for is all that is known
    const metadata = { ...input.metadata, counter_id };
    const quote = { ...sale, ...words, desk, metadata, hold_minutes: 'endless' } as const;
    return { ...(await sellArticles(tx, quote)), counter_id, counter_session_id: undefined, change: 0 };
  }
  const counter_session_id = await sessionFor(tx, { organizer_id, counter_id, user_id });
  const [first, another] = payments;
  const at_once = another === undefined && first?.amount === 'rest' ? first : undefined;
  const sold = await sellArticles(tx, {
    ...sale,
    ...words,
    returning,
    desk: { ...desk, user_id: user_id ?? (await holderOf(tx, counter_session_id)), counter_session_id },
    metadata: input.metadata,
    confirm: true,
    payment:
      at_once === undefined
        ? undefined
        : { amount: 'total', payment_mode_id: at_once.payment_mode_id, counter_session_id },
  });
  if (at_once !== undefined || first === undefined)
    return { ...sold, counter_id, counter_session_id, change: 0 };
  const { order_id, total } = sold;
  const paid = await payInParts(tx, { organizer_id, order_id, counter_session_id, due: total, payments });
  return { ...sold, ...paid, counter_id, counter_session_id };
}

type OpenedQuote = RingUp & {
  readonly counter_id: number;
  readonly order_id: number;
  readonly payments: readonly TillPayment[];
};

/** A quote that was opened again: put aside with other items, or sold with them, in one step. */
async function ringUpQuote(tx: Tx, input: OpenedQuote): Promise<RungUp> {
  const { organizer_id, order_id, counter_id, user_id, items, code, staff, stage, payments } = input;
  if (input.returning === true)
    throw new Fault('invalid_input', { field: 'quote_id', reason: 'goods that come back are no quote' });
  const sold = await changeQuoteItems(tx, { organizer_id, order_id, items, code, staff });
  await changeTillDetails(tx, { ...input, metadata: undefined, user_id: undefined });
  if (stage === 'quote') return { ...sold, counter_id, counter_session_id: undefined, change: 0 };
  const { status, total, counter_session_id } = await validateQuote(tx, {
    ...{ organizer_id, order_id, counter_id, user_id },
  });
  const parts = { organizer_id, order_id, counter_session_id, due: total, payments };
  const paid =
    payments.length === 0 || total === 0 ? { paid: 0, status, change: 0 } : await payInParts(tx, parts);
  const tickets = await withBarcodes(tx, sold.tickets);
  return { ...sold, tickets, expires_at: null, total, ...paid, counter_id, counter_session_id };
}

/** They have them once the order is confirmed. */
async function withBarcodes(tx: Tx, tickets: readonly SoldTicket[]): Promise<SoldTicket[]> {
  if (tickets.length === 0) return [];
  const rows = await tx.db
    .selectFrom('barcode')
    .select(['ticket_id', 'code'])
    .where('issuer', '=', '')
    .where(
      'ticket_id',
      'in',
      tickets.map(({ id }) => id),
    )
    .execute();
  const codes = new Map(rows.map(({ ticket_id, code }) => [ticket_id, code]));
  return tickets.map((ticket) => ({ ...ticket, barcode: codes.get(ticket.id) ?? null }));
}

interface Parts {
  readonly organizer_id: number;
  readonly order_id: number;
  readonly counter_session_id: number;
  readonly due: number;
  readonly payments: readonly TillPayment[];
}

const selectMethod = lastingStatement<{ organizer_id: number; id: number }, { method: string }>((db, slot) =>
  db
    .selectFrom('payment_mode')
    .select('method')
    .where('id', '=', slot('id'))
    .where('organizer_id', '=', slot('organizer_id')),
);

/** Pays what is due in the given ways, change given where it is cash. */
async function payInParts(
  tx: Tx,
  { organizer_id, order_id, counter_session_id, due, payments }: Parts,
): Promise<{ paid: number; status: OrderStatus; change: number }> {
  const tenders = [];
  for (const { payment_mode_id: id, amount } of payments) {
    const mode = await tx.first(selectMethod, { organizer_id, id });
    if (mode === undefined) throw new Fault('not_found', { kind: 'payment_mode', id });
    tenders.push({ payment_mode_id: id, method: mode.method, amount });
  }
  let paid = 0;
  let status: OrderStatus = 'confirmed';
  let change = 0;
  for (const [index, settled] of settle(due, tenders).entries()) {
    const payment_mode_id = tenders[index]?.payment_mode_id;
    const { kept: amount, tendered } = settled;
    change += settled.change;
    if (amount === 0) continue;
    const till = { organizer_id, order_id, counter_session_id, payment_mode_id };
    const taken = await recordPayment(tx, { ...till, amount, tendered, change: settled.change });
    ({ paid } = taken.order);
    ({ status } = taken);
  }
  return { paid, status, change };
}

export interface PaidAtTill {
  readonly order_id: number;
  readonly status: OrderStatus;
  readonly total: number;
  readonly paid: number;
  readonly change: number;
  readonly counter_session_id: number;
}

/**
 * Takes payments for an order that is sold already, at a till. Throws `illegal_move` for a quote and for one that owes
 * nothing, `invalid_input` without payments, `invalid_amount`, `not_found`, `payment_mode_off`.
 */
export async function payAtTill(
  tx: Tx,
  input: {
    readonly organizer_id: number;
    readonly order_id: number;
    readonly counter_id?: number | undefined;
    readonly user_id?: number | undefined;
    readonly payments: readonly TillPayment[];
  },
): Promise<PaidAtTill> {
  const { organizer_id, order_id, user_id, payments } = input;
  if (payments.length === 0) throw new Fault('invalid_input', { field: 'payments', reason: 'none' });
  const order = await lockOrder(tx, input);
  const due = order.total - (order.paid - order.refunded);
  if (order.confirmed_at === null || due <= 0) throw new Fault('illegal_move', { id: order_id, due });
  const counter_id = await counterFor(tx, organizer_id, input.counter_id);
  const counter_session_id = await sessionFor(tx, { organizer_id, counter_id, user_id });
  const parts = { organizer_id, order_id, counter_session_id, due, payments };
  const { paid, status, change } = await payInParts(tx, parts);
  return { order_id, status, total: order.total, paid, change, counter_session_id };
}

/** Makes a quote a sale: it is in the journal from here on, and its items stand. Throws `illegal_move`, `order_expired`. */
export async function validateQuote(
  tx: Tx,
  input: {
    readonly organizer_id: number;
    readonly order_id: number;
    readonly counter_id?: number | undefined;
    readonly user_id?: number | undefined;
  },
): Promise<Pick<SoldOrder, 'order_id' | 'status' | 'total'> & { readonly counter_session_id: number }> {
  const { organizer_id, order_id } = input;
  const counter_id = await counterFor(tx, organizer_id, input.counter_id);
  const till = { organizer_id, counter_id, user_id: input.user_id };
  const counter_session_id = await sessionFor(tx, till);
  const user_id = input.user_id ?? (await holderOf(tx, counter_session_id));
  const order = await confirmOrder(tx, { organizer_id, order_id });
  await tx.db.updateTable('order').set({ counter_session_id }).where('id', '=', order_id).execute();
  await journalSession(tx, counter_session_id, [await saleEntry(tx, order, { counter_session_id, user_id })]);
  const status = order.total === 0 ? 'paid' : 'confirmed';
  return { order_id, status, total: order.total, counter_session_id };
}
