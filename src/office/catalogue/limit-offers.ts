import { Fault } from '../../domain/faults.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { raiseAlarm } from '../ledger/alarms.ts';
import { recordChange } from '../ledger/record.ts';
import { linkPool } from './offer.ts';
import { createPool } from './pool.ts';

/** The offers of a session, or of a price. */
export type OffersOf = { readonly session_id: number } | { readonly price_id: number };

export interface OffersLimit {
  readonly organizer_id: number;
  readonly event_id: number;
  readonly of: OffersOf;
  readonly capacity: number;
  readonly name?: string | undefined;
  /** what becomes of a capacity below what is sold: a platform states a fact, everybody else is refused */
  readonly beyond: 'refuse' | 'alarm';
}

/**
 * A capacity for offers that had none: one pool for all of them, and what they have sold before counts as taken. Throws
 * `capacity_below_sold` unless what is beyond it only raises the *overbooked* alarm.
 */
export async function limitOffers(tx: Tx, limit: OffersLimit): Promise<void> {
  const { organizer_id, event_id, of, capacity, name, beyond } = limit;
  const kind = 'session_id' in of ? 'session' : 'quota';
  const session_id = 'session_id' in of ? of.session_id : undefined;
  const pool_id = await createPool(tx, { organizer_id, event_id, session_id, kind, name, capacity });
  for (const offer_id of await offersOf(tx, of)) await linkPool(tx, { organizer_id, offer_id, pool_id });
  const taken = await countSold(tx, pool_id, of);
  if (taken === 0) return;
  await recordChange(tx, {
    organizer_id,
    action: 'pool.sold_counted',
    subject_kind: 'pool',
    subject_id: pool_id,
    after: { capacity, taken },
  });
  if (taken <= capacity) return;
  if (beyond === 'refuse') throw new Fault('capacity_below_sold', { pool_id, capacity, taken });
  const alarm = { organizer_id, code: 'overbooked', subject_kind: 'pool', subject_id: pool_id } as const;
  await raiseAlarm(tx, { ...alarm, details: { capacity, taken } });
}

/** What is held or sold of them, drawn from the pool line by line, so that it is given back like everything else. */
async function countSold(tx: Tx, pool_id: number, of: OffersOf): Promise<number> {
  const [column, id] = whereOf(of);
  const sold = tx.db
    .selectFrom('ticket')
    .select((eb) => ['order_line_id', eb.lit(pool_id).as('pool_id'), eb.fn.countAll<number>().as('units')])
    .where(column, '=', id)
    .where('state', 'in', ['held', 'valid'])
    .groupBy('order_line_id');
  await tx.db
    .insertInto('pool_draw')
    .columns(['order_line_id', 'pool_id', 'units'])
    .expression(sold)
    .execute();
  const { taken } = await tx.db
    .updateTable('pool')
    .set((eb) => ({
      taken: eb
        .selectFrom('pool_draw')
        .select((draw) => draw.fn.coalesce(draw.fn.sum<number>('units'), draw.lit(0)).as('taken'))
        .where('pool_id', '=', pool_id),
    }))
    .where('id', '=', pool_id)
    .returning('taken')
    .executeTakeFirstOrThrow();
  return taken;
}

function whereOf(of: OffersOf): readonly ['session_id' | 'price_id', number] {
  return 'session_id' in of ? ['session_id', of.session_id] : ['price_id', of.price_id];
}

async function offersOf(rx: Rx, of: OffersOf): Promise<number[]> {
  const [column, id] = whereOf(of);
  const rows = await rx.db
    .selectFrom('offer')
    .select('id')
    .where(column, '=', id)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}
