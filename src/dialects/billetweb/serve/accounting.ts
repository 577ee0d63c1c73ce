import { setImmediate } from 'node:timers/promises';
import { stream, type RowStream } from '../../../contract/stream.ts';
import { formatAmount } from '../../../domain/money.ts';
import { requireScope } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import { localId, servedIds } from '../../../office/served-ids/served-ids.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { AccountingRow } from '../shapes.ts';
import { localTimesOf, refOf } from '../wire.ts';
import type { Caller } from './caller.ts';

export interface AccountingWish {
  /** unix seconds */
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  readonly canal?: 'web' | 'other' | undefined;
  readonly event?: number | undefined;
}

interface Asked {
  readonly organizer_id: number;
  readonly zone: string;
  readonly from: number;
  readonly until: number;
  readonly canal: 'web' | 'other' | undefined;
  readonly event_id: number | undefined;
}

const orders_per_page = 500;

/** Payments and refunds of the time asked for, order by order: a change of an order's money is a change of the order. */
export function listAccounting(
  office: Office,
  caller: Caller,
  wish: AccountingWish,
): RowStream<AccountingRow> {
  requireScope(caller, 'accounting.read');
  return stream(rowsOf(office, caller, wish));
}

async function* rowsOf(office: Office, caller: Caller, wish: AccountingWish): AsyncGenerator<AccountingRow> {
  for (const organizer_id of caller.organizer_ids) {
    const asked = await office.store.read((rx) => askedOf(rx, organizer_id, wish));
    if (asked !== undefined) yield* rowsOfOrganizer(office, asked);
  }
}

async function askedOf(rx: Rx, organizer_id: number, wish: AccountingWish): Promise<Asked | undefined> {
  const organizer = await rx.db
    .selectFrom('organizer')
    .select('zone')
    .where('id', '=', organizer_id)
    .executeTakeFirst();
  let event_id: number | undefined;
  if (wish.event !== undefined) {
    const served = { organizer_id, dialect: 'billetweb', kind: 'event', served_id: wish.event };
    event_id = await localId(rx, served);
    if (event_id === undefined) return undefined;
  }
  if (organizer === undefined) return undefined;
  const until = wish.end === undefined ? Number.MAX_SAFE_INTEGER : wish.end * 1000 + 999;
  const { zone } = organizer;
  return { organizer_id, zone, from: (wish.start ?? 0) * 1000, until, canal: wish.canal, event_id };
}

async function* rowsOfOrganizer(office: Office, asked: Asked): AsyncGenerator<AccountingRow> {
  let after = { updated_at: asked.from - 1, id: 0 };
  const told = new Set<string>();
  for (;;) {
    const page = await office.store.read(async (rx) => {
      const orders = await ordersAfter(rx, asked, after);
      return { orders, rows: await entriesOf(rx, asked, orders) };
    });
    for (const row of page.rows) {
      // an order that changes while the list is read comes again at its end
      if (told.has(`${row.type}${row.id}`)) continue;
      told.add(`${row.type}${row.id}`);
      yield row;
    }
    const last = page.orders.at(-1);
    if (last === undefined || page.orders.length < orders_per_page) return;
    after = { updated_at: last.updated_at, id: last.id };
    await setImmediate();
  }
}

async function ordersAfter(rx: Rx, asked: Asked, after: { updated_at: number; id: number }) {
  const { organizer_id, event_id, canal } = asked;
  let query = rx.db
    .selectFrom('order')
    .select(['id', 'updated_at', 'event_id', 'foreign_ref', 'channel'])
    .where('organizer_id', '=', organizer_id)
    .where('updated_at', '>=', after.updated_at)
    .where((eb) => eb.or([eb('updated_at', '>', after.updated_at), eb('id', '>', after.id)]))
    .orderBy('updated_at')
    .orderBy('id')
    .limit(orders_per_page);
  if (event_id !== undefined) query = query.where('event_id', '=', event_id);
  if (canal !== undefined) query = query.where('channel', canal === 'web' ? '=' : '!=', 'web');
  return query.execute();
}

type OrderPart = Awaited<ReturnType<typeof ordersAfter>>[number];

async function entriesOf(rx: Rx, asked: Asked, orders: readonly OrderPart[]): Promise<AccountingRow[]> {
  if (orders.length === 0) return [];
  const { organizer_id, from, until, zone } = asked;
  const order_ids = orders.map(({ id }) => id);
  const payments = await rx.db
    .selectFrom('payment')
    .select(['id', 'order_id', 'amount', 'currency', 'method', 'created_at', 'paid_at as at'])
    .where('order_id', 'in', order_ids)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute();
  const refunds = await rx.db
    .selectFrom('refund')
    .select(['id', 'order_id', 'amount', 'currency', 'created_at', 'refunded_at as at'])
    .where('order_id', 'in', order_ids)
    .orderBy('id')
    .execute();
  const served = (kind: string, local_ids: number[]) =>
    servedIds(rx, { organizer_id, dialect: 'billetweb', kind, local_ids });
  const orderIds = await served('order', order_ids);
  const eventIds = await served(
    'event',
    orders.flatMap(({ event_id }) => (event_id === null ? [] : [event_id])),
  );
  const byId = new Map(orders.map((order) => [order.id, order]));
  const time = localTimesOf(zone);
  const entries = [
    ...payments.map((payment) => ({ ...payment, type: 'payment' as const, sign: 1 })),
    ...refunds.map((refund) => ({ ...refund, method: 'refund', type: 'refund' as const, sign: -1 })),
  ];
  return entries
    .filter(({ created_at }) => created_at >= from && created_at <= until)
    .map((entry): AccountingRow => {
      const order = byId.get(entry.order_id);
      const event_id = order?.event_id ?? null;
      const ref = order?.foreign_ref ?? '';
      return {
        id: String(entry.id),
        date: time(entry.at),
        type: entry.type,
        event: event_id === null ? '' : (eventIds.get(event_id) ?? ''),
        order_id: orderIds.get(entry.order_id) ?? '',
        order_ext_id: ref.startsWith('BW-') ? ref : refOf(entry.order_id),
        payment_type: entry.method,
        canal: order?.channel === 'web' ? 'web' : 'other',
        amount: formatAmount(entry.sign * entry.amount, entry.currency),
        currency: entry.currency,
      };
    });
}
