import { Fault } from '../../domain/faults.ts';
import { safeAmount } from '../../domain/money.ts';
import { codeOfStatus } from '../../domain/order-life.ts';
import type { RefundSplit } from '../../domain/refund.ts';
import { statement } from '../../store/statement.ts';
import type { Tx } from '../../store/transaction.ts';
import { journalSession, refundEntries } from '../counter/journal-entries.ts';
import { announce } from '../ledger/outbox.ts';
import { recordChange } from '../ledger/record.ts';
import {
  assertOrderMove,
  changeOrder,
  lockOrder,
  orderTotal,
  ticketsTotal,
  ticketsOfOrder,
  type OrderKey,
  type OrderRow,
  type TicketRow,
} from './orders.ts';
import { checkTill, type Till } from './put-payment.ts';
import { planRefund, type RefundWish } from './refund-plan.ts';
import { endAddOns, endTickets } from './release.ts';

export interface RefundInput extends OrderKey, Till, RefundWish {
  readonly reason?: string | undefined;
  /** false: a source only said "refunded", and the amount was inferred */
  readonly stated?: boolean | undefined;
  /** the connection that told us of it */
  readonly origin_connection_id?: number | undefined;
}

export interface RefundOutcome {
  readonly refund_id: number;
  readonly amount: number;
  readonly deduction: number;
  readonly parts: readonly { readonly id: number; readonly amount: number; readonly deduction: number }[];
  readonly order: OrderRow;
}

const markTicket = statement<{ id: number; amount: number; deduction: number }, never>((db, slot) =>
  db
    .updateTable('ticket')
    .set({ refunded_amount: slot('amount'), deducted_amount: slot('deduction') })
    .where('id', '=', slot('id')),
);

/**
 * Pays back tickets of an order, by amount or by deduction, exact to the minor unit; the tickets end, with what was sold
 * with them, and give back what they held. What a ticket's add-ons cost belongs to what can be refunded of it. Throws
 * `refund_exceeds_paid`, `already_refunded`, `refund_amount_or_deduction`, `not_found`, `illegal_move`, `payment_mode_off`,
 * `counter_session_closed`.
 */
export async function refundTickets(tx: Tx, input: RefundInput): Promise<RefundOutcome> {
  const order = await lockOrder(tx, input);
  assertOrderMove(tx, { ...order, refunded: 0 }, 'refund');
  const all = await ticketsOfOrder(tx, order.id);
  const { leaves, going, split } = await planRefund(tx, order, all, input);
  const cancelled = leaves.filter((ticket) => ticket.state === 'cancelled');
  await endTickets(tx, going, 'refunded');
  const add_ons = await endAddOns(
    tx,
    going.map((ticket) => ticket.id),
  );
  await markCancelled(tx, cancelled);
  for (const part of split.parts) await tx.run(markTicket, part);
  const refund_id = await putRefund(tx, order, input, { kind: 'tickets', ...split });
  const lives = order.status !== codeOfStatus('cancelled');
  const changed = await changeOrder(
    tx,
    order,
    {
      refunded: order.refunded + split.amount,
      total: lives ? await orderTotal(tx, order.id) : ticketsTotal(await ticketsOfOrder(tx, order.id)),
    },
    lives ? undefined : 'cancelled',
  );
  await recordChange(tx, {
    organizer_id: order.organizer_id,
    action: 'order.refunded',
    subject_kind: 'order',
    subject_id: order.id,
    before: { status: order.status, refunded: order.refunded },
    after: {
      status: changed.status,
      refunded: changed.refunded,
      refund_id,
      parts: split.parts.map((part) => [part.id, part.amount, part.deduction]),
      add_ons,
    },
    reason: input.reason,
  });
  await announce(tx, {
    organizer_id: order.organizer_id,
    topic: 'order',
    subject_kind: 'order',
    subject_id: order.id,
    origin_connection_id: input.origin_connection_id ?? null,
  });
  return { refund_id, amount: split.amount, deduction: split.deduction, parts: split.parts, order: changed };
}

/**
 * Pays back money that no ticket stands for: what was paid beyond what the order costs, at most that. Throws
 * `refund_exceeds_paid`, `invalid_input`, `illegal_move`, `payment_mode_off`, `counter_session_closed`, `not_found`.
 */
export async function refundPayment(
  tx: Tx,
  input: OrderKey & Till & { readonly amount: number; readonly reason?: string | undefined },
): Promise<{ refund_id: number; order: OrderRow }> {
  const amount = safeAmount(input.amount);
  if (amount <= 0) throw new Fault('invalid_input', { field: 'amount' });
  const order = await lockOrder(tx, input);
  assertOrderMove(tx, { ...order, refunded: 0 }, 'refund');
  const left = order.paid - order.refunded - order.total;
  if (amount > left) throw new Fault('refund_exceeds_paid', { asked: amount, left: Math.max(0, left) });
  const refund_id = await putRefund(tx, order, input, { kind: 'payment', amount, deduction: 0, parts: [] });
  const refunded = order.refunded + amount;
  const given_up = order.status === codeOfStatus('cancelled');
  const changed = await changeOrder(tx, order, { refunded }, given_up ? 'cancelled' : undefined);
  await recordChange(tx, {
    organizer_id: order.organizer_id,
    action: 'order.payment_refunded',
    subject_kind: 'order',
    subject_id: order.id,
    before: { status: order.status, refunded: order.refunded },
    after: { status: changed.status, refunded, refund_id, amount },
    reason: input.reason,
  });
  await announce(tx, {
    organizer_id: order.organizer_id,
    topic: 'order',
    subject_kind: 'order',
    subject_id: order.id,
  });
  return { refund_id, order: changed };
}

/** Tickets that a cancellation had ended already are refunded tickets from now on, and so is what ended with them. */
async function markCancelled(tx: Tx, tickets: readonly TicketRow[]): Promise<void> {
  for (const ticket of tickets) {
    await tx.db
      .updateTable('order_line')
      .set({ cancelled_at: tx.now })
      .where('ticket_id', '=', ticket.id)
      .where('cancelled_at', '=', (eb) =>
        eb.selectFrom('ticket').select('ticket.deleted_at').where('ticket.id', '=', ticket.id),
      )
      .execute();
    await tx.db
      .updateTable('ticket')
      .set({ state: 'refunded', refunded_at: tx.now, updated_at: tx.now, deleted_at: null })
      .where('id', '=', ticket.id)
      .execute();
  }
}

async function putRefund(
  tx: Tx,
  order: OrderRow,
  input: Till & Pick<RefundInput, 'stated' | 'reason'>,
  split: RefundSplit & { readonly kind: 'tickets' | 'payment' },
): Promise<number> {
  const method = await checkTill(tx, order.organizer_id, input, 'out');
  const id = await tx.id();
  await tx.db
    .insertInto('refund')
    .values({
      id,
      organizer_id: order.organizer_id,
      order_id: order.id,
      kind: split.kind,
      payment_mode_id: input.payment_mode_id ?? null,
      counter_session_id: input.counter_session_id ?? null,
      amount: safeAmount(split.amount),
      deduction: safeAmount(split.deduction),
      currency: order.currency,
      stated: input.stated === false ? 0 : 1,
      reason: input.reason ?? '',
      refunded_at: tx.now,
      created_at: tx.now,
    })
    .execute();
  for (const part of split.parts) {
    await tx.db
      .insertInto('refund_ticket')
      .values({ refund_id: id, ticket_id: part.id, amount: part.amount, deduction: part.deduction })
      .execute();
  }
  if (input.counter_session_id !== undefined) {
    const { counter_session_id, payment_mode_id } = input;
    const { kind, parts } = split;
    const about = { order_id: order.id, counter_session_id, payment_mode_id, method: method ?? 'other' };
    const entries = refundEntries({ ...about, refund_id: id, kind, parts, amount: 0 - split.amount });
    await journalSession(tx, counter_session_id, entries);
  }
  return id;
}
