import type { Office } from '../../../office/office.ts';
import { ordersWire } from './orders.ts';

/** An order as Qtickets' webhooks carry it: bare, as JSON text. undefined for one that is not. */
export function orderTextOf(
  office: Pick<Office, 'store' | 'settings' | 'surroundings'>,
): (order_id: number) => Promise<string | undefined> {
  return (order_id) =>
    office.store.read(async (rx) => {
      const [order] = await ordersWire(rx, office, [order_id]);
      return order === undefined ? undefined : JSON.stringify(order);
    });
}
