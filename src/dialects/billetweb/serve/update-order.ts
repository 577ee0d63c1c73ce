import { Fault } from '../../../domain/faults.ts';
import { statusOfCode, type OrderStatus } from '../../../domain/order-life.ts';
import { actorOf, requireScope } from '../../../office/access/principal.ts';
import { findOrCreateCustomer } from '../../../office/customers/find-or-create.ts';
import { updateCustomer } from '../../../office/customers/update.ts';
import type { Office } from '../../../office/office.ts';
import { cancelOrder, removeTickets } from '../../../office/selling/cancel.ts';
import { changeBuyer } from '../../../office/selling/change-buyer.ts';
import { ticketsOfOrder, isLive } from '../../../office/selling/orders.ts';
import { recordPayment } from '../../../office/selling/payments.ts';
import type { Rx, Tx } from '../../../store/transaction.ts';
import type { ChangedRow, OrderChange } from '../shapes.ts';
import { listOf } from '../wire.ts';
import type { Caller } from './caller.ts';
import { customOf, putCustomOfOrder } from './custom-answers.ts';
import { reachedEvent, type EventFacts } from './event-facts.ts';
import { orderOf, orderShownIn, type FoundOrder } from './sold-things.ts';

/** All changes of the request, or none: one write command. */
export async function updateOrders(
  office: Office,
  caller: Caller,
  event_id: number,
  body: readonly OrderChange[] | { readonly data: readonly OrderChange[] },
): Promise<ChangedRow[]> {
  requireScope(caller, 'orders.change');
  const changes = listOf(body);
  return office.store.write(actorOf(caller), async (tx) => {
    const event = await reachedEvent(tx, caller, event_id);
    for (const change of changes) await updateOrder(tx, event, change);
    return changes.map(({ id }) => ({ id }));
  });
}

async function updateOrder(tx: Tx, event: EventFacts, change: OrderChange): Promise<void> {
  const { organizer_id } = event;
  const order = await orderShownIn(tx, event, change.id);
  const customer_id = await buyerOf(tx, organizer_id, order, change);
  const metadata = metadataOf(order, change);
  // as in add_order: an empty one says nothing
  const language = change.language || undefined;
  if (customer_id !== undefined || metadata !== undefined || language !== undefined) {
    await changeBuyer(tx, {
      organizer_id,
      order_id: order.id,
      customer_id,
      metadata,
      language,
    });
  }
  await putCustomOfOrder(tx, order, change.custom);
  await sayHowPaid(tx, order, change);
  if (change.paid === true) await pay(tx, organizer_id, order, change);
  if (change.paid === false && order.paid > order.refunded) {
    throw new Fault('invalid_input', { field: 'paid', reason: 'un paiement ne se retire pas ici' });
  }
}

/** Another e-mail address is another customer; a name alone is a new name of the same one. */
async function buyerOf(
  tx: Tx,
  organizer_id: number,
  order: FoundOrder,
  change: OrderChange,
): Promise<number | undefined> {
  const email = change.email?.trim() ?? '';
  const names = {
    ...(typeof change.firstname === 'string' ? { first_name: change.firstname } : {}),
    ...(typeof change.name === 'string' ? { last_name: change.name } : {}),
  };
  const renamed = Object.keys(names).length > 0;
  if (email === '' && !renamed) return undefined;
  const customer_id =
    email === '' && order.customer_id !== null
      ? order.customer_id
      : await findOrCreateCustomer(tx, {
          organizer_id,
          email: email === '' ? null : email,
          ...(await knownNames(tx, order)),
          ...names,
        });
  if (renamed) await updateCustomer(tx, { organizer_id, customer_id, ...names });
  return customer_id;
}

/** Another address is still the same person, unless a name comes with it. */
async function knownNames(tx: Tx, order: FoundOrder) {
  if (order.customer_id === null) return {};
  return tx.db
    .selectFrom('customer')
    .select(['first_name', 'last_name'])
    .where('id', '=', order.customer_id)
    .executeTakeFirst();
}

function metadataOf(order: FoundOrder, change: OrderChange): Record<string, unknown> | undefined {
  if (change.custom === undefined) return undefined;
  const known = JSON.parse(order.metadata) as { custom?: Record<string, unknown> };
  return { ...known, custom: { ...known.custom, ...customOf(change.custom) } };
}

/** How it was paid is said where it is paid: by itself it would change nothing. Throws `invalid_input`. */
async function sayHowPaid(rx: Rx, order: FoundOrder, change: OrderChange): Promise<void> {
  const type = methodOf(change);
  if (type === '' || change.paid !== undefined) return;
  const known = await rx.db
    .selectFrom('payment')
    .select('id')
    .where('order_id', '=', order.id)
    .where('method', '=', type)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (known === undefined)
    throw new Fault('invalid_input', { field: 'payment_type', reason: 'se dit avec paid' });
}

const methodOf = ({ payment_type }: OrderChange): string => (payment_type ?? '').trim().toLowerCase();

const given_up: ReadonlySet<OrderStatus> = new Set(['cancelled', 'abandoned']);

/** What is missing; an order that is paid stays as it is. Throws `illegal_move` for one that was given up. */
async function pay(tx: Tx, organizer_id: number, order: FoundOrder, change: OrderChange): Promise<void> {
  const amount = order.total - (order.paid - order.refunded);
  if (amount <= 0) {
    if (given_up.has(statusOfCode(order.status))) throw new Fault('illegal_move', { id: order.id });
    return;
  }
  const type = methodOf(change);
  await recordPayment(tx, { organizer_id, order_id: order.id, amount, method: type === '' ? 'other' : type });
}

/** Orders named by their ids; their tickets vanish from every list, and the money stays to be refunded. */
export async function deleteOrders(
  office: Office,
  caller: Caller,
  event_id: number,
  body: readonly OrderName[] | { readonly data: readonly OrderName[] },
): Promise<ChangedRow[]> {
  requireScope(caller, 'orders.change');
  const ids = listOf(body).map((name) => (typeof name === 'string' ? name : name.id));
  return office.store.write(actorOf(caller), async (tx) => {
    const event = await reachedEvent(tx, caller, event_id);
    for (const id of ids) await deleteOrder(tx, event, id);
    return ids.map((id) => ({ id }));
  });
}

type OrderName = string | { readonly id: string };

async function deleteOrder(tx: Tx, event: EventFacts, served_id: string): Promise<void> {
  const { organizer_id } = event;
  const { id: order_id } = await orderOf(tx, event, served_id);
  const reason = 'delete_order';
  // a main ticket goes with its leaves: each of them is named once
  const ticket_ids = (await ticketsOfOrder(tx, order_id)).filter(isLive).map((ticket) => ticket.id);
  if (ticket_ids.length > 0) await removeTickets(tx, { organizer_id, order_id, ticket_ids, reason });
  await cancelOrder(tx, { organizer_id, order_id, reason });
}
