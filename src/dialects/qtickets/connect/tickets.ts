import type { ForeignPerson, ForeignRecord, ForeignTicket } from '../../../domain/foreign-records.ts';
import { parseInstant } from '../../../domain/local-time.ts';
import { amountFromNumber } from '../../../domain/money.ts';
import type { RefusedRecord } from '../../../hub/port.ts';
import type { Basket, Order } from '../shapes.ts';

type AnyBasket = Basket | Basket['related_baskets'][number];

/** The tickets of an order that is or was paid: what is only held is no sale. Those of an abonement follow their main one. */
export function ticketRecords(
  order: Order,
  zone: string,
  shows: ReadonlySet<string>,
): { records: ForeignRecord[]; refused: RefusedRecord[] } {
  const records: ForeignRecord[] = [];
  const refused: RefusedRecord[] = [];
  if (!order.payed && order.payed_at === null) return { records, refused };
  const event_id = order.event_id;
  for (const basket of order.baskets) {
    if (event_id === null) {
      const reason = 'its order names no event';
      refused.push({ kind: 'ticket', ref: String(basket.id), reason, payload: basket });
      continue;
    }
    const around = { order, zone, event_ref: String(event_id), shows };
    const related = basket.related_baskets;
    // money sits on the leaves
    const amount = related.length > 0 ? 0 : basket.price;
    records.push({
      kind: 'ticket',
      ...ticketOf({ ...basket, price: amount, original_price: amount }, around),
    });
    for (const leaf of related) {
      records.push({ kind: 'ticket', ...ticketOf(leaf, around), main_ref: String(basket.id) });
    }
  }
  return { records, refused };
}

interface Around {
  readonly order: Order;
  readonly zone: string;
  readonly event_ref: string;
  /** those that were told of: a ticket names no other */
  readonly shows: ReadonlySet<string>;
}

function ticketOf(basket: AnyBasket, { order, zone, event_ref, shows }: Around): ForeignTicket {
  const { currency_id } = order;
  const at = (text: string | null): number | undefined =>
    text === null ? undefined : parseInstant(text, zone);
  const amount = (value: number): number => amountFromNumber(value, currency_id);
  const used_at = at(basket.checked_at);
  const session_ref = basket.show_id === null ? undefined : String(basket.show_id);
  return {
    ref: String(basket.id),
    event_ref,
    price: { name: basket.multiprice_code ?? zoneOf(basket) },
    session_ref: session_ref !== undefined && shows.has(session_ref) ? session_ref : undefined,
    order: {
      ref: String(order.id),
      label: order.uniqid,
      sold_at: at(order.created_at) ?? 0,
      paid: order.payed,
      paid_at: at(order.payed_at),
      method: order.payment_type_id ?? undefined,
      buyer: buyerOf(order),
    },
    amount: amount(basket.price),
    listed_amount: amount(Math.max(basket.price, basket.original_price)),
    barcode: basket.barcode ?? undefined,
    place: basket.seat_name ?? basket.seat_id,
    state: stateOf(basket, order),
    refunded_amount: basket.refunded_amount === null ? undefined : amount(basket.refunded_amount),
    holder: {
      first_name: basket.client_name ?? '',
      last_name: basket.client_surname ?? '',
      email: basket.client_email ?? '',
      phone: basket.client_phone ?? undefined,
    },
    used: used_at === undefined ? null : { at: used_at },
    updated_at: at(basket.updated_at),
  };
}

/** Zone and place stand in the seat's id: `CENTER_PARTERRE-21;12`. */
function zoneOf({ seat_id, seat_name }: AnyBasket): string {
  return seat_name?.split(':')[0] ?? seat_id.replace(/-[^-]*$/, '');
}

function stateOf(basket: AnyBasket, order: Order): ForeignTicket['state'] {
  if (basket.refunded_at !== null) return 'refunded';
  if (order.deleted_at !== null) return 'cancelled';
  return basket.deleted_at === null ? 'valid' : 'deleted';
}

function buyerOf({ client }: Order): ForeignPerson {
  return {
    first_name: client?.details.name ?? '',
    last_name: client?.details.surname ?? '',
    email: client?.email ?? '',
    phone: client?.details.phone ?? undefined,
  };
}
