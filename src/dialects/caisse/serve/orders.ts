import type { Static } from 'typebox';
import { streamPages, type RowStream } from '../../../contract/stream.ts';
import { Fault } from '../../../domain/faults.ts';
import { formatOffset, parseInstant } from '../../../domain/local-time.ts';
import { formatAmount } from '../../../domain/money.ts';
import { requireScope } from '../../../office/access/principal.ts';
import { tillOrderIds, tillOrders, type TillOrder } from '../../../office/counter/list-till-orders.ts';
import type { Office } from '../../../office/office.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { OrderShape } from '../shapes.ts';
import type { Caller } from './caller.ts';
import { local, shown } from './ids.ts';

export type OrderRow = Static<typeof OrderShape>;

const orders_per_page = 200;

export interface OrdersWish {
  readonly validatedOrders?: boolean | undefined;
  readonly from_date_ISO8601?: string | undefined;
  readonly to_date_ISO8601?: string | undefined;
}

/** All orders of the shop, by when they were made; local times where no offset is written. */
export async function listOrders(
  office: Office,
  caller: Caller,
  wish: OrdersWish,
): Promise<OrderRow[] | RowStream<OrderRow>> {
  requireScope(caller, 'orders.read');
  const { id: organizer_id, zone } = caller.organizer;
  const { from_date_ISO8601: from, to_date_ISO8601: to } = wish;
  const { store } = office;
  const ids = await store.read((rx) =>
    tillOrderIds(rx, {
      organizer_id,
      from: from === undefined ? undefined : parseInstant(from, zone),
      until: to === undefined ? undefined : endOf(to, zone),
      validated: wish.validatedOrders,
    }),
  );
  if (ids.length <= orders_per_page) return store.read((rx) => orderRows(rx, caller, ids));
  return streamPages(pages());

  async function* pages(): AsyncGenerator<OrderRow[]> {
    for (let at = 0; at < ids.length; at += orders_per_page) {
      const some = ids.slice(at, at + orders_per_page);
      yield await store.read((rx) => orderRows(rx, caller, some));
    }
  }
}

/** A day alone means until its end, an instant is the last that counts. */
function endOf(text: string, zone: string): number {
  const instant = parseInstant(text, zone);
  return /^\d{4}-\d\d-\d\d$/.test(text.trim()) ? instant + 86_400_000 : instant + 1;
}

/** One order. Throws `not_found`. */
export async function readOrder(office: Office, caller: Caller, order_id: number): Promise<OrderRow> {
  requireScope(caller, 'orders.read');
  return office.store.read(async (rx) => {
    const id = await local(rx, caller.organizer.id, 'order', order_id);
    const [row] = await orderRows(rx, caller, [id]);
    if (row === undefined) throw new Fault('not_found', { kind: 'order' });
    return row;
  });
}

async function orderRows(rx: Rx, caller: Caller, ids: readonly number[]): Promise<OrderRow[]> {
  const { id: organizer_id } = caller.organizer;
  const orders = await tillOrders(rx, organizer_id, ids);
  const lines = orders.flatMap((one) => one.lines);
  const of = (kind: Parameters<typeof shown>[2], values: Iterable<number | null>) =>
    shown(rx, organizer_id, kind, values);
  const ofOrders = <T>(pick: (one: TillOrder) => T) => orders.map(pick);
  const names = {
    order: await of(
      'order',
      ofOrders(({ order }) => order.id),
    ),
    line: await of(
      'order_line',
      lines.map(({ id }) => id),
    ),
    article: await of(
      'article',
      lines.map(({ article_id }) => article_id),
    ),
    department: await of(
      'department',
      lines.map(({ department_id }) => department_id),
    ),
    variation: await of(
      'variation',
      lines.flatMap(({ variations }) => variations.map(({ variation_id }) => variation_id)),
    ),
    customer: await of(
      'customer',
      ofOrders(({ order }) => order.customer_id),
    ),
    counter: await of(
      'counter',
      ofOrders(({ counter_id }) => counter_id),
    ),
    user: await of(
      'user',
      ofOrders(({ order }) => order.user_id),
    ),
    table: await of(
      'dining_table',
      ofOrders(({ order }) => order.dining_table_id),
    ),
    mode: await of(
      'payment_mode',
      orders.flatMap(({ payments }) => payments.map(({ payment_mode_id }) => payment_mode_id)),
    ),
  };
  return orders.map((one) => rowOf(one, names, caller));
}

type Names = Record<
  | 'order'
  | 'line'
  | 'article'
  | 'department'
  | 'variation'
  | 'customer'
  | 'counter'
  | 'user'
  | 'table'
  | 'mode',
  Awaited<ReturnType<typeof shown>>
>;

function rowOf(one: TillOrder, names: Names, { organizer: { zone } }: Caller): OrderRow {
  const { order, customer } = one;
  const amount = (value: number) => formatAmount(value, order.currency);
  const { pager } = JSON.parse(order.metadata) as { pager?: unknown };
  return {
    orderID: names.order(order.id) ?? 0,
    orderInternalID: order.label,
    date: formatOffset(order.created_at, zone),
    validated: one.validated,
    terminated: one.terminated,
    cancelled: one.cancelled,
    price: amount(order.total),
    paid: amount(order.paid - order.refunded),
    currency: order.currency,
    isRefund: order.total < 0,
    clientID: names.customer(order.customer_id),
    client:
      customer === undefined
        ? null
        : {
            nom: customer.last_name,
            prenom: customer.first_name,
            email: customer.email,
            telephone: customer.phone,
          },
    cashBoxID: names.counter(one.counter_id),
    userID: names.user(order.user_id),
    tableID: names.table(order.dining_table_id),
    numcouverts: order.covers,
    deliveryMethod: order.delivery_method,
    pagerNum: typeof pager === 'number' ? pager : null,
    publicComment: order.public_comment,
    privateComment: order.private_comment,
    items: one.lines.map((line) => ({
      id: names.line(line.id) ?? 0,
      articleID: names.article(line.article_id),
      departmentID: names.department(line.department_id),
      title: line.title,
      quantity: line.quantity,
      price: amount(line.charged_amount),
      VAT: line.vat_bp / 100,
      declinaisons: line.variations.map((variation) => ({
        id: names.variation(variation.variation_id) ?? 0,
        title: variation.title,
        price: amount(variation.amount),
      })),
    })),
    VATs: one.vat.map(({ vat_bp, gross, vat }) => ({
      rate: vat_bp / 100,
      base: amount(gross - vat),
      amount: amount(vat),
    })),
    VAT: amount(one.vat.reduce((sum, { vat }) => sum + vat, 0)),
    payments: one.payments.map((payment) => ({
      paymentModeID: names.mode(payment.payment_mode_id),
      name: payment.name,
      amount: amount(payment.amount),
      date: formatOffset(payment.paid_at, zone),
    })),
  };
}
