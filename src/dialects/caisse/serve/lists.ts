import type { Refusal } from '../../../contract/endpoint.ts';
import { formatAmount } from '../../../domain/money.ts';
import { requireScope } from '../../../office/access/principal.ts';
import {
  listAllPaymentModes,
  listCustomers,
  listShop,
  listTillUsers,
  openOnTables,
  stockLeft,
} from '../../../office/counter/list-shop.ts';
import type { Office } from '../../../office/office.ts';
import type { Rx } from '../../../store/transaction.ts';
import { columnsOf, type ListName, type ListRow } from '../list-shapes.ts';
import type { Caller } from './caller.ts';
import { shown } from './ids.ts';
import { csvOf, htmlOf } from './tables-as-text.ts';

type Wish = { readonly format?: 'json' | 'csv' | 'html' | undefined };

/** A list of the shop in the format that is asked for; JSON unless it is. */
export async function listAs<Name extends ListName>(
  office: Office,
  caller: Caller,
  name: Name,
  { format = 'json' }: Wish,
): Promise<ListRow<Name>[] | Refusal> {
  requireScope(caller, name === 'Clients' ? 'customers.read' : 'catalogue.read');
  const rows = await office.store.read((rx) => lists[name](rx, caller));
  if (format === 'csv') return csvOf(columnsOf(name), rows);
  return format === 'html' ? htmlOf(titles[name], columnsOf(name), rows) : rows;
}

const titles: Readonly<Record<ListName, string>> = {
  Plus: 'Articles',
  Departments: 'Rayons',
  Clients: 'Clients',
  Declinaisons: 'Déclinaisons',
  PaymentModes: 'Modes de paiement',
  Cashbox: 'Caisses',
  Users: 'Utilisateurs',
  Tables: 'Tables',
};

type Lists = {
  readonly [Name in ListName]: (rx: Rx, caller: Caller) => Promise<ListRow<Name>[]>;
};

const lists: Lists = {
  Plus: async (rx, { organizer: { id, currency } }) => {
    const rows = await listShop(rx, 'article', id);
    const article = await shown(
      rx,
      id,
      'article',
      rows.map((row) => row.id),
    );
    const department = await shown(
      rx,
      id,
      'department',
      rows.map((row) => row.department_id),
    );
    const left = await stockLeft(
      rx,
      rows.map((row) => row.pool_id),
    );
    return rows.map((row) => ({
      id: article(row.id),
      PLU: row.plu ?? '',
      title: row.name,
      price: formatAmount(row.amount, currency),
      VAT: row.vat_bp / 100,
      departmentID: department(row.department_id),
      stock: row.pool_id === null ? null : (left.get(row.pool_id) ?? null),
      enabled: row.enabled === 1,
      isTicket: row.offer_id !== null,
    }));
  },
  Departments: async (rx, { organizer: { id } }) => {
    const rows = await listShop(rx, 'department', id);
    const department = await shown(
      rx,
      id,
      'department',
      rows.map((row) => row.id),
    );
    return rows.map((row) => ({ id: department(row.id), title: row.name, VAT: row.vat_bp / 100 }));
  },
  Declinaisons: async (rx, { organizer: { id, currency } }) => {
    const rows = await listShop(rx, 'variation', id);
    const variation = await shown(
      rx,
      id,
      'variation',
      rows.map((row) => row.id),
    );
    const article = await shown(
      rx,
      id,
      'article',
      rows.map((row) => row.article_id),
    );
    return rows.map((row) => ({
      id: variation(row.id),
      articleID: article(row.article_id),
      title: row.name,
      price: formatAmount(row.surcharge, currency),
    }));
  },
  PaymentModes: async (rx, { organizer: { id } }) => {
    const rows = await listAllPaymentModes(rx, id);
    const mode = await shown(
      rx,
      id,
      'payment_mode',
      rows.map((row) => row.id),
    );
    return rows.map((row) => ({
      id: mode(row.id),
      title: row.name,
      method: row.method,
      isRefund: row.refund_only === 1,
      enabled: row.enabled === 1,
    }));
  },
  Cashbox: async (rx, { organizer: { id } }) => {
    const rows = await listShop(rx, 'counter', id);
    const counter = await shown(
      rx,
      id,
      'counter',
      rows.map((row) => row.id),
    );
    return rows.map((row) => ({ id: counter(row.id), title: row.name }));
  },
  Users: async (rx, { organizer: { id } }) => {
    const rows = await listTillUsers(rx, id);
    const user = await shown(
      rx,
      id,
      'user',
      rows.map((row) => row.id),
    );
    return rows.map((row) => ({ id: user(row.id), login: row.name, role: row.role }));
  },
  Tables: async (rx, { organizer: { id, currency } }) => {
    const rows = await listShop(rx, 'dining_table', id);
    const table = await shown(
      rx,
      id,
      'dining_table',
      rows.map((row) => row.id),
    );
    const open = await openOnTables(rx, id);
    return rows.map((row) => {
      const on = open.get(row.id);
      return {
        id: table(row.id),
        title: row.name,
        seats: row.covers,
        openOrders: on?.orders ?? 0,
        numcouverts: on?.covers ?? 0,
        due: formatAmount(on?.due ?? 0, currency),
      };
    });
  },
  Clients: async (rx, caller) => clients(rx, caller),
};

const clients_per_page = 1_000;

async function clients(rx: Rx, { organizer: { id } }: Caller): Promise<ListRow<'Clients'>[]> {
  const cells: ListRow<'Clients'>[] = [];
  for (let after = 0; ;) {
    const rows = await listCustomers(rx, id, after, clients_per_page);
    const client = await shown(
      rx,
      id,
      'customer',
      rows.map((row) => row.id),
    );
    for (const row of rows) {
      cells.push({
        id: client(row.id),
        nom: row.last_name,
        prenom: row.first_name,
        email: row.email,
        telephone: row.phone,
        adresseligne1: row.address_1,
        adresseligne2: row.address_2,
        codepostal: row.zip_code,
        ville: row.city,
        pays: row.country,
        numtva: row.vat_number,
        ...besideOf(row.metadata),
      });
      after = row.id;
    }
    if (rows.length < clients_per_page) return cells;
  }
}

function besideOf(metadata: string) {
  const beside = JSON.parse(metadata) as Readonly<Record<string, unknown>>;
  const text = (name: string) => (typeof beside[name] === 'string' ? beside[name] : '');
  return {
    commentaireadresse: text('address_comment'),
    rcs: text('registration_number'),
    codeBarre: text('barcode'),
    telephone2: text('phone_2'),
    lat: text('latitude'),
    lng: text('longitude'),
  };
}
