import { announceTo } from '../office/ledger/outbox.ts';
import type { Rx } from '../store/transaction.ts';
import { compareHoldings } from './holdings.ts';
import type { OpenedPeer } from './peers.ts';
import { announceUntold } from './untold-orders.ts';
import type { Work } from './work.ts';

const tickets_per_command = 100;

/**
 * After everything was pulled: tells a system again what it ought to know and does not. Orders that it was never told of, and
 * tickets that are otherwise there than here: used here alone, cancelled here alone, gone there. What waits to leave for
 * it, or was given up, is left as it is. Gives how many things are told.
 */
export async function reconcile(work: Work, { connection, peer }: OpenedPeer): Promise<number> {
  const topics = JSON.parse(connection.topics) as string[];
  if (!topics.includes('order')) return 0;
  const untold = await announceUntold(work, connection);
  if (peer.holdings === undefined) return untold;
  const differing = new Set<number>();
  const comparing = {
    parts: work.parts,
    connection,
    onDrift: (drift: string, { id, here }: { id: number | string; here?: boolean | string }): void => {
      // what is used there and not here is for the pull to take over, not for us to take back
      if (typeof id === 'number' && !(drift === 'drift_used' && here === false)) differing.add(id);
    },
  };
  await compareHoldings(comparing, peer.holdings());
  const tickets = [...differing];
  let told = untold;
  for (let from = 0; from < tickets.length; from += tickets_per_command) {
    const some = tickets.slice(from, from + tickets_per_command);
    told += await work.write(async (tx) => {
      const orders = await ordersOf(tx, connection.id, some);
      for (const subject_id of orders)
        await announceTo(tx, connection, { topic: 'order', subject_kind: 'order', subject_id });
      return orders.length;
    });
  }
  return told;
}

/** The orders of tickets, but those of which something waits for the connection or was given up. */
async function ordersOf(rx: Rx, connection_id: number, ticket_ids: readonly number[]): Promise<number[]> {
  const rows = await rx.db
    .selectFrom('ticket')
    .select('ticket.order_id')
    .distinct()
    .where('ticket.id', 'in', ticket_ids)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('outbox')
            .select('outbox.id')
            .where('outbox.subject_kind', '=', 'order')
            .whereRef('outbox.subject_id', '=', 'ticket.order_id')
            .where('outbox.connection_id', '=', connection_id)
            .where('outbox.delivered_at', 'is', null),
        ),
      ),
    )
    .execute();
  return rows.map(({ order_id }) => order_id);
}
