import { createEvent } from '../../src/office/catalogue/event.ts';
import { createOffer } from '../../src/office/catalogue/offer.ts';
import { openHall } from '../../src/office/catalogue/open-hall.ts';
import { createPack } from '../../src/office/catalogue/pack.ts';
import { createAllotment, createPool } from '../../src/office/catalogue/pool.ts';
import { priceOfPlaces } from '../../src/office/catalogue/place-offers.ts';
import { createPrice } from '../../src/office/catalogue/price.ts';
import { putOnSale } from '../../src/office/catalogue/put-on-sale.ts';
import { createSession, setSessionPlaces } from '../../src/office/catalogue/session.ts';
import { createArticle, createVariation } from '../../src/office/counter/article.ts';
import { createCounter, createPaymentMode } from '../../src/office/counter/counter.ts';
import { findOrCreateCustomer } from '../../src/office/customers/find-or-create.ts';
import { createPromoCode } from '../../src/office/promotions/promo-code.ts';
import type { BatchedScan } from '../../src/office/admission/batch.ts';
import type { Tx } from '../../src/store/transaction.ts';
import { newOrganizer } from '../fixtures/model-case.ts';
import type { TestStore } from '../stores.ts';

export const minute_ms = 60_000;
export const hour_ms = 60 * minute_ms;
export const day_ms = 24 * hour_ms;

/** Choices that a seed repeats. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 2_654_435_761) >>> 0;
  }

  /** from 0 to below 1 (mulberry32) */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** a whole number, both ends included */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  happens(probability: number): boolean {
    return this.next() < probability;
  }

  /** the same things in another order */
  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, key: this.next() }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ item }) => item);
  }

  one<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }
}

export interface Stage {
  readonly organizer_id: number;
  readonly event_id: number;
  readonly session_ids: readonly number[];
  /** by session: numbered seats, an area at two prices */
  readonly seat_offer_ids: readonly number[];
  readonly area_offer_ids: readonly number[];
  /** for any session: a quota, and a pass of three entries out of the same */
  readonly open_offer_ids: readonly number[];
  /** a pack at the price of its parts, and one with a price of its own */
  readonly packs: readonly { readonly offer_id: number; readonly part_ids: readonly number[] }[];
  readonly seat_ids: readonly number[];
  /** the seat with a price of its own, and the offer that sells it and nothing else */
  readonly own_seat: { readonly place_id: number; readonly offer_id: number };
  readonly promo_code_ids: readonly number[];
  readonly pool_ids: readonly number[];
  readonly allotment_ids: readonly number[];
  readonly add_on_pool_id: number;
  readonly article_ids: readonly number[];
  readonly variation_id: number;
  readonly cash_mode_id: number;
  readonly card_mode_id: number;
  readonly counter_ids: readonly number[];
  readonly connection_id: number;
}

/** An office in use, and what the simulation knows of it beside the database. */
export interface World extends Stage {
  readonly office: TestStore;
  readonly chance: Chance;
  readonly customers: number[];
  readonly orders: number[];
  /** scans of devices without a network, on their way */
  readonly offline: BatchedScan[];
  /** scans that arrived: some are sent again */
  readonly arrived: BatchedScan[];
  /** attempts at the gate that must have been kept */
  attempts: number;
  nonces: number;
}

export const channels = ['web', 'counter', 'billetweb', 'club'] as const;

async function openStage(tx: Tx): Promise<Stage> {
  const organizer_id = await newOrganizer(tx);
  const event_id = await createEvent(tx, { organizer_id, name: 'Season', status: 'published' });
  const of = { organizer_id, event_id };
  const hall = await openHall(tx, {
    organizer_id,
    hall: { name: 'Hall' },
    zones: [
      { code: 'S', name: 'Seats', rows: ['A', 'B'].map((label) => ({ label, seats: 9 })) },
      { code: 'F', name: 'Floor', area: { capacity: 14 } },
    ],
  });
  const [stalls, floor] = hall.zones;
  if (stalls === undefined || floor === undefined) throw new Error('the hall has two zones');
  const seat = await createPrice(tx, { ...of, name: 'Seat', amount: 3333, product_type: 'numbered_seat' });
  const adult = await createPrice(tx, { ...of, name: 'Adult', amount: 1999, maximum: 6 });
  const child = await createPrice(tx, { ...of, name: 'Child', amount: 0 });
  const entry = await createPrice(tx, { ...of, name: 'Entry', amount: 1100, vat_bp: 1000 });
  const pass = await createPrice(tx, { ...of, name: 'Pass', amount: 2500, entries: 3 });
  const quota = await createPool(tx, { ...of, kind: 'quota', capacity: 40 });
  const session_ids: number[] = [];
  const seat_offer_ids: number[] = [];
  const area_offer_ids: number[] = [];
  for (const days of [1, 2]) {
    const session_id = await createSession(tx, {
      ...of,
      hall_id: hall.hall_id,
      starts_at: tx.now + days * day_ms,
      ends_at: tx.now + days * day_ms + 12 * hour_ms,
    });
    const { offers } = await putOnSale(tx, {
      organizer_id,
      session_id,
      prices: [
        { price_id: seat, zone_ids: [stalls.zone_id] },
        ...[adult, child].map((price_id) => ({ price_id, zone_ids: [floor.zone_id] })),
      ],
    });
    session_ids.push(session_id);
    for (const offer of offers)
      (offer.price_id === seat ? seat_offer_ids : area_offer_ids).push(offer.offer_id);
  }
  const seat_ids = [...stalls.seats.values()];
  // one seat of the first session costs something else than its zone, and is sold at that alone
  const loge = await createPrice(tx, { ...of, name: 'Loge', amount: 5005, product_type: 'numbered_seat' });
  const own_seat_id = seat_ids[4] ?? 0;
  const first = { organizer_id, session_id: session_ids[0] ?? 0 };
  await priceOfPlaces(tx, { ...first, zone_id: stalls.zone_id, place_ids: [own_seat_id], price_id: loge });
  const own_offer = await tx.db
    .selectFrom('offer')
    .select('id')
    .where('price_id', '=', loge)
    .executeTakeFirstOrThrow();
  seat_offer_ids.push(own_offer.id);
  const open_offer_ids: number[] = [];
  for (const price_id of [entry, pass])
    open_offer_ids.push(await createOffer(tx, { ...of, price_id, pool_ids: [quota] }));
  const part_ids = [seat_offer_ids[0] ?? 0, area_offer_ids[0] ?? 0];
  const packs: { offer_id: number; part_ids: number[] }[] = [];
  for (const amount of [0, 4001]) {
    const pack_price_id = await createPrice(tx, { ...of, name: 'Pack', amount, product_type: 'pack' });
    packs.push({ offer_id: await createOffer(tx, { ...of, price_id: pack_price_id }), part_ids });
    await createPack(tx, {
      organizer_id,
      pack_price_id,
      parts: part_ids.map((offer_id) => ({ offer_id, minimum: 1, maximum: 2 })),
    });
  }
  await setSessionPlaces(tx, {
    organizer_id,
    session_id: session_ids[0] ?? 0,
    place_ids: seat_ids.slice(0, 2),
    quota: JSON.stringify({ channels: ['club'] }),
  });
  const areaPools = await tx.db
    .selectFrom('pool')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .where('kind', '=', 'area')
    .orderBy('id')
    .execute();
  const pool_ids = [quota, ...areaPools.map((pool) => pool.id)];
  const allotment = { organizer_id, pool_id: quota };
  const allotment_ids = [
    await createAllotment(tx, {
      ...allotment,
      channel: 'counter',
      capacity: 5,
      releases_at: tx.now + day_ms,
    }),
    await createAllotment(tx, { ...allotment, channel: 'billetweb', capacity: 4 }),
    await createAllotment(tx, { organizer_id, pool_id: pool_ids[1] ?? 0, channel: 'club', capacity: 2 }),
  ];
  const code = { organizer_id, kind: 'percent', percent_bp: 1500 } as const;
  const promo_code_ids = [
    await createPromoCode(tx, { ...code, label: `FEW-${organizer_id}`, uses: 2 }),
    await createPromoCode(tx, {
      organizer_id,
      kind: 'value',
      value: 777,
      label: `ANY-${organizer_id}`,
      uses: null,
    }),
  ];
  const add_on_pool_id = await createPool(tx, { ...of, kind: 'quota', capacity: 6 });
  const stock = await createPool(tx, { organizer_id, kind: 'quota', capacity: 10 });
  const article_ids = [
    await createArticle(tx, { organizer_id, name: 'Tea', amount: 310, pool_id: stock }),
    await createArticle(tx, {
      organizer_id,
      name: 'Entry',
      amount: 1000,
      offer_id: open_offer_ids[0] ?? null,
    }),
  ];
  const variation_id = await createVariation(tx, { organizer_id, name: 'Large', surcharge: 55 });
  const cash_mode_id = await createPaymentMode(tx, {
    organizer_id,
    name: 'Cash',
    method: 'cash',
    refunds: 1,
  });
  const card_mode_id = await createPaymentMode(tx, { organizer_id, name: 'Card', method: 'card' });
  const counter_ids = [
    await createCounter(tx, { organizer_id, name: 'Hall' }),
    await createCounter(tx, { organizer_id, name: 'Bar' }),
  ];
  const connection_id = await tx.id();
  await tx.db
    .insertInto('connection')
    .values({
      id: connection_id,
      organizer_id,
      dialect: 'weezevent',
      name: 'Elsewhere',
      base_url: 'https://example.org',
      topics: JSON.stringify(['order', 'scan', 'customer']),
      created_at: tx.now,
      updated_at: tx.now,
    })
    .execute();
  return {
    organizer_id,
    event_id,
    session_ids,
    seat_offer_ids,
    area_offer_ids,
    open_offer_ids,
    packs,
    seat_ids,
    own_seat: { place_id: own_seat_id, offer_id: own_offer.id },
    promo_code_ids,
    pool_ids,
    allotment_ids,
    add_on_pool_id,
    article_ids,
    variation_id,
    cash_mode_id,
    card_mode_id,
    counter_ids,
    connection_id,
  };
}

/** A new organizer in the office: every seed begins with the same one. */
export async function openWorld(office: TestStore, seed: number): Promise<World> {
  const stage = await office.write(openStage);
  const customers: number[] = [];
  for (const who of ['ada', 'bob', 'cleo'])
    customers.push(
      await office.write((tx) =>
        findOrCreateCustomer(tx, {
          organizer_id: stage.organizer_id,
          email: `${who}@example.org`,
          first_name: who,
        }),
      ),
    );
  return {
    ...stage,
    office,
    chance: new Chance(seed),
    customers,
    orders: [],
    offline: [],
    arrived: [],
    attempts: 0,
    nonces: 0,
  };
}
