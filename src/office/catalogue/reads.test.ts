import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { sell } from '../selling/request.ts';
import { createEvent, deleteEvent } from './event.ts';
import { findEvent, listEvents } from './list-events.ts';
import { listOffers } from './list-offers.ts';
import { listPrices, priceTree } from './list-prices.ts';
import { listSessions } from './list-sessions.ts';
import { createOffer } from './offer.ts';
import { openHall } from './open-hall.ts';
import { createOrganizer } from './organizer.ts';
import { createAllotment, createPool } from './pool.ts';
import { createPrice, createPriceGroup } from './price.ts';
import { putOnSale } from './put-on-sale.ts';
import { createSession, setSessionPlaces } from './session.ts';
import { stockView } from './stock-view.ts';

const day_ms = 86_400_000;
let count = 0;

async function organizer({ write }: TestStore): Promise<number> {
  count += 1;
  const slug = `reads-${count}`;
  return write((tx) => createOrganizer(tx, { slug, name: 'Park', zone: 'Europe/Paris', currency: 'EUR' }));
}

/** A theatre: four seats and an area for three, with two prices. */
async function theatre(opened: TestStore) {
  const organizer_id = await organizer(opened);
  return opened.write(async (tx) => {
    const hall = await openHall(tx, {
      organizer_id,
      venue: { name: 'Theatre' },
      hall: { name: 'Hall' },
      zones: [
        { code: 'P', name: 'Stalls', rows: [{ label: 'A', seats: 5 }] },
        { code: 'F', name: 'Foyer', area: { capacity: 3 } },
      ],
    });
    const event_id = await createEvent(tx, { organizer_id, name: 'Play', status: 'published' });
    const session_id = await createSession(tx, {
      organizer_id,
      event_id,
      hall_id: hall.hall_id,
      starts_at: tx.now + day_ms,
      sale_starts_at: tx.now,
    });
    const group = await createPriceGroup(tx, { organizer_id, event_id, name: 'Seated' });
    const below = await createPriceGroup(tx, { organizer_id, event_id, name: 'Front', parent_id: group });
    const price = { organizer_id, event_id, price_group_id: below };
    const full = await createPrice(tx, {
      ...price,
      name: 'Full',
      amount: 900,
      product_type: 'numbered_seat',
    });
    const standing = await createPrice(tx, { organizer_id, event_id, name: 'Standing', amount: 500 });
    const [stalls, foyer] = hall.zones;
    const sale = await putOnSale(tx, {
      organizer_id,
      session_id,
      prices: [
        { price_id: full, zone_ids: [stalls!.zone_id] },
        { price_id: standing, zone_ids: [foyer!.zone_id] },
      ],
    });
    const place_ids = [stalls!.seats.get('A;1')!];
    await setSessionPlaces(tx, { organizer_id, session_id, place_ids, blocked: true });
    return { organizer_id, event_id, session_id, stalls: stalls!, foyer: foyer!, full, standing, sale };
  });
}

onEachStore('the catalogue read', (open) => {
  test('lists events page by page, of these organizers only', async () => {
    const opened = open();
    const { write, read } = opened;
    const [mine, other] = [await organizer(opened), await organizer(opened)];
    const ids: number[] = [];
    for (const name of ['One', 'Two 100%', 'Three']) {
      ids.push(
        await write((tx) => createEvent(tx, { organizer_id: mine, name, starts_at: 1000, ends_at: 2000 })),
      );
    }
    await write((tx) => createEvent(tx, { organizer_id: other, name: 'Theirs' }));
    const first = await read((rx) => listEvents(rx, { organizer_ids: [mine], limit: 2 }));
    assert.deepEqual(
      first.rows.map((row) => row.id),
      ids.slice(0, 2),
    );
    const rest = await read((rx) => listEvents(rx, { organizer_ids: [mine], limit: 2, after: first.next! }));
    assert.deepEqual([rest.rows.length, rest.next], [1, null]);
    const named = await read((rx) => listEvents(rx, { organizer_ids: [mine], name_contains: '0%' }));
    assert.deepEqual(
      named.rows.map((row) => row.name),
      ['Two 100%'],
    );
    const session = { organizer_id: mine, event_id: ids[0]!, starts_at: 5000, ends_at: 6000 };
    await write((tx) => createSession(tx, session));
    const later = await read((rx) => listEvents(rx, { organizer_ids: [mine], ends_from: 3000 }));
    assert.deepEqual(
      later.rows.map((row) => [row.id, row.first_starts_at, row.last_ends_at, row.sessions]),
      [[ids[0], 5000, 6000, 1]],
    );
    await write((tx) => deleteEvent(tx, { organizer_id: mine, event_id: ids[1]! }));
    await assert.rejects(
      read((rx) => findEvent(rx, { organizer_ids: [mine], event_id: ids[1]! })),
      {
        code: 'not_found',
      },
    );
    await assert.rejects(
      read((rx) => listEvents(rx, { organizer_ids: [mine], limit: 0 })),
      {
        code: 'invalid_input',
      },
    );
  });

  test('lists sessions by when they start, also several that start at once', async () => {
    const opened = open();
    const { write, read } = opened;
    const organizer_id = await organizer(opened);
    const event_id = await write((tx) => createEvent(tx, { organizer_id, name: 'Visits' }));
    const ids: number[] = [];
    for (const starts_at of [3000, 1000, 1000, 2000]) {
      ids.push(await write((tx) => createSession(tx, { organizer_id, event_id, starts_at })));
    }
    const seen: number[] = [];
    let after: { starts_at: number; id: number } | undefined;
    do {
      const page = await read((rx) => listSessions(rx, { organizer_ids: [organizer_id], after, limit: 1 }));
      seen.push(...page.rows.map((row) => row.id));
      after = page.next ?? undefined;
    } while (after !== undefined);
    assert.deepEqual(seen, [ids[1], ids[2], ids[3], ids[0]]);
  });

  test('says of each offer what is left: of seats, of an area, and of nothing that is without limit', async () => {
    const opened = open();
    const { read, write } = opened;
    const show = await theatre(opened);
    const { organizer_id, session_id, stalls, sale } = show;
    const now = opened.surroundings.instant;
    const lefts = async () => {
      const page = await read((rx) => listOffers(rx, { organizer_ids: [organizer_id], session_id, now }));
      return page.rows.map((row) => [row.name, row.capacity_total, row.left, row.sale_state]);
    };
    assert.deepEqual(await lefts(), [
      ['Full', 4, 4, 'on_sale'],
      ['Standing', 3, 3, 'on_sale'],
    ]);
    const [seat, standing] = sale.offers;
    const place_ids = [stalls.seats.get('A;3')!];
    await write((tx) =>
      sell(tx, {
        organizer_id,
        channel: 'web',
        requests: [
          { offer_id: seat!.offer_id, quantity: 1, place_ids },
          { offer_id: standing!.offer_id, quantity: 2 },
        ],
      }),
    );
    assert.deepEqual(await lefts(), [
      ['Full', 4, 3, 'on_sale'],
      ['Standing', 3, 1, 'on_sale'],
    ]);
    const before = await read((rx) =>
      listOffers(rx, { organizer_ids: [organizer_id], session_id, now: now - 1, limit: 1 }),
    );
    assert.equal(before.rows[0]?.sale_state, 'not_yet');
    assert.equal(before.next, seat!.offer_id);
  });

  test('a channel sees what is kept for it; the others do not', async () => {
    const opened = open();
    const { read, write } = opened;
    const organizer_id = await organizer(opened);
    const now = opened.surroundings.instant;
    const event_id = await write(async (tx) => {
      const made = await createEvent(tx, { organizer_id, name: 'Fair', status: 'published' });
      const price_id = await createPrice(tx, { organizer_id, event_id: made, name: 'Day', amount: 0 });
      const pool_id = await createPool(tx, { organizer_id, event_id: made, kind: 'quota', capacity: 10 });
      await createAllotment(tx, { organizer_id, pool_id, channel: 'weezevent', capacity: 4 });
      await createOffer(tx, { organizer_id, event_id: made, price_id, pool_ids: [pool_id] });
      return made;
    });
    const left = async (channel?: string) =>
      (await read((rx) => listOffers(rx, { organizer_ids: [organizer_id], event_id, channel, now }))).rows[0]
        ?.left;
    assert.deepEqual([await left(), await left('utick'), await left('weezevent')], [6, 6, 10]);
  });

  test('a session with more offers than one question asks for has them all, by id, whole or by page', async () => {
    const opened = open();
    const { read } = opened;
    const organizer_id = await organizer(opened);
    const now = opened.surroundings.instant;
    const made = await opened.write(async (tx) => {
      const event_id = await createEvent(tx, { organizer_id, name: 'Fair', status: 'published' });
      const session_id = await createSession(tx, { organizer_id, event_id, starts_at: tx.now + day_ms });
      const other = await createSession(tx, { organizer_id, event_id, starts_at: tx.now + 2 * day_ms });
      const pool_id = await createPool(tx, { organizer_id, event_id, kind: 'quota', capacity: 10 });
      const offers: number[] = [];
      for (let one = 0; one < 60; one += 1) {
        const price = { organizer_id, event_id, name: `Price ${one}`, amount: one };
        const price_id = await createPrice(tx, price);
        // every third is good for any session, and every third is another session's
        const of = [{ session_id }, {}, { session_id: other }][one % 3];
        const offer = { organizer_id, event_id, price_id, pool_ids: [pool_id], ...of };
        const id = await createOffer(tx, offer);
        if (one % 3 !== 2) offers.push(id);
      }
      return { session_id, offers };
    });
    const filter = { organizer_ids: [organizer_id], session_id: made.session_id, now };
    const whole = await read((rx) => listOffers(rx, { ...filter, limit: 1_000 }));
    assert.deepEqual(
      [whole.rows.map(({ id }) => id), whole.next, new Set(whole.rows.map(({ left }) => left))],
      [made.offers, null, new Set([10])],
    );
    const paged = [];
    for (let after: number | undefined, more = true; more;) {
      const page = await read((rx) => listOffers(rx, { ...filter, after, limit: 13 }));
      paged.push(...page.rows);
      after = page.next ?? undefined;
      more = page.next !== null;
    }
    assert.deepEqual(paged, whole.rows);
    const strangers = [await organizer(opened)];
    assert.deepEqual((await read((rx) => listOffers(rx, { ...filter, organizer_ids: strangers }))).rows, []);
  });

  test('shows a session zone by zone, and an event as a tree of prices', async () => {
    const opened = open();
    const { read } = opened;
    const { organizer_id, event_id, session_id, full, standing } = await theatre(opened);
    const now = opened.surroundings.instant;
    const view = await read((rx) => stockView(rx, { organizer_ids: [organizer_id], session_id, now }));
    assert.equal(view.session.place_name, 'Theatre');
    assert.deepEqual(
      view.zones.map((zone) => [zone.code, zone.capacity_total, zone.free, zone.offers.length]),
      [
        ['P', 4, 4, 1],
        ['F', 3, 3, 1],
      ],
    );
    assert.deepEqual([view.capacity_total, view.free], [7, 7]);
    const tree = await read((rx) => priceTree(rx, { organizer_id, event_id }));
    assert.equal(tree.groups[0]?.groups[0]?.prices[0]?.id, full);
    assert.deepEqual(
      tree.prices.map((price) => price.id),
      [standing],
    );
    const prices = await read((rx) =>
      listPrices(rx, { organizer_ids: [organizer_id], event_ids: [event_id] }),
    );
    assert.equal(prices.rows.length, 2);
  });
});
