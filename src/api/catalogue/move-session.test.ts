import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, openApi } from '../../../test/fixtures/api-office.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';

/** An evening in a small hall of seats and a pit, and a larger hall of seats alone. */
async function openHouse(office: TestStore) {
  const { organizer_id } = await office.write((tx) => openEvent(tx, 10));
  const opened = await openApi(office);
  const { client } = await opened.openMember({ organizer_id, role: 'manager' });
  const small = await client.open_hall({
    body: {
      name: 'Petite salle',
      zones: [
        { code: 'ORCH', name: 'Orchestre', rows: [{ label: 'A', seats: 2 }] },
        { code: 'FOSSE', name: 'Fosse', area: { capacity: 3 } },
      ],
    },
  });
  const large = await client.open_hall({
    body: {
      name: 'Grande salle',
      zones: [
        { code: 'PARTERRE', name: 'Parterre', rows: [{ label: 'A', seats: 6 }] },
        { code: 'BALCON', name: 'Balcon', rows: [{ label: 'A', seats: 4 }] },
      ],
    },
  });
  const { event_id, session_ids } = await client.open_event({
    body: {
      name: 'Récital',
      hall_id: small.hall_id,
      sessions: [{ starts_at: '2026-10-20T18:00:00Z', capacity: 8 }],
      prices: [
        { name: 'Plein', amount: 1200 },
        { name: 'Réduit', amount: 800, quota: 5 },
      ],
    },
  });
  const session_id = session_ids[0]!;
  const offersOf = async (id: number) =>
    (await client.list_offers({ query: { where: [{ column: 'session_id', value: id }], order: 'id' } }))
      .items;
  const move = (hall_id: number | null, id = session_id) =>
    client.change_session({ params: { id }, body: { hall_id } });
  return {
    ...{ client, small, large, event_id, session_id, offersOf, move },
    [Symbol.asyncDispose]: () => opened.app.close(),
  };
}

onEachStore('a session that is changed over /api', (open) => {
  test('opens its doors and its sale when it is told to, and neither ends before it began', async () => {
    await using house = await openHouse(open());
    const { client, session_id } = house;
    const params = { id: session_id };
    const times = {
      doors_open_at: '2026-10-20T17:30:00.000Z',
      doors_close_at: '2026-10-20T19:00:00.000Z',
      sale_starts_at: '2026-09-01T08:00:00.000Z',
      sale_ends_at: '2026-10-20T17:00:00.000Z',
    };
    const changed = await client.change_session({ params, body: times });
    assert.deepEqual({ ...changed, ...times }, changed);
    const [offer] = await house.offersOf(session_id);
    assert.deepEqual([offer!.opens_at, offer!.closes_at], [times.sale_starts_at, times.sale_ends_at]);
    const early = { sale_ends_at: '2026-08-01T08:00:00Z' };
    assert.equal(await codeOf(client.change_session({ params, body: early })), 'invalid_input');
    const none = { doors_open_at: null, doors_close_at: null, sale_starts_at: null, sale_ends_at: null };
    assert.deepEqual(
      { ...(await client.change_session({ params, body: none })), ...none },
      await client.find_session({ params }),
    );
  });

  test('is sold in another hall as it was in the first, with what limited it, and gives seats there', async () => {
    await using house = await openHouse(open());
    const { client, session_id, large } = house;
    const [plain] = await house.offersOf(session_id);
    await client.change_offer({ params: { id: plain!.id }, body: { amount: 1500 } });
    assert.equal((await house.move(large.hall_id)).hall_id, large.hall_id);
    const offers = await house.offersOf(session_id);
    assert.deepEqual(
      offers.map(({ name, amount, zone_id, left }) => [name, amount, zone_id, left]),
      large.zone_ids.flatMap((zone_id, index) => [
        ['Plein', 1500, zone_id, [6, 4][index]],
        ['Réduit', 800, zone_id, [5, 4][index]],
      ]),
    );
    const pools = await client.list_pools({
      query: { where: [{ column: 'session_id', value: session_id }] },
    });
    assert.deepEqual(
      pools.items.map(({ kind }) => kind).toSorted(),
      ['quota', 'session'],
      'the pit of the other hall limits nothing any more',
    );
    const { id } = await client.request_order({
      body: { lines: [{ offer_id: offers[0]!.id, quantity: 2 }] },
    });
    const { items } = await client.list_tickets({ query: { where: [{ column: 'order_id', value: id }] } });
    assert.equal(new Set(items.map(({ place_id }) => place_id)).size, 2);
    const quota = (await house.offersOf(session_id)).filter(({ name }) => name === 'Réduit');
    assert.deepEqual(
      quota.map(({ left }) => left),
      [4, 4],
    );
  });

  test('comes to a hall from none, and its prices are numbered there', async () => {
    await using house = await openHouse(open());
    const { client, large } = house;
    const { session_ids } = await client.open_event({
      body: {
        name: 'Bal',
        sessions: [{ starts_at: '2026-10-21T18:00:00Z' }],
        prices: [{ name: 'Entrée', amount: 500 }],
      },
    });
    const id = session_ids[0]!;
    await house.move(large.hall_id, id);
    const offers = await house.offersOf(id);
    assert.deepEqual(
      offers.map(({ zone_id, left }) => [zone_id, left]),
      [
        [large.zone_ids[0], 6],
        [large.zone_ids[1], 4],
      ],
    );
    const price = await client.find_price({ params: { id: offers[0]!.price_id } });
    assert.equal(price.product_type, 'numbered_seat');
    await house.move(null, id);
    assert.deepEqual(
      (await house.offersOf(id)).map(({ zone_id, left }) => [zone_id, left]),
      [[null, null]],
    );
  });

  test('stays in its hall while a ticket is held or sold, and an order given up before it moved stays given up', async () => {
    await using house = await openHouse(open());
    const { client, session_id, small, large } = house;
    const [stalls, , pit] = await house.offersOf(session_id);
    const lines = [stalls!, pit!].map(({ id }) => ({ offer_id: id, quantity: 1 }));
    const order = await client.request_order({ body: { lines } });
    assert.equal(await codeOf(house.move(large.hall_id)), 'hall_in_use');
    assert.equal((await client.find_session({ params: { id: session_id } })).hall_id, small.hall_id);
    await client.change_session({ params: { id: session_id }, body: { hall_id: small.hall_id, name: 'x' } });
    await client.cancel_order({ params: { id: order.id }, body: {} });
    await house.move(large.hall_id);
    assert.equal(
      await codeOf(client.restore_order({ params: { id: order.id }, body: {} })),
      'seats_not_free',
    );
    await house.move(small.hall_id);
    await client.restore_order({ params: { id: order.id }, body: {} });
  });

  test('stays in its hall where a pack has seats of it', async () => {
    await using house = await openHouse(open());
    const { client, event_id, session_id, large } = house;
    const [offer] = await house.offersOf(session_id);
    await client.add_price({
      params: { id: event_id },
      body: { name: 'Pack', amount: 0, parts: [{ offer_id: offer!.id }] },
    });
    assert.equal(await codeOf(house.move(large.hall_id)), 'hall_in_pack');
  });

  test('goes to no hall of somebody else', async () => {
    const office = open();
    await using house = await openHouse(office);
    await using other = await openHouse(office);
    assert.equal(await codeOf(house.move(other.large.hall_id)), 'not_found');
  });
});
