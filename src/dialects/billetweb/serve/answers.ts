import type { Rx } from '../../../store/transaction.ts';
import type { AttendeeRow } from './attendee-columns.ts';
import type { PageExtras } from './attendee-wire.ts';

type Answers = Map<number, Record<string, string>>;

/** The answers to the forms of a page's tickets and orders; one look into an index where there are none. */
export async function answersOfPage(
  rx: Rx,
  rows: readonly AttendeeRow[],
): Promise<Pick<PageExtras, 'ofTickets' | 'ofOrders'>> {
  const none = { ofTickets: undefined, ofOrders: undefined };
  if (rows.length === 0) return none;
  let [first, last] = [Number.MAX_SAFE_INTEGER, 0];
  for (const { order_id } of rows) {
    if (order_id < first) first = order_id;
    if (order_id > last) last = order_id;
  }
  const any = await rx.db
    .selectFrom('answer')
    .select('id')
    .where('order_id', '>=', first)
    .where('order_id', '<=', last)
    .limit(1)
    .executeTakeFirst();
  if (any === undefined) return none;
  const answers = await rx.db
    .selectFrom('answer')
    .select(['order_id', 'ticket_id', 'label', 'value'])
    .where('order_id', 'in', [...new Set(rows.map((row) => row.order_id))])
    .orderBy('id')
    .execute();
  const ofTickets: Answers = new Map();
  const ofOrders: Answers = new Map();
  for (const { order_id, ticket_id, label, value } of answers) {
    if (ticket_id === null) put(ofOrders, order_id, label, value);
    else put(ofTickets, ticket_id, label, value);
  }
  return { ofTickets, ofOrders };
}

function put(into: Answers, id: number, label: string, value: string): void {
  const known = into.get(id);
  if (known === undefined) into.set(id, { [label]: value });
  else known[label] = value;
}
