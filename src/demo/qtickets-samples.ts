import { parseInstant } from '../domain/local-time.ts';
import { createEvent } from '../office/catalogue/event.ts';
import { createPrice } from '../office/catalogue/price.ts';
import { putOnSale } from '../office/catalogue/put-on-sale.ts';
import { createSession } from '../office/catalogue/session.ts';
import { sell } from '../office/selling/request.ts';
import type { Holder, SaleRequest } from '../office/selling/sale.ts';
import type { Tx } from '../store/transaction.ts';
import type { BigHall } from './big-hall.ts';

export type Fix = (kind: string, local_id: number, served_id: number) => Promise<void>;

/** Event 1240 of the document, with its show 21 and the prices 1001 to 1003: what its sample of an edit changes. */
export async function openEditedEvent(
  tx: Tx,
  fix: Fix,
  hall: {
    readonly organizer_id: number;
    readonly hall_id: number;
    readonly zones: readonly { readonly code: string; readonly zone_id: number }[];
  },
): Promise<void> {
  const { organizer_id, hall_id, zones } = hall;
  const event_id = await createEvent(tx, {
    organizer_id,
    name: 'Концерт в Олимпийском',
    status: 'published',
    currency: 'RUB',
    metadata: JSON.stringify({ qtickets: { hall_id } }),
  });
  await fix('event', event_id, 1240);
  const session_id = await createSession(tx, {
    organizer_id,
    event_id,
    hall_id,
    starts_at: parseInstant('2019-12-29T18:30:00+03:00'),
    ends_at: parseInstant('2019-12-29T23:00:00+03:00'),
  });
  await fix('session', session_id, 21);
  const prices: { price_id: number; zone_ids: number[] }[] = [];
  for (const [index, { code, zone_id }] of zones.entries()) {
    const price_id = await createPrice(tx, {
      organizer_id,
      event_id,
      name: code,
      amount: (index + 1) * 100_000,
      position: index,
      metadata: JSON.stringify({ qtickets: { color_theme: index + 1 } }),
    });
    await fix('price', price_id, 1001 + index);
    prices.push({ price_id, zone_ids: [zone_id] });
  }
  await putOnSale(tx, { organizer_id, session_id, prices });
}

/** What the samples take out of order 4360: the tickets 88344 and 88402, and of the abonement 88374 those beneath it. */
export const takenTickets = [88_344, 88_402, 88_374, 88_375, 88_376, 88_377] as const;

/** The requests behind them, in that order, to stand after `before` others. An abonement's money sits on its parts. */
export function takenRequests(
  hall: BigHall,
  season: { readonly parts: readonly number[]; readonly before: number; readonly holder: Holder },
): SaleRequest[] {
  const { parts, before, holder } = season;
  const one = { quantity: 1, holders: [holder] };
  const floor = { ...one, offer_id: hall.offers.get('DANCE') ?? 0 };
  const share = hall.pack_amount / parts.length;
  return [
    floor,
    floor,
    { ...one, offer_id: hall.pack_offer_id, unit_amount: 0 },
    ...parts.map((offer_id) => ({ ...one, offer_id, unit_amount: share, main_request: before + 2 })),
  ];
}

const scanned = [
  ['871495495233', 'DANCE'],
  ['874432174155', 'DANCE'],
  ['875196723453', 'VIP-1;1'],
  ['872900619969', 'VIP-1;2'],
  ['875136523412', 'DANCE'],
  ['875136213454', 'DANCE'],
] as const;

/** The tickets of show 41 whose barcodes the document lists and scans. */
export async function sellScannedTickets(tx: Tx, hall: BigHall, customer_id: number): Promise<void> {
  const sold = await sell(tx, {
    organizer_id: hall.organizer_id,
    channel: 'qtickets',
    customer_id,
    confirm: true,
    payment: { amount: 'total', method: 'card' },
    requests: scanned.map(([, where]) => {
      const place = hall.places.get(where);
      return {
        offer_id: hall.offers.get(where.replace(/-.*/, '')) ?? 0,
        quantity: 1,
        ...(place === undefined ? {} : { place_ids: [place] }),
      };
    }),
  });
  for (const [index, [code]] of scanned.entries()) {
    const ticket_id = sold.tickets[index]?.id ?? 0;
    await tx.db.updateTable('barcode').set({ code }).where('ticket_id', '=', ticket_id).execute();
  }
}

/** Ticket 140844, which is held and not paid: its price may still be changed. */
export async function holdChangedTicket(tx: Tx, fix: Fix, hall: BigHall, customer_id: number): Promise<void> {
  const { tickets } = await sell(tx, {
    organizer_id: hall.organizer_id,
    channel: 'qtickets',
    customer_id,
    confirm: true,
    requests: [{ offer_id: hall.offers.get('DANCE') ?? 0, quantity: 1 }],
  });
  await fix('ticket', tickets[0]?.id ?? 0, 140_844);
}
