import { customerListings } from '../../office/customers/customer-listing.ts';
import { giveLinks, linkSurroundings } from '../../office/documents/give-links.ts';
import { orderLink } from '../../office/documents/order-link.ts';
import { cancelOrder, removeTickets, restoreOrder } from '../../office/selling/cancel.ts';
import { changeParticulars } from '../../office/selling/change-particulars.ts';
import { confirmOrder, extendHold } from '../../office/selling/confirm.ts';
import { findOrder } from '../../office/selling/list-orders.ts';
import { assertCodeHelped, codeNamed } from '../../office/selling/name-code.ts';
import { requireOrder } from '../../office/selling/order-reach.ts';
import type { OrderRow } from '../../office/selling/orders.ts';
import { archiveOrder, deletePayment, deliverOrder, recordPayment } from '../../office/selling/payments.ts';
import { requestsOf, type LineAsked } from './lines-asked.ts';
import { sell } from '../../office/selling/request.ts';
import type { Sale, SoldOrder } from '../../office/selling/sale.ts';
import { Fault } from '../../domain/faults.ts';
import { statusOfCode } from '../../domain/order-life.ts';
import type { Tx } from '../../store/transaction.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { once, type Writing } from '../once.ts';
import { fromInstant, toInstantOrNull } from '../shapes.ts';
import { buyerOf, type Buyer } from './buyer.ts';
import type { orderEndpoints } from './order-endpoints.ts';
import { reachOf } from './listings.ts';

type Names = Exclude<
  keyof typeof orderEndpoints,
  | 'list_orders'
  | 'find_order'
  | 'order_story'
  | 'list_order_lines'
  | 'list_sale_offers'
  | `refund_${string}`
  | 'preview_refund'
>;

interface Cart {
  readonly lines: readonly LineAsked[];
  readonly promo_code?: string | undefined;
  readonly override_reason?: string | undefined;
}

export function orderSelling(face: ApiFace): Pick<GroupHandlers<typeof orderEndpoints>, Names> {
  const { public_base_url } = face.office.settings;
  /** One write about an order within reach. */
  const about = <T>(
    handed: Writing & { readonly params: { readonly id: number } },
    command: (tx: Tx, key: { organizer_id: number; order_id: number }) => Promise<T>,
  ): Promise<T> =>
    once(face, handed, async (tx) => {
      const { organizer_id } = handed.auth;
      const order_id = handed.params.id;
      await requireOrder(tx, reachOf(handed.auth), order_id);
      return command(tx, { organizer_id, order_id });
    });
  return {
    request_order: (handed) =>
      once(face, handed, (tx) => requested(tx, handed.auth, handed.body, public_base_url)),
    add_to_order: (handed) =>
      about(handed, async (tx, key) =>
        soldItem(await sellLines(tx, handed.auth, handed.body, { order_id: key.order_id }), public_base_url),
      ),
    remove_from_order: (handed) =>
      about(handed, async (tx, key) => {
        const { order, ticket_ids } = await removeTickets(tx, { ...key, ...handed.body, while_unpaid: true });
        return { status: statusOfCode(order.status), total: order.total, ticket_ids };
      }),
    change_order: (handed) =>
      about(handed, async (tx, key) => {
        const { language, public_comment, private_comment } = handed.body;
        const customer_id = await buyerOf(tx, handed.auth, handed.body);
        await changeParticulars(tx, { ...key, customer_id, language, public_comment, private_comment });
        return moved(await findOrder(tx, key));
      }),
    hold_order: (handed) =>
      about(handed, async (tx, key) => {
        const order = await extendHold(tx, { ...key, hold_minutes: handed.body.minutes ?? 'endless' });
        return { ...moved(order), expires_at: toInstantOrNull(order.expires_at) };
      }),
    confirm_order: (handed) =>
      about(handed, async (tx, key) => {
        const customer_id = await buyerOf(tx, handed.auth, handed.body);
        return moved(await confirmOrder(tx, { ...key, customer_id }));
      }),
    add_payment: (handed) =>
      about(handed, async (tx, key) => {
        const { amount, paid_at, ...given } = handed.body;
        const { payment_id, order } = await recordPayment(tx, {
          ...key,
          ...given,
          amount: amount ?? (await dueOf(tx, key)),
          paid_at: paid_at === undefined ? undefined : fromInstant(paid_at, 'paid_at'),
        });
        return { payment_id, status: statusOfCode(order.status), paid: order.paid, due: left(order) };
      }),
    remove_payment: (handed) =>
      about(handed, (tx, key) =>
        deletePayment(tx, { ...key, payment_id: handed.params.payment_id, reason: handed.body.reason }),
      ),
    deliver_order: (handed) => about(handed, async (tx, key) => moved(await deliverOrder(tx, key))),
    cancel_order: (handed) =>
      about(handed, async (tx, key) => moved(await cancelOrder(tx, { ...key, reason: handed.body.reason }))),
    restore_order: (handed) =>
      about(handed, async (tx, key) => {
        const { hold_minutes: minutes } = handed.body;
        return moved(
          await restoreOrder(tx, { ...key, hold_minutes: minutes === null ? 'endless' : minutes }),
        );
      }),
    archive_order: (handed) => about(handed, async (tx, key) => moved(await archiveOrder(tx, key))),
    resend_order: (handed) =>
      about(handed, async (tx, key) => {
        const { tickets, ...links } = await giveLinks(tx, {
          ...key,
          links: linkSurroundings(face.office.settings, tx.now),
        });
        return {
          mailed: false as const,
          email: await emailOf(tx, key),
          links: { ...links, tickets: [...tickets] },
        };
      }),
  };
}

type Requested = Cart &
  Buyer & {
    readonly hold_minutes?: number | null | undefined;
    readonly confirm?: boolean | undefined;
    readonly payment?: Omit<NonNullable<Sale['payment']>, 'amount'> | undefined;
    readonly language?: string | undefined;
    readonly public_comment?: string | undefined;
    readonly private_comment?: string | undefined;
    readonly foreign_ref?: string | undefined;
  };

async function requested(tx: Tx, auth: Caller, body: Requested, public_base_url: string) {
  const { hold_minutes, payment, confirm, language, public_comment, private_comment, foreign_ref } = body;
  const sold = await sellLines(tx, auth, body, {
    ...{ confirm, language, public_comment, private_comment, foreign_ref },
    customer_id: await buyerOf(tx, auth, body),
    hold_minutes: hold_minutes === null ? 'endless' : hold_minutes,
    payment: payment === undefined ? undefined : { ...payment, amount: 'total' },
    application_id: auth.known.kind === 'key' ? auth.known.caller_id : undefined,
    desk: auth.known.kind === 'user' ? { user_id: auth.known.caller_id } : undefined,
  });
  return soldItem(sold, public_base_url);
}

/** Throws what `sell` does, `promo_code_…`; `not_found` for an offer of an event that the caller may not touch. */
async function sellLines(tx: Tx, auth: Caller, cart: Cart, more: Partial<Sale>): Promise<SoldOrder> {
  const { organizer_id } = auth;
  const { lines, promo_code, override_reason } = cart;
  // who sets windows and bounds may sell around them
  if (override_reason !== undefined && !auth.may('catalogue.write'))
    throw new Fault('forbidden', { permission: 'catalogue.write' });
  const code = await codeNamed(tx, organizer_id, promo_code);
  const asked = await requestsOf(tx, organizer_id, lines, code === undefined ? undefined : [code.id]);
  const sold = await sell(tx, {
    ...{ ...more, organizer_id, channel: 'api', requests: asked.requests },
    // a pack's price is spread over its parts
    fixed_amounts: true,
    lenient_codes: code !== undefined,
    staff: override_reason === undefined ? undefined : { reason: override_reason },
  });
  if (code !== undefined) await assertCodeHelped(tx, sold.order_id, code);
  await requireOrder(tx, reachOf(auth), sold.order_id);
  return {
    ...sold,
    tickets: sold.tickets.map((ticket) => ({ ...ticket, request: asked.lineOf[ticket.request] ?? 0 })),
  };
}

function soldItem(sold: SoldOrder, public_base_url: string) {
  const { order_id: id, secret, label, status, total, paid } = sold;
  return {
    ...{ id, label, status, total, paid },
    expires_at: toInstantOrNull(sold.expires_at),
    tickets: sold.tickets.map((ticket) => ({
      id: ticket.id,
      line: ticket.request,
      offer_id: ticket.offer_id,
      charged_amount: ticket.charged_amount,
      place_id: ticket.place_id,
      barcode: ticket.barcode,
    })),
    page: orderLink(public_base_url, { id, secret }),
  };
}

const moved = ({ id, label, status }: Pick<OrderRow, 'id' | 'label' | 'status'>) => ({
  id,
  label,
  status: statusOfCode(status),
});

const left = ({ total, paid, refunded }: Pick<OrderRow, 'total' | 'paid' | 'refunded'>): number =>
  Math.max(total - (paid - refunded), 0);

async function dueOf(tx: Tx, key: { organizer_id: number; order_id: number }): Promise<number> {
  return left(await findOrder(tx, key));
}

/** null: nobody is known, or nobody any more. */
async function emailOf(tx: Tx, key: { organizer_id: number; order_id: number }): Promise<string | null> {
  const { customer_id } = await findOrder(tx, key);
  if (customer_id === null) return null;
  const [customer] = await customerListings(tx, [customer_id]);
  return customer === undefined || customer.email === '' ? null : customer.email;
}
