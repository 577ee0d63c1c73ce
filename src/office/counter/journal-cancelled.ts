import { sql } from 'kysely';
import { statement } from '../../store/statement.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { journalSession, saleEntry, type OrderSold } from './journal-entries.ts';

/** A sale that a till's journal tells of and that is given up, or taken up again: what was written stays, and a line follows. */

export interface TillOrderSold extends OrderSold {
  readonly counter_session_id: number | null;
  readonly confirmed_at: number | null;
}

/** Of one rate and department, what an order costs: its lines, its tickets, and what was kept of those that ended. */
export interface GoodsPart {
  readonly vat_bp: number;
  readonly department_id: number | null;
  readonly quantity: number;
  readonly gross: number;
}

const isAtTill = ({ counter_session_id, confirmed_at, total }: TillOrderSold): boolean =>
  counter_session_id !== null && confirmed_at !== null && total > 0;

/** What is to be said to have come back, as long as the order still stands; nothing for one that no till has sold. */
export async function goodsOfSale(rx: Rx, order: TillOrderSold): Promise<GoodsPart[]> {
  if (!isAtTill(order)) return [];
  const { rows } = await sql<GoodsPart>`
    select "vat_bp", "department_id", sum("quantity") as "quantity", sum("gross") as "gross" from (
      select l."vat_bp", l."department_id", l."quantity", l."quantity" * l."charged_amount" as "gross"
      from "order_line" l
      where l."order_id" = ${order.id} and l."kind" not in ('ticket', 'pack') and l."cancelled_at" is null
      union all
      select l."vat_bp", l."department_id", case when t."state" in ('held', 'valid') then 1 else 0 end,
        case when t."state" in ('held', 'valid') then t."charged_amount" else t."deducted_amount" end
      from "ticket" t join "order_line" l on l."id" = t."order_line_id" where t."order_id" = ${order.id}) x
    group by "vat_bp", "department_id" order by "vat_bp", "department_id"`.execute(rx.db);
  return rows;
}

const selectSession = statement<{ id: number }, { closed_at: number | null }>((db, slot, lock) =>
  lock(db.selectFrom('counter_session').select('closed_at').where('id', '=', slot('id')), 'share'),
);

/** The session that sold it, while it is open: one that was counted gets no more lines, its counter's journal does. */
async function sessionOfLine(tx: Tx, id: number): Promise<number | undefined> {
  const session = await tx.first(selectSession, { id });
  return session?.closed_at === null ? id : undefined;
}

/** `order` as it was before. The last thing that a command does, like every line of a journal. */
export async function journalCancelled(
  tx: Tx,
  order: TillOrderSold,
  goods: readonly GoodsPart[],
): Promise<void> {
  if (!isAtTill(order) || order.counter_session_id === null) return;
  const counter_session_id = await sessionOfLine(tx, order.counter_session_id);
  const back = goods.map(({ vat_bp, department_id, quantity, gross }) => [
    vat_bp,
    department_id,
    0 - quantity,
    0 - gross,
  ]);
  const content = { order: order.label, cancelled: back };
  const line = { kind: 'return', counter_session_id, order_id: order.id, amount: 0 - order.total } as const;
  await journalSession(tx, order.counter_session_id, [{ ...line, content }]);
}

/** `order` as it is now: it is sold once more. */
export async function journalRestored(tx: Tx, order: TillOrderSold): Promise<void> {
  if (!isAtTill(order) || order.counter_session_id === null) return;
  const entry = await saleEntry(tx, order, { counter_session_id: order.counter_session_id });
  const counter_session_id = await sessionOfLine(tx, order.counter_session_id);
  await journalSession(tx, order.counter_session_id, [{ ...entry, counter_session_id }]);
}

/** What no other content has: inside of a title, the quotation marks would have backslashes. */
export const says_cancelled = '%"cancelled":[[%';

/** What a line says came back because its order was given up; nothing for any other return. */
export function cancelledGoods(content: string): GoodsPart[] {
  const { cancelled } = JSON.parse(content) as { cancelled?: [number, number | null, number, number][] };
  return (cancelled ?? []).map(([vat_bp, department_id, quantity, gross]) => ({
    ...{ vat_bp, department_id, quantity, gross },
  }));
}
