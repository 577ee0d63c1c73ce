import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openQticketsHall, type QticketsHall } from '../../../test/fixtures/qtickets-hall.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { servedIdOf } from '../../domain/served-id.ts';
import { createDiscount } from '../../office/promotions/promo-code.ts';

const client = { email: 'username@gmail.com' };

async function change(hall: QticketsHall, show: object) {
  const payload = { data: { shows: [{ id: 41, ...show }] } };
  const told = await hall.ask('/events/33', { method: 'PUT', payload });
  assert.equal(told.status, 200, told.text);
  return (await hall.client.event({ params: { id: 33 } })).data.shows[0]!;
}

const refusal = async (hall: QticketsHall, data: object) => {
  const { status, body } = await hall.ask('/events/33', { method: 'PUT', payload: { data } });
  return [status, body.code, body.info?.[0]?.['field'] ?? body.info?.[0]?.['kind']];
};

async function floor(hall: QticketsHall) {
  const select = ['max_quantity', 'price', 'available', 'disabled'] as const;
  const where = [{ column: 'id', value: 'DANCE-1;1' }];
  const { data } = await hall.client.seats({
    params: { id: 41 },
    input: { flat: true, select: [...select], where },
  });
  return data['DANCE-1;1'];
}

const scheme = (zone: object, seat: object = {}) => ({
  scheme_properties: { zones: { DANCE: zone }, seats: { 'DANCE-1;1': seat } },
});

const of = <T>(map: Record<string, T> | readonly [] | undefined, key: string): T | undefined =>
  map === undefined || Array.isArray(map) ? undefined : (map as Record<string, T>)[key];

onEachStore('what a change of a show through Qtickets leaves out', (open) => {
  test('of a place stays: its quantity is not what the hall says again', async () => {
    const hall = await openQticketsHall(open());
    await change(hall, scheme({}, { hot: '1', max_quantity: '100', shared_max_quantity: '' }));
    for (const seat of [{ disabled: '1' }, { disabled: '0' }, { spread: { client_emails: ['a@b.ru'] } }]) {
      const show = await change(hall, scheme({}, seat));
      assert.deepEqual(
        [
          of(show.scheme_properties?.seats, 'DANCE-1;1')?.hot,
          of(show.scheme_properties?.seats, 'DANCE-1;1')?.max_quantity,
        ],
        ['1', '100'],
      );
      assert.equal((await floor(hall))?.['max_quantity'], 100);
    }
    await change(hall, scheme({}, { hot: '0' }));
    assert.equal((await floor(hall))?.['max_quantity'], 200);
    await change(hall, scheme({}, { hot: '1' }));
    assert.equal((await floor(hall))?.['max_quantity'], 100);
    await change(hall, scheme({}, { max_quantity: 90 }));
    assert.equal((await floor(hall))?.['max_quantity'], 90);
  });

  test('of a zone stays: another price and a show switched on put nothing on sale that was off', async () => {
    const hall = await openQticketsHall(open());
    const off = async () => (await floor(hall))?.['disabled'];
    const shown = (show: Awaited<ReturnType<typeof change>>) =>
      of(show.scheme_properties?.zones, 'DANCE')?.disabled;
    await change(hall, scheme({ disabled: '1' }));
    await change(hall, { ...scheme({ price_id: '#0' }), prices: [{ default_price: 700 }] });
    assert.deepEqual([await off(), (await floor(hall))?.['price']], [true, 700]);
    assert.equal(shown(await change(hall, { is_active: 0 })), '1');
    assert.equal(shown(await change(hall, { is_active: 1 })), '1');
    assert.equal(await off(), true);
    await change(hall, { is_active: 0 });
    assert.equal(shown(await change(hall, scheme({ disabled: '0' }))), '0');
    await change(hall, { ...scheme({ price_id: '#0' }), prices: [{ default_price: 800 }] });
    assert.equal(await off(), true);
    await change(hall, { is_active: 1, ...scheme({ shared: '' }) });
    assert.deepEqual([await off(), (await floor(hall))?.['price']], [false, 800]);
  });

  test('of what zones share stays with another price, and ends where a zone names nothing any more', async () => {
    const hall = await openQticketsHall(open());
    const buy = async (quantity: number) => {
      const baskets = [{ show_id: 41, seat_id: 'DANCE-1;1', quantity }];
      const told = await hall.ask('/orders', { method: 'POST', payload: { data: { client, baskets } } });
      return told.body.code ?? told.status;
    };
    await change(hall, scheme({ shared: 'A' }, { shared_max_quantity: '3' }));
    await change(hall, { ...scheme({ price_id: '#0' }), prices: [{ default_price: 700 }] });
    assert.equal(await buy(4), 'SOLD_OUT');
    await change(hall, scheme({}, { shared_max_quantity: 4 }));
    assert.equal(await buy(4), 200);
    const show = await change(hall, scheme({ shared: '' }));
    assert.equal(of(show.scheme_properties?.zones, 'DANCE')?.shared, '');
    assert.equal(await buy(4), 200);
  });

  test('of a price is shown, so that a zone can name it later', async () => {
    const hall = await openQticketsHall(open());
    const show = await change(hall, { prices: [{ default_price: 900, color_theme: 7 }] });
    const made = show.prices.find((price) => price.default_price === 900);
    assert.equal(made?.color_theme, 7);
    await change(hall, scheme({ price_id: made.id }));
    assert.equal((await floor(hall))?.['price'], 900);
  });

  test('of the place stays: an address alone is another one of it, and none without a place', async () => {
    const hall = await openQticketsHall(open());
    assert.deepEqual(await refusal(hall, { place_address: 'Тверская, 1' }), [
      400,
      'INVALID_INPUT',
      'place_address',
    ]);
    const put = (data: object) => hall.client.changeEvent({ params: { id: 33 }, body: { data } });
    await put({ place_name: 'Олимпийский', place_address: 'Проспект Мира, 16' });
    const { data } = await put({ place_address: 'Тверская, 1' });
    assert.deepEqual([data.place_name, data.place_address], ['Олимпийский', 'Тверская, 1']);
  });

  test('of the hall stays: an event with shows in it takes no other', async () => {
    const hall = await openQticketsHall(open());
    const { data } = await hall.client.event({ params: { id: 33 } });
    assert.deepEqual(await refusal(hall, { scheme_id: null }), [400, 'INVALID_INPUT', 'scheme_id']);
    const same = await hall.client.changeEvent({
      params: { id: 33 },
      body: { data: { scheme_id: data.scheme_id } },
    });
    assert.equal(same.data.scheme_id, data.scheme_id);
  });
});

/** A tenth off, for codes alone; its id here. */
async function discountOf({ organizer_id }: QticketsHall, store: TestStore): Promise<number> {
  const tenth = { organizer_id, name: 'Десятая часть', kind: 'percent', percent_bp: 1000 } as const;
  const id = await store.write((tx) => createDiscount(tx, tenth));
  return Number(servedIdOf('integer', id));
}

onEachStore('promo codes through Qtickets', (open) => {
  test('lower a new order by their id, too, and what cannot be done by one is said', async () => {
    const store = open();
    const hall = await openQticketsHall(store);
    const discount_id = await discountOf(hall, store);
    const code = await hall.client.createPromoCode({ body: { data: { discount_id, code: 'TEN' } } });
    const buy = (more: object) => {
      const baskets = [{ show_id: 41, seat_id: 'DANCE-1;1' }];
      return hall.ask('/orders', { method: 'POST', payload: { data: { client, baskets, ...more } } });
    };
    const { body } = await buy({ promo_code_id: code.data.id, discount_id: null });
    assert.deepEqual([body.data.price, body.data.promo_code_id], [450, code.data.id]);
    for (const [field, more] of [
      ['promo_code_id', { promo_code_id: code.data.id, promo_code: 'TEN' }],
      ['discount_id', { discount_id }],
    ] as const) {
      const told = await buy(more);
      assert.deepEqual([told.status, told.body.info[0]!['field']], [400, field]);
    }
    assert.equal((await buy({ promo_code_id: 7 })).status, 404);
  });

  test('are told as changed where only how often they can be used has', async () => {
    const store = open();
    const hall = await openQticketsHall(store);
    const discount_id = await discountOf(hall, store);
    const made = await hall.client.createPromoCode({ body: { data: { discount_id, code: 'TEN' } } });
    store.surroundings.advance(60_000);
    const { data } = await hall.client.changePromoCode({
      params: { id: made.data.id },
      body: { data: { max_uses_count: 3 } },
    });
    assert.notEqual(data.updated_at, made.data.updated_at);
    store.surroundings.advance(-60_000);
  });
});
