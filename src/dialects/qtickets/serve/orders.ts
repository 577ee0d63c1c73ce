import { KeptTotals } from '../../../office/filters/kept-totals.ts';
import { requireScope } from '../../../office/access/principal.ts';
import { orderList } from '../../../office/selling/order-list.ts';
import { orderSheets, type OrderSheet } from '../../../office/selling/order-sheets.ts';
import { linkSurroundings } from '../../../office/documents/give-links.ts';
import type { Office } from '../../../office/office.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { ListInput } from '../inputs.ts';
import type { Basket, Order } from '../shapes.ts';
import { ticketList } from '../../../office/selling/ticket-list.ts';
import { timesOf } from '../wire.ts';
import type { Caller } from './caller.ts';
import { keptOf } from './kept.ts';
import { basketWhere, orderWhere } from './list-columns.ts';
import { pageIds, speechOf, type Listing, type PageIds } from './lists.ts';
import { basketsWire, orderWire, type OrderSurroundings } from './order-wire.ts';
import { missing, reachedIds, shownIds, WantedIds } from './shown-ids.ts';

/** Seen in a client (wire-notes.md, "Qtickets"). */
const per_page = 50;
const orders: Listing = { kind: 'order', per_page, columns: orderWhere, source: orderList };
const baskets: Listing = { kind: 'ticket', per_page, columns: basketWhere, source: ticketList };

const totals = new WeakMap<Office, KeptTotals>();

/** What orders are shown by. */
type ShownOffice = Pick<Office, 'settings' | 'surroundings'>;

/** The totals of an office's lists: its lists alone can tell them apart. */
export function totalsOf(office: Office): KeptTotals {
  let kept = totals.get(office);
  if (kept === undefined) totals.set(office, (kept = new KeptTotals()));
  return kept;
}

export interface Page<T> {
  readonly data: T[];
  readonly paging: PageIds['paging'];
}

export function listOrders(office: Office, caller: Caller, input: ListInput): Promise<Page<Order>> {
  requireScope(caller, 'orders.read');
  return office.store.read(async (rx) => {
    const speech = await speechOf(rx, caller);
    const { ids, paging } = await pageIds(rx, { input, speech, listing: orders, totals: totalsOf(office) });
    return { data: await ordersWire(rx, office, ids), paging };
  });
}

/** Throws `not_found` for another organizer's order as for none. */
export function getOrder(office: Office, caller: Caller, served_id: number): Promise<{ data: Order }> {
  requireScope(caller, 'orders.read');
  return office.store.read(async (rx) => {
    const { id } = await reachedOrder(rx, caller, served_id);
    return { data: await oneOrder(rx, office, id) };
  });
}

export interface ReachedOrder {
  readonly organizer_id: number;
  readonly id: number;
}

export async function reachedOrder(rx: Rx, caller: Caller, served_id: number): Promise<ReachedOrder> {
  for (const { organizer_id, id } of await reachedIds(rx, caller, 'order', served_id)) {
    const order = await rx.db
      .selectFrom('order')
      .select('id')
      .where('id', '=', id)
      .where('organizer_id', '=', organizer_id)
      .where('event_id', 'is not', null)
      .executeTakeFirst();
    if (order !== undefined) return { organizer_id, id };
  }
  throw missing('order', served_id);
}

export async function oneOrder(rx: Rx, office: Office, order_id: number): Promise<Order> {
  const [order] = await ordersWire(rx, office, [order_id]);
  if (order === undefined) throw missing('order', order_id);
  return order;
}

/** The orders of these ids, as they are shown. */
export async function ordersWire(rx: Rx, office: ShownOffice, ids: readonly number[]): Promise<Order[]> {
  const sheets = await orderSheets(rx, ids);
  const around = await surroundingsOf(rx, office, sheets);
  return sheets.map((sheet) => orderWire(sheet, around(sheet)));
}

/** Baskets of all orders; those of an abonement are found by their own fields and shown as they are under it. */
export function listBaskets(office: Office, caller: Caller, input: ListInput): Promise<Page<Basket>> {
  requireScope(caller, 'orders.read');
  return office.store.read(async (rx) => {
    const speech = await speechOf(rx, caller);
    const { ids, paging } = await pageIds(rx, { input, speech, listing: baskets, totals: totalsOf(office) });
    return { data: await basketsOf(rx, office, ids), paging };
  });
}

/** The baskets of these tickets, in their order. */
export async function basketsOf(rx: Rx, office: Office, ticket_ids: readonly number[]): Promise<Basket[]> {
  if (ticket_ids.length === 0) return [];
  const sold = await rx.db
    .selectFrom('ticket')
    .select(['id', 'order_id'])
    .where('id', 'in', ticket_ids)
    .execute();
  const sheets = await orderSheets(rx, [...new Set(sold.map((row) => row.order_id))]);
  const around = await surroundingsOf(rx, office, sheets);
  const found = new Map<number, Basket>();
  for (const sheet of sheets) {
    const { shown } = around(sheet);
    const byShown = new Map(sheet.tickets.map(({ id }) => [shown('ticket', id), id]));
    for (const basket of basketsWire(sheet, around(sheet))) {
      for (const one of [basket, ...basket.related_baskets]) found.set(byShown.get(one.id) ?? 0, one);
    }
  }
  return ticket_ids.flatMap((id) => found.get(id) ?? []);
}

/** Everything that stands behind ids, read once for all the orders; of each organizer apart, who has its own ids. */
async function surroundingsOf(
  rx: Rx,
  office: ShownOffice,
  sheets: readonly OrderSheet[],
): Promise<(sheet: OrderSheet) => OrderSurroundings> {
  const byOrganizer = new Map<number, OrderSurroundings>();
  for (const organizer_id of new Set(sheets.map((sheet) => sheet.order.organizer_id))) {
    const theirs = sheets.filter((sheet) => sheet.order.organizer_id === organizer_id);
    byOrganizer.set(organizer_id, {
      shown: await shownIds(rx, organizer_id, wantedOf(theirs)),
      hosts: await hostsOf(rx, theirs),
      ...linkSurroundings(office.settings, office.surroundings.now()),
      time: timesOf(theirs[0]?.order.zone ?? 'UTC'),
    });
  }
  return ({ order }) => {
    const found = byOrganizer.get(order.organizer_id);
    if (found === undefined) throw new Error('an order of an organizer that was not read');
    return found;
  };
}

function wantedOf(sheets: readonly OrderSheet[]): Map<string, Set<number>> {
  const wanted = new WantedIds();
  for (const { order, tickets } of sheets) {
    const kept = keptOf(order.metadata);
    wanted.add('order', order.id);
    wanted.add('event', order.event_id);
    wanted.add('customer', order.customer_id);
    wanted.add('user', order.user_id);
    wanted.add('payment_mode', kept.payment_mode_id);
    wanted.add('directory_entry', kept.access_code_id);
    wanted.add('directory_entry', kept.site_id);
    for (const ticket of tickets) {
      wanted.add('ticket', ticket.id);
      wanted.add('session', ticket.session_id);
      wanted.add('price', ticket.price_id);
      wanted.add('promo_code', ticket.promo_code_id);
      wanted.add('discount', ticket.discount_id);
    }
  }
  return wanted.byKind;
}

async function hostsOf(rx: Rx, sheets: readonly OrderSheet[]): Promise<Map<number, string>> {
  const ids = new Set(sheets.flatMap(({ order }) => keptOf(order.metadata).site_id ?? []));
  if (ids.size === 0) return new Map();
  const rows = await rx.db
    .selectFrom('directory_entry')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .where('kind', '=', 'site')
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}
