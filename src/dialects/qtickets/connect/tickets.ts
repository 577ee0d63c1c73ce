import type { ForeignPerson, ForeignRecord, ForeignTicket } from '../../../domain/foreign-records.ts';
import { Fault } from '../../../domain/faults.ts';
import { parseInstant } from '../../../domain/local-time.ts';
import { amountFromNumber } from '../../../domain/money.ts';
import type { PulledPage, RefusedRecord } from '../../../hub/port.ts';
import { unread } from '../../unread.ts';
import type { HeardBasket, HeardLeaf, HeardOrder } from './heard.ts';

/** The tickets of an order that is or was paid: what is only held is no sale. Those of an abonement follow their main one. */
export function ticketRecords(
  order: HeardOrder,
  zone: string,
  shows: ReadonlySet<string>,
): { records: ForeignRecord[]; refused: RefusedRecord[] } {
  const records: ForeignRecord[] = [];
  const refused: RefusedRecord[] = [];
  if (!isPaid(order) && isMissing(order.payed_at)) return { records, refused };
  const { event_id } = order;
  for (const basket of order.baskets) {
    const leaves = basket.related_baskets ?? [];
    try {
      if (isMissing(event_id))
        throw new Fault('invalid_input', {
          path: 'event_id',
          message: 'is missing: its order names no event',
          missing: true,
        });
      const around = { order, zone, event_ref: String(event_id), shows };
      // money sits on the leaves
      const amount = leaves.length > 0 ? 0 : basket.price;
      const main = ticketOf(
        { ...basket, price: amount, original_price: leaves.length > 0 ? 0 : (basket.original_price ?? null) },
        around,
      );
      const parts = leaves.map((leaf) => ({ ...ticketOf(leaf, around), main_ref: main.ref }));
      records.push(...[main, ...parts].map((ticket) => ({ kind: 'ticket' as const, ...ticket })));
    } catch (error) {
      const aside = unread(error);
      for (const payload of [basket, ...leaves])
        refused.push({ kind: 'ticket', ref: String(payload.id), ...aside, payload });
    }
  }
  return { records, refused };
}

/** All its tickets, whatever became of them: what else was known of the order is gone there. */
export function wholeOrder({ id, baskets }: HeardOrder): NonNullable<PulledPage['orders']>[number] {
  return { ref: String(id), ticket_refs: all(baskets).map((ticket) => String(ticket.id)) };
}

export function barcodesOf({ baskets }: HeardOrder): string[] {
  return all(baskets).flatMap(({ barcode }) => barcode ?? []);
}

function all(baskets: readonly HeardBasket[]): HeardLeaf[] {
  return baskets.flatMap((basket) => [basket, ...(basket.related_baskets ?? [])]);
}

const isPaid = ({ payed }: HeardOrder): boolean => Number(payed) === 1;

function isMissing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

interface Around {
  readonly order: HeardOrder;
  readonly zone: string;
  readonly event_ref: string;
  /** those that were told of: a ticket names no other */
  readonly shows: ReadonlySet<string>;
}

function ticketOf(basket: HeardLeaf, { order, zone, event_ref, shows }: Around): ForeignTicket {
  const { currency_id } = order;
  const at = (text: string | null | undefined): number | undefined =>
    isMissing(text) ? undefined : parseInstant(text, zone);
  const amount = (value: number): number => amountFromNumber(value, currency_id);
  const used_at = at(basket.checked_at);
  const session_ref = isMissing(basket.show_id) ? undefined : String(basket.show_id);
  return {
    ref: String(basket.id),
    event_ref,
    price: { name: basket.multiprice_code ?? zoneOf(basket) },
    session_ref: session_ref !== undefined && shows.has(session_ref) ? session_ref : undefined,
    order: {
      ref: String(order.id),
      label: order.uniqid ?? undefined,
      sold_at: at(order.created_at) ?? 0,
      paid: isPaid(order),
      paid_at: at(order.payed_at),
      method: order.payment_type_id ?? undefined,
      buyer: buyerOf(order),
    },
    amount: amount(basket.price),
    listed_amount: amount(Math.max(basket.price, basket.original_price ?? 0)),
    barcode: basket.barcode ?? undefined,
    place: basket.seat_name ?? basket.seat_id,
    state: stateOf(basket, order),
    refunded_amount: isMissing(basket.refunded_amount) ? undefined : amount(basket.refunded_amount),
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
function zoneOf({ seat_id, seat_name }: HeardLeaf): string {
  return seat_name?.split(':')[0] ?? seat_id.replace(/-[^-]*$/, '');
}

function stateOf(basket: HeardLeaf, order: HeardOrder): ForeignTicket['state'] {
  if (!isMissing(basket.refunded_at)) return 'refunded';
  if (!isMissing(order.deleted_at)) return 'cancelled';
  return isMissing(basket.deleted_at) ? 'valid' : 'deleted';
}

function buyerOf({ client }: HeardOrder): ForeignPerson {
  return {
    first_name: client?.details?.name ?? '',
    last_name: client?.details?.surname ?? '',
    email: client?.email ?? '',
    phone: client?.details?.phone ?? undefined,
  };
}
