import { Fault } from '../../../domain/faults.ts';
import { orderStatuses, statusOfCode, type AskedStatus } from '../../../domain/order-life.ts';
import { actorOf } from '../../../office/access/principal.ts';
import { assertCustomer } from '../../../office/customers/list-customers.ts';
import { orderLink, ticketsPdfLink } from '../../../office/documents/order-link.ts';
import type { Office } from '../../../office/office.ts';
import { changeParticulars } from '../../../office/selling/change-particulars.ts';
import { extendHold } from '../../../office/selling/confirm.ts';
import { expireDue } from '../../../office/selling/expire.ts';
import {
  findOrder,
  listOrders,
  lockOrderListed,
  type OrderListed,
} from '../../../office/selling/list-orders.ts';
import { moveLockedToward } from '../../../office/selling/move-toward.ts';
import { openOrder } from '../../../office/selling/open-order.ts';
import { orderRowOf, type OrderKey, type OrderRow } from '../../../office/selling/orders.ts';
import type { Rx, Tx } from '../../../store/transaction.ts';
import type { Order } from '../shapes.ts';
import { mapOrList } from '../wire.ts';
import type { Caller } from './caller.ts';
import { pageOf, type Paging } from './envelope.ts';
import { local, localOrNone, Shown } from './ids.ts';

/** What an order of the vendor has beside ours, kept under this name in the order's metadata. */
const kept_under = 'utick';

interface Kept {
  readonly name?: string;
  readonly country?: string;
  readonly postalcode?: string;
  readonly metadata?: Record<string, unknown>;
}

export async function list(
  office: Office,
  caller: Caller,
  filter: Paging & { readonly email?: string | undefined; readonly contactid?: string | undefined },
): Promise<Order[]> {
  await expireDue(office.store, office.surroundings.now());
  return office.store.read(async (rx) => {
    const organizer_id = caller.organizer.id;
    const customer_id = await localOrNone(rx, organizer_id, 'customer', filter.contactid);
    const { email } = filter;
    const orders = await listOrders(rx, {
      organizer_ids: [organizer_id],
      email,
      customer_id,
      ...pageOf(filter),
    });
    return ordersOf(rx, office, caller, orders);
  });
}

async function ordersOf(
  rx: Rx,
  office: Office,
  caller: Caller,
  orders: readonly OrderListed[],
): Promise<Order[]> {
  const shown = new Shown(rx, caller.organizer.id);
  await shown.load(
    'order',
    orders.map(({ id }) => id),
  );
  await shown.load(
    'customer',
    orders.map(({ customer_id }) => customer_id),
  );
  return orders.map((order) => orderOf(order, office, caller, shown));
}

function orderOf(order: OrderListed, office: Office, caller: Caller, shown: Shown): Order {
  const status = statusOfCode(order.status);
  const { code, label, holding } = orderStatuses[status];
  const kept = keptOf(order);
  const { currency } = order;
  return {
    id: shown.of('order', order.id),
    label: order.label,
    created: order.created_at,
    expires: holding ? order.expires_at : null,
    contactid: shown.orNull('customer', order.customer_id),
    info_url: orderLink(office.settings.public_base_url, order),
    status: { id: code, label },
    haspromocodes: order.promo_codes > 0,
    name: kept.name ?? '',
    language: order.language ?? caller.organizer.language,
    country: kept.country ?? '',
    postalcode: kept.postalcode ?? '',
    automaticcancel: order.expires_at !== null,
    notes: order.private_comment,
    metadata: mapOrList(kept.metadata ?? {}),
    value: { amount: order.total, currency },
    paid: { amount: order.paid - order.refunded, currency },
  };
}

function keptOf(order: { readonly metadata: string }): Kept {
  const all = JSON.parse(order.metadata) as Record<string, unknown>;
  const kept = all[kept_under];
  return typeof kept === 'object' && kept !== null ? kept : {};
}

export async function read(office: Office, caller: Caller, id: string): Promise<Order> {
  await expireDue(office.store, office.surroundings.now());
  return office.store.read(async (rx) => {
    const order_id = await local(rx, caller.organizer.id, 'order', id);
    return readOrder(rx, office, caller, order_id);
  });
}

async function readOrder(rx: Rx, office: Office, caller: Caller, order_id: number): Promise<Order> {
  const order = await findOrder(rx, { organizer_id: caller.organizer.id, order_id });
  return orderFrom(rx, office, caller, order);
}

async function orderFrom(rx: Rx, office: Office, caller: Caller, order: OrderListed): Promise<Order> {
  const [answer] = await ordersOf(rx, office, caller, [order]);
  if (answer === undefined) throw new Fault('internal');
  return answer;
}

export interface OrderChange {
  readonly name?: string | undefined;
  readonly language?: string | undefined;
  readonly country?: string | undefined;
  readonly postalcode?: string | undefined;
  readonly automaticcancel?: boolean | undefined;
  readonly contactid?: string | undefined;
  readonly notes?: string | undefined;
  readonly metadata?: Record<string, unknown> | undefined;
  readonly statusid?: number | undefined;
}

/** The statuses that a client may ask for; the others follow from payments, delivery and archiving. */
const asked: Readonly<Record<number, AskedStatus>> = {
  [-10]: 'cancelled',
  0: 'creating',
  1: 'confirmed',
  15: 'paid',
  30: 'completed',
};

export async function open(office: Office, caller: Caller, fields: OrderChange): Promise<Order> {
  const { organizer, application_id } = caller;
  return office.store.write(actorOf(caller), async (tx) => {
    const customer_id = await contactOf(tx, organizer.id, fields.contactid);
    const order = await openOrder(tx, {
      organizer_id: organizer.id,
      channel: 'utick',
      currency: organizer.currency,
      application_id,
      customer_id,
      hold_minutes: fields.automaticcancel === false ? 'endless' : undefined,
      language: fields.language ?? caller.order_language,
      private_comment: fields.notes,
      metadata: keptAfter({ metadata: '{}' }, fields) ?? {},
    });
    return readOrder(tx, office, caller, order.id);
  });
}

/** The contact, held against the organizer. Throws `not_found`. */
async function contactOf(
  tx: Tx,
  organizer_id: number,
  contactid: string | undefined,
): Promise<number | undefined> {
  const customer_id = await localOrNone(tx, organizer_id, 'customer', contactid);
  if (customer_id !== undefined) await assertCustomer(tx, { organizer_id, customer_id });
  return customer_id;
}

/** What is kept under our name after the change; undefined when nothing of it changes. */
function keptAfter(
  order: { readonly metadata: string },
  fields: OrderChange,
): Record<string, unknown> | undefined {
  const { name, country, postalcode, metadata } = fields;
  const given = Object.entries({ name, country, postalcode, metadata }).filter(
    ([, value]) => value !== undefined,
  );
  if (given.length === 0) return undefined;
  return { [kept_under]: { ...keptOf(order), ...Object.fromEntries(given) } };
}

export async function change(
  office: Office,
  caller: Caller,
  id: string,
  fields: OrderChange,
): Promise<Order> {
  const { application_id } = caller;
  const organizer_id = caller.organizer.id;
  return office.store.write(actorOf(caller), async (tx) => {
    const order_id = await local(tx, organizer_id, 'order', id);
    const key: OrderKey = { organizer_id, order_id, application_id };
    const customer_id = await contactOf(tx, organizer_id, fields.contactid);
    const { statusid, contactid: _contact, ...beside } = fields;
    const before = await lockOrderListed(tx, key);
    const moved = statusid === undefined ? undefined : await moveTo(tx, key, fields, customer_id, before);
    const written = Object.values(beside).some((value) => value !== undefined);
    // a contact that comes with a status is bound by the move, unless the order was there already
    const another = customer_id !== undefined && moved?.customer_id !== customer_id;
    if (written || another) await changeBeside(tx, key, fields, customer_id);
    const readAgain =
      moved === undefined || written || another || !orderStatuses[statusOfCode(moved.status)].confirmed;
    if (readAgain) return readOrder(tx, office, caller, order_id);
    // what a confirmation and what follows it change stands in the order as the move left it
    return orderFrom(tx, office, caller, Object.assign(before, moved));
  });
}

async function moveTo(
  tx: Tx,
  key: OrderKey,
  fields: OrderChange,
  customer_id: number | undefined,
  before: OrderRow,
): Promise<OrderRow> {
  const status = asked[fields.statusid ?? 0];
  if (status === undefined) throw new Fault('invalid_input', { field: 'statusid', can: Object.keys(asked) });
  const wish = {
    ...key,
    asked: status,
    customer_id,
    customer_required: true,
    packs_complete: true,
    hold_minutes: fields.automaticcancel === false ? ('endless' as const) : undefined,
  };
  return moveLockedToward(tx, wish, orderRowOf(before));
}

async function changeBeside(
  tx: Tx,
  key: OrderKey,
  fields: OrderChange,
  customer_id: number | undefined,
): Promise<void> {
  const { language, notes: private_comment, automaticcancel, statusid } = fields;
  const row = await findOrder(tx, { organizer_id: key.organizer_id, order_id: key.order_id });
  const metadata = keptAfter(row, fields);
  const gone = !orderStatuses[statusOfCode(row.status)].holding;
  // an order that was just cancelled keeps its words as they are
  if (gone && statusid === -10) return;
  const contact = row.customer_id === customer_id ? undefined : customer_id;
  const words = [language, private_comment, metadata, contact].some((value) => value !== undefined);
  if (words)
    await changeParticulars(tx, { ...key, customer_id: contact, language, private_comment, metadata });
  // with a status the hold is there to be changed only where that left it, and did not set it as asked
  const held = statusid === undefined || statusOfCode(row.status) === 'creating';
  if (held && automaticcancel !== undefined && automaticcancel !== (row.expires_at !== null))
    await extendHold(tx, { ...key, hold_minutes: automaticcancel ? undefined : 'endless' });
}

export async function cancel(office: Office, caller: Caller, id: string): Promise<Order> {
  return change(office, caller, id, { statusid: -10 });
}

/** The PDF, and the order's page, which phones show well. Throws `ticket_not_printable` before there is a ticket. */
export async function ticketLinks(office: Office, caller: Caller, orderid: string) {
  await expireDue(office.store, office.surroundings.now());
  const order = await office.store.read(async (rx) => {
    const organizer_id = caller.organizer.id;
    const order_id = await local(rx, organizer_id, 'order', orderid);
    return findOrder(rx, { organizer_id, order_id });
  });
  if (!orderStatuses[statusOfCode(order.status)].confirmed)
    throw new Fault('ticket_not_printable', { status: order.status });
  const base = office.settings.public_base_url;
  return { ticket_url: ticketsPdfLink(base, order), mobile_ticket_url: orderLink(base, order) };
}
