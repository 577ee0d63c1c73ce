import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { statusOfCode, orderStatuses } from '../../domain/order-life.ts';
import { ByIds } from '../../store/by-ids.ts';
import { RowsInsert } from '../../store/rows-insert.ts';
import type { NewRow, Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { moveCursor, settledBefore, takeCursor, type TallyCursor } from './cursor.ts';

const hour_ms = 3_600_000;
const rows_at_once = 100;

type Part = Row<'sales_part'>;
type ChangedOrder = Pick<
  Row<'order'>,
  'id' | 'event_id' | 'status' | 'channel' | 'currency' | 'total' | 'confirmed_at' | 'updated_at'
>;

/**
 * Brings the sums of one organizer's sales up to what changed since, at most so many orders at a time; gives how many it
 * looked at.
 */
export async function tallySales(
  tx: Tx,
  { organizer_id, limit }: { readonly organizer_id: number; readonly limit: number },
): Promise<number> {
  const cursor = await takeCursor(tx, organizer_id, 'sales');
  const orders = await changedOrders(tx, organizer_id, cursor, limit);
  const last = orders.at(-1);
  if (last === undefined) return 0;
  const order_ids = orders.map(({ id }) => id);
  const known = await readParts.read(tx, order_ids);
  const wanted = await partsOf(tx, organizer_id, orders);
  await putParts(tx, known, wanted);
  await moveCursor(tx, organizer_id, 'sales', { upto_at: last.updated_at, upto_id: last.id });
  return orders.length;
}

function changedOrders(
  tx: Tx,
  organizer_id: number,
  { upto_at, upto_id }: TallyCursor,
  limit: number,
): Promise<ChangedOrder[]> {
  return tx.db
    .selectFrom('order')
    .select(['id', 'event_id', 'status', 'channel', 'currency', 'total', 'confirmed_at', 'updated_at'])
    .where('organizer_id', '=', organizer_id)
    .where('updated_at', '>=', upto_at)
    .where('updated_at', '<', settledBefore(tx))
    .where((eb) => eb.or([eb('updated_at', '>', upto_at), eb('id', '>', upto_id)]))
    .orderBy('updated_at')
    .orderBy('id')
    .limit(limit)
    .execute();
}

const readParts = new ByIds<Part>((db, ids) =>
  db.selectFrom('sales_part').selectAll().where('order_id', 'in', ids),
);

/** A main ticket is no admission beside its leaves. */
const goodTickets = new ByIds<{ order_id: number; event_id: number; tickets: number }>((db, ids) =>
  db
    .selectFrom('ticket as t')
    .select((eb) => ['t.order_id', 't.event_id', eb.fn.countAll<number>().as('tickets')])
    .where('t.order_id', 'in', ids)
    .where('t.state', '=', 'valid')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('ticket as l').select('l.id').whereRef('l.main_ticket_id', '=', 't.id'))),
    )
    .groupBy(['t.order_id', 't.event_id']),
);

async function partsOf(rx: Rx, organizer_id: number, orders: readonly ChangedOrder[]): Promise<Part[]> {
  const tickets = await goodTickets.read(
    rx,
    orders.map(({ id }) => id),
  );
  const found = new Map<number, Map<number, number>>();
  for (const { order_id, event_id, tickets: many } of tickets) {
    const events = found.get(order_id) ?? new Map<number, number>();
    found.set(order_id, events.set(event_id, many));
  }
  return orders.flatMap((order) => partsOfOrder(order, organizer_id, found.get(order.id) ?? new Map()));
}

/** Its tickets count for their events, its money for the event of the order. */
function partsOfOrder(
  order: ChangedOrder,
  organizer_id: number,
  tickets: ReadonlyMap<number, number>,
): Part[] {
  const { id, event_id, confirmed_at, channel, currency } = order;
  if (confirmed_at === null) return [];
  const own = event_id ?? 0;
  const lives = orderStatuses[statusOfCode(order.status)].confirmed;
  // of an order that was given up, its total is what was kept of the money
  const amount = order.total;
  if (!lives && amount === 0) return [];
  const hour_at = confirmed_at - (confirmed_at % hour_ms);
  const events = [...new Set([own, ...tickets.keys()])];
  return events.map((event) => ({
    ...{ order_id: id, event_id: event, organizer_id, hour_at, channel, currency },
    orders: event === own ? 1 : 0,
    tickets: tickets.get(event) ?? 0,
    amount: event === own ? amount : 0,
  }));
}

const insertParts = new RowsInsert<Part>((db, rows) => db.insertInto('sales_part').values(rows));

/** Of each order that adds something else than before, its parts anew. */
async function putParts(tx: Tx, known: readonly Part[], wanted: readonly Part[]): Promise<void> {
  const before = Map.groupBy(known, ({ order_id }) => order_id);
  const after = Map.groupBy(wanted, ({ order_id }) => order_id);
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (id) => !isSame(before.get(id) ?? [], after.get(id) ?? []),
  );
  const gone = changed.flatMap((id) => before.get(id) ?? []);
  const fresh = changed.flatMap((id) => after.get(id) ?? []);
  // most are new and had none
  for (const ids of inRuns(changed.filter((id) => before.has(id))))
    await tx.db.deleteFrom('sales_part').where('order_id', 'in', ids).execute();
  await insertParts.put(tx, fresh);
  await addUp(tx, gone, fresh);
}

function isSame(a: readonly Part[], b: readonly Part[]): boolean {
  return a.length === b.length && a.every((part) => b.some((other) => isDeepStrictEqual(part, other)));
}

/** The sums by what they are kept by: those of what goes are taken away, those of what comes are added. */
async function addUp(tx: Tx, gone: readonly Part[], fresh: readonly Part[]): Promise<void> {
  const sums = new Map<string, NewRow<'sales_hour'> & { orders: number; tickets: number; amount: number }>();
  const add = (part: Part, sign: 1 | -1): void => {
    const { organizer_id, hour_at, event_id, channel, currency } = part;
    const key = `${hour_at}/${event_id}/${currency}/${channel}`;
    const sum = sums.get(key) ?? {
      ...{ organizer_id, hour_at, event_id, channel, currency },
      ...{ orders: 0, tickets: 0, amount: 0 },
    };
    sum.orders += sign * part.orders;
    sum.tickets += sign * part.tickets;
    sum.amount += sign * part.amount;
    sums.set(key, sum);
  };
  for (const part of gone) add(part, -1);
  for (const part of fresh) add(part, 1);
  const changed = [...sums.values()].filter(
    ({ orders, tickets, amount }) => orders !== 0 || tickets !== 0 || amount !== 0,
  );
  for (const rows of inRuns(changed)) {
    await tx.db
      .insertInto('sales_hour')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['organizer_id', 'hour_at', 'event_id', 'channel', 'currency']).doUpdateSet({
          orders: sql`sales_hour.orders + excluded.orders`,
          tickets: sql`sales_hour.tickets + excluded.tickets`,
          amount: sql`sales_hour.amount + excluded.amount`,
        }),
      )
      .execute();
  }
}

function inRuns<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / rows_at_once) }, (_, index) =>
    items.slice(index * rows_at_once, (index + 1) * rows_at_once),
  );
}
