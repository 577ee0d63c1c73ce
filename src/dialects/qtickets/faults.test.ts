import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openQticketsHall, type QticketsHall } from '../../../test/fixtures/qtickets-hall.ts';
import { storedRows } from '../../../test/fixtures/stored-rows.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { localIdOf } from '../../domain/served-id.ts';
import { confirmOrder } from '../../office/selling/confirm.ts';
import { recordPayment } from '../../office/selling/payments.ts';
import type { TableName } from '../../store/tables.ts';
import { failureCases, type FailureCase } from './failure-cases.ts';
import type { Order } from './shapes.ts';

const watched: readonly TableName[] = [
  'order',
  'ticket',
  'place_sale',
  'pool_draw',
  'payment',
  'refund',
  'refund_ticket',
  'customer',
  'event',
  'promo_code',
  'scan',
  'ledger',
];

const client = { email: 'username@gmail.com' };

async function buy(
  hall: QticketsHall,
  seats: readonly string[],
  how: { payed?: boolean } = { payed: true },
): Promise<Order> {
  const baskets = seats.map((seat_id) => ({ show_id: 41, seat_id }));
  return (await hall.client.createOrder({ body: { data: { client, ...how, baskets } } })).data;
}

const named = (ids: readonly number[]) => Object.fromEntries(ids.map((id) => [String(id), []]));

/** A hall in which something of everything has happened, and the ids of it by the words that the cases use. */
async function liveHall(office: TestStore): Promise<{ hall: QticketsHall; words: Record<string, string> }> {
  const hall = await openQticketsHall(office);
  const elsewhere = await openQticketsHall(office);
  const { removeBaskets } = hall.client;
  const remove = (order: Order, at: number) =>
    removeBaskets({
      params: { id: order.id },
      body: { delete: { baskets: named([order.baskets[at]!.id]) } },
    });
  const refund = (order: Order, at: number) =>
    removeBaskets({
      params: { id: order.id },
      body: { refund: { amount: 1, baskets: named([order.baskets[at]!.id]) } },
    });
  const order = await buy(hall, ['DANCE-1;1', 'DANCE-1;1', 'DANCE-1;1']);
  await refund(order, 1);
  await remove(order, 2);
  const unpaid = await buy(hall, ['DANCE-1;1'], {});
  const ended = await buy(hall, ['DANCE-1;1', 'DANCE-1;1']);
  await refund(ended, 0);
  await remove(ended, 1);
  const resold = await buy(hall, ['CENTER_PARTERRE-22;1'], {});
  await remove(resold, 0);
  await buy(hall, ['CENTER_PARTERRE-22;1']);
  const theirs = await buy(elsewhere, ['DANCE-1;1']);
  const [basket, refunded, deleted] = order.baskets;
  return {
    hall,
    words: {
      ORDER: String(order.id),
      BASKET: String(basket!.id),
      REFUNDED_BASKET: String(refunded!.id),
      DELETED_BASKET: String(deleted!.id),
      BARCODE: basket!.barcode ?? '',
      UNPAID: String(unpaid.id),
      OTHER_BASKET: String(unpaid.baskets[0]!.id),
      ENDED: String(ended.id),
      RESOLD: String(resold.id),
      THEIR_ORDER: String(theirs.id),
      THEIR_BASKET: String(theirs.baskets[0]!.id),
    },
  };
}

async function ask(hall: QticketsHall, one: FailureCase, words: Readonly<Record<string, string>>) {
  const filled = (text: string) => text.replaceAll(/\{([A-Z_]+)\}/g, (_, word: string) => words[word]!);
  const { token = hall.token } = one;
  return hall.ask(filled(one.path), {
    method: one.method,
    headers: {
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
    },
    ...(one.body === undefined ? {} : { payload: filled(one.body) }),
  });
}

onEachStore('refusals through Qtickets', (open) => {
  test('are told in the envelope with the code of the README, and leave everything as it was', async () => {
    const { hall, words } = await liveHall(open());
    const before = await storedRows(open(), watched);
    for (const one of failureCases) {
      const { status, body } = await ask(hall, one, words);
      assert.deepEqual([status, body.status, body.code], [one.status, one.status, one.code], one.case);
      assert.deepEqual(Object.keys(body), ['error', 'status', 'code', 'info'], one.case);
      const after = await storedRows(open(), watched);
      if (one.keeps_attempt === true) before['scan'] = (before['scan'] ?? 0) + 1;
      assert.deepEqual(after, before, one.case);
    }
  });

  test('two organizers see nothing of each other, whoever of them asks', async () => {
    const [one, two] = [await openQticketsHall(open()), await openQticketsHall(open())];
    const bought = await buy(one, ['DANCE-1;1']);
    const [basket] = bought.baskets;
    const theirs = await buy(two, ['DANCE-1;1']);
    assert.deepEqual(
      (await one.client.orders({ input: {} })).data.map(({ id }) => id),
      [bought.id],
    );
    assert.deepEqual(
      (await two.client.orders({ input: {} })).data.map(({ id }) => id),
      [theirs.id],
    );
    assert.deepEqual(
      (await two.client.baskets({ input: {} })).data.map(({ order_id }) => order_id),
      [theirs.id],
    );
    assert.equal((await two.client.clients({ input: {} })).paging.total, 1);
    assert.equal((await two.client.events({ input: {} })).paging.total, 1);
    const codes = await two.client.barcodes({ params: { id: 41 }, input: {} });
    assert.deepEqual(
      codes.map(({ barcode }) => barcode),
      [theirs.baskets[0]!.barcode],
    );
    for (const [method, path, body] of [
      ['GET', `/orders/${bought.id}`, undefined],
      ['GET', `/clients/${bought.client_id}`, undefined],
      ['POST', `/orders/${bought.id}/restore`, {}],
      ['PUT', `/baskets/${basket!.id}`, { data: { client_name: 'X' } }],
      ['DELETE', `/orders/${bought.id}/baskets`, { delete: { baskets: named([basket!.id]) } }],
      ['GET', `/shows/41/barcode/${basket!.barcode}`, undefined],
      ['POST', `/shows/41/barcode/${basket!.barcode}`, {}],
    ] as const) {
      const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
      const told = await two.ask(path, { method, ...payload });
      assert.deepEqual([told.status, told.body.code], [404, 'NOT_FOUND'], `${method} ${path}`);
    }
    assert.deepEqual((await one.client.order({ params: { id: bought.id } })).data, bought);
  });
});

onEachStore('refunds through Qtickets', (open) => {
  test('add up to the kopeck, whatever is asked: amount and deduction make what the tickets cost', async () => {
    const hall = await openQticketsHall(open());
    const prices = fc
      .array(fc.integer({ min: 0, max: 50_000 }), { minLength: 1, maxLength: 5 })
      .filter((costs) => costs.some((cost) => cost > 0));
    const kopecks = fc.integer({ min: 0, max: 260_000 });
    await fc.assert(
      fc.asyncProperty(prices, kopecks, fc.boolean(), async (costs, asked, byAmount) => {
        const held = await buy(
          hall,
          costs.map(() => 'DANCE-1;1'),
          {},
        );
        for (const [index, cost] of costs.entries()) {
          const body = { data: { ticket_original_price: cost / 100 } };
          await hall.client.changeBasket({ params: { id: held.baskets[index]!.id }, body });
        }
        const sum = costs.reduce((all, cost) => all + cost, 0);
        const order_id = localIdOf(String(held.id)) ?? 0;
        const { organizer_id } = hall;
        await open().write(async (tx) => {
          await confirmOrder(tx, { organizer_id, order_id });
          await recordPayment(tx, { organizer_id, order_id, amount: sum, method: 'card' });
        });
        const refund = {
          [byAmount ? 'amount' : 'deduction_amount']: asked / 100,
          baskets: named(held.baskets.map(({ id }) => id)),
        };
        const told = await hall.ask(`/orders/${held.id}/baskets`, {
          method: 'DELETE',
          payload: JSON.stringify({ refund }),
        });
        if (asked > sum) {
          assert.deepEqual([told.status, told.body.code], [422, 'REFUND_EXCEEDS_PAID']);
          const { data } = await hall.client.order({ params: { id: held.id } });
          assert.ok(data.baskets.every(({ refunded_at }) => refunded_at === null));
          return;
        }
        assert.equal(told.status, 200, told.text);
        const minor = (amount: number | null): number => Math.round((amount ?? 0) * 100);
        const { baskets, refunds = [] } = told.body.data;
        const paid_back = baskets.reduce((all, one) => all + minor(one.refunded_amount), 0);
        const kept = baskets.reduce((all, one) => all + minor(one.refunded_deduction_amount), 0);
        assert.deepEqual([paid_back, kept], byAmount ? [asked, sum - asked] : [sum - asked, asked]);
        for (const [index, one] of baskets.entries()) {
          assert.equal(minor(one.refunded_amount) + minor(one.refunded_deduction_amount), costs[index]);
          assert.notEqual(one.refunded_at, null);
        }
        assert.deepEqual(
          refunds.map((one) => minor(one.amount)),
          [paid_back],
        );
      }),
      { numRuns: 12 },
    );
  });
});
