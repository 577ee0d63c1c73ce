import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, openApi } from '../../../test/fixtures/api-office.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';

/** A hall of two numbered seats and a pit for three, with an evening in it that sells nothing yet. */
async function openHouse(office: TestStore) {
  const { organizer_id } = await office.write((tx) => openEvent(tx, 10));
  const opened = await openApi(office);
  const { client } = await opened.openMember({ organizer_id, role: 'manager' });
  const { hall_id, zone_ids } = await client.open_hall({
    body: {
      name: 'Grande salle',
      zones: [
        { code: 'ORCH', name: 'Orchestre', rows: [{ label: 'A', seats: 2 }] },
        { code: 'FOSSE', name: 'Fosse', area: { capacity: 3 } },
      ],
    },
  });
  const { id: event_id } = await client.create_event({ body: { name: 'Récital', status: 'published' } });
  const { id: session_id } = await client.create_session({
    body: { event_id, hall_id, starts_at: '2026-10-20T18:00:00Z' },
  });
  const [stalls, pit] = zone_ids as [number, number];
  /** a price that is put on a zone by hand: made, then offered, with no capacity named */
  const offer = async (
    zone_id: number,
    product_type?: 'numbered_seat' | 'workshop',
    of: number | null = session_id,
  ) => {
    const price = await client.create_price({
      body: {
        event_id,
        name: 'Plein',
        amount: 1200,
        ...(product_type === undefined ? {} : { product_type }),
      },
    });
    return client.create_offer({ body: { event_id, price_id: price.id, session_id: of, zone_id } });
  };
  const buy = async (offer_id: number, quantity: number, more: { session_id?: number } = {}) => {
    const { id } = await client.request_order({ body: { lines: [{ offer_id, quantity, ...more }] } });
    const { items } = await client.list_tickets({ query: { where: [{ column: 'order_id', value: id }] } });
    return items.map(({ place_id }) => place_id);
  };
  return {
    ...{ client, hall_id, stalls, pit, session_id, offer, buy },
    [Symbol.asyncDispose]: () => opened.app.close(),
  };
}

onEachStore('a price that is put on a zone by hand', (open) => {
  for (const product_type of ['numbered_seat', undefined] as const) {
    const what = product_type === undefined ? 'a plain price' : 'a numbered price';

    test(`${what} gives a seat with each ticket where the zone is of seats, and no more than there are`, async () => {
      await using house = await openHouse(open());
      const { id } = await house.offer(house.stalls, product_type);
      const places = await house.buy(id, 2);
      assert.equal(new Set(places).size, 2, 'each has a seat of its own');
      assert.ok(places.every((place) => place !== null));
      assert.equal(await codeOf(house.buy(id, 1)), 'sold_out');
      assert.equal((await house.client.find_offer({ params: { id } })).left, 0);
    });

    test(`${what} never takes more of an area than it holds`, async () => {
      await using house = await openHouse(open());
      const first = await house.offer(house.pit, product_type);
      const second = await house.offer(house.pit, product_type);
      assert.equal(first.left, 3);
      await house.buy(first.id, 2);
      assert.equal((await house.client.find_offer({ params: { id: second.id } })).left, 1);
      assert.equal(await codeOf(house.buy(second.id, 2)), 'sold_out');
      await house.buy(second.id, 1);
    });

    test(`${what} that is good for any session is held to the places of the one that is named`, async () => {
      await using house = await openHouse(open());
      const { session_id } = house;
      const seats = await house.offer(house.stalls, product_type, null);
      assert.ok((await house.buy(seats.id, 2, { session_id })).every((place) => place !== null));
      assert.equal(await codeOf(house.buy(seats.id, 1, { session_id })), 'sold_out');
      const pit = await house.offer(house.pit, product_type, null);
      await house.buy(pit.id, 3, { session_id });
      assert.equal(await codeOf(house.buy(pit.id, 1, { session_id })), 'sold_out');
    });
  }

  test('keeps drawing from the area that it is sold in', async () => {
    await using house = await openHouse(open());
    const { id, pool_ids } = await house.offer(house.pit);
    const unlink = house.client.unlink_pool({ params: { id, pool_id: pool_ids[0]! } });
    assert.equal(await codeOf(unlink), 'invalid_input');
  });

  test('for a seat needs to know which session, and a zone without places has none to give', async () => {
    await using house = await openHouse(open());
    const { id } = await house.offer(house.stalls, undefined, null);
    assert.equal(await codeOf(house.buy(id, 1)), 'invalid_input');
    const loge = await house.client.create_zone({
      body: { hall_id: house.hall_id, code: 'LOGE', name: 'Loges' },
    });
    const empty = await house.offer(loge.id, 'numbered_seat');
    assert.equal(await codeOf(house.buy(empty.id, 1)), 'sold_out');
  });

  test('of a workshop takes no seat, wherever it is sold', async () => {
    await using house = await openHouse(open());
    const { id } = await house.offer(house.stalls, 'workshop');
    assert.deepEqual(await house.buy(id, 1), [null]);
  });
});
