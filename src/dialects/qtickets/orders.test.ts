import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openQticketsHall, type QticketsHall } from '../../../test/fixtures/qtickets-hall.ts';
import { onEachStore } from '../../../test/stores.ts';
import { appleTestFiles, googleTestFile } from '../../../test/fixtures/wallet-files.ts';
import { readAppleIdentity } from '../../office/wallets/apple-identity.ts';
import { readGoogleIdentity } from '../../office/wallets/google-identity.ts';

const client = {
  email: 'username@gmail.com',
  details: { name: 'Иван', surname: 'Петров', phone: '+79100000000' },
};
const guest = { client_name: 'Иван', client_surname: 'Петров', client_middlename: 'Петрович' };
const seats = ['CENTER_PARTERRE-21;12', 'CENTER_PARTERRE-21;11', 'DANCE-1;1'];

function buy({ client: qtickets }: QticketsHall, more: object = {}, seat_ids = seats) {
  const baskets = seat_ids.map((seat_id) => ({ show_id: 41, seat_id, ...guest }));
  return qtickets
    .createOrder({ body: { data: { client, event_id: 33, baskets, ...more } } })
    .then(({ data }) => data);
}

onEachStore('orders through Qtickets', (open) => {
  test('are held for a day, show no barcode until they are paid, and are found again', async () => {
    const hall = await openQticketsHall(open());
    const order = await buy(hall, {
      site: { host: 'Qtickets.ru' },
      payment_type_id: 'bankcard',
      custom: { var1: 'val1' },
      fields: { organization_name: 'ИП Петров' },
      integrations: { roistat: { roistat_visit: '100018' } },
    });
    assert.equal(order.payed, false);
    assert.equal(order.created_at, '2026-05-15T11:30:00+03:00');
    assert.equal(order.reserved_to, '2026-05-16T11:30:00+03:00');
    assert.deepEqual(
      [order.price, order.original_price, order.currency_id, order.event_id],
      [800, 800, 'RUB', 33],
    );
    assert.deepEqual(
      [order.utm, order.custom, order.fields],
      [[], { var1: 'val1' }, { organization_name: 'ИП Петров' }],
    );
    assert.deepEqual(
      [order.site?.host, order.payment_type_id, order.reserved],
      ['qtickets.ru', 'bankcard', 0],
    );
    assert.deepEqual(
      order.baskets.map((basket) => [
        basket.seat_id,
        basket.seat_name,
        basket.price,
        basket.barcode,
        basket.pdf_url,
      ]),
      [
        ['CENTER_PARTERRE-21;12', 'Партер: Ряд 21, Место 12', 150, null, null],
        ['CENTER_PARTERRE-21;11', 'Партер: Ряд 21, Место 11', 150, null, null],
        ['DANCE-1;1', 'Танцевальный партер', 500, null, null],
      ],
    );
    assert.equal(order.client?.details.surname, 'Петров');
    assert.equal(order.baskets[0]?.client_middlename, 'Петрович');
    const again = await hall.client.order({ params: { id: order.id } });
    assert.deepEqual(again.data, order);
    const { data, paging } = await hall.client.orders({
      input: { where: [{ column: 'event_id', value: 33 }] },
    });
    assert.deepEqual(data, [order]);
    assert.deepEqual(paging, { perPage: 50, currentPage: 1, total: 1 });
  });

  test('paid elsewhere have barcodes and links at once', async () => {
    const hall = await openQticketsHall(open());
    const order = await buy(hall, { payed: 1 });
    assert.equal(order.payed, true);
    assert.match(order.baskets[0]!.barcode!, /^\d{10}$/);
    assert.match(order.baskets[0]!.pdf_url!, /^https:\/\/tickets\.example\/o\/.+\.pdf$/);
    const found = await hall.client.baskets({
      input: { where: [{ column: 'barcode', value: order.baskets[1]!.barcode }] },
    });
    assert.deepEqual(found.data, [order.baskets[1]]);
    assert.deepEqual([order.baskets[0]?.passbook_url, order.baskets[0]?.gpass_url], [null, null]);
  });

  test('have links to the wallets that the office was given certificates for, once they are paid', async () => {
    const store = open();
    const now = store.surroundings.now();
    const apple = readAppleIdentity(appleTestFiles({ from: now - 1, until: now + 86_400_000 }), now);
    const google = readGoogleIdentity(googleTestFile().file, '3388000000012345678');
    const hall = await openQticketsHall(store, { settings: { wallets: { apple, google } } });
    const held = await buy(hall);
    assert.deepEqual([held.baskets[0]?.passbook_url, held.baskets[0]?.gpass_url], [null, null]);
    const [basket] = (await buy(hall, { payed: 1 }, ['DANCE-1;1'])).baskets;
    assert.match(basket!.passbook_url!, /^https:\/\/tickets\.example\/o\/.+\/tickets\/\d+\.pkpass$/);
    assert.match(basket!.gpass_url!, /^https:\/\/tickets\.example\/o\/.+\/tickets\/\d+\/google-wallet$/);
  });

  test('without an end stay reserved', async () => {
    const office = open();
    const hall = await openQticketsHall(office);
    const order = await buy(hall, { reserved: true });
    assert.deepEqual([order.reserved, order.reserved_to], [1, null]);
    office.surroundings.advance(400 * 86_400_000);
    assert.equal((await hall.client.order({ params: { id: order.id } })).data.reserved, 1);
    office.surroundings.advance(-400 * 86_400_000);
  });

  test('are filtered alike as JSON body, as brackets and as JSON text in the query', async () => {
    const hall = await openQticketsHall(open());
    const paid = await buy(hall, { payed: true }, ['DANCE-1;1']);
    await buy(hall, {}, ['DANCE-1;1']);
    const where = [
      { column: 'payed', value: 1 },
      { column: 'id', operator: 'in', value: [paid.id, 5] },
    ];
    const payload = JSON.stringify({ where, orderBy: { id: 'desc' }, page: 1 });
    const brackets = `where[0][column]=payed&where[0][value]=1&where[1][column]=id&where[1][operator]=in&where[1][value][]=${paid.id}&orderBy[id]=desc&page=1`;
    const text = `where=${encodeURIComponent(JSON.stringify(where))}&page=1`;
    for (const asked of [
      hall.ask('/orders', { payload }),
      hall.ask(`/orders?${brackets}`),
      hall.ask(`/orders?${text}`),
      hall.ask(`/orders/?${brackets.replaceAll('[', '%5B').replaceAll(']', '%5D')}`),
    ]) {
      const { status, body } = await asked;
      assert.equal(status, 200, JSON.stringify(body));
      assert.deepEqual(
        (body.data as unknown as { id: number }[]).map((order) => order.id),
        [paid.id],
      );
      assert.equal(body.paging.total, 1);
    }
  });

  test('are told by every column that is one value', async () => {
    const hall = await openQticketsHall(open());
    const order = await buy(hall, { payed: true, site: { host: 'a.example' }, reserve_extended: 1 }, [
      'DANCE-1;1',
    ]);
    await buy(hall, {}, ['CENTER_PARTERRE-22;1']);
    const columns = [
      'id',
      'uniqid',
      'payed',
      'payed_at',
      'created_at',
      'updated_at',
      'deleted_at',
      'client_id',
      'site_id',
      'payment_id',
      'payment_type_id',
      'basket_user_id',
      'backend_user_id',
      'access_code_id',
      'discount_id',
      'promo_code_id',
      'reserved',
      'reserve_extended',
      'event_id',
      'price',
      'original_price',
      'currency_id',
    ] as const;
    for (const column of columns) {
      const where = [
        { column, value: order[column] },
        { column: 'id', value: order.id },
      ];
      const { data } = await hall.client.orders({ input: { where } });
      assert.deepEqual(
        data.map(({ id }) => id),
        [order.id],
        column,
      );
      const sorted = await hall.client.orders({ input: { orderBy: { [column]: 'desc' } } });
      assert.equal(sorted.data.length, 2, column);
    }
    const dear = await hall.client.orders({
      input: { where: [{ column: 'price', operator: '>=', value: 499.995 }] },
    });
    assert.deepEqual(
      dear.data.map(({ id }) => id),
      [order.id],
    );
  });

  test('lose tickets one by one, and are given up with the last; then they can be restored', async () => {
    const hall = await openQticketsHall(open());
    const order = await buy(hall);
    const [first, second, third] = order.baskets.map(({ id }) => id) as [number, number, number];
    const params = { id: order.id };
    const left = await hall.client.removeBaskets({ params, body: { delete: { baskets: { [first]: [] } } } });
    assert.deepEqual(
      left.data.baskets.map((basket) => basket.deleted_at !== null),
      [true, false, false],
    );
    assert.equal(left.data.price, 650);
    const gone = await hall.client.removeBaskets({
      params,
      body: { delete: { baskets: { [second]: [], [third]: [] } } },
    });
    assert.notEqual(gone.data.deleted_at, null);
    const { data } = await hall.client.restoreOrder({ params, body: {} });
    assert.equal(data.deleted_at, null);
    assert.deepEqual(
      data.baskets.map((basket) => basket.deleted_at !== null),
      [true, false, false],
    );
  });

  test('are refunded by amount or by deduction, each ticket once, never beyond what was paid', async () => {
    const hall = await openQticketsHall(open());
    const order = await buy(hall, { payed: true });
    const [first, second, third] = order.baskets.map(({ id }) => id) as [number, number, number];
    const path = `/orders/${order.id}/baskets`;
    const send = (refund: object) =>
      hall.ask(path, { method: 'DELETE', payload: JSON.stringify({ refund }) });
    const baskets = { [first]: [] };
    assert.equal((await send({ baskets })).body.code, 'REFUND_AMOUNT_OR_DEDUCTION');
    assert.equal(
      (await send({ amount: 1, deduction_amount: 1, baskets })).body.code,
      'REFUND_AMOUNT_OR_DEDUCTION',
    );
    assert.equal((await send({ amount: 150.01, baskets })).body.code, 'REFUND_EXCEEDS_PAID');
    const { body } = await send({ deduction_amount: 30.5, baskets });
    assert.deepEqual(
      [body.data.baskets[0]!.refunded_amount, body.data.baskets[0]!.refunded_deduction_amount],
      [119.5, 30.5],
    );
    assert.deepEqual(
      body.data.refunds?.map(({ amount, deduction_amount }) => [amount, deduction_amount]),
      [[119.5, 30.5]],
    );
    assert.equal((await send({ amount: 0, baskets })).body.code, 'ALREADY_REFUNDED');
    const both = await send({ amount: 650, baskets: { [second]: [], [third]: [] } });
    assert.equal(both.status, 200);
    assert.deepEqual(
      both.body.data.baskets.map((basket) => basket.refunded_amount),
      [119.5, 150, 500],
    );
    assert.equal(
      (await hall.ask(`/orders/${order.id}/restore`, { method: 'POST', payload: '{}' })).status,
      409,
    );
  });

  test('leave the seat to one of two, and tell the other', async () => {
    const hall = await openQticketsHall(open());
    await buy(hall, {}, [seats[0]!]);
    const data = {
      client,
      baskets: [
        { show_id: 41, seat_id: seats[0] },
        { show_id: 41, seat_id: 'DANCE-1;1' },
      ],
    };
    const second = await hall.ask('/orders', { method: 'POST', payload: JSON.stringify({ data }) });
    assert.deepEqual(
      [second.status, second.body.code, second.body.error],
      [409, 'SEATS_NOT_FREE', 'Место уже занято'],
    );
    assert.equal((await hall.client.orders()).paging.total, 1);
  });
});

onEachStore('baskets through Qtickets', (open) => {
  test('change their guest at any time, and their price only while nothing is paid', async () => {
    const hall = await openQticketsHall(open());
    const order = await buy(hall, {}, [seats[0]!]);
    const params = { id: order.baskets[0]!.id };
    const data = {
      client_email: 'email@email.tld',
      client_name: 'Иван',
      client_surname: 'Иванов',
      inn: '7700',
      comment: 'у прохода',
    };
    const changed = await hall.client.changeBasket({ params, body: { data } });
    assert.deepEqual(
      [changed.data.client_surname, changed.data.client_middlename, changed.data.inn, changed.data.comment],
      ['Иванов', 'Петрович', '7700', 'у прохода'],
    );
    const priced = await hall.client.changeBasket({
      params,
      body: { data: { ticket_original_price: 300, discount_value: 30 } },
    });
    assert.deepEqual(
      [priced.data.original_price, priced.data.discount_value, priced.data.price],
      [300, 30, 270],
    );
    assert.equal((await hall.client.order({ params: { id: order.id } })).data.price, 270);
    const wrong = await hall.ask(`/baskets/${params.id}`, {
      method: 'PUT',
      payload: '{"data":{"discount_value":301}}',
    });
    assert.deepEqual([wrong.status, wrong.body.info[0]!.field], [400, 'discount_value']);
    const paid = await buy(hall, { payed: true }, ['DANCE-1;1']);
    const basket = paid.baskets[0]!.id;
    const late = await hall.ask(`/baskets/${basket}`, {
      method: 'PUT',
      payload: '{"data":{"ticket_original_price":1}}',
    });
    assert.deepEqual([late.status, late.body.code], [409, 'ILLEGAL_MOVE']);
    const named = await hall.client.changeBasket({
      params: { id: basket },
      body: { data: { client_name: 'Анна' } },
    });
    assert.equal(named.data.client_name, 'Анна');
  });

  test('take another price level of the same place', async () => {
    const hall = await openQticketsHall(open());
    const order = await buy(hall, {}, ['DANCE-1;1', 'DANCE-1;1']);
    const params = { id: order.baskets[1]!.id };
    const { data } = await hall.client.changeBasket({ params, body: { data: { multiprice_code: 'child' } } });
    assert.deepEqual([data.seat_id, data.multiprice_code, data.price], ['child_DANCE-1;1', 'child', 300]);
    assert.equal((await hall.client.order({ params: { id: order.id } })).data.price, 800);
    const back = await hall.client.changeBasket({ params, body: { data: { multiprice_code: null } } });
    assert.equal(back.data.price, 500);
    const none = await hall.ask(`/baskets/${params.id}`, {
      method: 'PUT',
      payload: '{"data":{"multiprice_code":"senior"}}',
    });
    assert.equal(none.status, 404);
    const levelled = await buy(hall, {}, ['child_DANCE-1;1']);
    assert.equal(levelled.baskets[0]?.price, 300);
  });

  test('are found by the seat that they show, in a hall, by level, and without a hall', async () => {
    const hall = await openQticketsHall(open());
    const seats = ['CENTER_PARTERRE-21;12', 'DANCE-1;1', 'child_DANCE-1;1'];
    const baskets = [...seats, hall.abonement_seat].map((seat_id) => ({ show_id: 41, seat_id }));
    await hall.client.createOrder({ body: { data: { client: { email: 'b@example.com' }, baskets } } });
    const { data: all } = await hall.client.baskets({ input: {} });
    assert.ok(all.length >= baskets.length);
    for (const seat_id of new Set(all.map((one) => one.seat_id))) {
      const where = [{ column: 'seat_id', value: seat_id }];
      const { data } = await hall.client.baskets({ input: { where } });
      assert.deepEqual(
        data.map(({ id }) => id),
        all.filter((one) => one.seat_id === seat_id).map(({ id }) => id),
        seat_id,
      );
    }
    const where = [{ column: 'seat_id', operator: 'in', value: seats }];
    const found = await hall.client.baskets({ input: { where } });
    assert.deepEqual(new Set(found.data.map((one) => one.seat_id)), new Set(seats));
  });

  test('of an abonement stand under their main one, which goes with the last of them', async () => {
    const hall = await openQticketsHall(open());
    const order = await buy(hall, { payed: true }, [hall.abonement_seat]);
    const [main] = order.baskets;
    assert.deepEqual([order.baskets.length, main!.price, order.price], [1, 1000, 1000]);
    assert.deepEqual(
      main!.related_baskets.map((basket) => basket.show_id),
      [41, 42, 43],
    );
    const [first, second, third] = main!.related_baskets.map(({ id }) => id) as [number, number, number];
    const params = { id: order.id };
    const less = await hall.client.removeBaskets({
      params,
      body: { delete: { baskets: { [main!.id]: [first] } } },
    });
    assert.equal(less.data.baskets[0]!.deleted_at, null);
    const refund = { deduction_amount: 0, baskets: { [main!.id]: [second] } };
    const refunded = await hall.client.removeBaskets({ params, body: { refund } });
    assert.equal(refunded.data.baskets[0]!.deleted_at, null);
    const last = await hall.client.removeBaskets({
      params,
      body: { delete: { baskets: { [main!.id]: [third] } } },
    });
    assert.notEqual(last.data.baskets[0]!.deleted_at, null);
  });
});

onEachStore('clients through Qtickets', (open) => {
  test('are created once by their address, changed by it, and listed', async () => {
    const hall = await openQticketsHall(open());
    const send = (details: object) =>
      hall.client
        .putClient({ body: { data: { email: 'vasilev@gmail.com', details } } })
        .then(({ data }) => data);
    const made = await send({ name: 'Василий', surname: 'Васильев' });
    const changed = await send({ surname: 'Васильева', middlename: 'Иванович', phone: null });
    assert.equal(changed.id, made.id);
    assert.deepEqual(changed.details, {
      id: made.id,
      name: 'Василий',
      middlename: 'Иванович',
      surname: 'Васильева',
      phone: null,
      vk_id: '',
      facebook_id: '',
    });
    const { data, paging } = await hall.client.clients({
      input: { where: [{ column: 'middlename', value: 'Иванович' }] },
    });
    assert.deepEqual([data, paging], [[changed], { perPage: 100, currentPage: 1, total: 1 }]);
    assert.deepEqual((await hall.client.client({ params: { id: made.id } })).data, changed);
    assert.equal((await hall.ask('/clients/1')).status, 404);
  });
});
