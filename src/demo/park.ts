import { parseLocal } from '../domain/local-time.ts';
import { createEvent } from '../office/catalogue/event.ts';
import { createOffer } from '../office/catalogue/offer.ts';
import { createPool } from '../office/catalogue/pool.ts';
import { createPrice } from '../office/catalogue/price.ts';
import { fixServedId } from '../office/served-ids/served-ids.ts';
import type { Tx } from '../store/transaction.ts';
import { parkEvent, parkProducts, voucherEvent, voucherProducts, type DemoProduct } from './products.ts';

const vat_bp = 1000;

/** Offers of the park by their product's code. */
export type ParkOffers = ReadonlyMap<string, number>;

/**
 * The two events of the document with its dates. Their offers name no session and have no window, so they are on sale
 * whatever the date: an event's dates are what is shown of it, and do not open or close a sale.
 */
export async function openPark(
  tx: Tx,
  input: { organizer_id: number; venue_id: number; zone: string },
): Promise<ParkOffers> {
  const { organizer_id, venue_id, zone } = input;
  const offers = new Map<string, number>();
  for (const [event, products] of [
    [parkEvent, parkProducts],
    [voucherEvent, voucherProducts],
  ] as const) {
    const event_id = await createEvent(tx, {
      organizer_id,
      venue_id,
      name: event.name,
      status: 'published',
      starts_at: parseLocal('2026-01-01 00:00:00', zone),
      ends_at: parseLocal('2026-12-31 23:59:59', zone),
    });
    await fixServedId(tx, {
      organizer_id,
      dialect: 'billetweb',
      kind: 'event',
      local_id: event_id,
      served_id: event.id,
    });
    for (const [position, product] of products.entries()) {
      offers.set(product.code, await putProduct(tx, { organizer_id, event_id, position, product }));
    }
  }
  return offers;
}

async function putProduct(
  tx: Tx,
  input: { organizer_id: number; event_id: number; position: number; product: DemoProduct },
): Promise<number> {
  const { organizer_id, event_id, position, product } = input;
  const { name, code, amount, capacity } = product;
  const price_id = await createPrice(tx, { organizer_id, event_id, name, code, amount, vat_bp, position });
  const pool_ids =
    capacity === undefined
      ? []
      : [await createPool(tx, { organizer_id, event_id, kind: 'quota', name, capacity })];
  await fixServedId(tx, {
    organizer_id,
    dialect: 'billetweb',
    kind: 'price',
    local_id: price_id,
    served_id: product.ticket_id,
  });
  return createOffer(tx, { organizer_id, event_id, price_id, position, pool_ids });
}
