import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, openApi } from '../../../test/fixtures/api-office.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';

/** A hall of four seats, a workshop of five places, and a pack of one seat and one or two of the workshop. */
async function openHouse(office: TestStore, pack_amount: number) {
  const { organizer_id } = await office.write((tx) => openEvent(tx, 10));
  const opened = await openApi(office);
  const { client } = await opened.openMember({ organizer_id, role: 'manager' });
  const { hall_id } = await client.open_hall({
    body: { name: 'Salle', zones: [{ code: 'P', name: 'Parterre', rows: [{ label: 'A', seats: 4 }] }] },
  });
  const { event_id, session_ids } = await client.open_event({
    body: {
      ...{ name: 'Cid', hall_id, sessions: [{ starts_at: '2026-06-01T18:00:00Z' }] },
      prices: [{ name: 'Plein', amount: 3000 }],
    },
  });
  const workshop = await client.create_price({ body: { event_id, name: 'Atelier', amount: 1000 } });
  const pool = await client.create_pool({ body: { event_id, kind: 'quota', capacity: 5 } });
  const { id: workshop_id } = await client.create_offer({
    body: { event_id, price_id: workshop.id, pool_ids: [pool.id] },
  });
  const where = [{ column: 'session_id', value: session_ids[0]! }];
  const seat_id = (await client.list_offers({ query: { where } })).items[0]!.id;
  const { offer_ids } = await client.add_price({
    params: { id: event_id },
    body: {
      ...{ name: 'Duo', amount: pack_amount },
      parts: [
        { offer_id: seat_id, minimum: 1, maximum: 1 },
        { offer_id: workshop_id, minimum: 1, maximum: 2 },
      ],
    },
  });
  const seats = (await client.list_session_seats({ params: { id: session_ids[0]! } })).items;
  return {
    ...{ client, event_id, seat_id, workshop_id, pack_id: offer_ids[0]!, seats },
    place: (label: string) => seats.find(({ seat_label }) => seat_label === label)!.place_id,
    [Symbol.asyncDispose]: () => opened.app.close(),
  };
}

onEachStore('packs over /api', (open) => {
  test('what can be sold of an event says what its packs are made of', async () => {
    await using house = await openHouse(open(), 3500);
    const { items } = await house.client.list_sale_offers({ params: { id: house.event_id } });
    const pack = items.find(({ offer_id }) => offer_id === house.pack_id)!;
    assert.deepEqual([pack.pack, pack.amount, pack.costs_its_parts], [true, 3500, false]);
    assert.deepEqual(
      pack.parts!.map(({ name, numbered, minimum, maximum, zone }) => [
        name,
        numbered,
        minimum,
        maximum,
        zone,
      ]),
      [
        ['Plein', true, 1, 1, 'Parterre'],
        ['Atelier', false, 1, 2, null],
      ],
    );
    assert.ok(items.every((offer) => offer.pack || offer.parts === null));
  });

  test('two packs are sold with chosen seats beside a single ticket, their price spread over the parts', async () => {
    await using house = await openHouse(open(), 3500);
    const { client, seat_id, workshop_id, pack_id, place } = house;
    const sold = await client.request_order({
      body: {
        lines: [
          { offer_id: workshop_id, quantity: 1 },
          {
            ...{ offer_id: pack_id, quantity: 2, holders: [{ first_name: 'Ada' }, { first_name: 'Zoé' }] },
            parts: [
              { offer_id: seat_id, quantity: 1, place_ids: [place('4'), place('2')] },
              { offer_id: workshop_id, quantity: 2 },
            ],
          },
        ],
        customer: { email: 'ada@example.org' },
        confirm: true,
      },
    });
    assert.equal(sold.total, 1000 + 2 * 3500);
    const of = sold.tickets.filter(({ line }) => line === 1);
    assert.equal(of.length, 2 * 4, 'a main ticket, a seat and two of the workshop, twice');
    assert.deepEqual(
      of.flatMap(({ place_id }) => place_id ?? []),
      [place('4'), place('2')],
    );
    assert.equal(
      of.reduce((sum, { charged_amount }) => sum + charged_amount, 0),
      7000,
    );
    const { items } = await client.list_tickets({
      query: { where: [{ column: 'order_id', value: sold.id }] },
    });
    assert.deepEqual(items.flatMap(({ holder }) => holder.first_name || []).toSorted(), ['Ada', 'Zoé']);
  });

  test('with nothing chosen it has as many of each part as it must, and one of no price costs what they do', async () => {
    await using house = await openHouse(open(), 0);
    const { client, pack_id, workshop_id, seat_id, event_id } = house;
    const { items } = await client.list_sale_offers({ params: { id: event_id } });
    const pack = items.find(({ offer_id }) => offer_id === pack_id)!;
    assert.deepEqual([pack.amount, pack.costs_its_parts], [4000, true]);
    const least = await client.request_order({
      body: { lines: [{ offer_id: pack_id, quantity: 1, parts: [] }] },
    });
    assert.equal(least.total, 4000);
    assert.equal(least.tickets.filter(({ place_id }) => place_id !== null).length, 1);
    const parts = [
      { offer_id: seat_id, quantity: 1 },
      { offer_id: workshop_id, quantity: 2 },
    ];
    const more = await client.request_order({ body: { lines: [{ offer_id: pack_id, quantity: 1, parts }] } });
    assert.equal(more.total, 5000);
  });

  test('a pack without a part, with a stranger, or with seats said twice over is refused, and nothing is sold', async () => {
    await using house = await openHouse(open(), 3500);
    const { client, pack_id, workshop_id, seat_id, place } = house;
    const ask = (line: object) =>
      codeOf(client.request_order({ body: { lines: [{ offer_id: pack_id, quantity: 1, ...line }] } }));
    const seat = { offer_id: seat_id, quantity: 1 };
    assert.equal(await ask({ parts: [seat] }), 'pack_incomplete');
    assert.equal(await ask({ parts: [seat, { offer_id: workshop_id, quantity: 3 }] }), 'pack_incomplete');
    assert.equal(await ask({ place_ids: [place('1')], parts: [] }), 'invalid_input');
    const late = client.request_order({
      body: {
        lines: [
          { offer_id: pack_id, quantity: 1, parts: [] },
          { offer_id: workshop_id, quantity: 1, main_line: 2 },
        ],
      },
    });
    assert.equal(await codeOf(late), 'invalid_input', 'a line that is not there is no request of the pack');
    const { items } = await client.list_orders();
    assert.deepEqual(items, []);
  });
});
