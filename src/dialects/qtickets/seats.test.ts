import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openQticketsHall, type QticketsHall } from '../../../test/fixtures/qtickets-hall.ts';
import { onEachStore } from '../../../test/stores.ts';
import { setSessionPlaces } from '../../office/catalogue/session.ts';

type Seats = Record<string, Record<string, unknown>>;
const client = { email: 'username@gmail.com' };

async function seats(hall: QticketsHall, input: object): Promise<Seats> {
  const { status, text } = await hall.ask('/shows/41/seats', { payload: JSON.stringify(input) });
  assert.equal(status, 200, text);
  return (JSON.parse(text) as { data: Seats }).data;
}

const keys = async (hall: QticketsHall, where: object[], more: object = {}): Promise<string[]> =>
  Object.keys(await seats(hall, { flat: true, where, select: ['id'], ...more })).toSorted();

function buy(hall: QticketsHall, seat_ids: readonly string[], more: object = {}) {
  const baskets = seat_ids.map((seat_id) => ({ show_id: 41, seat_id }));
  return hall.client.createOrder({ body: { data: { client, baskets, ...more } } });
}

onEachStore('seats through Qtickets', (open) => {
  test('have every field of the document, once per price level', async () => {
    const hall = await openQticketsHall(open());
    await buy(hall, ['CENTER_PARTERRE-21;12', 'DANCE-1;1'], { payed: true });
    await buy(hall, ['child_DANCE-1;1']);
    const all = await seats(hall, { flat: true });
    assert.equal(Object.keys(all).length, 31);
    assert.deepEqual(all['CENTER_PARTERRE-21;12'], {
      id: 'CENTER_PARTERRE-21;12',
      root_id: 'CENTER_PARTERRE-21;12',
      name: 'Партер: Ряд 21, Место 12',
      zone_id: 'CENTER_PARTERRE',
      zone_root_id: 'CENTER_PARTERRE',
      short_seat_id: '21;12',
      admission: false,
      row: '21',
      place: '12',
      max_quantity: 1,
      free_quantity: 0,
      ordered_quantity: 1,
      available: false,
      disabled: false,
      ordered: true,
      payed_quantity: 1,
      in_basket_quantity: 0,
      price: 150,
      currency_id: 'RUB',
      related_seats: [],
      multiprice_name: null,
      multiprice_code: null,
      spread: { partner_id: null, users: [], client_groups: [], client_emails: [], agents: false },
      color_theme_id: null,
      coords: [4.5, 0],
    });
    const child = all['child_DANCE-1;1']!;
    assert.deepEqual(
      [
        'root_id',
        'zone_id',
        'multiprice_name',
        'max_quantity',
        'free_quantity',
        'ordered_quantity',
        'payed_quantity',
        'in_basket_quantity',
        'price',
      ].map((field) => child[field]),
      ['DANCE-1;1', 'child_DANCE', 'Детский', 200, 198, 2, 1, 1, 300],
    );
    const abonement = all[hall.abonement_seat]!;
    assert.deepEqual(
      [abonement['price'], abonement['related_seats']],
      [1000, ['DANCE-1;1', 'DANCE-1;1', 'DANCE-1;1']],
    );
  });

  test('come by zone unless they are asked for flat, with the selected fields alone', async () => {
    const hall = await openQticketsHall(open());
    const found = await seats(hall, {
      select: ['price', 'spread.users'],
      where: [{ column: 'root_zone_id', value: 'DANCE' }],
    });
    assert.deepEqual(found, {
      DANCE: {
        zone_id: 'DANCE',
        name: 'Танцевальный партер',
        description: '',
        seats: { '1;1': { price: 500, spread: { users: [] } } },
      },
      child_DANCE: {
        zone_id: 'child_DANCE',
        name: 'Танцевальный партер',
        description: '',
        seats: { '1;1': { price: 300, spread: { users: [] } } },
      },
    });
  });

  test('are told by any field, whatever the operator', async () => {
    const hall = await openQticketsHall(open());
    await buy(hall, ['CENTER_PARTERRE-21;1']);
    assert.deepEqual(await keys(hall, [{ column: 'ordered', value: true }]), ['CENTER_PARTERRE-21;1']);
    assert.equal((await keys(hall, [{ column: 'available', value: true }])).length, 30);
    assert.deepEqual(
      await keys(hall, [{ column: 'price', operator: '>=', value: 500 }]),
      ['DANCE-1;1', hall.abonement_seat].toSorted(),
    );
    assert.deepEqual(await keys(hall, [{ column: 'name', value: 'Партер: Ряд 22, Место 3' }]), [
      'CENTER_PARTERRE-22;3',
    ]);
    assert.deepEqual(
      await keys(hall, [
        { column: 'coords', operator: 'in array', value: [6.5] },
        { column: 'row', value: '22' },
      ]),
      ['CENTER_PARTERRE-22;14'],
    );
    assert.deepEqual(await keys(hall, [{ column: 'multiprice_code', operator: 'not null' }]), [
      'child_DANCE-1;1',
    ]);
    assert.deepEqual(
      await keys(hall, [
        { column: 'admission', value: true },
        { column: 'id', operator: 'not in', value: ['DANCE-1;1', hall.abonement_seat] },
      ]),
      ['child_DANCE-1;1'],
    );
    const every = await seats(hall, {
      flat: true,
      where: [
        { column: 'zone_root_id', value: 'CENTER_PARTERRE' },
        { column: 'short_seat_id', value: '22;1' },
      ],
    });
    const [seat] = Object.values(every);
    for (const [column, value] of Object.entries(seat!)) {
      if (Array.isArray(value) || typeof value === 'object') continue;
      assert.ok((await keys(hall, [{ column, value }])).includes('CENTER_PARTERRE-22;1'), column);
    }
  });

  test('that are kept for somebody are there for them alone, and sold to them alone', async () => {
    const office = open();
    const hall = await openQticketsHall(office);
    const { organizer_id, sessions } = hall;
    await office.write(async (tx) => {
      const places = await tx.db
        .selectFrom('place')
        .select('id')
        .where('hall_id', '=', hall.hall_id)
        .where('code', 'in', ['CENTER_PARTERRE-21;1', 'CENTER_PARTERRE-21;2'])
        .execute();
      const quota = JSON.stringify({ customers: ['username@gmail.com'], users: [7] });
      await setSessionPlaces(tx, {
        organizer_id,
        session_id: sessions[0]!,
        place_ids: places.map(({ id }) => id),
        quota,
      });
    });
    const free = [
      { column: 'available', value: 1 },
      { column: 'row', value: '21' },
    ];
    assert.equal((await keys(hall, free)).length, 12);
    assert.equal((await keys(hall, free, { context: { client_email: 'UserName@gmail.com' } })).length, 14);
    assert.equal((await keys(hall, free, { context: { client_email: 'other@gmail.com' } })).length, 12);
    assert.equal((await keys(hall, free, { context: { user_id: 1_500_000_007 } })).length, 14);
    const kept = await seats(hall, {
      flat: true,
      select: ['spread.client_emails', 'spread.users'],
      where: [
        { column: 'spread.client_emails', operator: 'in array', value: ['username@gmail.com'] },
        { column: 'spread.users', operator: 'in array', value: [1_500_000_007] },
      ],
    });
    assert.deepEqual(Object.values(kept)[0], {
      spread: { client_emails: ['username@gmail.com'], users: [1_500_000_007] },
    });
    const data = {
      client: { email: 'other@gmail.com' },
      baskets: [{ show_id: 41, seat_id: 'CENTER_PARTERRE-21;1' }],
    };
    const refused = await hall.ask('/orders', { method: 'POST', payload: JSON.stringify({ data }) });
    assert.equal(refused.body.code, 'SEATS_NOT_FREE');
    await buy(hall, ['CENTER_PARTERRE-21;1']);
  });

  test('are refused with a column, a field or an operator that nobody knows', async () => {
    const hall = await openQticketsHall(open());
    const ask = async (input: object) => {
      const { status, body } = await hall.ask('/shows/41/seats', { payload: JSON.stringify(input) });
      return [status, body.code];
    };
    assert.deepEqual(await ask({ where: [{ column: 'colour', value: 1 }] }), [400, 'UNKNOWN_FILTER']);
    assert.deepEqual(await ask({ where: [{ column: 'price', operator: 'like', value: 1 }] }), [
      400,
      'UNKNOWN_FILTER',
    ]);
    assert.deepEqual(await ask({ where: [{ column: 'price', value: 'dear' }] }), [400, 'INVALID_INPUT']);
    assert.deepEqual(await ask({ select: ['colour'] }), [400, 'INVALID_INPUT']);
    assert.equal((await hall.ask('/shows/99/seats')).status, 404);
    const themes = JSON.parse((await hall.ask('/color-themes')).text) as {
      data: { id: number; color: string }[];
    };
    assert.deepEqual([themes.data.length, themes.data[8]], [15, { id: 15, color: '#009f4b' }]);
  });
});
