import { Fault } from '../../../domain/faults.ts';
import { normaliseEmail } from '../../../domain/person.ts';
import { actorOf, requireScope } from '../../../office/access/principal.ts';
import { customerList, customerRows } from '../../../office/customers/customer-list.ts';
import { findOrCreateCustomer } from '../../../office/customers/find-or-create.ts';
import { updateCustomer } from '../../../office/customers/update.ts';
import type { Office } from '../../../office/office.ts';
import type { Rx, Tx } from '../../../store/transaction.ts';
import type { ListInput, NewOrder, SentClient } from '../inputs.ts';
import type { Client } from '../shapes.ts';
import type { Caller } from './caller.ts';
import { clientWhere } from './list-columns.ts';
import { pageIds, speechOf, type Listing } from './lists.ts';
import { clientWire } from './order-wire.ts';
import { totalsOf, type Page } from './orders.ts';
import { missing, reachedIds, shownIds } from './shown-ids.ts';

/** The page's size was seen in a client, and in the document's own answer. */
const clients: Listing = { kind: 'customer', per_page: 100, columns: clientWhere, source: customerList };

export function listClients(office: Office, caller: Caller, input: ListInput): Promise<Page<Client>> {
  requireScope(caller, 'customers.read');
  return office.store.read(async (rx) => {
    const speech = await speechOf(rx, caller);
    const { ids, paging } = await pageIds(rx, { input, speech, listing: clients, totals: totalsOf(office) });
    return { data: await clientsWire(rx, ids), paging };
  });
}

export function getClient(office: Office, caller: Caller, served_id: number): Promise<{ data: Client }> {
  requireScope(caller, 'customers.read');
  return office.store.read(async (rx) => {
    for (const { organizer_id, id } of await reachedIds(rx, caller, 'customer', served_id)) {
      const [row] = await customerRows(rx, [id]);
      const [client] = row?.organizer_id === organizer_id ? await clientsWire(rx, [id]) : [];
      if (client !== undefined) return { data: client };
    }
    throw missing('client', served_id);
  });
}

async function clientsWire(rx: Rx, ids: readonly number[]): Promise<Client[]> {
  const rows = await customerRows(rx, ids);
  const shown = new Map<number, number>();
  for (const organizer_id of new Set(rows.map((row) => row.organizer_id))) {
    const theirs = new Set(rows.filter((row) => row.organizer_id === organizer_id).map((row) => row.id));
    const show = await shownIds(rx, organizer_id, new Map([['customer', theirs]]));
    for (const id of theirs) shown.set(id, show('customer', id));
  }
  return rows.map((row) => clientWire(row, shown.get(row.id) ?? 0));
}

/** Creates a buyer, or sets what is given of the one with this address (qtickets-api.txt, "Создание/Обновление покупателя"). */
export async function putClient(office: Office, caller: Caller, sent: SentClient): Promise<{ data: Client }> {
  requireScope(caller, 'customers.change');
  const id = await office.store.write(actorOf(caller), (tx) => put(tx, caller.organizer_ids[0] ?? 0, sent));
  return office.store.read(async (rx) => {
    const [client] = await clientsWire(rx, [id]);
    if (client === undefined) throw missing('client', id);
    return { data: client };
  });
}

async function put(tx: Tx, organizer_id: number, sent: SentClient): Promise<number> {
  if (normaliseEmail(sent.email) === '') throw new Fault('invalid_email');
  const customer_id = await findOrCreateCustomer(tx, { organizer_id, email: sent.email });
  const { name, surname, phone, middlename, vk_id, facebook_id } = sent.details ?? {};
  const more = Object.entries({ middle_name: middlename, vk_id, facebook_id }).filter(
    ([, value]) => value !== undefined,
  );
  await updateCustomer(tx, {
    organizer_id,
    customer_id,
    first_name: name === undefined ? undefined : (name ?? ''),
    last_name: surname === undefined ? undefined : (surname ?? ''),
    phone: phone === undefined ? undefined : (phone ?? ''),
    metadata:
      more.length === 0
        ? undefined
        : {
            ...(await metadataOf(tx, customer_id)),
            ...Object.fromEntries(more.map(([key, value]) => [key, value ?? ''])),
          },
  });
  return customer_id;
}

async function metadataOf(tx: Tx, id: number): Promise<Record<string, unknown>> {
  const row = await tx.db.selectFrom('customer').select('metadata').where('id', '=', id).executeTakeFirst();
  return JSON.parse(row?.metadata ?? '{}') as Record<string, unknown>;
}

/** The buyer of a new order: one that is there, or by e-mail address. Throws `customer_required` without either. */
export async function buyerOf(tx: Tx, organizer_id: number, data: NewOrder): Promise<number> {
  if (data.client !== undefined) return put(tx, organizer_id, data.client);
  if (data.client_id === undefined) throw new Fault('customer_required');
  const [found] = await reachedIds(tx, { organizer_ids: [organizer_id] }, 'customer', data.client_id);
  const [row] = found === undefined ? [] : await customerRows(tx, [found.id]);
  if (row?.organizer_id !== organizer_id) throw missing('client', data.client_id);
  return row.id;
}
