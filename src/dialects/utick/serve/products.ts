import { Fault } from '../../../domain/faults.ts';
import { limits } from '../../../domain/limits.ts';
import { actorOf } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import { removeTickets } from '../../../office/selling/cancel.ts';
import { changeTicket } from '../../../office/selling/change-ticket.ts';
import { expireDue } from '../../../office/selling/expire.ts';
import { fillPack } from '../../../office/selling/packs.ts';
import { listProducts, type SoldProduct } from '../../../office/selling/sold-products.ts';
import type { Rx, Tx } from '../../../store/transaction.ts';
import type { Product } from '../shapes.ts';
import type { Caller } from './caller.ts';
import { pageOf, type Paging } from './envelope.ts';
import { local, localOrNone } from './ids.ts';
import { wireProducts } from './product-wire.ts';

export interface ProductFilter extends Paging {
  readonly orderid?: string | undefined;
  readonly mainproductid?: string | undefined;
  readonly contactid?: string | undefined;
}

/** Those of one order or one pack come whole unless a limit is named; every other list in pages of 200. */
export async function listOf(office: Office, caller: Caller, filter: ProductFilter): Promise<Product[]> {
  await expireDue(office.store, office.surroundings.now());
  return office.store.read(async (rx) => {
    const organizer_id = caller.organizer.id;
    const order_id = await localOrNone(rx, organizer_id, 'order', filter.orderid);
    const main_ticket_id = await localOrNone(rx, organizer_id, 'ticket', filter.mainproductid);
    const customer_id = await localOrNone(rx, organizer_id, 'customer', filter.contactid);
    const narrow = order_id !== undefined || main_ticket_id !== undefined;
    const paged = filter.limit !== undefined || filter.entry_count !== undefined || !narrow;
    const page = paged ? pageOf(filter) : { limit: limits.order_tickets_max, offset: pageOf(filter).offset };
    const rows = await listProducts(rx, { organizer_id, order_id, main_ticket_id, customer_id, ...page });
    return productsOf(rx, caller, rows);
  });
}

async function productsOf(rx: Rx, caller: Caller, rows: readonly SoldProduct[]): Promise<Product[]> {
  return (await wireProducts(rx, caller, rows)).map(({ product }) => product);
}

export async function readProduct(office: Office, caller: Caller, id: string): Promise<Product> {
  await expireDue(office.store, office.surroundings.now());
  return office.store.read((rx) => productById(rx, caller, id));
}

async function productById(rx: Rx, caller: Caller, id: string): Promise<Product> {
  const [product] = await productsOf(rx, caller, [await soldProduct(rx, caller, id)]);
  if (product === undefined) throw new Fault('internal');
  return product;
}

/** Throws `not_found` for a product that is none (any more), or another organizer's. */
export async function soldProduct(rx: Rx, caller: Caller, id: string): Promise<SoldProduct> {
  const organizer_id = caller.organizer.id;
  const ticket_id = await local(rx, organizer_id, 'ticket', id);
  const [row] = await listProducts(rx, { organizer_id, ids: [ticket_id], limit: 1 });
  if (row === undefined) throw new Fault('not_found', { kind: 'product' });
  return row;
}

/** The order of a product, as only the application that made it may change it. */
function keyOf(caller: Caller, row: SoldProduct) {
  return {
    organizer_id: caller.organizer.id,
    order_id: row.order_id,
    application_id: caller.application_id,
  };
}

export interface HolderChange {
  readonly spectatorfirstname?: string | undefined;
  readonly spectatorlastname?: string | undefined;
  readonly spectatoremail?: string | undefined;
  readonly metadata?: Record<string, unknown> | undefined;
}

export async function changeHolder(
  office: Office,
  caller: Caller,
  id: string,
  change: HolderChange,
): Promise<Product> {
  return office.store.write(actorOf(caller), async (tx) => {
    const row = await soldProduct(tx, caller, id);
    const holder = {
      first_name: change.spectatorfirstname,
      last_name: change.spectatorlastname,
      email: change.spectatoremail,
      metadata: change.metadata,
    };
    await changeTicket(tx, { ...keyOf(caller, row), ticket_id: row.id, holder });
    return productById(tx, caller, id);
  });
}

export async function attach(
  office: Office,
  caller: Caller,
  id: string,
  mainproductid: string,
): Promise<Product> {
  return office.store.write(actorOf(caller), async (tx) => {
    const row = await soldProduct(tx, caller, id);
    const main_ticket_id = await local(tx, caller.organizer.id, 'ticket', mainproductid);
    await fillPack(tx, { ...keyOf(caller, row), main_ticket_id, ticket_ids: [row.id] });
    return productById(tx, caller, id);
  });
}

/** By order: all of it. By product: that one, and what is in it when it is a pack. Gives what is left of the order. */
export async function remove(
  office: Office,
  caller: Caller,
  named: { readonly orderid?: string | undefined; readonly id?: string | undefined },
): Promise<Product[]> {
  if (named.orderid === undefined && named.id === undefined)
    throw new Fault('invalid_input', { field: 'orderid' });
  return office.store.write(actorOf(caller), async (tx) => {
    const { order_id, ticket_ids } = await namedProducts(tx, caller, named);
    const organizer_id = caller.organizer.id;
    const key = { organizer_id, order_id, application_id: caller.application_id };
    await removeTickets(tx, { ...key, ticket_ids, while_unpaid: true });
    const left = await listProducts(tx, { organizer_id, order_id, limit: limits.order_tickets_max });
    return productsOf(tx, caller, left);
  });
}

async function namedProducts(
  tx: Tx,
  caller: Caller,
  named: { readonly orderid?: string | undefined; readonly id?: string | undefined },
): Promise<{ order_id: number; ticket_ids: number[] }> {
  const organizer_id = caller.organizer.id;
  const order_id = await localOrNone(tx, organizer_id, 'order', named.orderid);
  if (named.id === undefined) {
    const of = order_id ?? 0;
    const rows = await listProducts(tx, { organizer_id, order_id: of, limit: limits.order_tickets_max });
    return { order_id: of, ticket_ids: rows.map(({ id }) => id) };
  }
  const row = await soldProduct(tx, caller, named.id);
  if (order_id !== undefined && order_id !== row.order_id) throw new Fault('not_found', { kind: 'product' });
  return { order_id: row.order_id, ticket_ids: [row.id] };
}
