import type { Static } from 'typebox';
import { Fault } from '../../domain/faults.ts';
import { changeQuoteItems } from '../../office/counter/change-quote.ts';
import { tillOrderIds, tillOrders } from '../../office/counter/list-till-orders.ts';
import { refundOrder } from '../../office/counter/refund-order.ts';
import { counterFor, openSessionOf, sessionFor } from '../../office/counter/register.ts';
import { returnLines } from '../../office/counter/return-lines.ts';
import { payAtTill, ringUp, validateQuote } from '../../office/counter/ring-up.ts';
import { cancelOrder } from '../../office/selling/cancel.ts';
import { refundTickets } from '../../office/selling/refund.ts';
import type { Tx } from '../../store/transaction.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { once, type Writing } from '../once.ts';
import type { saleEndpoints } from './sale-endpoints.ts';
import { asked, detailsAsked, rungUpItem, tenders, tillOrderItem, tillOrderOf } from './sale-items.ts';
import { personOf, tillOf } from './session-handlers.ts';

const orders_default = 50;

/** Who sells: whoever holds the open till, which a PIN may have handed over; the caller where the sale opens it. */
async function sellerOf(tx: Tx, auth: Caller, counter_id: number): Promise<number | undefined> {
  await counterFor(tx, auth.organizer_id, counter_id);
  return (await openSessionOf(tx, counter_id)) === undefined ? personOf(auth) : undefined;
}

interface About {
  readonly organizer_id: number;
  readonly order_id: number;
}

type Refund = Static<typeof saleEndpoints.refund_at_till.body>;

/** Gives the order that took goods back. */
async function refunded(
  tx: Tx,
  about: About,
  body: Refund,
  user_id: number | undefined,
): Promise<number | null> {
  const { counter_id, payment_mode_id, lines, restock, ticket_ids, deduction } = body;
  if (lines === undefined && restock !== undefined) throw goesWith('restock', 'lines');
  if (ticket_ids === undefined && deduction !== undefined) throw goesWith('deduction', 'ticket_ids');
  const till = { ...about, counter_id, payment_mode_id, user_id };
  if (lines === undefined && ticket_ids === undefined) {
    await refundOrder(tx, till);
    return null;
  }
  const back = lines === undefined ? undefined : await returnLines(tx, { ...till, lines, restock });
  if (ticket_ids !== undefined) {
    const { organizer_id } = about;
    const counter_session_id = await sessionFor(tx, { organizer_id, counter_id, user_id });
    const wish = { ticket_ids, deduction: deduction ?? 0, payment_mode_id, counter_session_id };
    await refundTickets(tx, { ...about, ...wish });
  }
  return back?.order_id ?? null;
}

const goesWith = (path: string, other: string): Fault =>
  new Fault('invalid_input', { in: 'body', path, message: `goes with ${other}` });

export function saleHandlers(face: ApiFace): GroupHandlers<typeof saleEndpoints> {
  const { store, settings } = face.office;
  /** One write about an order. */
  const about = <T>(
    handed: Writing & { readonly params: { readonly id: number } },
    command: (tx: Tx, key: About) => Promise<T>,
  ): Promise<T> =>
    once(face, handed, (tx) =>
      command(tx, { organizer_id: tillOf(handed.auth), order_id: handed.params.id }),
    );
  /** The same, answered by the order as it is then. */
  const changing = (
    handed: Writing & { readonly params: { readonly id: number } },
    command: (tx: Tx, key: About) => Promise<unknown>,
  ) =>
    about(handed, async (tx, key) => {
      await command(tx, key);
      return tillOrderOf(tx, key.organizer_id, key.order_id);
    });
  return {
    ring_up: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, body } = handed;
        const organizer_id = tillOf(auth);
        const { counter_id, payments, quote = false } = body;
        const sold = await ringUp(tx, {
          ...{ organizer_id, counter_id, channel: 'counter', stage: quote ? 'quote' : 'validated' },
          ...(await asked(tx, auth, body)),
          ...detailsAsked(body),
          application_id: auth.known.kind === 'key' ? auth.known.caller_id : undefined,
          user_id: await sellerOf(tx, auth, counter_id),
          payments: payments === undefined ? undefined : tenders(payments),
        });
        return rungUpItem(sold, settings.public_base_url);
      }),
    list_unsettled_orders: ({ auth, query }) =>
      store.read(async (rx) => {
        const organizer_id = tillOf(auth);
        const { dining_table_id, limit = orders_default } = query;
        const wish = { organizer_id, dining_table_id, unsettled: true, limit: limit + 1 };
        const ids = await tillOrderIds(rx, wish);
        const orders = await tillOrders(rx, organizer_id, ids.slice(0, limit));
        return { items: orders.map(tillOrderItem), complete: ids.length <= limit };
      }),
    list_till_orders: ({ auth, query }) =>
      store.read(async (rx) => {
        const organizer_id = tillOf(auth);
        const { counter_session_id, before_id, limit = orders_default } = query;
        const wish = { organizer_id, counter_session_id, before_id, latest: true, limit: limit + 1 };
        const ids = await tillOrderIds(rx, wish);
        const orders = await tillOrders(rx, organizer_id, ids.slice(0, limit));
        return { items: orders.map(tillOrderItem), complete: ids.length <= limit };
      }),
    find_till_order: ({ auth, params }) => store.read((rx) => tillOrderOf(rx, tillOf(auth), params.id)),
    change_quote: (handed) =>
      changing(handed, async (tx, key) =>
        changeQuoteItems(tx, { ...key, ...(await asked(tx, handed.auth, handed.body)) }),
      ),
    validate_quote: (handed) =>
      changing(handed, async (tx, key) => {
        const { counter_id } = handed.body;
        return validateQuote(tx, {
          ...key,
          counter_id,
          user_id: await sellerOf(tx, handed.auth, counter_id),
        });
      }),
    pay_at_till: (handed) =>
      about(handed, async (tx, key) => {
        const { counter_id, payments } = handed.body;
        const user_id = await sellerOf(tx, handed.auth, counter_id);
        const done = await payAtTill(tx, { ...key, counter_id, user_id, payments: tenders(payments) });
        const { order_id: id, status, total, paid, change } = done;
        return { id, status, total, paid, change };
      }),
    cancel_till_order: (handed) =>
      changing(handed, (tx, key) => cancelOrder(tx, { ...key, reason: handed.body.reason })),
    refund_at_till: (handed) =>
      about(handed, async (tx, key) => {
        const { auth, body } = handed;
        const user_id = await sellerOf(tx, auth, body.counter_id);
        const return_order_id = await refunded(tx, key, body, user_id);
        return { order: await tillOrderOf(tx, key.organizer_id, key.order_id), return_order_id };
      }),
  };
}
