import { limits } from '../../../domain/limits.ts';
import type { Office } from '../../../office/office.ts';
import { expireDue } from '../../../office/selling/expire.ts';
import { listProducts } from '../../../office/selling/sold-products.ts';
import type { Ticket } from '../shapes.ts';
import type { Caller } from './caller.ts';
import { pageOf, type Paging } from './envelope.ts';
import { localOrNone } from './ids.ts';
import { wireProducts } from './product-wire.ts';

/** The tickets that exist (from status 1 on), in a set for each stock and timeslot. Those of one order come whole. */
export async function listSets(
  office: Office,
  caller: Caller,
  filter: Paging & { readonly orderid?: string | undefined; readonly contactid?: string | undefined },
): Promise<{ stockid: string; tickets: Ticket[] }[]> {
  await expireDue(office.store, office.surroundings.now());
  return office.store.read(async (rx) => {
    const organizer_id = caller.organizer.id;
    const order_id = await localOrNone(rx, organizer_id, 'order', filter.orderid);
    const customer_id = await localOrNone(rx, organizer_id, 'customer', filter.contactid);
    const { limit, offset } = pageOf(filter);
    const whole = order_id !== undefined && filter.limit === undefined && filter.entry_count === undefined;
    const rows = await listProducts(rx, {
      organizer_id,
      order_id,
      customer_id,
      valid: true,
      limit: whole ? limits.order_tickets_max : limit,
      offset,
    });
    const sets = new Map<string, Ticket[]>();
    for (const { ticket, ticket_set_id } of await wireProducts(rx, caller, rows)) {
      if (ticket === null) continue;
      const set = sets.get(ticket_set_id);
      if (set === undefined) sets.set(ticket_set_id, [ticket]);
      else set.push(ticket);
    }
    return [...sets].map(([stockid, tickets]) => ({ stockid, tickets }));
  });
}
