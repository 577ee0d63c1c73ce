import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, openApi } from '../../../test/fixtures/api-office.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';

async function openBar(office: TestStore) {
  const { organizer_id, offer_id } = await office.write((tx) => openEvent(tx, 3));
  const api = await openApi(office);
  const boss = await api.openMember({ organizer_id, role: 'manager' });
  const clerk = await api.openMember({ organizer_id, role: 'counter' });
  const manager = boss.client;
  const tea = (await manager.create_article({ body: { name: 'Thé', amount: 300 } })).id;
  const large = (await manager.create_variation({ body: { article_id: tea, name: 'Grand', surcharge: 50 } }))
    .id;
  const ticket = (await manager.create_article({ body: { name: 'Entrée', amount: 900, offer_id } })).id;
  const mode = async (name: string, method: string) =>
    (await manager.create_payment_mode({ body: { name, method, refunds: true } })).id;
  const cash = await mode('Espèces', 'cash');
  const card = await mode('Carte', 'card');
  const counter_id = (await manager.create_counter({ body: { name: 'Bar' } })).id;
  const session = await clerk.client.open_counter_session({ body: { counter_id, opening_amount: 10_000 } });
  const sold_at = new Date(office.surroundings.now() - 3_600_000).toISOString();
  const sale = {
    ...{ counter_id, number: 'K7QX3M-000001', sold_at, payment_mode_id: cash, total: 700, tendered: 1000 },
    items: [
      {
        ...{ kind: 'article' as const, article_id: tea, title: 'Thé', quantity: 2, unit_amount: 350 },
        variation_ids: [large],
      },
    ],
  };
  return {
    ...{ api, organizer_id, boss, clerk, client: clerk.client, manager, tea, ticket, card, sale, session },
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  };
}

onEachStore('sales that a till made alone', (open) => {
  test('are taken in with their own number and time, and the drawer holds their cash', async () => {
    await using bar = await openBar(open());
    const { client, sale, session } = bar;
    const taken = await client.take_offline_sale({ body: sale });
    assert.deepEqual([taken.total, taken.number, taken.repeated], [700, sale.number, false]);
    const order = await client.find_till_order({ params: { id: taken.id } });
    assert.deepEqual(
      [order.offline, order.settled, order.payments.map(({ amount }) => amount)],
      [{ number: sale.number, sold_at: sale.sold_at }, true, [700]],
    );
    const { sums, report } = await client.find_counter_session({ params: { id: session.id } });
    assert.deepEqual([sums.cash, report.sales], [10_700, { count: 1, amount: 700 }]);
  });

  test('are kept once, under another key and days later too', async () => {
    const office = open();
    await using bar = await openBar(office);
    const { client, sale, session } = bar;
    const key = (name: string) => ({ headers: { 'idempotency-key': name }, body: sale });
    const first = await client.take_offline_sale(key('one'));
    assert.deepEqual(await client.take_offline_sale(key('one')), first);
    assert.deepEqual(await client.take_offline_sale(key('another')), { ...first, repeated: true });
    const both = await Promise.all([
      client.take_offline_sale({ body: sale }),
      client.take_offline_sale({ body: sale }),
    ]);
    assert.deepEqual(
      both.map(({ id }) => id),
      [first.id, first.id],
    );
    const { report } = await client.find_counter_session({ params: { id: session.id } });
    assert.equal(report.sales.count, 1);
  });

  test('tell how often their receipt was printed, and what is printed after them is a duplicate', async () => {
    await using bar = await openBar(open());
    const { client, sale } = bar;
    const { id } = await client.take_offline_sale({ body: { ...sale, receipts: 1 } });
    // printed once more while it was on its way: it is sent again, and only the second paper is new
    for (let sent = 0; sent < 2; sent += 1)
      assert.ok((await client.take_offline_sale({ body: { ...sale, receipts: 2 } })).repeated);
    const { rows } = await client.issue_receipt({ params: { id }, body: {} });
    assert.ok(rows.some(({ text }) => text === 'DUPLICATA n° 2'));
  });

  test('sent twice at once for the first time are one sale', async () => {
    await using bar = await openBar(open());
    const { client, sale, session } = bar;
    const both = await Promise.all([
      client.take_offline_sale({ body: sale }),
      client.take_offline_sale({ body: sale }),
    ]);
    assert.equal(new Set(both.map(({ id }) => id)).size, 1);
    const { report } = await client.find_counter_session({ params: { id: session.id } });
    assert.equal(report.sales.count, 1);
  });

  test('keep the price that was paid, whatever the article and its variation cost by now', async () => {
    await using bar = await openBar(open());
    const { client, manager, sale, tea } = bar;
    await manager.change_article({ params: { id: tea }, body: { amount: 400, name: 'Thé vert' } });
    const { id } = await client.take_offline_sale({ body: sale });
    const order = await client.find_till_order({ params: { id } });
    assert.deepEqual([order.total, order.lines[0]?.title], [700, 'Thé']);
  });

  test('that are wrong are refused, and nothing of them is kept', async () => {
    const office = open();
    await using bar = await openBar(office);
    const { client, sale, session, card, ticket } = bar;
    const refused = (change: Partial<typeof sale>) =>
      codeOf(client.take_offline_sale({ body: { ...sale, ...change } }));
    assert.equal(await refused({ total: 650 }), 'invalid_amount');
    assert.equal(await refused({ tendered: 600 }), 'invalid_amount');
    assert.equal(await refused({ payment_mode_id: card }), 'invalid_input');
    assert.equal(await refused({ number: '17' }), 'invalid_input');
    const late = new Date(office.surroundings.now() - 93 * 86_400_000).toISOString();
    assert.equal(await refused({ sold_at: late }), 'invalid_input');
    const seat = {
      kind: 'article' as const,
      article_id: ticket,
      title: 'Entrée',
      quantity: 1,
      unit_amount: 700,
    };
    assert.equal(await refused({ items: [{ ...seat, variation_ids: [] }] }), 'invalid_input');
    const { report } = await client.find_counter_session({ params: { id: session.id } });
    assert.equal(report.sales.count, 0);
    await client.take_offline_sale({ body: sale });
    const other = new Date(office.surroundings.now() - 60_000).toISOString();
    assert.equal(await refused({ sold_at: other }), 'already_exists');
  });
});

onEachStore('who did it at a till', (open) => {
  test('is whoever took it over by PIN, on a device too, and who forces a price is who may', async () => {
    const office = open();
    await using bar = await openBar(office);
    const { client, manager, boss, clerk, tea, sale, session, api, organizer_id } = bar;
    const actorOf = async (action: string, subject_id: number) => {
      const row = await office.read(({ db }) =>
        db
          .selectFrom('ledger')
          .select(['actor_kind', 'actor_id'])
          .where('action', '=', action)
          .where('subject_id', '=', subject_id)
          .orderBy('id', 'desc')
          .executeTakeFirstOrThrow(),
      );
      return `${row.actor_kind} ${row.actor_id}`;
    };
    const { counter_id } = sale;
    const items = [{ kind: 'article' as const, article_id: tea, quantity: 1 }];
    const { code } = await manager.make_device_code({ body: { name: 'Tablette', role: 'counter' } });
    const { token } = await api.clientWith({}).join_device({ body: { code } });
    const device = api.clientWith({ authorization: `Bearer ${token}` });
    const before = await device.ring_up({ body: { counter_id, items } });
    assert.equal(await actorOf('order.sold', before.id), `user ${clerk.user_id}`);
    await manager.set_till_pin({ body: { pin: '4711' } });
    const params = { id: session.id };
    await device.hand_over_till({ params, body: { user_id: boss.user_id, pin: '4711' } });
    const after = await device.ring_up({ body: { counter_id, items } });
    assert.equal(await actorOf('order.sold', after.id), `user ${boss.user_id}`);
    const byClerk = await client.ring_up({ body: { counter_id, items } });
    assert.equal(await actorOf('order.sold', byClerk.id), `user ${boss.user_id}`);
    await client.move_cash({ params, body: { amount: -500, reason: 'Pain' } });
    assert.equal(await actorOf('counter_session.cash_moved', session.id), `user ${boss.user_id}`);
    const { movements } = await client.find_counter_session({ params });
    assert.deepEqual(
      movements.map(({ amount, reason }) => [amount, reason]),
      [[-500, 'Pain']],
    );
    const other = await api.openMember({ organizer_id, role: 'manager' });
    const forced = { counter_id, items: [{ ...items[0]!, unit_amount: 1 }], override_reason: 'friends' };
    const cheap = await other.client.ring_up({ body: forced });
    assert.equal(await actorOf('order.sold', cheap.id), `user ${other.user_id}`);
    await client.close_counter_session({ params, body: { closing_amount: 9_500 } });
    assert.equal(await actorOf('counter_session.closed', session.id), `user ${boss.user_id}`);
  });
});
