import { takeOfflineSale } from '../../office/counter/offline-sale.ts';
import { orderLink } from '../../office/documents/order-link.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { once } from '../once.ts';
import { fromInstant } from '../shapes.ts';
import type { offlineEndpoints } from './offline-endpoints.ts';
import { tillOf } from './session-handlers.ts';

export function offlineHandlers(face: ApiFace): GroupHandlers<typeof offlineEndpoints> {
  const { settings } = face.office;
  return {
    take_offline_sale: (handed) =>
      once(face, handed, async (tx) => {
        const organizer_id = tillOf(handed.auth);
        const sold_at = fromInstant(handed.body.sold_at, 'sold_at');
        const taken = await takeOfflineSale(tx, { ...handed.body, organizer_id, sold_at });
        const { order_id: id, label, secret, total, repeated } = taken;
        const page = orderLink(settings.public_base_url, { id, secret });
        return { id, label, number: handed.body.number, total, repeated, page };
      }),
  };
}
