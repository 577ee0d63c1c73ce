import type { Seen } from './seen.ts';
import type { WantedOrder, WantedTicket } from './wanted.ts';

/**
 * Tickets whose type was renamed, or whose event was taken out of the mapping, after they were sent: Odoo holds them by their
 * barcode on an order of ours, and nothing has to be named for them to be cancelled, scanned or left as they are.
 */
export function withKnownThere(wanted: WantedOrder, seen: Seen): WantedOrder {
  if (wanted.unnamed.length === 0) return wanted;
  const known = wanted.unnamed.flatMap((ticket): WantedTicket[] => {
    const registration = seen.byBarcode(ticket.barcode);
    if (registration?.event_id === undefined) return [];
    const ref = registration.order_id === undefined ? undefined : seen.orders.get(registration.order_id)?.ref;
    const product_id = seen.lineOf(registration)?.product_id;
    if (ref === undefined || !wanted.refs.includes(ref) || product_id === undefined) return [];
    const product = { id: product_id, barcode: '', is_event: true };
    return [{ ...ticket, product, event_id: registration.event_id, event_ticket_id: undefined }];
  });
  const ids = new Set(known.map(({ ticket_id }) => ticket_id));
  return {
    ...wanted,
    tickets: [...wanted.tickets, ...known],
    unnamed: wanted.unnamed.filter(({ ticket_id }) => !ids.has(ticket_id)),
    aside: wanted.aside.filter(({ kind, local_id }) => kind !== 'ticket' || !ids.has(local_id)),
  };
}
