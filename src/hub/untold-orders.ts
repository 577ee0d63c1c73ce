import { announceTo } from '../office/ledger/outbox.ts';
import { codeOfStatus } from '../domain/order-life.ts';
import type { Rx } from '../store/transaction.ts';
import type { Connection } from './connections.ts';
import type { Work } from './work.ts';

const orders_per_command = 200;

/**
 * Announces to a connection every order that it takes and was never told of: those from before it was connected, and whatever
 * it has no name for. What is on the way, or was given up, is left as it is. Gives how many.
 */
export async function announceUntold(work: Work, connection: Connection): Promise<number> {
  if (!(JSON.parse(connection.topics) as string[]).includes('order')) return 0;
  let announced = 0;
  for (let after = 0; ;) {
    const from = after;
    const orders = await work.store.read((rx) => untoldOrders(rx, connection, from));
    const last = orders.at(-1);
    if (last === undefined) return announced;
    await work.write(async (tx) => {
      for (const subject_id of orders)
        await announceTo(tx, connection, { topic: 'order', subject_kind: 'order', subject_id });
    });
    announced += orders.length;
    after = last;
  }
}

/** Confirmed orders that the connection has no name for, of which nothing waits for it, in the order of their ids. */
export async function untoldOrders(rx: Rx, connection: Connection, after: number): Promise<number[]> {
  const { id: connection_id, organizer_id } = connection;
  const rows = await rx.db
    .selectFrom('order')
    .select('order.id')
    .where('order.organizer_id', '=', organizer_id)
    .where('order.id', '>', after)
    .where('order.status', '>=', codeOfStatus('confirmed'))
    // what came from the connection itself is not told back
    .where((eb) =>
      eb.or([eb('order.connection_id', 'is', null), eb('order.connection_id', '!=', connection_id)]),
    )
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('link')
            .select('link.local_id')
            .where('link.connection_id', '=', connection_id)
            .where('link.kind', '=', 'order')
            .whereRef('link.local_id', '=', 'order.id'),
        ),
      ),
    )
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('outbox')
            .select('outbox.id')
            .where('outbox.subject_kind', '=', 'order')
            .whereRef('outbox.subject_id', '=', 'order.id')
            .where('outbox.connection_id', '=', connection_id),
        ),
      ),
    )
    .orderBy('order.id')
    .limit(orders_per_command)
    .execute();
  return rows.map(({ id }) => id);
}
