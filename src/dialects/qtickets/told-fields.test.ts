import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openQticketsHall } from '../../../test/fixtures/qtickets-hall.ts';
import { onEachStore } from '../../../test/stores.ts';
import { servedIdOf } from '../../domain/served-id.ts';
import { createDiscount } from '../../office/promotions/promo-code.ts';

const client = { email: 'username@gmail.com' };
const baskets = [{ show_id: 41, seat_id: 'DANCE-1;1' }];

onEachStore('refusals of Qtickets', (open) => {
  test('name the field as the client sent it', async () => {
    const store = open();
    const hall = await openQticketsHall(store);
    const { organizer_id } = hall;
    const tenth = { organizer_id, name: 'Десятая часть', kind: 'percent', percent_bp: 1000 } as const;
    const local = await store.write((tx) => createDiscount(tx, tenth));
    const discount_id = Number(servedIdOf('integer', local));
    const held = await hall.client.createOrder({ body: { data: { client, baskets } } });
    const [basket] = held.data.baskets;
    await hall.client.changeBasket({ params: { id: basket!.id }, body: { data: { discount_value: 100 } } });
    const show = (fields: object) => ({ data: { shows: [{ id: 41, ...fields }] } });
    const code = (fields: object) => ({ data: { discount_id, code: 'TEN', ...fields } });
    const order = (fields: object) => ({ data: { client, baskets, ...fields } });
    const cases: readonly [method: 'POST' | 'PUT' | 'DELETE', path: string, payload: object, told: object][] =
      [
        ['POST', '/orders', order({ reserved_to: '2200-01-01' }), { field: 'reserved_to' }],
        ['POST', '/orders', order({ reserved_to: 'tomorrow evening' }), { field: 'reserved_to' }],
        ['PUT', '/events/33', show({ open_date: '2026-02-30 10:00' }), { field: 'open_date' }],
        ['PUT', '/events/33', show({ start_date: 'in the evening' }), { field: 'start_date' }],
        [
          'PUT',
          '/events/33',
          show({ finish_date: '2020-01-01 10:00' }),
          { field: 'finish_date', kind: 'session', reason: 'before start_date' },
        ],
        ['PUT', '/events/33', show({ prices: [{ default_price: 1.001 }] }), { field: 'default_price' }],
        [
          'PUT',
          '/events/33',
          { data: { place_name: 'x'.repeat(501) } },
          { field: 'place_name', kind: 'venue', reason: 'longer than 500' },
        ],
        ['POST', '/promo-codes', code({ active_to: 'in the evening' }), { field: 'active_to' }],
        [
          'POST',
          '/promo-codes',
          code({ active_from: '2027-01-02', active_to: '2027-01-01' }),
          { field: 'active_to', kind: 'promo_code', reason: 'before active_from' },
        ],
        [
          'POST',
          '/promo-codes',
          code({ code: '  ' }),
          { field: 'code', kind: 'promo_code', reason: 'empty' },
        ],
        ['PUT', `/baskets/${basket!.id}`, { data: { discount_value: 0.001 } }, { field: 'discount_value' }],
        [
          'PUT',
          `/baskets/${basket!.id}`,
          { data: { ticket_original_price: 10 } },
          { field: 'ticket_original_price', reason: 'less than the discount' },
        ],
        [
          'PUT',
          `/baskets/${basket!.id}`,
          { data: { multiprice_code: 'none' } },
          { kind: 'multiprice_code', id: 'none' },
        ],
        ['POST', '/shows/41/barcode/1', { checked_at: 'in the evening' }, { field: 'checked_at' }],
        [
          'DELETE',
          `/orders/${held.data.id}/baskets`,
          { refund: { amount: 0.001, baskets: { [String(basket!.id)]: [] } } },
          { field: 'amount' },
        ],
      ];
    for (const [method, path, payload, told] of cases) {
      const { body, text } = await hall.ask(path, { method, payload });
      assert.deepEqual(body.info, [told], text);
    }
  });

  test('tell no ids but those that the client sent', async () => {
    const hall = await openQticketsHall(open());
    const held = await hall.client.createOrder({ body: { data: { client, baskets } } });
    const basket = String(held.data.baskets[0]!.id);
    const gone = { delete: { baskets: { [basket]: [] } } };
    await hall.client.removeBaskets({ params: { id: held.data.id }, body: gone });
    const payload = { data: { client_name: 'X' } };
    const ended = await hall.ask(`/baskets/${basket}`, { method: 'PUT', payload });
    assert.deepEqual(
      [ended.status, ended.body.info],
      [409, [{ kind: 'basket', reason: 'deleted or refunded already' }]],
    );
    const none = await hall.ask('/baskets/7', { method: 'PUT', payload });
    assert.deepEqual([none.status, none.body.info], [404, [{ kind: 'basket', id: '7' }]]);
  });

  test('are none for an order without an order, which PHP writes as a list', async () => {
    const hall = await openQticketsHall(open());
    for (const [method, path] of [
      ['GET', '/orders'],
      ['GET', '/events?orderBy[id]=desc'],
    ] as const) {
      const payload = path === '/orders' ? { payload: '{"orderBy": [], "where": []}' } : {};
      const { status, text } = await hall.ask(path, { method, ...payload });
      assert.equal(status, 200, text);
    }
  });
});
