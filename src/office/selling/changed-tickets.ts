import { setImmediate } from 'node:timers/promises';
import type { Store } from '../../store/transaction.ts';

/** Changes that are looked at before the next one may have its turn. */
const changes_per_step = 5_000;

export interface ChangesWish {
  readonly organizer_id: number;
  readonly event_ids: readonly number[];
  /** changed since then, in ms; scans count as changes of their tickets */
  readonly changed_from?: number | undefined;
  /** sold since then */
  readonly sold_from?: number | undefined;
  /** whether a change of the order (paid, another buyer) is one of its tickets: where a list shows what the order says */
  readonly of_orders?: boolean | undefined;
}

interface Change {
  readonly at: number;
  readonly id: number;
  /** null: of another event, or of no ticket */
  readonly ticket: { readonly id: number; readonly event_id: number } | null;
}

type Position = Pick<Change, 'at' | 'id'>;
type Found = Map<number, Set<number>>;

/**
 * By event, the tickets that may have changed since the instant that the wish names, ascending; undefined when it names
 * none. A list of changes costs what the changes cost, however many tickets were sold: a change of a ticket stands in its
 * own row, an entry in the scan that made it, a payment in the order.
 */
export async function changedTickets(
  store: Store,
  wish: ChangesWish,
): Promise<Map<number, number[]> | undefined> {
  const { changed_from, sold_from, of_orders } = wish;
  if (changed_from === undefined && sold_from === undefined) return undefined;
  const found: Found = new Map(wish.event_ids.map((event_id) => [event_id, new Set<number>()]));
  // what was sold after an instant was changed after it too, so that scans tell nothing new of it
  const from = Math.max(changed_from ?? 0, sold_from ?? 0);
  for (const event_id of found.keys())
    await collect(found, from, (after) => ticketsChanged(store, event_id, after));
  if (changed_from !== undefined) await collect(found, changed_from, (after) => scans(store, wish, after));
  if (changed_from !== undefined && of_orders === true)
    await collect(found, changed_from, (after) => ordersChanged(store, wish, after));
  return new Map([...found].map(([event_id, ids]) => [event_id, [...ids].sort((a, b) => a - b)]));
}

async function collect(
  found: Found,
  from: number,
  read: (after: Position) => Promise<readonly Change[]>,
): Promise<void> {
  let after: Position = { at: from, id: 0 };
  for (;;) {
    const changes = await read(after);
    for (const { ticket } of changes) if (ticket !== null) found.get(ticket.event_id)?.add(ticket.id);
    const last = changes.at(-1);
    if (last === undefined || changes.length < changes_per_step) return;
    after = last;
    await setImmediate();
  }
}

function ticketsChanged(store: Store, event_id: number, after: Position): Promise<Change[]> {
  return store.read(async (rx) => {
    const rows = await rx.db
      .selectFrom('ticket')
      .select(['id', 'updated_at as at'])
      .where('event_id', '=', event_id)
      // said twice: the first bounds the index, the second tells apart what changed at the same instant
      .where('updated_at', '>=', after.at)
      .where((eb) => eb.or([eb('updated_at', '>', after.at), eb('id', '>', after.id)]))
      .orderBy('updated_at')
      .orderBy('id')
      .limit(changes_per_step)
      .execute();
    return rows.map(({ id, at }) => ({ id, at, ticket: { id, event_id } }));
  });
}

/** Of all events: scans are found by organizer and time. */
function scans(store: Store, { organizer_id }: ChangesWish, after: Position): Promise<Change[]> {
  return store.read(async (rx) => {
    const rows = await rx.db
      .selectFrom('scan')
      .select(['id', 'ticket_id', 'event_id', 'received_at as at'])
      .where('organizer_id', '=', organizer_id)
      .where('received_at', '>=', after.at)
      .where((eb) => eb.or([eb('received_at', '>', after.at), eb('id', '>', after.id)]))
      .orderBy('received_at')
      .orderBy('id')
      .limit(changes_per_step)
      .execute();
    return rows.map(({ id, at, ticket_id, event_id }) => ({
      id,
      at,
      ticket: ticket_id === null || event_id === null ? null : { id: ticket_id, event_id },
    }));
  });
}

/** Of all events too; each order stands for its tickets. */
function ordersChanged(store: Store, { organizer_id }: ChangesWish, after: Position): Promise<Change[]> {
  return store.read(async (rx) => {
    const orders = await rx.db
      .selectFrom('order')
      .select(['id', 'updated_at as at'])
      .where('organizer_id', '=', organizer_id)
      .where('updated_at', '>=', after.at)
      .where((eb) => eb.or([eb('updated_at', '>', after.at), eb('id', '>', after.id)]))
      .orderBy('updated_at')
      .orderBy('id')
      .limit(changes_per_step)
      .execute();
    if (orders.length === 0) return [];
    const order_ids = orders.map(({ id }) => id);
    const tickets = await rx.db
      .selectFrom('ticket')
      .select(['id', 'event_id', 'order_id'])
      .where('order_id', 'in', order_ids)
      .execute();
    const byOrder = Map.groupBy(tickets, (ticket) => ticket.order_id);
    // at least one row for each order, the last order last, so that the next step begins after it
    return orders.flatMap(({ id, at }) => (byOrder.get(id) ?? [null]).map((ticket) => ({ id, at, ticket })));
  });
}
