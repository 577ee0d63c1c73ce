import { statement } from '../../store/statement.ts';
import { systemActor, type Store, type Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { changeOrder, lockOrder, ticketsOfOrder } from './orders.ts';
import type { Sweep } from './pools.ts';
import { endTickets, releaseExtras } from './release.ts';

const selectExpired = statement<{ now: number; many: number }, { id: number; organizer_id: number }>(
  (db, slot, lock) =>
    lock(
      db
        .selectFrom('order')
        .select(['id', 'organizer_id'])
        .where('expires_at', '<=', slot('now'))
        .orderBy('expires_at')
        .limit(slot('many')),
      'skip',
    ),
);

const selectDue = statement<{ now: number }, { id: number }>((db, slot) =>
  db.selectFrom('order').select('id').where('expires_at', '<=', slot('now')).limit(1),
);

/** Before a list is read that shows what is free: nobody shall see for sold what the clock has given back. */
export async function expireDue(store: Store, now: number): Promise<void> {
  const due = () => store.read((rx) => rx.first(selectDue, { now }));
  for (let round = 0; round < due_rounds_max && (await due()) !== undefined; round += 1) {
    await store.write(systemActor, (tx) => expireHolds(tx, { orders_max: sweep_orders_max }));
  }
}

/** Holds ended by the clock that one sale sweeps away before it gives up. */
const sweep_orders_max = 200;
/** a reader gives this many batches back itself; what is left then is the background's */
const due_rounds_max = 5;

/** What is over is free again, to the second: holds that nobody has swept yet stand in nobody's way. */
export function sweepOf(tx: Tx): Sweep {
  return async () => (await expireHolds(tx, { orders_max: sweep_orders_max })) > 0;
}

/**
 * Abandons orders whose hold is over by the engine's clock, and gives back everything they held. Gives how many; a
 * full batch means that there may be more.
 */
export async function expireHolds(tx: Tx, limit: { orders_max: number }): Promise<number> {
  const expired = await tx.run(selectExpired, { now: tx.now, many: limit.orders_max });
  if (expired.length === 0) return 0;
  const office: Tx = { ...tx, actor: systemActor };
  for (const { id, organizer_id } of expired) {
    const order = await lockOrder(office, { organizer_id, order_id: id });
    await endTickets(office, await ticketsOfOrder(office, id), 'cancelled');
    await releaseExtras(office, id);
    await changeOrder(office, order, { total: 0, expires_at: null }, 'abandoned');
    await recordChange(office, {
      organizer_id,
      action: 'order.abandoned',
      subject_kind: 'order',
      subject_id: id,
      before: { status: order.status, total: order.total, expires_at: order.expires_at },
    });
  }
  return expired.length;
}
