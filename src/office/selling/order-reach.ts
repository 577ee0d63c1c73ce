import { sql, type Expression, type SqlBool } from 'kysely';
import { Fault } from '../../domain/faults.ts';
import type { Rx } from '../../store/transaction.ts';

/** Who asks: the organizer, and the events that they may touch; undefined: all of the organizer's. */
export interface Reach {
  readonly organizer_id: number;
  readonly event_ids: readonly number[] | undefined;
}

/**
 * Whether everything in an order is of these events: an order that also holds tickets of another event is not theirs who
 * may touch some events alone. `order` stands in the query.
 */
export function whollyOf(event_ids: readonly number[]): Expression<SqlBool> {
  if (event_ids.length === 0) return sql<SqlBool>`1 = 0`;
  const ids = sql.join(event_ids);
  return sql<SqlBool>`(${sql.ref('order.event_id')} in (${ids}) and not exists (
    select 1 from ticket as other where other.order_id = ${sql.ref('order.id')} and other.event_id not in (${ids})))`;
}

/** Throws `not_found` for an order beyond reach, as for none. */
export async function requireOrder(rx: Rx, reach: Reach, order_id: number): Promise<void> {
  const { organizer_id, event_ids } = reach;
  let query = rx.db
    .selectFrom('order')
    .select('order.id')
    .where('order.id', '=', order_id)
    .where('order.organizer_id', '=', organizer_id);
  if (event_ids !== undefined) query = query.where(whollyOf(event_ids));
  if ((await query.executeTakeFirst()) === undefined)
    throw new Fault('not_found', { kind: 'order', id: order_id });
}

/** The order of a ticket. Throws `not_found` for a ticket beyond reach, as for none. */
export async function requireTicket(
  rx: Rx,
  reach: Reach,
  ticket_id: number,
): Promise<{ readonly order_id: number; readonly event_id: number; readonly price_id: number | null }> {
  const { organizer_id, event_ids } = reach;
  const row = await rx.db
    .selectFrom('ticket')
    .select(['order_id', 'event_id', 'price_id'])
    .where('id', '=', ticket_id)
    .where('organizer_id', '=', organizer_id)
    .executeTakeFirst();
  if (row === undefined || event_ids?.includes(row.event_id) === false)
    throw new Fault('not_found', { kind: 'ticket', id: ticket_id });
  return { ...row };
}
