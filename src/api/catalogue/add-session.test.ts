import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, openApi } from '../../../test/fixtures/api-office.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';

async function openHouse(office: TestStore) {
  const { organizer_id } = await office.write((tx) => openEvent(tx, 10));
  const opened = await openApi(office);
  const { client } = await opened.openMember({ organizer_id, role: 'manager' });
  const { event_id, session_ids } = await client.open_event({
    body: {
      name: 'Nuit des luges',
      sessions: [{ starts_at: '2026-10-20T18:00:00Z', ends_at: '2026-10-20T20:00:00Z', capacity: 5 }],
      prices: [
        { name: 'Plein', amount: 1200 },
        { name: 'Réduit', amount: 800, quota: 2 },
      ],
    },
  });
  const offersOf = async (session_id: number) =>
    (
      await client.list_offers({
        query: { where: [{ column: 'session_id', value: session_id }], order: 'id' },
      })
    ).items;
  return {
    ...{ client, organizer_id, event_id, session_id: session_ids[0]!, offersOf },
    openMember: opened.openMember,
    [Symbol.asyncDispose]: () => opened.app.close(),
  };
}

onEachStore('one more session over /api', (open) => {
  test('is sold like the one that it is like, with capacities of its own, at the same time of day', async () => {
    await using house = await openHouse(open());
    const { client, session_id, offersOf } = house;
    const [plein, reduced] = await offersOf(session_id);
    await client.change_offer({ params: { id: plein!.id }, body: { sale_ends_at: '2026-10-20T16:00:00Z' } });
    await client.request_order({ body: { lines: [{ offer_id: reduced!.id, quantity: 2 }] } });
    // the clocks of Paris go back on 25 October 2026
    const added = await client.add_session({
      params: { id: session_id },
      body: { starts_at: '2026-11-03T19:00:00Z', name: 'Dernière' },
    });
    const session = await client.find_session({ params: { id: added.session_id } });
    assert.deepEqual(
      [session.name, session.starts_at, session.ends_at, session.event_id, session.status],
      ['Dernière', '2026-11-03T19:00:00.000Z', '2026-11-03T21:00:00.000Z', house.event_id, 'scheduled'],
    );
    const offers = await offersOf(added.session_id);
    assert.deepEqual(
      offers.map(({ name, amount, left, price_id, sale_ends_at }) => [
        name,
        amount,
        left,
        price_id,
        sale_ends_at,
      ]),
      [
        ['Plein', 1200, 5, plein!.price_id, '2026-11-03T17:00:00.000Z'],
        ['Réduit', 800, 2, reduced!.price_id, null],
      ],
    );
    await client.request_order({ body: { lines: [{ offer_id: offers[1]!.id, quantity: 2 }] } });
    assert.deepEqual(
      (await offersOf(added.session_id)).map(({ left }) => left),
      [3, 0],
    );
    assert.deepEqual(
      (await offersOf(session_id)).map(({ left }) => left),
      [3, 0],
      'the first has lost nothing to it',
    );
  });

  test('draws from what the sessions of the event share', async () => {
    await using house = await openHouse(open());
    const { client, session_id, event_id, offersOf } = house;
    const shared = await client.create_pool({ body: { event_id, kind: 'quota', capacity: 3 } });
    const [plein] = await offersOf(session_id);
    await client.link_pool({ params: { id: plein!.id, pool_id: shared.id } });
    const added = await client.add_session({
      params: { id: session_id },
      body: { starts_at: '2026-11-03T19:00:00Z', ends_at: null },
    });
    const [another] = await offersOf(added.session_id);
    assert.ok(another!.pool_ids.includes(shared.id));
    await client.request_order({ body: { lines: [{ offer_id: another!.id, quantity: 3 }] } });
    const more = client.request_order({ body: { lines: [{ offer_id: plein!.id, quantity: 1 }] } });
    assert.equal(await codeOf(more), 'sold_out');
    assert.equal((await client.find_session({ params: { id: added.session_id } })).ends_at, null);
  });

  test('is refused to who may only look, and to a stranger', async () => {
    const office = open();
    await using house = await openHouse(office);
    const call = { params: { id: house.session_id }, body: { starts_at: '2026-11-03T19:00:00Z' } };
    const reader = await house.openMember({ organizer_id: house.organizer_id, role: 'read_only' });
    assert.equal(await codeOf(reader.client.add_session(call)), 'forbidden');
    const { organizer_id } = await office.write((tx) => openEvent(tx, 1));
    const stranger = await house.openMember({ organizer_id, role: 'manager' });
    assert.equal(await codeOf(stranger.client.add_session(call)), 'not_found');
  });
});
