import { answer } from '../../contract/endpoint.ts';
import { readConditions } from '../../domain/filter.ts';
import { Fault } from '../../domain/faults.ts';
import { customerListings } from '../../office/customers/customer-listing.ts';
import { previewErase } from '../../office/customers/erase-preview.ts';
import { eraseCustomer } from '../../office/customers/erase.ts';
import { exportCustomer } from '../../office/customers/export.ts';
import { findCustomer } from '../../office/customers/list-customers.ts';
import { reachedTables } from '../../office/customers/personal-data.ts';
import { updateCustomer } from '../../office/customers/update.ts';
import { recordPersonExport } from '../../office/exports/record-export.ts';
import { listAfter } from '../../office/filters/list-after.ts';
import { orderListings, ordersListing } from '../../office/selling/order-listing.ts';
import type { Rx } from '../../store/transaction.ts';
import type { Caller } from '../caller.ts';
import { lockRow } from '../../store/lock-row.ts';
import { assertAsSeen } from '../as-seen.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { listPageOf } from '../list.ts';
import { once } from '../once.ts';
import type { customerEndpoints } from './customer-endpoints.ts';
import { customerItem, orderItem } from './items.ts';
import { customerList, reachOf } from './listings.ts';

const latest_orders = 50;

/** People are the whole organizer's: who may touch some events alone sees buyers in their orders, and no list of them. */
export function customerHandlers(face: ApiFace): GroupHandlers<typeof customerEndpoints> {
  const { store } = face.office;
  return {
    list_customers: ({ auth, query }) =>
      store.read((rx) => listPageOf(rx, auth, query, { ...customerList(query), item: customerItem })),
    find_customer: ({ auth, params }) => {
      auth.requireEverywhere();
      return store.read(async (rx) => ({
        ...(await oneCustomer(rx, auth, params.id)),
        latest_orders: await ordersOf(rx, auth, params.id),
      }));
    },
    change_customer: (handed) => {
      const { auth, params } = handed;
      const { was, ...body } = handed.body;
      auth.requireEverywhere();
      return once(face, handed, async (tx) => {
        if (was !== undefined) {
          await lockRow(tx, 'customer', params.id);
          assertAsSeen(await oneCustomer(tx, auth, params.id), was);
        }
        await updateCustomer(tx, { organizer_id: auth.organizer_id, customer_id: params.id, ...body });
        return oneCustomer(tx, auth, params.id);
      });
    },
    export_customer: async ({ auth, params }) => {
      auth.requireEverywhere();
      const key = { organizer_id: auth.organizer_id, customer_id: params.id };
      const { tables, ...whose } = await store.read(async (rx) => {
        await findCustomer(rx, key);
        return exportCustomer(rx, key);
      });
      await store.write(auth.actor, (tx) => recordPersonExport(tx, key));
      const held = Object.fromEntries(reachedTables.map((table) => [table, [...tables[table]]]));
      const file = `customer-${params.id}.json`;
      return answer(
        200,
        { ...whose, tables: held as Record<(typeof reachedTables)[number], Record<string, unknown>[]> },
        { 'content-disposition': `attachment; filename="${file}"`, 'cache-control': 'no-store' },
      );
    },
    preview_erasure: ({ auth, params }) => {
      auth.requireEverywhere();
      const key = { organizer_id: auth.organizer_id, customer_id: params.id };
      return store.read(async (rx) => {
        const { goes, ...rest } = await previewErase(rx, key);
        return { ...rest, goes: goes.map((one) => ({ ...one, columns: [...one.columns] })) };
      });
    },
    erase_customer: (handed) => {
      const { auth, params, body } = handed;
      auth.requireEverywhere();
      return once(face, handed, async (tx) => {
        const key = { organizer_id: auth.organizer_id, customer_id: params.id };
        await findCustomer(tx, key);
        const counts = await eraseCustomer(tx, { ...key, reason: body.reason });
        return {
          erased: reachedTables.flatMap((table) => {
            const rows = counts[table];
            return rows === undefined ? [] : [{ table, rows }];
          }),
        };
      });
    },
  };
}

async function oneCustomer(rx: Rx, { organizer_id }: Caller, customer_id: number) {
  await findCustomer(rx, { organizer_id, customer_id });
  const [row] = await customerListings(rx, [customer_id]);
  if (row === undefined) throw new Fault('not_found', { kind: 'customer', id: customer_id });
  return customerItem(row);
}

async function ordersOf(rx: Rx, auth: Caller, customer_id: number) {
  const source = ordersListing(reachOf(auth), {});
  const conditions = readConditions(source.columns, [{ column: 'customer_id', value: customer_id }]);
  const { ids } = await listAfter(rx, source, {
    organizer_ids: [auth.organizer_id],
    conditions,
    order: '-id',
    limit: latest_orders,
  });
  const rows = await orderListings(rx, ids);
  return rows.toSorted((a, b) => b.id - a.id).map(orderItem);
}
