import { createEvent } from '../office/catalogue/event.ts';
import { createOffer } from '../office/catalogue/offer.ts';
import { createPack } from '../office/catalogue/pack.ts';
import { createPrice } from '../office/catalogue/price.ts';
import { putOnSale } from '../office/catalogue/put-on-sale.ts';
import { createSession } from '../office/catalogue/session.ts';
import { createPromoCode } from '../office/promotions/promo-code.ts';
import type { Tx } from '../store/transaction.ts';
import type { Theatre } from './theatre.ts';

const hour_ms = 3_600_000;
const vat_bp = 550;

export const workshop_name = 'Atelier de théâtre';

/** It is over two hours before the curtain rises. */
export function workshopBefore(evening: { readonly starts_at: number }) {
  return { starts_at: evening.starts_at - 5 * hour_ms, ends_at: evening.starts_at - 2 * hour_ms };
}

/**
 * What a shop needs to try everything: a workshop for twelve before the play, a pack of a seat and the workshop, a code that
 * takes a tenth off the stalls (SUPERPROMO), and one that shows a price for subscribers (ABONNES).
 */
export async function openTheatreExtras(
  tx: Tx,
  input: { organizer_id: number; theatre: Theatre },
): Promise<void> {
  const { organizer_id, theatre } = input;
  const { event_id, session_id, venue_id, stalls_zone_id } = theatre;
  const workshop = await createEvent(tx, {
    organizer_id,
    name: workshop_name,
    venue_id,
    status: 'published',
    presenting_label: 'Ouvert à tous, dès 12 ans',
  });
  const afternoon = await createSession(tx, {
    organizer_id,
    event_id: workshop,
    venue_id,
    name: workshop_name,
    ...workshopBefore(theatre.evening),
  });
  const attending = await createPrice(tx, {
    organizer_id,
    event_id: workshop,
    name: 'Atelier',
    amount: 1500,
    vat_bp,
    product_type: 'workshop',
  });
  const { offers } = await putOnSale(tx, {
    organizer_id,
    session_id: afternoon,
    capacity: 12,
    prices: [{ price_id: attending }],
  });
  const pack_price_id = await createPrice(tx, {
    organizer_id,
    event_id,
    name: 'Pack Soirée et atelier',
    description: 'Une place à l’orchestre et l’atelier de l’après-midi',
    amount: 3800,
    vat_bp,
    product_type: 'pack',
  });
  await createOffer(tx, { organizer_id, event_id, price_id: pack_price_id });
  await createPack(tx, {
    organizer_id,
    pack_price_id,
    parts: [{ offer_id: theatre.stalls_offer_id }, { offer_id: offers[0]?.offer_id ?? 0 }],
  });
  const subscribers = await createPrice(tx, {
    organizer_id,
    event_id,
    name: 'Tarif abonnés',
    amount: 1500,
    vat_bp,
    product_type: 'numbered_seat',
    hidden: 1,
    maximum: 2,
  });
  await putOnSale(tx, {
    organizer_id,
    session_id,
    prices: [{ price_id: subscribers, zone_ids: [stalls_zone_id] }],
  });
  await createPromoCode(tx, {
    organizer_id,
    label: 'SUPERPROMO',
    description: '10% de réduction',
    kind: 'percent',
    percent_bp: 1000,
    uses: 100,
    scopes: [{ kind: 'zone', target_id: stalls_zone_id }],
  });
  await createPromoCode(tx, {
    organizer_id,
    label: 'ABONNES',
    description: 'Montre le tarif des abonnés',
    kind: 'reveal',
    uses: null,
    scopes: [{ kind: 'price', target_id: subscribers }],
  });
}
