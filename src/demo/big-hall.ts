import { parseLocal } from '../domain/local-time.ts';
import { createDirectoryEntry } from '../office/catalogue/directory.ts';
import { createEvent } from '../office/catalogue/event.ts';
import { createOffer } from '../office/catalogue/offer.ts';
import { openHall } from '../office/catalogue/open-hall.ts';
import { createPack } from '../office/catalogue/pack.ts';
import { createPrice } from '../office/catalogue/price.ts';
import { putOnSale } from '../office/catalogue/put-on-sale.ts';
import { createSession, setSessionPlaces, updateSession } from '../office/catalogue/session.ts';
import { createPaymentMode } from '../office/counter/counter.ts';
import { createDiscount, createPromoCode } from '../office/promotions/promo-code.ts';
import { fixServedId } from '../office/served-ids/served-ids.ts';
import type { Tx } from '../store/transaction.ts';
import { sellDocumentedOrders } from './big-hall-orders.ts';
import { openEditedEvent, type Fix } from './qtickets-samples.ts';

const day_ms = 86_400_000;
const ahead_days = 30;
const moved_when_nearer_than_days = 7;
const show_ids = [41, 42, 43] as const;
const dialect = 'qtickets';
/** an abonement: a third of it for each show */
const season_amount = 120_000;
export const roubles = 'RUB';

/** What the sales of the hall name. */
export interface BigHall {
  readonly organizer_id: number;
  readonly session_id: number;
  /** offers by zone */
  readonly offers: ReadonlyMap<string, number>;
  /** places by code */
  readonly places: ReadonlyMap<string, number>;
  readonly pack_offer_id: number;
  readonly pack_amount: number;
  /** what an abonement is made of */
  readonly pack_parts: readonly number[];
  readonly payment_mode_id: number;
}

/**
 * The hall of Qtickets' document: event 33 with numbered seats and a dance floor of two price levels, an abonement for its
 * three shows, seats that are kept for one buyer, and the things that a new event names (hall 18, design 17, mail text 35,
 * town 1, payee 38). Event 1240 stands in hall 18.
 */
export async function openBigHall(tx: Tx, input: { organizer_id: number }): Promise<void> {
  const { organizer_id } = input;
  const fix: Fix = (kind, local_id, served_id) =>
    fixServedId(tx, { organizer_id, dialect, kind, local_id, served_id });
  const hall = await openHall(tx, {
    organizer_id,
    venue: { name: 'Большой зал', city: 'Москва', country: 'RU' },
    hall: { name: 'Большой зал' },
    zones: [
      { code: 'CENTER_PARTERRE', name: 'Партер', rows: rowsOf(20, 2, 14) },
      { code: 'LEFT_PARTERRE', name: 'Левый боковой партер', rows: rowsOf(1, 2, 24) },
      { code: 'RIGHT_PARTERRE', name: 'Правый боковой партер', rows: rowsOf(1, 2, 24) },
      { code: 'CENTER_BALCONY', name: 'Балкон', rows: rowsOf(1, 2, 20) },
      { code: 'VIP', name: 'VIP', rows: rowsOf(1, 1, 10) },
      { code: 'DANCE', name: 'Танцевальный партер', area: { capacity: 200 } },
    ],
  });
  await openBuildingBlocks(tx, organizer_id, fix);
  const payment_mode_id = await createPaymentMode(tx, {
    organizer_id,
    name: 'Банковская карта',
    method: 'card',
  });
  await fix('payment_mode', payment_mode_id, 36);
  const event_id = await createEvent(tx, {
    organizer_id,
    venue_id: hall.venue_id,
    name: 'Вечер в Большом зале',
    status: 'published',
    currency: roubles,
  });
  await fix('event', event_id, 33);
  const zoneOf = (code: string): number => hall.zones.find((zone) => zone.code === code)?.zone_id ?? 0;
  const price = async (name: string, amount: number, color_theme: number, code?: string): Promise<number> =>
    createPrice(tx, {
      organizer_id,
      event_id,
      name,
      amount,
      code,
      product_type: name === 'Вход' || code === 'child' ? 'seat' : 'numbered_seat',
      metadata: JSON.stringify({ qtickets: { color_theme } }),
    });
  const stalls = await price('Партер', 15_000, 2);
  const sides = await price('Боковой партер', 220_000, 5, 'full');
  const balcony = await price('Балкон', 50_000, 3);
  const vip = await price('VIP', 100_000, 4);
  const floor = await price('Вход', 50_000, 8);
  const child = await price('Детский', 30_000, 9, 'child');
  const season = await createPrice(tx, {
    organizer_id,
    event_id,
    name: 'Абонемент',
    amount: season_amount,
    product_type: 'subscription',
  });
  const sessions: number[] = [];
  const parts: { offer_id: number }[] = [];
  const offers = new Map<string, number>();
  for (const [index, show_id] of show_ids.entries()) {
    const session_id = await createSession(tx, {
      organizer_id,
      event_id,
      hall_id: hall.hall_id,
      ...evening(tx.now, index),
    });
    await fix('session', session_id, show_id);
    const sale = await putOnSale(tx, {
      organizer_id,
      session_id,
      prices: [
        { price_id: stalls, zone_ids: [zoneOf('CENTER_PARTERRE')] },
        { price_id: sides, zone_ids: [zoneOf('LEFT_PARTERRE'), zoneOf('RIGHT_PARTERRE')] },
        { price_id: balcony, zone_ids: [zoneOf('CENTER_BALCONY')] },
        { price_id: vip, zone_ids: [zoneOf('VIP')] },
        { price_id: floor, zone_ids: [zoneOf('DANCE')] },
        { price_id: child, zone_ids: [zoneOf('DANCE')] },
      ],
    });
    for (const { offer_id, price_id, zone_id } of sale.offers) {
      if (price_id === floor) parts.push({ offer_id });
      const code = hall.zones.find((zone) => zone.zone_id === zone_id)?.code ?? '';
      if (index === 0 && price_id !== child) offers.set(code, offer_id);
    }
    sessions.push(session_id);
  }
  const pack_offer_id = await createOffer(tx, {
    organizer_id,
    event_id,
    price_id: season,
    session_id: sessions[0],
  });
  await createPack(tx, { organizer_id, pack_price_id: season, parts });
  const places = new Map<string, number>();
  for (const { code, seats } of hall.zones) for (const [key, id] of seats) places.set(`${code}-${key}`, id);
  const [session_id = 0] = sessions;
  await setSessionPlaces(tx, {
    organizer_id,
    session_id,
    place_ids: ['RIGHT_PARTERRE-1;6', 'LEFT_PARTERRE-1;22'].map((code) => places.get(code) ?? 0),
    quota: JSON.stringify({ customers: ['username@gmail.com'] }),
  });
  await openPromotions(tx, organizer_id, fix);
  await sellDocumentedOrders(tx, fix, {
    organizer_id,
    session_id,
    offers,
    places,
    pack_offer_id,
    pack_amount: season_amount,
    pack_parts: parts.map(({ offer_id }) => offer_id),
    payment_mode_id,
  });
}

function rowsOf(first: number, many: number, seats: number) {
  return Array.from({ length: many }, (_, index) => ({ label: String(first + index), seats }));
}

/** What a new event names in the document. */
async function openBuildingBlocks(tx: Tx, organizer_id: number, fix: Fix): Promise<void> {
  const zones = ['VIP', 'DANCE', 'SUPER_VIP'].map((code) => ({ code, name: code, area: { capacity: 500 } }));
  const hall = await openHall(tx, { organizer_id, hall: { name: 'Олимпийский' }, zones });
  await fix('hall', hall.hall_id, 18);
  await openEditedEvent(tx, fix, { organizer_id, ...hall });
  for (const [kind, name, served_id] of [
    ['town', 'Москва', 1],
    ['ticket_design', 'Билет', 17],
    ['mail_text', 'Письмо с билетами', 35],
    ['site', 'qtickets.ru', 16],
  ] as const) {
    await fix('directory_entry', await createDirectoryEntry(tx, { organizer_id, kind, name }), served_id);
  }
  await fix(
    'payment_mode',
    await createPaymentMode(tx, { organizer_id, name: 'Счёт', method: 'transfer' }),
    38,
  );
}

/** A discount that a code alone gives: 45. The document's samples make the code 308076-15950-3, and then change it as 13513. */
async function openPromotions(tx: Tx, organizer_id: number, fix: Fix): Promise<void> {
  const discount_id = await createDiscount(tx, {
    organizer_id,
    name: 'Друзьям',
    kind: 'percent',
    percent_bp: 1_000,
  });
  await fix('discount', discount_id, 45);
  const code = await createPromoCode(tx, { organizer_id, discount_id, label: '308076-15950-3', uses: 1 });
  await fix('promo_code', code, 13_513);
}

/** 18:30 in Moscow, a month ahead, one evening after the other. */
function evening(now: number, show: number) {
  const date = new Date(now + (ahead_days + show) * day_ms).toISOString().slice(0, 10);
  const at = (time: string): number => parseLocal(`${date} ${time}`, 'Europe/Moscow');
  return { starts_at: at('18:30:00'), ends_at: at('23:00:00'), doors_open_at: at('17:30:00') };
}

/** Moves the evenings a month ahead again once the first is less than a week away. */
export async function keepBigHallAhead(tx: Tx, input: { organizer_id: number }): Promise<void> {
  const { organizer_id } = input;
  const rows = await tx.db
    .selectFrom('session')
    .innerJoin('event', 'event.id', 'session.event_id')
    .select(['session.id', 'session.starts_at'])
    .where('session.organizer_id', '=', organizer_id)
    .where('event.currency', '=', roubles)
    .where('event.name', '=', 'Вечер в Большом зале')
    .orderBy('session.starts_at')
    .execute();
  const [first] = rows;
  if (first === undefined || first.starts_at - tx.now >= moved_when_nearer_than_days * day_ms) return;
  for (const [show, { id: session_id }] of rows.entries()) {
    await updateSession(tx, { organizer_id, session_id, ...evening(tx.now, show) });
  }
}
