import { Fault } from '../../domain/faults.ts';
import { lastingStatement, statement } from '../../store/statement.ts';
import type { Tx } from '../../store/transaction.ts';
import { journalSession, paymentEntry } from '../counter/journal-entries.ts';
import type { JournalEntry } from '../counter/journal.ts';

/** Through which of the organizer's ways to pay, and at which till, money comes or goes. */
export interface Till {
  readonly payment_mode_id?: number | undefined;
  /** the open session of a counter whose cash this is */
  readonly counter_session_id?: number | undefined;
}

export interface PaymentRow extends Till {
  readonly organizer_id: number;
  readonly order_id: number;
  /** cash, card, …; with a payment mode the mode says it */
  readonly method?: string | undefined;
  /** less than 0: given back for goods that come back */
  readonly amount: number;
  readonly currency: string;
  readonly paid_at?: number | undefined;
  readonly reference?: string | undefined;
  readonly notes?: string | undefined;
  /** what was put on the counter, and what of it was given back as change */
  readonly tendered?: number | undefined;
  readonly change?: number | undefined;
}

const selectMode = lastingStatement<
  { organizer_id: number; id: number },
  { method: string; enabled: number; refunds: number; refund_only: number }
>((db, slot) =>
  db
    .selectFrom('payment_mode')
    .select(['method', 'enabled', 'refunds', 'refund_only'])
    .where('id', '=', slot('id'))
    .where('organizer_id', '=', slot('organizer_id')),
);

/** Kept from changing, so that nobody counts the cash of the till and closes it meanwhile. */
const selectSession = lastingStatement<{ organizer_id: number; id: number }, { closed_at: number | null }>(
  (db, slot, lock) =>
    lock(
      db
        .selectFrom('counter_session')
        .select('closed_at')
        .where('id', '=', slot('id'))
        .where('organizer_id', '=', slot('organizer_id')),
      'share',
    ),
);

/**
 * The method of the payment mode; undefined when none is named. Throws `not_found` for a mode or a counter session that is
 * not the organizer's, `payment_mode_off` for one that is switched off or, for money that goes out, gives none back,
 * `counter_session_closed`.
 */
export async function checkTill(
  tx: Tx,
  organizer_id: number,
  till: Till,
  way: 'in' | 'out',
): Promise<string | undefined> {
  const { payment_mode_id, counter_session_id } = till;
  if (counter_session_id !== undefined) {
    const session = await tx.first(selectSession, { organizer_id, id: counter_session_id });
    if (session === undefined)
      throw new Fault('not_found', { kind: 'counter_session', id: counter_session_id });
    if (session.closed_at !== null) throw new Fault('counter_session_closed', { id: counter_session_id });
  }
  if (payment_mode_id === undefined) return undefined;
  const mode = await tx.first(selectMode, { organizer_id, id: payment_mode_id });
  if (mode === undefined) throw new Fault('not_found', { kind: 'payment_mode', id: payment_mode_id });
  if (mode.enabled !== 1) throw new Fault('payment_mode_off', { id: payment_mode_id });
  if (way === 'in' && mode.refund_only === 1)
    throw new Fault('payment_mode_off', { id: payment_mode_id, refund_only: true });
  if (way === 'out' && mode.refunds !== 1 && mode.refund_only !== 1)
    throw new Fault('payment_mode_off', { id: payment_mode_id, refunds: false });
  return mode.method;
}

interface PaymentValues {
  id: number;
  organizer_id: number;
  order_id: number;
  payment_mode_id: number | null;
  method: string;
  amount: number;
  currency: string;
  paid_at: number;
  reference: string | null;
  notes: string;
  counter_session_id: number | null;
  created_at: number;
}

const insertPayment = statement<PaymentValues, never>((db, slot) =>
  db.insertInto('payment').values({
    id: slot('id'),
    organizer_id: slot('organizer_id'),
    order_id: slot('order_id'),
    payment_mode_id: slot('payment_mode_id'),
    method: slot('method'),
    amount: slot('amount'),
    currency: slot('currency'),
    paid_at: slot('paid_at'),
    reference: slot('reference'),
    notes: slot('notes'),
    counter_session_id: slot('counter_session_id'),
    created_at: slot('created_at'),
  }),
);

/**
 * Writes the payment, and into the journal of the counter where it was made; `before` are lines of the journal that come
 * with it. What follows for the order is the caller's. Throws what `checkTill` does, `invalid_input`.
 */
export async function putPayment(
  tx: Tx,
  payment: PaymentRow,
  before: readonly JournalEntry[] = [],
): Promise<{ payment_id: number; method: string }> {
  const { organizer_id } = payment;
  const method =
    (await checkTill(tx, organizer_id, payment, payment.amount < 0 ? 'out' : 'in')) ?? payment.method;
  if (method === undefined || method === '') throw new Fault('invalid_input', { field: 'method' });
  const id = await tx.id();
  await tx.run(insertPayment, {
    id,
    organizer_id,
    order_id: payment.order_id,
    payment_mode_id: payment.payment_mode_id ?? null,
    method,
    amount: payment.amount,
    currency: payment.currency,
    paid_at: payment.paid_at ?? tx.now,
    reference: payment.reference ?? null,
    notes: payment.notes ?? '',
    counter_session_id: payment.counter_session_id ?? null,
    created_at: tx.now,
  });
  const { counter_session_id } = payment;
  if (counter_session_id !== undefined) {
    const entry = paymentEntry({ ...payment, counter_session_id, method });
    await journalSession(tx, counter_session_id, [...before, entry]);
  }
  return { payment_id: id, method };
}
