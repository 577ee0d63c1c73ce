import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, openApi } from '../../../test/fixtures/api-office.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { sell } from '../../office/selling/request.ts';

async function openHouse(office: TestStore) {
  const { organizer_id, event_id } = await office.write((tx) => openEvent(tx, 10));
  const opened = await openApi(office);
  const { client } = await opened.openMember({ organizer_id, role: 'manager' });
  return { ...opened, client, organizer_id, event_id, [Symbol.asyncDispose]: () => opened.app.close() };
}

const where = (column: string, value: number | string | boolean) => ({
  query: { where: [{ column, value }] },
});

onEachStore('the catalogue over /api', (open) => {
  test('an event goes from nothing to sold in one call and a sale', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { client, organizer_id } = house;
    const made = await client.open_event({
      body: {
        name: 'Nuit des luges',
        sessions: [
          { starts_at: '2026-06-01T18:00:00Z', ends_at: '2026-06-01T20:00:00Z', capacity: 3 },
          { starts_at: '2026-06-02T18:00:00Z', capacity: 3 },
        ],
        prices: [
          { name: 'Plein', amount: 1200 },
          { name: 'Réduit', amount: 800, quota: 1 },
        ],
      },
    });
    const event = await client.find_event({ params: { id: made.event_id } });
    assert.deepEqual(
      [event.status, event.sessions, event.first_starts_at, event.last_ends_at],
      ['published', 2, '2026-06-01T18:00:00.000Z', '2026-06-02T18:00:00.000Z'],
    );
    const offers = await client.list_offers(where('session_id', made.session_ids[0]!));
    assert.deepEqual(
      offers.items.map(({ name, amount, left, sale_state }) => [name, amount, left, sale_state]),
      [
        ['Plein', 1200, 3, 'on_sale'],
        ['Réduit', 800, 1, 'on_sale'],
      ],
    );
    const buy = (offer_id: number, quantity: number) =>
      office.write((tx) => sell(tx, { organizer_id, channel: 'web', requests: [{ offer_id, quantity }] }));
    await buy(offers.items[0]!.id, 2);
    await assert.rejects(buy(offers.items[1]!.id, 2), { code: 'sold_out' });
    const after = await client.list_offers(where('session_id', made.session_ids[0]!));
    assert.deepEqual(
      after.items.map(({ left }) => left),
      [1, 1],
    );
    assert.equal(await codeOf(client.delete_event({ params: { id: made.event_id } })), 'in_use');
  });

  test('nothing of an event is made where one part of it is refused', async () => {
    await using house = await openHouse(open());
    const { client } = house;
    const before = (await client.list_events()).items.length;
    const refused = client.open_event({
      body: {
        name: 'Halb',
        hall_id: 999_999_999,
        sessions: [{ starts_at: '2026-06-01T18:00:00Z' }],
        prices: [{ name: 'Plein', amount: 1200 }],
      },
    });
    assert.equal(await codeOf(refused), 'not_found');
    assert.equal((await client.list_events()).items.length, before);
  });

  test('everything is made, found by a filter, changed in what is given, and kept otherwise', async () => {
    await using house = await openHouse(open());
    const { client, event_id } = house;
    const venue = await client.create_venue({ body: { name: 'Théâtre', city: 'Lyon' } });
    const session = await client.create_session({
      body: { event_id, starts_at: '2026-06-01T20:00:00+02:00', venue_id: venue.id, name: 'Première' },
    });
    assert.equal(session.starts_at, '2026-06-01T18:00:00.000Z');
    const moved = await client.change_session({
      params: { id: session.id },
      body: { doors_open_at: '2026-06-01T17:30:00Z' },
    });
    assert.deepEqual(
      [moved.name, moved.doors_open_at, moved.venue_id],
      ['Première', '2026-06-01T17:30:00.000Z', venue.id],
    );
    const group = await client.create_price_group({ body: { event_id, name: 'Adultes' } });
    const price = await client.create_price({
      body: { event_id, price_group_id: group.id, name: 'Plein', amount: 1500, vat_bp: 550, hidden: true },
    });
    assert.deepEqual([price.hidden, price.entries, price.currency], [true, 1, 'EUR']);
    const found = await client.list_prices(where('price_group_id', group.id));
    assert.deepEqual(
      found.items.map(({ id }) => id),
      [price.id],
    );
    const question = await client.create_question({
      body: { event_id, scope: 'order', label: 'Repas', options: ['Viande', 'Sans'], required: true },
    });
    assert.deepEqual(question.options, ['Viande', 'Sans']);
    const addOn = await client.create_add_on({ body: { event_id, name: 'Parking', amount: 500 } });
    await client.delete_add_on({ params: { id: addOn.id } });
    assert.equal(await codeOf(client.find_add_on({ params: { id: addOn.id } })), 'not_found');
    assert.equal(
      await codeOf(client.change_price({ params: { id: price.id }, body: {} })),
      'invalid_input',
      'a change of nothing',
    );
  });

  test('a capacity is never set below what is sold, unless somebody says so, and an allotment keeps its part', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { client, organizer_id, event_id } = house;
    const [offer] = (await client.list_offers(where('event_id', event_id))).items;
    await office.write((tx) =>
      sell(tx, { organizer_id, channel: 'web', requests: [{ offer_id: offer!.id, quantity: 4 }] }),
    );
    const [pool] = (await client.list_pools(where('event_id', event_id))).items;
    const resize = (capacity: number, overbook?: boolean) =>
      client.resize_pool({ params: { id: pool!.id }, body: { capacity, overbook } });
    assert.equal(await codeOf(resize(3)), 'capacity_below_sold');
    assert.deepEqual(await resize(3, true), { id: pool!.id, capacity: 3, taken: 4, reserved: 0 });
    await resize(10);
    const allotment = await client.create_allotment({
      body: { pool_id: pool!.id, channel: 'billetweb', capacity: 5 },
    });
    assert.equal((await client.find_offer({ params: { id: offer!.id } })).left, 1);
    await client.release_allotment({ params: { id: allotment.id } });
    assert.equal((await client.find_offer({ params: { id: offer!.id } })).left, 6);
  });

  test('a hall is drawn, redrawn, and its seats show who has them', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { client, organizer_id } = house;
    const hall = await client.open_hall({
      body: {
        name: 'Grande salle',
        zones: [
          { code: 'P', name: 'Parterre', rows: [{ label: 'A', seats: 3 }] },
          { code: 'D', name: 'Debout', area: { capacity: 20 } },
        ],
      },
    });
    const of = { params: { id: hall.hall_id } };
    const places = (await client.list_places(where('hall_id', hall.hall_id))).items;
    assert.equal(places.length, 4);
    const [first, second] = places;
    const plan = (await client.find_hall_plan(of)).items;
    assert.deepEqual(
      plan.map(({ kind, row_label, seat_label, x, y }) => [kind, row_label, seat_label, x, y]),
      [
        ['seat', 'A', '1', -1, 0],
        ['seat', 'A', '2', 0, 0],
        ['seat', 'A', '3', 1, 0],
        ['area', '', 'Debout', 0, 2],
      ],
    );
    await client.move_places({ ...of, body: { places: [{ id: first!.id, x: 7.5, y: 2 }] } });
    assert.equal((await client.find_place({ params: { id: first!.id } })).x, 7.5);
    const extra = await client.create_places({
      params: { id: hall.zone_ids[0]! },
      body: { places: [{ kind: 'seat', code: 'P-B;1', row_label: 'B', seat_label: '1' }] },
    });
    await client.delete_places({ ...of, body: { ids: extra.ids } });
    const made = await client.open_event({
      body: {
        name: 'Assis',
        hall_id: hall.hall_id,
        sessions: [{ starts_at: '2026-06-01T18:00:00Z' }],
        prices: [{ name: 'Plein', amount: 1200 }],
      },
    });
    const session = { params: { id: made.session_ids[0]! } };
    const [offer] = (await client.list_offers(where('zone_id', hall.zone_ids[0]!))).items;
    await office.write((tx) =>
      sell(tx, {
        organizer_id,
        channel: 'web',
        requests: [{ offer_id: offer!.id, quantity: 1, place_ids: [first!.id] }],
      }),
    );
    assert.equal(await codeOf(client.delete_places({ ...of, body: { ids: [first!.id] } })), 'places_in_use');
    await client.set_session_places({ ...session, body: { place_ids: [second!.id], blocked: true } });
    const seats = await client.list_session_seats(session);
    assert.deepEqual(
      seats.items.map(({ state }) => state),
      ['sold', 'blocked', 'free'],
    );
    assert.ok(seats.items.every(({ own_price }) => own_price === null));
    // the third seat costs more from now on, and is sold at that
    const [, , third] = seats.items;
    const loge = await client.create_price({
      body: { event_id: made.event_id, name: 'Loge', amount: 4000, product_type: 'numbered_seat' },
    });
    const own = { zone_id: hall.zone_ids[0]!, place_ids: [third!.place_id], price_id: loge.id };
    assert.deepEqual(await client.price_session_places({ ...session, body: own }), {
      places: 1,
      price_id: loge.id,
    });
    const { own_price } = (await client.list_session_seats(session)).items[2]!;
    assert.deepEqual([own_price?.name, own_price?.amount, own_price?.currency], ['Loge', 4000, 'EUR']);
    const line = (offer_id: number) => ({ lines: [{ offer_id, quantity: 1, place_ids: [third!.place_id] }] });
    assert.equal(await codeOf(client.request_order({ body: line(offer!.id) })), 'not_found');
    const sold = await client.request_order({ body: line(own_price!.offer_id) });
    assert.equal(sold.total, 4000);
  });

  test('a price is made for seats of two zones in one step, and taken from them again', async () => {
    await using house = await openHouse(open());
    const { client } = house;
    const { hall_id } = await client.open_hall({
      body: {
        name: 'Salle',
        zones: ['P', 'B'].map((code) => ({ code, name: code, rows: [{ label: 'A', seats: 2 }] })),
      },
    });
    const made = await client.open_event({
      body: {
        ...{ name: 'Assis', hall_id, sessions: [{ starts_at: '2026-06-01T18:00:00Z' }] },
        prices: [{ name: 'Plein', amount: 1200 }],
      },
    });
    const session = { params: { id: made.session_ids[0]! } };
    const seats = async () => (await client.list_session_seats(session)).items;
    const place_ids = (await seats())
      .filter(({ seat_label }) => seat_label === '1')
      .map((one) => one.place_id);
    assert.equal(place_ids.length, 2);
    const set = (price: { price_id?: number | null; new_price?: { name: string; amount: number } }) =>
      client.price_session_places({ ...session, body: { place_ids, ...price } });
    assert.equal(await codeOf(set({})), 'invalid_input');
    const { price_id } = await set({ new_price: { name: 'Loge', amount: 4000 } });
    const own = (await seats()).map(({ seat_label, own_price }) => [seat_label, own_price?.amount ?? null]);
    assert.deepEqual(own, [
      ['1', 4000],
      ['2', null],
      ['1', 4000],
      ['2', null],
    ]);
    assert.equal((await client.find_price({ params: { id: price_id! } })).product_type, 'numbered_seat');
    await set({ price_id: null });
    assert.ok((await seats()).every(({ own_price }) => own_price === null));
  });

  test('an event in a hall sells each seat once, to who names none as well, and an area by the head', async () => {
    await using house = await openHouse(open());
    const { client } = house;
    const { hall_id, zone_ids } = await client.open_hall({
      body: {
        name: 'Salle',
        zones: [
          { code: 'P', name: 'Parterre', rows: [{ label: 'A', seats: 3 }] },
          { code: 'D', name: 'Debout', area: { capacity: 2 } },
        ],
      },
    });
    const { event_id, session_ids } = await client.open_event({
      body: {
        ...{ name: 'Assis', hall_id, sessions: [{ starts_at: '2026-06-01T18:00:00Z' }] },
        prices: [{ name: 'Plein', amount: 1200 }],
      },
    });
    const added = await client.add_price({ params: { id: event_id }, body: { name: 'Réduit', amount: 800 } });
    const offers = (await client.list_offers(where('session_id', session_ids[0]!))).items;
    const offerOf = (zone_id: number | undefined) => offers.find((offer) => offer.zone_id === zone_id)!.id;
    const buy = (offer_id: number, quantity: number) =>
      client.request_order({ body: { lines: [{ offer_id, quantity }] } });
    const seated = await buy(offerOf(zone_ids[0]), 2);
    assert.ok(seated.tickets.every(({ place_id }) => place_id !== null));
    const reduced = offers.find(
      ({ price_id, zone_id }) => price_id === added.price_id && zone_id === zone_ids[0],
    )!;
    assert.equal(await codeOf(buy(reduced.id, 2)), 'sold_out');
    assert.notEqual((await buy(reduced.id, 1)).tickets[0]!.place_id, null);
    assert.equal(await codeOf(buy(offerOf(zone_ids[0]), 1)), 'sold_out');
    const standing = await buy(offerOf(zone_ids[1]), 2);
    assert.ok(standing.tickets.every(({ place_id }) => place_id === null));
    assert.equal(await codeOf(buy(offerOf(zone_ids[1]), 1)), 'sold_out');
  });

  test('promo codes come one by one, by the thousand, or drawn, and a label is given once', async () => {
    await using house = await openHouse(open());
    const { client } = house;
    const terms = { kind: 'percent' as const, percent_bp: 1000, uses: 5 };
    const { ids } = await client.create_promo_codes({ body: { labels: ['ETE', 'HIVER'], ...terms } });
    const again = client.create_promo_codes({ body: { labels: ['NEU', 'ete'], ...terms } });
    assert.equal(await codeOf(again), 'already_exists');
    assert.equal((await client.list_promo_codes()).items.length, 2, 'all of them, or none');
    const { labels } = await client.draw_promo_codes({ body: { count: 20, prefix: 'VIP-', ...terms } });
    assert.equal(new Set(labels).size, 20);
    assert.ok(labels.every((label) => /^VIP-[2-9A-HJ-NP-Z]{9}$/.test(label)));
    const changed = await client.change_promo_code({
      params: { id: ids[0]! },
      body: { label: 'SOLDES', uses: 1, enabled: false },
    });
    assert.deepEqual(
      [changed.label, changed.uses, changed.enabled, changed.percent_bp],
      ['SOLDES', 1, false, 1000],
    );
    await client.delete_promo_code({ params: { id: ids[0]! } });
    assert.equal(await codeOf(client.find_promo_code({ params: { id: ids[0]! } })), 'not_found');
  });

  test('a pack is made of offers, and says how many of each', async () => {
    await using house = await openHouse(open());
    const { client, event_id } = house;
    const pack = await client.create_price({
      body: { event_id, name: 'Pack famille', amount: 3000, product_type: 'pack' },
    });
    const [offer] = (await client.list_offers(where('event_id', event_id))).items;
    const { items } = await client.create_pack({
      params: { id: pack.id },
      body: { parts: [{ offer_id: offer!.id, minimum: 2, maximum: 4 }] },
    });
    const changed = await client.change_pack_part({ params: { id: items[0]!.id }, body: { maximum: 6 } });
    assert.deepEqual([changed.minimum, changed.maximum], [2, 6]);
    const last = client.delete_pack_part({ params: { id: items[0]!.id } });
    assert.equal(await codeOf(last), 'in_use', 'a pack of nothing is no pack');
  });

  test('a price is added to all sessions of an event, and draws from the capacity that each has', async () => {
    await using house = await openHouse(open());
    const { client } = house;
    const { event_id, session_ids } = await client.open_event({
      body: {
        name: 'Deux soirs',
        sessions: [{ starts_at: '2026-06-01T18:00:00Z', capacity: 5 }, { starts_at: '2026-06-02T18:00:00Z' }],
        prices: [{ name: 'Plein', amount: 1000 }],
      },
    });
    const { price_id } = await client.add_price({
      params: { id: event_id },
      body: { name: 'Enfant', amount: 500, quota: 3 },
    });
    const added = (await client.list_offers(where('price_id', price_id))).items;
    assert.deepEqual(
      added.map(({ session_id, capacity, pool_ids }) => [session_id, capacity, pool_ids.length]),
      [
        [session_ids[0], 3, 2],
        [session_ids[1], 3, 1],
      ],
    );
    const offer_id = added[0]!.id;
    const pack = await client.add_price({
      params: { id: event_id },
      body: { name: 'Duo', amount: 900, parts: [{ offer_id, minimum: 2, maximum: 2 }] },
    });
    const { items: parts } = await client.list_pack_parts({ params: { id: pack.price_id } });
    assert.deepEqual(
      parts.map((part) => [part.offer_id, part.minimum]),
      [[offer_id, 2]],
    );
    const asked = await client.create_question({ body: { event_id, scope: 'ticket', label: 'Taille' } });
    await client.delete_question({ params: { id: asked.id } });
    assert.deepEqual((await client.list_questions(where('event_id', event_id))).items, []);
  });

  test('is not there for another organizer, and refused to who may only look, or only at other events', async () => {
    const office = open();
    await using house = await openHouse(office);
    const other = await openHouse(office);
    await other.app.close();
    const { client, organizer_id, event_id } = house;
    const [foreign] = (await client.list_offers()).items;
    const stranger = await house.openMember({ organizer_id: other.organizer_id, role: 'manager' });
    for (const call of [
      () => stranger.client.find_event({ params: { id: event_id } }),
      () => stranger.client.find_offer({ params: { id: foreign!.id } }),
      () => stranger.client.change_offer({ params: { id: foreign!.id }, body: { enabled: false } }),
      () => stranger.client.delete_offer({ params: { id: foreign!.id } }),
      () => stranger.client.create_session({ body: { event_id, starts_at: '2026-06-01T18:00:00Z' } }),
      () => stranger.client.find_price({ params: { id: foreign!.price_id } }),
    ])
      assert.equal(await codeOf(call()), 'not_found');
    const reader = await house.openMember({ organizer_id, role: 'read_only' });
    assert.equal(await codeOf(reader.client.create_venue({ body: { name: 'X' } })), 'forbidden');
    const elsewhere = await client.create_event({ body: { name: 'Ailleurs' } });
    const limited = await house.openMember({ organizer_id, role: 'manager', event_id: elsewhere.id });
    assert.equal(await codeOf(limited.client.find_offer({ params: { id: foreign!.id } })), 'not_found');
    assert.equal(await codeOf(limited.client.create_venue({ body: { name: 'X' } })), 'forbidden');
    assert.deepEqual((await limited.client.list_offers()).items, []);
  });
});
