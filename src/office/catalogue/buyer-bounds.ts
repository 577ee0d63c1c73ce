import { Fault } from '../../domain/faults.ts';
import { orderStatuses } from '../../domain/order-life.ts';
import { quantityBounds, type SaleState } from '../../domain/pricing.ts';
import { statement } from '../../store/statement.ts';
import type { Rx } from '../../store/transaction.ts';

/** Who buys: an order that is being filled, a customer, or nobody that is known. */
export interface BuyerKnown {
  readonly organizer_id: number;
  readonly order_id?: number | undefined;
  readonly customer_id?: number | undefined;
}

interface PriceHeld {
  readonly price_id: number | null;
  readonly many: number;
}

const heldByOrder = statement<{ organizer_id: number; order_id: number }, PriceHeld>((db, slot) =>
  db
    .selectFrom('ticket')
    .select((eb) => ['price_id', eb.fn.countAll<number>().as('many')])
    .where('order_id', '=', slot('order_id'))
    .where('organizer_id', '=', slot('organizer_id'))
    .where('state', 'in', ['held', 'valid'])
    .groupBy('price_id'),
);

const heldByCustomer = statement<{ organizer_id: number; customer_id: number; creating: number }, PriceHeld>(
  (db, slot) =>
    db
      .selectFrom('order')
      .innerJoin('ticket', 'ticket.order_id', 'order.id')
      .select((eb) => ['ticket.price_id', eb.fn.countAll<number>().as('many')])
      .where('order.customer_id', '=', slot('customer_id'))
      .where('order.organizer_id', '=', slot('organizer_id'))
      .where('order.status', '=', slot('creating'))
      .where('ticket.state', 'in', ['held', 'valid'])
      .groupBy('ticket.price_id'),
);

const orderExists = statement<{ organizer_id: number; order_id: number }, { id: number }>((db, slot) =>
  db
    .selectFrom('order')
    .select('id')
    .where('id', '=', slot('order_id'))
    .where('organizer_id', '=', slot('organizer_id')),
);

/**
 * Units of each price that count against this buyer's limits, by price: those of the order, or of all orders that the
 * customer is filling (a price's limits are per order; one that was bought is closed). Throws `not_found` for an order
 * that is not the organizer's.
 */
export async function unitsHeld(rx: Rx, buyer: BuyerKnown): Promise<Map<number, number>> {
  const { organizer_id, order_id, customer_id } = buyer;
  const rows: PriceHeld[] = [];
  if (order_id !== undefined) {
    if ((await rx.first(orderExists, { organizer_id, order_id })) === undefined)
      throw new Fault('not_found', { kind: 'order', id: order_id });
    rows.push(...(await rx.run(heldByOrder, { organizer_id, order_id })));
  } else if (customer_id !== undefined) {
    const creating = orderStatuses.creating.code;
    rows.push(...(await rx.run(heldByCustomer, { organizer_id, customer_id, creating })));
  }
  return new Map(rows.flatMap(({ price_id, many }) => (price_id === null ? [] : [[price_id, many]])));
}

export interface OfferBounded {
  readonly price_id: number;
  readonly minimum: number;
  readonly maximum: number | null;
  readonly quantity_step: number;
  readonly sale_state: SaleState;
  readonly left: number | null;
}

/** The least and the most of an offer that this buyer may still take in one request; 0 and 0 when it is not on sale. */
export function boundsFor(
  offer: OfferBounded,
  held: ReadonlyMap<number, number>,
): { readonly min: number; readonly max: number } {
  if (offer.sale_state !== 'on_sale') return { min: 0, max: 0 };
  return quantityBounds({
    minimum: offer.minimum,
    maximum: offer.maximum,
    quantity_step: offer.quantity_step,
    in_order: held.get(offer.price_id) ?? 0,
    remaining: offer.left === null ? null : Math.max(0, offer.left),
  });
}
