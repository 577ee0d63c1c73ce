import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, openApi } from '../../../test/fixtures/api-office.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';

async function openHouse(office: TestStore) {
  const { organizer_id } = await office.write((tx) => openEvent(tx, 10));
  const opened = await openApi(office);
  const { client } = await opened.openMember({ organizer_id, role: 'manager' });
  const of = (event_id: number) => ({
    query: { where: [{ column: 'event_id', value: event_id }], order: 'id', limit: 200 },
  });
  return {
    client,
    organizer_id,
    of,
    openMember: opened.openMember,
    [Symbol.asyncDispose]: () => opened.app.close(),
  };
}

onEachStore('an event copied over /api', (open) => {
  test('has what the first has, moved by the clock on the wall, and nothing that was sold', async () => {
    await using house = await openHouse(open());
    const { client, of } = house;
    const { hall_id } = await client.open_hall({
      body: { name: 'Salle', zones: [{ code: 'P', name: 'Parterre', rows: [{ label: 'A', seats: 4 }] }] },
    });
    // the clocks of Paris go back on 25 October 2026, between the two sessions
    const { event_id, session_ids } = await client.open_event({
      body: {
        ...{ name: 'Le Cid', description: 'Corneille', hall_id },
        sessions: [
          { starts_at: '2026-10-20T18:00:00Z', ends_at: '2026-10-20T20:00:00Z', capacity: 3 },
          { starts_at: '2026-11-03T19:00:00Z' },
        ],
        prices: [{ name: 'Plein', amount: 3000, vat_bp: 550, quota: 2 }],
      },
    });
    const [first] = (await client.list_offers(of(event_id))).items;
    await client.change_offer({ params: { id: first!.id }, body: { sale_ends_at: '2026-10-20T16:00:00Z' } });
    const pack = await client.add_price({
      params: { id: event_id },
      body: { name: 'Duo', amount: 5000, parts: [{ offer_id: first!.id, minimum: 2, maximum: 2 }] },
    });
    await client.create_question({
      body: { event_id, scope: 'ticket', label: 'Repas', options: ['Oui', 'Non'], price_id: first!.price_id },
    });
    await client.create_add_on({ body: { event_id, name: 'Parking', amount: 500 } });
    const seats = await client.list_session_seats({ params: { id: session_ids[0]! } });
    const [blocked, box] = seats.items;
    const session = { params: { id: session_ids[0]! } };
    await client.set_session_places({ ...session, body: { place_ids: [blocked!.place_id], blocked: true } });
    await client.price_session_places({
      ...session,
      body: { place_ids: [box!.place_id], new_price: { name: 'Loge', amount: 9000 } },
    });
    await client.request_order({ body: { lines: [{ offer_id: first!.id, quantity: 1 }] } });

    const copy = await client.copy_event({
      params: { id: event_id },
      body: { name: 'Le Cid, reprise', starts_at: '2027-06-01T18:00:00Z' },
    });
    const event = await client.find_event({ params: { id: copy.event_id } });
    assert.deepEqual(
      [event.name, event.status, event.description, event.sessions, event.first_starts_at],
      ['Le Cid, reprise', 'draft', 'Corneille', 2, '2027-06-01T18:00:00.000Z'],
    );
    const sessions = (await client.list_sessions(of(copy.event_id))).items;
    assert.deepEqual(
      sessions.map(({ starts_at, ends_at, hall_id: hall }) => [starts_at, ends_at, hall]),
      [
        ['2027-06-01T18:00:00.000Z', '2027-06-01T20:00:00.000Z', hall_id],
        ['2027-06-15T18:00:00.000Z', null, hall_id],
      ],
      'at eight in the evening both',
    );
    const offers = (await client.list_offers(of(copy.event_id))).items;
    const before = (await client.list_offers(of(event_id))).items;
    assert.deepEqual(
      offers.map(({ name, amount, zone_id, pool_ids }) => [name, amount, zone_id, pool_ids.length]),
      before.map(({ name, amount, zone_id, pool_ids }) => [name, amount, zone_id, pool_ids.length]),
    );
    assert.ok(
      offers.every(
        ({ id, pool_ids }) =>
          !before.some((one) => one.id === id || one.pool_ids.some((p) => pool_ids.includes(p))),
      ),
    );
    const plein = offers.find(
      ({ name, session_id }) => name === 'Plein' && session_id === copy.session_ids[0],
    )!;
    assert.deepEqual([plein.left, plein.sale_ends_at], [2, '2027-06-01T16:00:00.000Z']);
    const pools = (await client.list_pools(of(copy.event_id))).items;
    assert.ok(pools.length > 0 && pools.every(({ taken }) => taken === 0));
    const seatsNow = (await client.list_session_seats({ params: { id: copy.session_ids[0]! } })).items;
    assert.deepEqual(
      seatsNow.map(({ state, own_price, order_id }) => [state, own_price?.amount ?? null, order_id]),
      [
        ['blocked', null, null],
        ['free', 9000, null],
        ['free', null, null],
        ['free', null, null],
      ],
    );
    const prices = (await client.list_prices(of(copy.event_id))).items;
    assert.deepEqual(
      prices.map(({ name, vat_bp, product_type }) => [name, vat_bp, product_type]),
      [
        ['Plein', 550, 'numbered_seat'],
        ['Duo', 0, 'pack'],
        ['Loge', 0, 'numbered_seat'],
      ],
    );
    const duo = prices.find(({ name }) => name === 'Duo')!;
    assert.notEqual(duo.id, pack.price_id);
    const parts = (await client.list_pack_parts({ params: { id: duo.id } })).items;
    assert.deepEqual(
      parts.map(({ offer_id, minimum }) => [offer_id, minimum]),
      [[plein.id, 2]],
    );
    const questions = (await client.list_questions(of(copy.event_id))).items;
    assert.deepEqual(
      questions.map(({ label, options, price_id }) => [label, options, price_id]),
      [['Repas', ['Oui', 'Non'], plein.price_id]],
    );
    assert.deepEqual(
      (await client.list_add_ons(of(copy.event_id))).items.map(({ name }) => name),
      ['Parking'],
    );
    // sold like any other, in the order of its own capacities
    await client.change_event({ params: { id: copy.event_id }, body: { status: 'published' } });
    const sold = await client.request_order({ body: { lines: [{ offer_id: plein.id, quantity: 2 }] } });
    assert.ok(sold.tickets.every(({ place_id }) => place_id !== null));
    assert.equal(
      await codeOf(client.request_order({ body: { lines: [{ offer_id: plein.id, quantity: 1 }] } })),
      'sold_out',
    );
  });

  test('what was deleted is not copied, and one without sessions is copied as it is', async () => {
    await using house = await openHouse(open());
    const { client, of } = house;
    const { event_id, session_ids } = await client.open_event({
      body: {
        name: 'Deux soirs',
        sessions: [{ starts_at: '2026-06-01T18:00:00Z' }, { starts_at: '2026-06-02T18:00:00Z' }],
        prices: [
          { name: 'Plein', amount: 1000, quota: 4 },
          { name: 'Réduit', amount: 800 },
        ],
      },
    });
    const reduced = (await client.list_prices(of(event_id))).items.find(({ name }) => name === 'Réduit')!;
    await client.create_question({
      body: { event_id, scope: 'ticket', label: 'Carte', price_id: reduced.id },
    });
    await client.delete_session({ params: { id: session_ids[1]! } });
    await client.delete_price({ params: { id: reduced.id } });
    const copy = await client.copy_event({ params: { id: event_id }, body: { name: 'Copie' } });
    assert.equal(copy.session_ids.length, 1);
    const offers = (await client.list_offers(of(copy.event_id))).items;
    assert.deepEqual(
      offers.map(({ name, left, session_id }) => [name, left, session_id]),
      [['Plein', 4, copy.session_ids[0]]],
    );
    assert.deepEqual((await client.list_questions(of(copy.event_id))).items, []);
    const bare = await client.create_event({ body: { name: 'Sans date' } });
    const again = await client.copy_event({
      params: { id: bare.id },
      body: { name: 'Sans date non plus', starts_at: '2026-10-30T19:00:00Z' },
    });
    assert.deepEqual(again.session_ids, []);
  });

  test('is refused to who may only look, and to a stranger', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { client, organizer_id } = house;
    const { id } = await client.create_event({ body: { name: 'Sans date' } });
    const call = { params: { id }, body: { name: 'Copie' } };
    const reader = await house.openMember({ organizer_id, role: 'read_only' });
    assert.equal(await codeOf(reader.client.copy_event(call)), 'forbidden');
    const { organizer_id: other } = await office.write((tx) => openEvent(tx, 1));
    const stranger = await house.openMember({ organizer_id: other, role: 'manager' });
    assert.equal(await codeOf(stranger.client.copy_event(call)), 'not_found');
  });
});
