import { statement } from '../../store/statement.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { journalSession, saleEntry, type OrderSold } from './journal-entries.ts';
import { cancelledContent, goodsContent, goodsOf, goodsSince, type GoodsPart } from './sold-goods.ts';

/**
 * A sale that a till's journal tells of and that is given up, taken up again or changed: what was written stays, and a line
 * follows. `order` is as it was before, and these are the last thing that a command does, like every line of a journal.
 */

export interface TillOrderSold extends OrderSold {
  readonly counter_session_id: number | null;
  readonly confirmed_at: number | null;
}

const isAtTill = ({ counter_session_id, confirmed_at }: TillOrderSold): boolean =>
  counter_session_id !== null && confirmed_at !== null;

/** What an order costs before it changes; nothing of one that no till has sold, or whose sale no longer stands. */
export async function goodsOfSale(rx: Rx, order: TillOrderSold): Promise<GoodsPart[]> {
  return isAtTill(order) ? goodsOf(rx, order.id) : [];
}

const selectSession = statement<{ id: number }, { closed_at: number | null }>((db, slot, lock) =>
  lock(db.selectFrom('counter_session').select('closed_at').where('id', '=', slot('id')), 'share'),
);

/** The session that sold it, while it is open: one that was counted gets no more lines, its counter's journal does. */
async function sessionOfLine(tx: Tx, id: number): Promise<number | undefined> {
  const session = await tx.first(selectSession, { id });
  return session?.closed_at === null ? id : undefined;
}

const negative = (goods: readonly GoodsPart[]): GoodsPart[] =>
  goods.map((part) => ({ ...part, quantity: 0 - part.quantity, gross: 0 - part.gross }));

/** All of it came back. */
export async function journalCancelled(
  tx: Tx,
  order: TillOrderSold,
  goods: readonly GoodsPart[],
): Promise<void> {
  if (!isAtTill(order) || order.total <= 0 || order.counter_session_id === null) return;
  const counter_session_id = await sessionOfLine(tx, order.counter_session_id);
  const content = { order: order.label, ...cancelledContent(negative(goods)) };
  const line = { kind: 'return', counter_session_id, order_id: order.id, amount: 0 - order.total } as const;
  await journalSession(tx, order.counter_session_id, [{ ...line, content }]);
}

/** It costs something else than `goods`: a ticket was taken out of it, or its price was changed. */
export async function journalDifference(
  tx: Tx,
  order: TillOrderSold,
  goods: readonly GoodsPart[],
): Promise<void> {
  if (!isAtTill(order) || order.counter_session_id === null) return;
  const since = goodsSince(goods, await goodsOf(tx, order.id));
  const amount = since.reduce((sum, { gross }) => sum + gross, 0);
  if (amount === 0) return;
  const counter_session_id = await sessionOfLine(tx, order.counter_session_id);
  const line = { counter_session_id, order_id: order.id, amount };
  const told = { order: order.label };
  await journalSession(tx, order.counter_session_id, [
    amount < 0
      ? { ...line, kind: 'return', content: { ...told, ...cancelledContent(since) } }
      : { ...line, kind: 'sale', content: { ...goodsContent(since), ...told } },
  ]);
}

/** It is sold once more, as it is now. */
export async function journalRestored(tx: Tx, order: TillOrderSold): Promise<void> {
  if (!isAtTill(order) || order.total <= 0 || order.counter_session_id === null) return;
  const entry = await saleEntry(tx, order, { counter_session_id: order.counter_session_id });
  const counter_session_id = await sessionOfLine(tx, order.counter_session_id);
  const content = { ...goodsContent(await goodsOf(tx, order.id)), ...entry.content };
  await journalSession(tx, order.counter_session_id, [{ ...entry, counter_session_id, content }]);
}
