import { actorOf, requireScope } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import { restoreOrder as takeUpAgain } from '../../../office/selling/cancel.ts';
import type { Order } from '../shapes.ts';
import type { Caller } from './caller.ts';
import { keptOf } from './kept.ts';
import { oneOrder, reachedOrder } from './orders.ts';

const hold_minutes = 24 * 60;

/** If all it held is still free and nothing was refunded (qtickets-api.txt, "Восстановление отменённого заказа"). */
export async function restoreOrder(
  office: Office,
  caller: Caller,
  served_id: number,
): Promise<{ data: Order }> {
  requireScope(caller, 'orders.change');
  const id = await office.store.write(actorOf(caller), async (tx) => {
    const { organizer_id, id: order_id } = await reachedOrder(tx, caller, served_id);
    const { metadata } = await tx.db
      .selectFrom('order')
      .select('metadata')
      .where('id', '=', order_id)
      .executeTakeFirstOrThrow();
    // an order that was held without an end is so again
    const { qtickets } = JSON.parse(metadata) as { qtickets?: unknown };
    const endless = qtickets !== undefined && keptOf(metadata).reserved_to === undefined;
    await takeUpAgain(tx, { organizer_id, order_id, hold_minutes: endless ? 'endless' : hold_minutes });
    return order_id;
  });
  return { data: await office.store.read((rx) => oneOrder(rx, office, id)) };
}
