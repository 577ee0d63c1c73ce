import { statusOfCode } from '../../domain/order-life.ts';
import { previewRefund } from '../../office/selling/refund-preview.ts';
import { refundPayment, refundTickets } from '../../office/selling/refund.ts';
import { requireOrder } from '../../office/selling/order-reach.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { once } from '../once.ts';
import { partItem } from './items.ts';
import type { orderEndpoints } from './order-endpoints.ts';
import { reachOf } from './listings.ts';

type Names = 'preview_refund' | 'refund_tickets' | 'refund_overpaid';

export function refunding(face: ApiFace): Pick<GroupHandlers<typeof orderEndpoints>, Names> {
  const { store, surroundings } = face.office;
  return {
    preview_refund: ({ auth, params, body }) =>
      store.read(async (rx) => {
        await requireOrder(rx, reachOf(auth), params.id);
        const key = { organizer_id: auth.organizer_id, order_id: params.id };
        const split = await previewRefund(rx, { ...key, ...body, now: surroundings.now() });
        return { ...split, parts: split.parts.map(partItem), ending: [...split.ending] };
      }),
    refund_tickets: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        await requireOrder(tx, reachOf(auth), params.id);
        const key = { organizer_id: auth.organizer_id, order_id: params.id };
        const { refund_id, amount, deduction, parts, order } = await refundTickets(tx, { ...key, ...body });
        const status = statusOfCode(order.status);
        return { refund_id, amount, deduction, parts: parts.map(partItem), status };
      }),
    refund_overpaid: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        await requireOrder(tx, reachOf(auth), params.id);
        const key = { organizer_id: auth.organizer_id, order_id: params.id };
        const { refund_id, order } = await refundPayment(tx, { ...key, ...body });
        return { refund_id, status: statusOfCode(order.status) };
      }),
  };
}
