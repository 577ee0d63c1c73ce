import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openQticketsHall, type QticketsHall } from '../../../test/fixtures/qtickets-hall.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { createDirectoryEntry } from '../../office/catalogue/directory.ts';
import { openHall } from '../../office/catalogue/open-hall.ts';
import { createPaymentMode } from '../../office/counter/counter.ts';
import { fixServedId } from '../../office/served-ids/served-ids.ts';
import type { EventInput } from './event-inputs.ts';

const client = { email: 'username@gmail.com' };

/** The hall 18 of the document: three areas; a design 17, a mail text 35, a town 1, a payee 38. */
async function hallOfTheDocument(store: TestStore): Promise<QticketsHall> {
  const hall = await openQticketsHall(store);
  const { organizer_id } = hall;
  await store.write(async (tx) => {
    const fix = (kind: string, local_id: number, served_id: number) =>
      fixServedId(tx, { organizer_id, dialect: 'qtickets', kind, local_id, served_id });
    const zones = ['VIP', 'DANCE', 'SUPER_VIP'].map((code) => ({
      code,
      name: code,
      area: { capacity: 500 },
    }));
    const { hall_id } = await openHall(tx, { organizer_id, hall: { name: 'Олимпийский' }, zones });
    await fix('hall', hall_id, 18);
    const entry = (kind: 'town' | 'ticket_design' | 'mail_text', name: string) =>
      createDirectoryEntry(tx, { organizer_id, kind, name });
    await fix('directory_entry', await entry('town', 'Москва'), 1);
    await fix('directory_entry', await entry('ticket_design', 'Билет'), 17);
    await fix('directory_entry', await entry('mail_text', 'Письмо'), 35);
    await fix(
      'payment_mode',
      await createPaymentMode(tx, { organizer_id, name: 'Карта', method: 'card' }),
      38,
    );
  });
  return hall;
}

const at = (day: string) => `2026-06-${day}T18:30:00+03:00`;
const area = (many: string) => ({ hot: '1', max_quantity: many, shared_max_quantity: '' }) as const;
const document: EventInput = {
  name: 'Название мероприятия',
  is_active: 1,
  scheme_id: 18,
  currency_id: 'RUB',
  place_name: 'Олимпийский',
  place_address: 'Адрес места',
  place_description: '',
  site_url: 'http://your-domain.ru/your-event',
  city_id: 1,
  description: 'Описание',
  external_id: null,
  ticket_id: 17,
  mail_template_id: 35,
  payments: [38],
  poster: '',
  shows: [
    {
      id: 21,
      sale_start_date: null,
      is_active: 1,
      sale_finish_date: at('29'),
      open_date: at('28'),
      start_date: at('29'),
      finish_date: '2026-06-29T23:00:00+03:00',
      scheme_properties: {
        admin: { zones: { VIP: { opened: '1' }, DANCE: { opened: '1' }, SUPER_VIP: { opened: '1' } } },
        zones: {
          VIP: { disabled: '0', shared: '', price_id: '#0' },
          DANCE: { disabled: '0', shared: '', price_id: '#1' },
          SUPER_VIP: { disabled: '0', shared: '', price_id: '#2' },
        },
        seats: { 'VIP-1;1': area('100'), 'DANCE-1;1': area('200'), 'SUPER_VIP-1;1': area('300') },
      },
      prices: [
        { default_price: 1000, color_theme: 1 },
        { default_price: 2000, color_theme: 2 },
        { default_price: 3000, color_theme: 3 },
      ],
    },
  ],
};

const send = (hall: QticketsHall, data: EventInput) =>
  hall.client.createEvent({ body: { data } }).then((told) => told.data);

onEachStore('events through Qtickets', (open) => {
  test('are made whole, with zones, places and prices by their place in the list, and given back alike', async () => {
    const hall = await hallOfTheDocument(open());
    const event = await send(hall, document);
    const { shows, id, created_at, updated_at, deleted_at, ...fields } = event;
    const { shows: _shows, place_address, ...sent } = document;
    assert.deepEqual(fields, { ...sent, place_address, external_id: null });
    assert.deepEqual(
      [typeof id, typeof created_at, typeof updated_at, deleted_at],
      ['number', 'string', 'string', null],
    );
    const [show] = shows;
    assert.deepEqual(
      [show!.start_date, show!.finish_date, show!.open_date, show!.sale_start_date],
      [at('29'), '2026-06-29T23:00:00+03:00', at('28'), null],
    );
    const prices = show!.prices.map((price) => [price.default_price, price.color_theme]);
    assert.deepEqual(prices, [
      [1000, 1],
      [2000, 2],
      [3000, 3],
    ]);
    const price_id = (index: number) => String(show!.prices[index]!.id);
    assert.deepEqual(show!.scheme_properties, {
      admin: { zones: { VIP: { opened: '1' }, DANCE: { opened: '1' }, SUPER_VIP: { opened: '1' } } },
      zones: {
        VIP: { disabled: '0', shared: '', price_id: price_id(0) },
        DANCE: { disabled: '0', shared: '', price_id: price_id(1) },
        SUPER_VIP: { disabled: '0', shared: '', price_id: price_id(2) },
      },
      seats: {
        'VIP-1;1': { ...area('100'), disabled: '0' },
        'DANCE-1;1': { ...area('200'), disabled: '0' },
        'SUPER_VIP-1;1': { ...area('300'), disabled: '0' },
      },
    });
    assert.deepEqual((await hall.client.event({ params: { id } })).data, event);
    const listed = await hall.client.events({
      input: { where: [{ column: 'deleted_at', operator: 'null' }], orderBy: { id: 'desc' } },
    });
    assert.deepEqual([listed.data[0], listed.paging], [event, { perPage: 10, currentPage: 1, total: 2 }]);
    const order = await hall.client.createOrder({
      body: { data: { client, baskets: [{ show_id: show!.id, seat_id: 'DANCE-1;1' }] } },
    });
    assert.equal(order.data.price, 2000);
    const many = { client, baskets: [{ show_id: show!.id, seat_id: 'VIP-1;1', quantity: 101 }] };
    const refused = await hall.ask('/orders', { method: 'POST', payload: JSON.stringify({ data: many }) });
    assert.equal(refused.body.code, 'SOLD_OUT');
  });

  test('are changed by what is sent: the rest stays, and a zone takes another price for what is sold from now on', async () => {
    const hall = await hallOfTheDocument(open());
    const made = await send(hall, document);
    const [show] = made.shows;
    const baskets = [{ show_id: show!.id, seat_id: 'SUPER_VIP-1;1' }];
    const before = await hall.client.createOrder({ body: { data: { client, baskets } } });
    const [one, two, three] = show!.prices.map(({ id }) => id) as [number, number, number];
    const changed = await hall.client.changeEvent({
      params: { id: made.id },
      body: {
        data: {
          name: 'Новое название',
          shows: [
            {
              id: show!.id,
              scheme_properties: {
                zones: {
                  VIP: { disabled: '1', price_id: String(one) },
                  SUPER_VIP: { disabled: '0', price_id: '#3' },
                },
                seats: { 'DANCE-1;1': area('250') },
              },
              prices: [
                { id: one, default_price: 1000, color_theme: 1 },
                { id: two, default_price: 2500, color_theme: 2 },
                { id: three, default_price: 3000, color_theme: 3 },
                { default_price: 6000, color_theme: 4 },
              ],
            },
          ],
        },
      },
    });
    const { data } = changed;
    assert.deepEqual(
      [data.name, data.description, data.payments, data.shows.length],
      ['Новое название', 'Описание', [38], 1],
    );
    assert.equal(data.shows[0]!.start_date, show!.start_date);
    const seats = await hall.client.seats({
      params: { id: show!.id },
      input: { flat: true, select: ['price', 'disabled', 'available', 'max_quantity'] },
    });
    assert.deepEqual(seats.data, {
      'VIP-1;1': { price: 1000, disabled: true, available: false, max_quantity: 100 },
      'DANCE-1;1': { price: 2500, disabled: false, available: true, max_quantity: 250 },
      'SUPER_VIP-1;1': { price: 6000, disabled: false, available: true, max_quantity: 300 },
    });
    const sold = await hall.client.order({ params: { id: before.data.id } });
    assert.equal(sold.data.price, 3000);
    assert.equal((await hall.client.createOrder({ body: { data: { client, baskets } } })).data.price, 6000);
    const off = await hall.client.changeEvent({
      params: { id: made.id },
      body: { data: { shows: [{ id: show!.id, is_active: 0 }] } },
    });
    assert.deepEqual([off.data.shows[0]!.is_active, off.data.is_active], [0, 1]);
    const closed = await hall.ask('/orders', {
      method: 'POST',
      payload: JSON.stringify({ data: { client, baskets } }),
    });
    assert.equal(closed.status, 404);
  });

  test('share places between zones of one name', async () => {
    const hall = await hallOfTheDocument(open());
    const [show] = document.shows!;
    const shared = { hot: '1', max_quantity: '100', shared_max_quantity: '3' } as const;
    const scheme_properties = {
      ...show!.scheme_properties,
      zones: { VIP: { shared: 'A', price_id: '#0' }, DANCE: { shared: 'A', price_id: '#1' } },
      seats: { 'VIP-1;1': shared, 'DANCE-1;1': shared },
    };
    const event = await send(hall, { ...document, shows: [{ ...show!, scheme_properties }] });
    const show_id = event.shows[0]!.id;
    const buy = (seat_id: string, quantity: number) =>
      hall.ask('/orders', {
        method: 'POST',
        payload: JSON.stringify({ data: { client, baskets: [{ show_id, seat_id, quantity }] } }),
      });
    assert.equal((await buy('VIP-1;1', 2)).status, 200);
    assert.equal((await buy('DANCE-1;1', 2)).body.code, 'SOLD_OUT');
    assert.equal((await buy('DANCE-1;1', 1)).status, 200);
  });

  test('keep a seat for whom its `spread` names, and open it again', async () => {
    const hall = await openQticketsHall(open());
    const seat_id = 'CENTER_PARTERRE-21;3';
    const change = (seat: object) =>
      hall.ask('/events/33', {
        method: 'PUT',
        payload: JSON.stringify({
          data: { shows: [{ id: 41, scheme_properties: { seats: { [seat_id]: seat } } }] },
        }),
      });
    const seen = async (context: object) => {
      const { data } = await hall.client.seats({
        params: { id: 41 },
        input: {
          flat: true,
          select: ['available', 'disabled', 'spread.client_emails', 'spread.partner_id'],
          where: [{ column: 'id', value: seat_id }],
          context,
        },
      });
      return data[seat_id];
    };
    const buyer = { client_email: 'username@gmail.com' };
    const kept = { client_emails: ['UserName@gmail.com'], users: [], client_groups: [], agents: '0' };
    assert.equal((await change({ spread: kept })).status, 200);
    const asKept = async () => {
      const { scheme_properties } = (await hall.client.event({ params: { id: 33 } })).data.shows[0]!;
      const { seats = [] } = scheme_properties ?? {};
      return Array.isArray(seats) ? undefined : seats[seat_id]?.spread;
    };
    assert.deepEqual(await asKept(), {
      partner_id: null,
      users: [],
      client_groups: [],
      client_emails: ['username@gmail.com'],
      agents: '0',
    });
    const spread = { client_emails: ['username@gmail.com'], partner_id: null };
    assert.deepEqual(await seen({}), { available: false, disabled: false, spread });
    assert.deepEqual(await seen(buyer), { available: true, disabled: false, spread });
    assert.equal((await change({ disabled: '1' })).status, 200);
    assert.deepEqual(await seen(buyer), { available: false, disabled: true, spread });
    const free = { spread: { client_emails: [] }, disabled: '0' };
    assert.equal((await change(free)).status, 200);
    const nobody = { client_emails: [], partner_id: null };
    assert.equal(await asKept(), undefined);
    assert.deepEqual(await seen({}), { available: true, disabled: false, spread: nobody });
    for (const [field, of] of [
      ['spread.users', { users: [7] }],
      ['spread.partner_id', { partner_id: 7 }],
    ] as const) {
      const { status, body } = await change({ spread: of });
      assert.deepEqual([status, body.info[0]!['kind']], [404, field]);
    }
  });

  test('give single seats a price of their own, in the seats, in orders and in the show, and take it back', async () => {
    const hall = await openQticketsHall(open());
    const [first, second, third] = ['CENTER_PARTERRE-21;3', 'CENTER_PARTERRE-21;4', 'CENTER_PARTERRE-21;5'];
    const change = async (show: object) => {
      const payload = JSON.stringify({ data: { shows: [{ id: 41, ...show }] } });
      return hall.ask('/events/33', { method: 'PUT', payload });
    };
    const seats = (price: string) => ({ [first]: { price_id: price }, [second]: { price_id: price } });
    const prices = [{ default_price: 900, color_theme: 7 }];
    const made = await change({ prices, scheme_properties: { seats: seats('#0') } });
    assert.equal(made.status, 200, made.text);
    const show = (await hall.client.event({ params: { id: 33 } })).data.shows[0]!;
    const own = show.prices.find((price) => price.default_price === 900)!;
    assert.equal(own.color_theme, 7);
    const shown = show.scheme_properties!;
    const seatOf = (id: string) => (Array.isArray(shown.seats) ? undefined : shown.seats[id]);
    assert.deepEqual([seatOf(first)?.price_id, seatOf(third)?.price_id], [String(own.id), undefined]);
    const usual = Array.isArray(shown.zones) ? undefined : shown.zones['CENTER_PARTERRE']!.price_id;
    assert.notEqual(usual, String(own.id));

    const priced = async (where: { column: string; operator?: string; value: string | number }[]) => {
      const input = { flat: true, select: ['id', 'price', 'color_theme_id'] as const, where };
      const { data } = await hall.client.seats({
        params: { id: 41 },
        input: { ...input, select: [...input.select] },
      });
      return data;
    };
    assert.deepEqual(await priced([{ column: 'price', value: 900 }]), {
      [first]: { id: first, price: 900, color_theme_id: 7 },
      [second]: { id: second, price: 900, color_theme_id: 7 },
    });
    const [of_zone] = Object.values(await priced([{ column: 'id', value: third }]));
    const all = Object.keys(await priced([]));
    assert.equal(new Set(all).size, all.length);
    assert.ok(all.includes(first) && all.includes(third));

    const buy = (seat_id: string) =>
      hall.ask('/orders', {
        method: 'POST',
        payload: JSON.stringify({
          data: { client: { email: 'seat@example.org' }, baskets: [{ show_id: 41, seat_id }] },
        }),
      });
    const told = async (seat_id: string) => {
      const { body } = await buy(seat_id);
      return (body.data as unknown as { price: number }).price;
    };
    assert.deepEqual([await told(first), await told(third)], [900, of_zone!['price']]);
    assert.equal((await buy(first)).body.code, 'SEATS_NOT_FREE');

    // sent back as it is shown, nothing changes; an empty price is the zone's again
    assert.equal((await change({ scheme_properties: shown })).status, 200);
    assert.deepEqual(Object.keys(await priced([{ column: 'price', value: 900 }])).toSorted(), [
      first,
      second,
    ]);
    assert.equal((await change({ scheme_properties: { seats: seats('') } })).status, 200);
    assert.deepEqual(await priced([{ column: 'price', value: 900 }]), {});
    assert.deepEqual(await told(second), of_zone!['price']);
    const level = await change({ scheme_properties: { seats: seats('9999') } });
    assert.deepEqual([level.status, level.body.code], [404, 'NOT_FOUND'], level.text);
  });

  test('name only what the organizer has', async () => {
    const hall = await hallOfTheDocument(open());
    for (const [field, value] of [
      ['scheme_id', 19],
      ['ticket_id', 35],
      ['mail_template_id', 17],
      ['city_id', 2],
      ['payments', [39]],
    ] as const) {
      const payload = JSON.stringify({ data: { ...document, [field]: value } });
      const { status, body } = await hall.ask('/events', { method: 'POST', payload });
      assert.deepEqual([status, body.code, body.info[0]!['kind']], [404, 'NOT_FOUND', field]);
    }
    assert.equal((await hall.client.events()).paging.total, 1);
    const below = await hall.ask('/events/1', { method: 'PUT', payload: '{"data":{"name":"x"}}' });
    assert.equal(below.status, 404);
  });
});
