import type { OfflineMark } from '../../domain/offline-sale.ts';
import { lastingStatement, statement } from '../../store/statement.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { writeJournal, type JournalEntry } from './journal.ts';
import { goodsContent, goodsOf } from './sold-goods.ts';

/** What the journal tells of a sale, a payment and a refund. Never of a person: what is written can never be erased. */

interface SoldLine {
  title: string;
  quantity: number;
  charged_amount: number;
  vat_bp: number;
  department_id: number | null;
  article_id: number | null;
}

const selectSold = statement<{ order_id: number }, SoldLine>((db, slot) =>
  db
    .selectFrom('order_line')
    .select(['title', 'quantity', 'charged_amount', 'vat_bp', 'department_id', 'article_id'])
    .where('order_id', '=', slot('order_id'))
    .where('cancelled_at', 'is', null)
    .orderBy('id'),
);

export interface OrderSold {
  readonly id: number;
  readonly label: string;
  readonly channel: string;
  readonly total: number;
}

export interface AtTill {
  readonly counter_session_id: number;
  readonly user_id?: number | null | undefined;
  /** how the till numbered it and when, where it sold alone */
  readonly offline?: OfflineMark | undefined;
}

/**
 * The sale, or what came back: each line as title, quantity, unit amount, VAT in basis points, department and article;
 * `vat` sums them by rate. Where they do not add up to what it costs, `goods` says that by rate and department.
 */
export async function saleEntry(rx: Rx, order: OrderSold, at: AtTill): Promise<JournalEntry> {
  const lines = await rx.run(selectSold, { order_id: order.id });
  const listed = lines.reduce((sum, line) => sum + line.quantity * line.charged_amount, 0);
  // a ticket's own price may be another than its line's: then the lines alone would not add up to what was sold
  const own_prices = order.total > 0 && listed !== order.total;
  const vat = new Map<number, number>();
  for (const line of lines)
    vat.set(line.vat_bp, (vat.get(line.vat_bp) ?? 0) + line.quantity * line.charged_amount);
  return {
    kind: order.total < 0 ? 'return' : 'sale',
    counter_session_id: at.counter_session_id,
    order_id: order.id,
    amount: order.total,
    content: {
      ...(own_prices ? goodsContent(await goodsOf(rx, order.id)) : {}),
      order: order.label,
      channel: order.channel,
      user: at.user_id ?? undefined,
      offline: at.offline === undefined ? undefined : [at.offline.number, at.offline.sold_at],
      lines: lines.map((line) => [
        line.title,
        line.quantity,
        line.charged_amount,
        line.vat_bp,
        line.department_id,
        line.article_id,
      ]),
      vat: [...vat].toSorted(([a], [b]) => a - b),
    },
  };
}

export interface MoneyMoved {
  readonly order_id: number;
  readonly counter_session_id: number;
  readonly payment_mode_id?: number | undefined;
  readonly method: string;
  /** below 0: it went out */
  readonly amount: number;
  readonly tendered?: number | undefined;
  readonly change?: number | undefined;
  /** a payment that was keyed in by mistake and is taken back */
  readonly takes_back?: number | undefined;
}

export function paymentEntry(moved: MoneyMoved): JournalEntry {
  const { tendered, change, takes_back } = moved;
  return {
    kind: moved.amount < 0 && takes_back === undefined ? 'refund' : 'payment',
    counter_session_id: moved.counter_session_id,
    order_id: moved.order_id,
    payment_mode_id: moved.payment_mode_id,
    method: moved.method,
    amount: moved.amount,
    content: change === undefined || change === 0 ? { takes_back } : { tendered, change },
  };
}

/** Of tickets that are paid back: what came back, and the money; of money beyond what an order costs, the money alone. */
export function refundEntries(
  refund: Omit<MoneyMoved, 'tendered' | 'change' | 'takes_back'> & {
    readonly refund_id: number;
    readonly kind: 'tickets' | 'payment';
    readonly parts: readonly { readonly id: number; readonly amount: number }[];
  },
): JournalEntry[] {
  const { refund_id, kind, parts, order_id, counter_session_id } = refund;
  const money: JournalEntry = {
    kind: 'refund',
    counter_session_id,
    order_id,
    refund_id,
    payment_mode_id: refund.payment_mode_id,
    method: refund.method,
    amount: refund.amount,
    content: {},
  };
  if (kind === 'payment') return [money];
  const tickets = parts.map(({ id, amount }) => [id, amount]);
  const back: JournalEntry = {
    kind: 'return',
    counter_session_id,
    order_id,
    refund_id,
    amount: refund.amount,
    content: { tickets },
  };
  return [back, money];
}

const counterOf = lastingStatement<{ id: number }, { counter_id: number; organizer_id: number }>((db, slot) =>
  db.selectFrom('counter_session').select(['counter_id', 'organizer_id']).where('id', '=', slot('id')),
);

/** Writes what happened in a session into the journal of its counter. */
export async function journalSession(
  tx: Tx,
  counter_session_id: number,
  entries: readonly JournalEntry[],
): Promise<number[]> {
  const place = await tx.first(counterOf, { id: counter_session_id });
  if (place === undefined) throw new Error('a session of no counter');
  return writeJournal(tx, place, entries);
}
