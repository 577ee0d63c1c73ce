import type { Static } from 'typebox';
import { Fault } from '../../domain/faults.ts';
import { changeQuoteItems } from '../../office/counter/change-quote.ts';
import { tillOrderIds, tillOrders } from '../../office/counter/list-till-orders.ts';
import { previewSale } from '../../office/counter/preview-sale.ts';
import { refundOrder } from '../../office/counter/refund-order.ts';
import { counterFor, openSessionOf, sessionFor } from '../../office/counter/register.ts';
import { returnLines } from '../../office/counter/return-lines.ts';
import { payAtTill, ringUp, validateQuote } from '../../office/counter/ring-up.ts';
import { till_channel } from '../../office/counter/till-offers.ts';
import { cancelOrder } from '../../office/selling/cancel.ts';
import { refundTickets } from '../../office/selling/refund.ts';
import type { Tx } from '../../store/transaction.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { once, type Writing } from '../once.ts';
import { buyerOf } from '../sales/buyer.ts';
import { onceAtTill } from './operator.ts';
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

type RingUp = Writing & { readonly body: Static<typeof saleEndpoints.ring_up.body> };

/** A price that somebody forces is forced by who is signed in and may, not by who holds the till. */
function atTillUnlessForced<T>(face: ApiFace, handed: RingUp, command: (tx: Tx) => Promise<T>): Promise<T> {
  const { counter_id, override_reason } = handed.body;
  return override_reason === undefined
    ? onceAtTill(face, handed, { counter_id }, command)
    : once(face, handed, command);
}

type AboutOrder = Writing & { readonly params: { readonly id: number } };

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
  /** One write about an order, at the till that is named, else where it was rung up. */
  const about = <T>(
    handed: AboutOrder,
    command: (tx: Tx, key: About) => Promise<T>,
    counter_id?: number,
  ): Promise<T> => {
    const order_id = handed.params.id;
    const till = counter_id === undefined ? { order_id } : { counter_id };
    return onceAtTill(face, handed, till, (tx) =>
      command(tx, { organizer_id: tillOf(handed.auth), order_id }),
    );
  };
  /** The same, answered by the order as it is then. */
  const changing = (
    handed: AboutOrder,
    command: (tx: Tx, key: About) => Promise<unknown>,
    counter_id?: number,
  ) =>
    about(
      handed,
      async (tx, key) => {
        await command(tx, key);
        return tillOrderOf(tx, key.organizer_id, key.order_id);
      },
      counter_id,
    );
  return {
    ring_up: (handed) =>
      atTillUnlessForced(face, handed, async (tx) => {
        const { auth, body } = handed;
        const organizer_id = tillOf(auth);
        const { counter_id, quote_id, payments, quote = false } = body;
        const sold = await ringUp(tx, {
          ...{ organizer_id, counter_id, quote_id, channel: till_channel },
          stage: quote ? 'quote' : 'validated',
          ...(await asked(tx, auth, body, body.quote_id !== undefined)),
          ...detailsAsked(body),
          customer_id: await buyerOf(tx, auth, body),
          application_id: auth.known.kind === 'key' ? auth.known.caller_id : undefined,
          user_id: await sellerOf(tx, auth, counter_id),
          payments: payments === undefined ? undefined : tenders(payments),
        });
        return rungUpItem(sold, settings.public_base_url);
      }),
    preview_sale: async ({ auth, body }) => {
      const organizer_id = tillOf(auth);
      const preview = await previewSale(store, auth.actor, async (tx) => ({
        ...{ organizer_id, channel: till_channel, quote_id: body.quote_id },
        ...(await asked(tx, auth, body, body.quote_id !== undefined)),
      }));
      return { ...preview, items: preview.items.map((item) => ({ ...item, seats: [...item.seats] })) };
    },
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
        changeQuoteItems(tx, { ...key, ...(await asked(tx, handed.auth, handed.body, true)) }),
      ),
    validate_quote: (handed) => {
      const { counter_id } = handed.body;
      const validate = async (tx: Tx, key: About) => {
        const user_id = await sellerOf(tx, handed.auth, counter_id);
        return validateQuote(tx, { ...key, counter_id, user_id });
      };
      return changing(handed, validate, counter_id);
    },
    pay_at_till: (handed) => {
      const { counter_id, payments } = handed.body;
      const pay = async (tx: Tx, key: About) => {
        const user_id = await sellerOf(tx, handed.auth, counter_id);
        const done = await payAtTill(tx, { ...key, counter_id, user_id, payments: tenders(payments) });
        const { order_id: id, status, total, paid, change } = done;
        return { id, status, total, paid, change };
      };
      return about(handed, pay, counter_id);
    },
    cancel_till_order: (handed) =>
      changing(handed, (tx, key) => cancelOrder(tx, { ...key, reason: handed.body.reason })),
    refund_at_till: (handed) => {
      const { auth, body } = handed;
      const refund = async (tx: Tx, key: About) => {
        const user_id = await sellerOf(tx, auth, body.counter_id);
        const return_order_id = await refunded(tx, key, body, user_id);
        return { order: await tillOrderOf(tx, key.organizer_id, key.order_id), return_order_id };
      };
      return about(handed, refund, body.counter_id);
    },
  };
}
