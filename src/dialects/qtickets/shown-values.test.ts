import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openQticketsHall } from '../../../test/fixtures/qtickets-hall.ts';
import { onEachStore } from '../../../test/stores.ts';
import { expireHolds } from '../../office/selling/expire.ts';

const client = { email: 'username@gmail.com' };
const where = (column: string, value: string | number) => ({ input: { where: [{ column, value }] } });

onEachStore('what Qtickets shows', (open) => {
  test('of an order with an abonement sums what its tickets cost, not also what the abonement does', async () => {
    const hall = await openQticketsHall(open());
    const baskets = [hall.abonement_seat, 'DANCE-1;1'].map((seat_id) => ({ show_id: 41, seat_id }));
    const { data } = await hall.client.createOrder({ body: { data: { client, baskets } } });
    const sum = (field: 'price' | 'original_price') =>
      data.baskets.reduce((total, basket) => total + basket[field], 0);
    assert.deepEqual([data.price, data.original_price], [1500, 2000]);
    assert.deepEqual([data.price, data.original_price], [sum('price'), sum('original_price')]);
    const found = await hall.client.orders(where('original_price', 2000));
    assert.deepEqual(
      found.data.map(({ id }) => id),
      [data.id],
    );
  });

  test('of an abonement as its price finds it', async () => {
    const hall = await openQticketsHall(open());
    const baskets = [{ show_id: 41, seat_id: hall.abonement_seat }];
    const { data } = await hall.client.createOrder({ body: { data: { client, baskets } } });
    const [main] = data.baskets;
    assert.deepEqual([main!.price, main!.original_price], [1000, 1500]);
    for (const [column, value] of Object.entries({ price: 1000, original_price: 1500 })) {
      const found = await hall.client.baskets(where(column, value));
      assert.deepEqual(
        found.data.map(({ id }) => id),
        [main!.id],
        column,
      );
    }
    assert.deepEqual((await hall.client.baskets(where('price', 0))).data, []);
  });

  test('as the end of a hold, and kept beyond the payment, finds the order', async () => {
    const hall = await openQticketsHall(open());
    const baskets = [{ show_id: 41, seat_id: 'DANCE-1;1' }];
    const { data } = await hall.client.createOrder({ body: { data: { client, payed: 1, baskets } } });
    const found = await hall.client.orders(where('reserved_to', data.reserved_to!));
    assert.deepEqual(
      found.data.map(({ id }) => id),
      [data.id],
    );
  });

  test('as the end of a hold to the second at which it ends, by which the order is found', async () => {
    const store = open();
    const hall = await openQticketsHall(store);
    const baskets = [{ show_id: 41, seat_id: 'DANCE-1;1' }];
    const reserved_to = '2026-05-15T12:50:36+03:00';
    const { data } = await hall.client.createOrder({ body: { data: { client, baskets, reserved_to } } });
    assert.equal(data.reserved_to, reserved_to);
    const found = await hall.client.orders(where('reserved_to', reserved_to));
    assert.deepEqual(
      found.data.map(({ id }) => id),
      [data.id],
    );
    const { organizer_id } = hall;
    const orders = await store.read((rx) =>
      rx.db.selectFrom('order').select('expires_at').where('organizer_id', '=', organizer_id).execute(),
    );
    assert.deepEqual(
      orders.map(({ expires_at }) => expires_at),
      [Date.parse(reserved_to)],
    );
  });

  test('of a hold that the clock has ended is no reservation without an end', async () => {
    const store = open();
    const hall = await openQticketsHall(store);
    const baskets = [{ show_id: 41, seat_id: 'DANCE-1;1' }];
    const endless = await hall.client.createOrder({ body: { data: { client, baskets, reserved: 1 } } });
    const held = await hall.client.createOrder({ body: { data: { client, baskets } } });
    const two_days = 2 * 86_400_000;
    store.surroundings.advance(two_days);
    await store.write((tx) => expireHolds(tx, { orders_max: 1_000 }));
    const { data } = await hall.client.order({ params: { id: held.data.id } });
    assert.deepEqual([data.reserved, data.reserved_to], [0, held.data.reserved_to]);
    const found = await hall.client.orders(where('reserved', 1));
    assert.deepEqual(
      found.data.map(({ id }) => id),
      [endless.data.id],
    );
    store.surroundings.advance(-two_days);
  });

  test('as the hall of an event finds it, wherever the event was made', async () => {
    const hall = await openQticketsHall(open());
    const { data } = await hall.client.event({ params: { id: 33 } });
    const found = await hall.client.events(where('scheme_id', data.scheme_id!));
    assert.deepEqual(
      found.data.map(({ id }) => id),
      [33],
    );
  });

  test('of a buyer is found by the address however it is written', async () => {
    const hall = await openQticketsHall(open());
    await hall.client.putClient({ body: { data: { email: 'Ivanov@Gmail.com' } } });
    for (const email of ['ivanov@gmail.com', ' IVANOV@gmail.com', 'Ivanov@Gmail.com']) {
      const { data } = await hall.client.clients(where('email', email));
      assert.equal(data.length, 1, email);
    }
    assert.deepEqual((await hall.client.clients(where('email', 'no address'))).data, []);
  });

  test('of what is left to refund is in roubles, as everything else', async () => {
    const hall = await openQticketsHall(open());
    const baskets = [{ show_id: 41, seat_id: 'DANCE-1;1' }];
    const { data } = await hall.client.createOrder({ body: { data: { client, payed: 1, baskets } } });
    const told = await hall.ask(`/orders/${data.id}/baskets`, {
      method: 'DELETE',
      payload: { refund: { amount: 500.01, baskets: { [String(data.baskets[0]!.id)]: [] } } },
    });
    assert.deepEqual([told.body.code, told.body.info], ['REFUND_EXCEEDS_PAID', [{ left: 500 }]]);
  });
});
