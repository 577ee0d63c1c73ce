import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, openApi } from '../../../test/fixtures/api-office.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { AnswerError } from '../../contract/receive.ts';
import { cancelOrder } from '../../office/selling/cancel.ts';

/** A hall of two rows of four and an area, with a session to come and one that is over. */
async function openHouse(office: TestStore) {
  const { organizer_id } = await office.write((tx) => openEvent(tx, 10));
  const opened = await openApi(office);
  let { client } = await opened.openMember({ organizer_id, role: 'manager' });
  const { hall_id, zone_ids } = await client.open_hall({
    body: {
      name: 'Théâtre',
      zones: [
        { code: 'P', name: 'Parterre', rows: ['A', 'B'].map((label) => ({ label, seats: 4 })) },
        { code: 'D', name: 'Debout', area: { capacity: 20 } },
      ],
    },
  });
  const plan = async () => (await client.find_hall_plan({ params: { id: hall_id } })).items;
  const seatAt = async (row: string, seat: string): Promise<number> =>
    (await plan()).find(({ row_label, seat_label }) => row_label === row && seat_label === seat)!.id;
  const redraw = (body: Parameters<typeof client.redraw_hall>[0]['body']) =>
    client.redraw_hall({ params: { id: hall_id }, body });
  /** the session's id, and the offer of its seats */
  const openSession = async (starts_in_ms: number) => {
    const starts_at = new Date(office.surroundings.now() + starts_in_ms).toISOString();
    const { session_ids } = await client.open_event({
      body: { name: 'Cid', hall_id, sessions: [{ starts_at }], prices: [{ name: 'Plein', amount: 1200 }] },
    });
    const { items } = await client.list_offers({
      query: {
        where: [
          { column: 'session_id', value: session_ids[0]! },
          { column: 'zone_id', value: zone_ids[0]! },
        ],
      },
    });
    return { session_id: session_ids[0]!, offer_id: items[0]!.id };
  };
  const seats = async (session_id: number) =>
    (await client.list_session_seats({ params: { id: session_id } })).items;
  return {
    get client() {
      return client;
    },
    /** people's sessions end while the clock goes on */
    async signInAgain() {
      ({ client } = await opened.openMember({ organizer_id, role: 'manager' }));
    },
    ...{ organizer_id, hall_id, zone_ids, plan, seatAt, redraw, openSession, seats },
    openMember: opened.openMember,
    [Symbol.asyncDispose]: () => opened.app.close(),
  };
}

const day_ms = 86_400_000;
const newSeat = (zone_id: number, row: string, seat: string, x: number) => ({
  ...{ zone_id, kind: 'seat' as const, code: `P-${row};${seat}`, row_label: row, seat_label: seat },
  ...{ x, y: 3, position: 20, rank: 300 },
});

onEachStore('a hall drawn anew over /api', (open) => {
  test('what is gone, moved and new is saved in one step', async () => {
    await using house = await openHouse(open());
    const { redraw, plan, seatAt, zone_ids } = house;
    const [gone, moved] = [await seatAt('A', '1'), await seatAt('A', '2')];
    const answer = await redraw({
      gone: [gone],
      moved: [{ id: moved, x: 9.5, y: 1 }],
      added: [newSeat(zone_ids[0]!, 'C', '1', 0)],
    });
    assert.deepEqual(answer, { taken_out: 1, moved: 1, added: 1 });
    const after = await plan();
    assert.ok(!after.some(({ id }) => id === gone));
    assert.equal(after.find(({ id }) => id === moved)!.x, 9.5);
    assert.equal(after.find(({ row_label }) => row_label === 'C')!.y, 3);
  });

  test('places that nobody has drawn stand behind the others, in their rows', async () => {
    await using house = await openHouse(open());
    const { client, plan, zone_ids } = house;
    const undrawn = (row_label: string, seat_label: string) => ({
      ...{ kind: 'seat' as const, code: `${row_label}-${seat_label}`, row_label, seat_label },
    });
    await client.create_places({
      params: { id: zone_ids[0]! },
      body: { places: [undrawn('X', '10'), undrawn('X', '9')] },
    });
    const rows = await plan();
    const behind = Math.max(...rows.filter(({ drawn }) => drawn).map(({ y }) => y)) + 2;
    assert.deepEqual(
      rows.flatMap(({ seat_label, x, y, drawn }) => (drawn ? [] : [[seat_label, x, y]])),
      [
        ['10', 0.5, behind],
        ['9', -0.5, behind],
      ],
    );
  });

  test('nothing of it is kept where one part is refused', async () => {
    await using house = await openHouse(open());
    const { redraw, plan, seatAt, zone_ids } = house;
    const before = await plan();
    const gone = [await seatAt('A', '1')];
    const moved = [{ id: await seatAt('A', '2'), x: 9.5, y: 1 }];
    const twice = [newSeat(zone_ids[0]!, 'B', '1', 0)];
    assert.equal(await codeOf(redraw({ gone, moved, added: twice })), 'already_exists');
    const elsewhere = [newSeat(999_999_999, 'C', '1', 0)];
    assert.equal(await codeOf(redraw({ gone, moved, added: elsewhere })), 'not_found');
    assert.equal(await codeOf(redraw({ gone: [...gone, 999_999_999], moved })), 'not_found');
    assert.deepEqual(await plan(), before);
  });

  test('seats that a session to come has sold or holds stay, and the refusal names them and it', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { client, redraw, seatAt, seats, openSession } = house;
    const { session_id, offer_id } = await openSession(day_ms);
    const [sold, free] = [await seatAt('B', '2'), await seatAt('B', '3')];
    const order = await client.request_order({
      body: { lines: [{ offer_id, quantity: 1, place_ids: [sold] }], hold_minutes: null },
    });
    const error: unknown = await redraw({ gone: [sold, free] }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof AnswerError);
    const { code, details } = error.told.body as {
      code: string;
      details: { sessions: readonly { session_id: number; event: string; count: number; places: unknown }[] };
    };
    assert.equal(code, 'places_in_use');
    assert.deepEqual(
      details.sessions.map(({ session_id, event, count, places }) => [session_id, event, count, places]),
      [[session_id, 'Cid', 1, [{ row_label: 'B', seat_label: '2', code: 'P-B;2' }]]],
    );
    assert.equal((await seats(session_id)).length, 8, 'nor does the free one leave');
    await redraw({ gone: [free] });
    assert.equal((await seats(session_id)).length, 7);
    await office.write((tx) =>
      cancelOrder(tx, { organizer_id: house.organizer_id, order_id: order.id, reason: 'wrong day' }),
    );
    await redraw({ gone: [sold] });
    assert.equal((await seats(session_id)).length, 6);
    const restored = client.restore_order({ params: { id: order.id }, body: { hold_minutes: 10 } });
    assert.equal(await codeOf(restored), 'seats_not_free', 'its seat is no more');
  });

  test('a seat that was taken out is sold by nobody, chosen or not, and is itself again when it comes back', async () => {
    await using house = await openHouse(open());
    const { client, redraw, seatAt, seats, openSession, zone_ids } = house;
    const { session_id, offer_id } = await openSession(day_ms);
    const left = async () => (await client.find_offer({ params: { id: offer_id } })).left;
    const row = await Promise.all(['1', '2', '3', '4'].map((seat) => seatAt('A', seat)));
    // the writer has looked at the seats before they leave
    await client.request_order({ body: { lines: [{ offer_id, quantity: 1 }] } });
    const [taken] = (await seats(session_id)).filter(({ state }) => state === 'sold');
    const gone = row.filter((id) => id !== taken!.place_id);
    await redraw({ gone });
    assert.equal(await left(), 4);
    const named = { lines: [{ offer_id, quantity: 1, place_ids: [gone[0]!] }] };
    assert.equal(await codeOf(client.request_order({ body: named })), 'seats_not_free');
    assert.equal(
      await codeOf(client.request_order({ body: { lines: [{ offer_id, quantity: 5 }] } })),
      'sold_out',
    );
    const best = await client.request_order({ body: { lines: [{ offer_id, quantity: 4 }] } });
    assert.ok(best.tickets.every(({ place_id }) => !gone.includes(place_id!)));
    const seat = (await client.find_place({ params: { id: gone[0]! } })).seat_label;
    await redraw({ added: [newSeat(zone_ids[0]!, 'A', seat, -7)] });
    assert.equal(await seatAt('A', seat), gone[0], 'the same place');
    assert.equal(await left(), 1);
    assert.equal((await client.request_order({ body: named })).tickets[0]!.place_id, gone[0]);
  });

  test('a session that is over keeps the seats that it sold', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { redraw, seatAt, seats, openSession } = house;
    const past = await openSession(day_ms);
    const place_id = await seatAt('A', '4');
    await house.client.request_order({
      body: { lines: [{ offer_id: past.offer_id, quantity: 1, place_ids: [place_id] }], hold_minutes: null },
    });
    office.surroundings.advance(10 * day_ms);
    await house.signInAgain();
    const coming = await openSession(day_ms);
    await redraw({ gone: [place_id] });
    assert.ok((await seats(past.session_id)).some((seat) => seat.place_id === place_id));
    assert.ok(!(await seats(coming.session_id)).some((seat) => seat.place_id === place_id));
    assert.notEqual((await house.client.find_place({ params: { id: place_id } })).withdrawn_at, null);
  });

  test('an area leaves once no session to come has room in it', async () => {
    await using house = await openHouse(open());
    const { client, redraw, plan, openSession } = house;
    const { session_id } = await openSession(day_ms);
    const area = (await plan()).find(({ kind }) => kind === 'area')!;
    assert.equal(await codeOf(redraw({ gone: [area.id] })), 'places_in_use');
    const { items } = await client.list_pools({
      query: {
        where: [
          { column: 'session_id', value: session_id },
          { column: 'kind', value: 'area' },
        ],
      },
    });
    await client.resize_pool({ params: { id: items[0]!.id }, body: { capacity: 0 } });
    await redraw({ gone: [area.id] });
    assert.ok(!(await plan()).some(({ kind }) => kind === 'area'));
    const later = await openSession(2 * day_ms);
    const pools = await client.list_pools({
      query: { where: [{ column: 'session_id', value: later.session_id }] },
    });
    assert.ok(!pools.items.some(({ kind }) => kind === 'area'), 'a new session has it no more');
  });

  test('is refused to who may only look, and to a stranger', async () => {
    const office = open();
    await using house = await openHouse(office);
    const call = { params: { id: house.hall_id }, body: { gone: [await house.seatAt('A', '1')] } };
    const reader = await house.openMember({ organizer_id: house.organizer_id, role: 'read_only' });
    assert.equal(await codeOf(reader.client.redraw_hall(call)), 'forbidden');
    const { organizer_id } = await office.write((tx) => openEvent(tx, 1));
    const stranger = await house.openMember({ organizer_id, role: 'manager' });
    assert.equal(await codeOf(stranger.client.redraw_hall(call)), 'not_found');
  });
});
