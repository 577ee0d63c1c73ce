import type { Static } from 'typebox';
import { Fault } from '../../domain/faults.ts';
import { isPaid, statusOfCode } from '../../domain/order-life.ts';
import { deliveryMethods } from '../../domain/till.ts';
import { tillOrders, type TillOrder } from '../../office/counter/list-till-orders.ts';
import { offlineMarkOf } from '../../office/counter/offline-sale.ts';
import type { RungUp } from '../../office/counter/ring-up.ts';
import type { TillItem } from '../../office/counter/sell-articles.ts';
import { fullName } from '../../office/documents/order-rows.ts';
import { orderLink } from '../../office/documents/order-link.ts';
import type { ApplicableCode } from '../../office/promotions/find-applicable.ts';
import { codeNamed } from '../../office/selling/name-code.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import type { Caller } from '../caller.ts';
import { toInstant } from '../shapes.ts';
import type { saleEndpoints } from './sale-endpoints.ts';
import type * as shape from './shapes.ts';

type RingUpBody = Static<typeof saleEndpoints.ring_up.body>;
type Items = Static<typeof saleEndpoints.change_quote.body>;

/** What was asked for, as the till sells it. Throws `forbidden`, `invalid_input`, `promo_code_…`. */
export async function asked(
  tx: Tx,
  auth: Caller,
  { items, promo_code, override_reason }: Items,
  /** a quote that holds what it may have again */
  changing = false,
): Promise<{
  items: TillItem[];
  code: ApplicableCode | undefined;
  staff: { reason: string } | undefined;
}> {
  // who sets prices may sell at another one
  if (override_reason !== undefined) auth.requireAll(['catalogue.write']);
  const code = await codeNamed(tx, auth.organizer_id, promo_code, changing);
  const sold: TillItem[] = [];
  for (const item of items) {
    if (item.kind === 'pack') {
      sold.push({ ...item, promo_code_ids: code === undefined ? undefined : [code.id] });
      continue;
    }
    if (item.kind !== 'ticket') {
      sold.push(item);
      continue;
    }
    const { promo_code: named, ...ticket } = item;
    if (named !== undefined && code !== undefined)
      throw new Fault('invalid_input', {
        in: 'body',
        path: 'promo_code',
        message: 'once, not for an item too',
      });
    const own = code ?? (await codeNamed(tx, auth.organizer_id, named, changing));
    sold.push({ ...ticket, promo_code_ids: own === undefined ? undefined : [own.id] });
  }
  return {
    items: sold,
    code,
    staff: override_reason === undefined ? undefined : { reason: override_reason },
  };
}

export function detailsAsked({ delivery, ...body }: RingUpBody) {
  const { dining_table_id, covers, public_comment, private_comment } = body;
  return {
    ...{ dining_table_id, covers, public_comment, private_comment },
    delivery_method: delivery === undefined ? undefined : deliveryMethods.indexOf(delivery),
  };
}

export const tenders = (payments: Static<typeof shape.Payments>) =>
  payments.map(({ payment_mode_id, amount }) => ({ payment_mode_id, amount: amount ?? ('rest' as const) }));

export function rungUpItem(sold: RungUp, public_base_url: string): Static<typeof shape.RungUp> {
  const { order_id: id, label, secret, status, total, paid, change, counter_id } = sold;
  return {
    ...{ id, label, status, total, paid, change, counter_id },
    counter_session_id: sold.counter_session_id ?? null,
    line_ids: [...sold.item_line_ids],
    tickets: sold.tickets.map((ticket) => ({
      id: ticket.id,
      order_line_id: ticket.order_line_id,
      offer_id: ticket.offer_id,
      charged_amount: ticket.charged_amount,
      place_id: ticket.place_id,
      barcode: ticket.barcode,
    })),
    page: orderLink(public_base_url, { id, secret }),
  };
}

/** Throws `not_found`. */
export async function tillOrderOf(
  rx: Rx,
  organizer_id: number,
  id: number,
): Promise<Static<typeof shape.TillOrder>> {
  const [found] = await tillOrders(rx, organizer_id, [id]);
  if (found === undefined) throw new Fault('not_found', { kind: 'order', id });
  return tillOrderItem(found);
}

const nameOf = ({ first_name, last_name, email }: NonNullable<TillOrder['customer']>): string =>
  fullName(first_name, last_name) || email;

export function tillOrderItem(one: TillOrder): Static<typeof shape.TillOrder> {
  const { order, counter_id, validated, cancelled } = one;
  const { id, label, currency, total, paid, refunded, customer_id, user_id } = order;
  const { dining_table_id, covers, public_comment, private_comment } = order;
  const status = statusOfCode(order.status);
  const offline = offlineMarkOf(order.metadata);
  return {
    ...{ id, label, status, currency, total, paid, refunded, customer_id, user_id },
    ...{ dining_table_id, covers, public_comment, private_comment },
    ...{ counter_id, validated, cancelled, settled: isPaid(status) },
    customer: one.customer === undefined ? null : nameOf(one.customer),
    due: order.status < 0 ? 0 : Math.max(total - (paid - refunded), 0),
    created_at: toInstant(order.created_at),
    offline: offline === undefined ? null : { ...offline, sold_at: toInstant(offline.sold_at) },
    lines: one.lines.map((line) => ({
      id: line.id,
      kind: line.kind,
      title: line.title,
      quantity: line.quantity,
      returned: line.returned,
      unit_amount: line.charged_amount,
      vat_bp: line.vat_bp,
      department_id: line.department_id,
      article_id: line.article_id,
      offer_id: line.offer_id,
      variations: line.variations.map(({ variation_id, title, amount }) => ({ variation_id, title, amount })),
    })),
    vat: [...one.vat],
    payments: one.payments.map(({ payment_mode_id, name, amount, paid_at }) => ({
      ...{ payment_mode_id, name, amount },
      paid_at: toInstant(paid_at),
    })),
  };
}
