import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, openApi } from '../../../test/fixtures/api-office.ts';
import { openPackNight } from '../../../test/fixtures/till-packs.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { sell } from '../../office/selling/request.ts';

/** The theatre's till with two tables, tea in two sizes, and cash. */
async function openTill(office: TestStore) {
  const night = await office.write(openPackNight);
  const { organizer_id } = night;
  const api = await openApi(office);
  const { client: manager } = await api.openMember({ organizer_id, role: 'manager' });
  const { client } = await api.openMember({ organizer_id, role: 'counter' });
  const table = async (name: string) => (await manager.create_dining_table({ body: { name, covers: 4 } })).id;
  const tea = (await manager.create_article({ body: { name: 'Thé', amount: 300 } })).id;
  const large = await manager.create_variation({ body: { article_id: tea, name: 'Grand', surcharge: 50 } });
  const mode = { name: 'Espèces', method: 'cash', refunds: true };
  return {
    ...{ ...night, api, manager, client, tea, large: large.id },
    ...{ first_table: await table('T1'), second_table: await table('T2') },
    cash: (await manager.create_payment_mode({ body: mode })).id,
    counter_id: (await manager.create_counter({ body: { name: 'Hall' } })).id,
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  };
}
type Till = Awaited<ReturnType<typeof openTill>>;
type Items = Parameters<Till['client']['ring_up']>[0]['body']['items'];

const putAside = ({ client, counter_id }: Till, items: Items, more: object = {}) =>
  client.ring_up({ body: { counter_id, quote: true, items, ...more } });

onEachStore('quotes at the till', (open) => {
  test('wait at the till, and what somebody holds in a shop for a while does not', async () => {
    const office = open();
    await using till = await openTill(office);
    const { client, organizer_id, standing_offer_id, tea } = till;
    const requests = [{ offer_id: standing_offer_id, quantity: 1 }];
    const cart = { organizer_id, channel: 'web', requests, hold_minutes: 15 };
    const { order_id: held } = await office.write((tx) => sell(tx, cart));
    const owing = await office.write((tx) => sell(tx, { ...cart, confirm: true }));
    const quote = await putAside(till, [{ kind: 'article', article_id: tea, quantity: 1 }]);
    const { items } = await client.list_unsettled_orders({ query: {} });
    assert.deepEqual(
      items.map(({ id }) => id),
      [owing.order_id, quote.id],
    );
    const into = { params: { id: quote.id }, body: { order_ids: [held] } };
    assert.equal(await codeOf(client.merge_quotes(into)), 'illegal_move');
  });

  test('move to another table with their covers and comments, sold or not; null takes away', async () => {
    await using till = await openTill(open());
    const { client, tea, first_table, second_table, counter_id, cash } = till;
    const items: Items = [{ kind: 'article', article_id: tea, quantity: 1 }];
    const { id } = await putAside(till, items, { dining_table_id: first_table, covers: 2 });
    const params = { id };
    const moved = await client.change_till_order({
      params,
      body: {
        dining_table_id: second_table,
        covers: 3,
        private_comment: 'sans sucre',
        public_comment: 'Zoé',
      },
    });
    assert.deepEqual(
      [moved.dining_table_id, moved.covers, moved.private_comment, moved.public_comment],
      [second_table, 3, 'sans sucre', 'Zoé'],
    );
    const kept = await client.change_till_order({ params, body: { covers: null } });
    assert.deepEqual([kept.dining_table_id, kept.covers, kept.public_comment], [second_table, null, 'Zoé']);
    const waiting = async (dining_table_id: number) =>
      (await client.list_unsettled_orders({ query: { dining_table_id } })).items.map((one) => one.id);
    assert.deepEqual([await waiting(first_table), await waiting(second_table)], [[], [id]]);

    await client.validate_quote({ params, body: { counter_id } });
    await client.pay_at_till({ params, body: { counter_id, payments: [{ payment_mode_id: cash }] } });
    const sold = await client.change_till_order({ params, body: { dining_table_id: null } });
    assert.deepEqual([sold.dining_table_id, sold.settled], [null, true]);

    const other = await openTill(open());
    const strange = { params, body: { dining_table_id: other.first_table } };
    assert.equal(await codeOf(client.change_till_order(strange)), 'not_found');
    assert.equal(await codeOf(other.client.change_till_order({ params, body: { covers: 1 } })), 'not_found');
    assert.equal(await codeOf(client.change_till_order({ params, body: { covers: -1 } })), 'invalid_input');
    assert.equal(await codeOf(client.change_till_order({ params, body: {} })), 'invalid_input');
    await other[Symbol.asyncDispose]();
  });

  test('are opened again as they were rung up, previewed with their own seats, and sold in one step', async () => {
    const office = open();
    await using till = await openTill(office);
    const { client, manager, tea, large, session_id, seats, counter_id, cash } = till;
    const { seat_offer_id, pack_offer_id, workshop_offer_id } = till;
    await manager.create_promo_codes({
      body: { labels: ['DIX'], kind: 'percent', percent_bp: 1000, uses: 2 },
    });
    const place_ids = ['A;1', 'A;2'].map((name) => seats.get(name)!);
    const wish = { kind: 'ticket' as const, offer_id: seat_offer_id, session_id, quantity: 2, place_ids };
    const { id, total } = await putAside(
      till,
      [
        { kind: 'article', article_id: tea, quantity: 2, variation_ids: [large] },
        { kind: 'free', title: 'Consigne', quantity: 1, unit_amount: 100 },
        wish,
        { kind: 'pack', offer_id: pack_offer_id, quantity: 1 },
      ],
      { promo_code: 'DIX' },
    );
    assert.equal(total, 700 + 100 + 5850 + 3800);
    const params = { id };
    const { items, order, promo_code } = await client.find_quote_items({ params });
    assert.deepEqual([order.validated, promo_code], [false, 'DIX']);
    assert.deepEqual(
      items.map((item) => {
        if (item.kind === 'article')
          return [item.article_id, item.quantity, item.unit_amount, item.variations];
        if (item.kind === 'free') return [item.title, item.unit_amount, item.department_id];
        const names = (all: readonly { row_label: string; seat_label: string }[]) =>
          all.map(({ row_label, seat_label }) => row_label + seat_label);
        if (item.kind === 'ticket')
          return [item.offer.offer_id, item.show.session_id, item.quantity, names(item.seats)];
        return [
          ...[item.offer.offer_id, item.show.session_id, item.offer.parts?.length],
          item.parts.map((part) => [part.offer_id, part.quantity, names(part.seats)]),
        ];
      }),
      [
        [seat_offer_id, session_id, 2, ['A1', 'A2']],
        [
          ...[pack_offer_id, session_id, 2],
          [
            [seat_offer_id, 1, ['A5']],
            [workshop_offer_id, 1, []],
          ],
        ],
        [tea, 2, 350, [{ id: large, name: 'Grand', surcharge: 50 }]],
        ['Consigne', 100, null],
      ],
    );
    // tickets stand first, as the order has them. Now a tea less, and the seats that it holds itself
    const edited: Items = [{ kind: 'article', article_id: tea, quantity: 1, variation_ids: [large] }, wish];
    const body = { quote_id: id, items: edited, promo_code: 'DIX' };
    const preview = await client.preview_sale({ body });
    assert.deepEqual([preview.total, preview.items[1]!.seats.length], [350 + 5850, 2]);
    const { quote_id: _new, ...without } = body;
    // to anybody else its uses of the code and its seats are gone
    assert.equal(await codeOf(client.preview_sale({ body: without })), 'promo_code_used_up');
    assert.equal(await codeOf(client.preview_sale({ body: { items: edited } })), 'seats_not_free');
    assert.equal((await client.find_till_order({ params })).total, total);

    const payments = [{ payment_mode_id: cash, amount: 7000 }];
    const sold = await client.ring_up({ body: { counter_id, ...body, payments } });
    assert.deepEqual(
      [sold.id, sold.status, sold.total, sold.paid, sold.change],
      [id, 'paid', 6200, 6200, 800],
    );
    assert.ok(sold.tickets.every(({ barcode }) => barcode !== null));
    assert.deepEqual(
      sold.tickets.map((ticket) => ticket.place_id),
      place_ids,
    );
    assert.equal(await codeOf(client.ring_up({ body: { counter_id, ...body } })), 'illegal_move');
    assert.equal(await codeOf(client.find_quote_items({ params })), 'illegal_move');
    const { items: lines } = await client.till_reports({ query: { period: '2026-05-15', counter_id } });
    assert.deepEqual([lines[0]!.report.sales, lines[0]!.report.net], [{ count: 1, amount: 6200 }, 6200]);
  });

  test('of one table are put together and paid by one payment, at the prices of when they were put aside', async () => {
    await using till = await openTill(open());
    const { client, manager, tea, large, first_table, counter_id, cash, seat_offer_id, session_id } = till;
    const at = { dining_table_id: first_table, covers: 2 };
    const one = await putAside(till, [{ kind: 'article', article_id: tea, quantity: 1 }], {
      ...at,
      private_comment: 'pressés',
    });
    const two = await putAside(
      till,
      [
        { kind: 'article', article_id: tea, quantity: 1, variation_ids: [large] },
        { kind: 'ticket', offer_id: seat_offer_id, session_id, quantity: 2 },
      ],
      at,
    );
    await manager.change_article({ params: { id: tea }, body: { amount: 900 } });
    const params = { id: one.id };
    const merged = await client.merge_quotes({ params, body: { order_ids: [two.id] } });
    assert.deepEqual(
      [merged.total, merged.covers, merged.private_comment, merged.lines.length],
      [300 + 350 + 6500, 4, 'pressés', 3],
    );
    const given_up = await client.find_till_order({ params: { id: two.id } });
    assert.equal(given_up.cancelled, true);
    await client.validate_quote({ params, body: { counter_id } });
    const paid = await client.pay_at_till({
      params,
      body: { counter_id, payments: [{ payment_mode_id: cash }] },
    });
    assert.deepEqual([paid.status, paid.paid], ['paid', 7150]);
    const again = (order_ids: number[]) => client.merge_quotes({ params, body: { order_ids } });
    assert.equal(await codeOf(again([two.id])), 'illegal_move');
    assert.equal(await codeOf(again([one.id])), 'invalid_input');
  });

  test('are shared out: some of their lines become a quote of their own, with their seats', async () => {
    await using till = await openTill(open());
    const { client, tea, first_table, counter_id, cash, seat_offer_id, session_id, seats } = till;
    const place_ids = ['B;1', 'B;2', 'B;3'].map((name) => seats.get(name)!);
    const { id, line_ids } = await putAside(
      till,
      [
        { kind: 'article', article_id: tea, quantity: 3 },
        { kind: 'ticket', offer_id: seat_offer_id, session_id, quantity: 3, place_ids },
      ],
      { dining_table_id: first_table },
    );
    const params = { id };
    const split = (...shares: readonly (readonly [number, number])[]) =>
      client.split_quote({
        params,
        body: {
          counter_id,
          lines: shares.map(([order_line_id, quantity]) => ({ order_line_id, quantity })),
        },
      });
    const [teas, tickets] = line_ids as [number, number];
    for (const [shares, code] of [
      [[[teas, 4]], 'invalid_input'],
      [
        [
          [teas, 3],
          [tickets, 3],
        ],
        'invalid_input',
      ],
      [[[tickets + 100_000, 1]], 'not_found'],
    ] as const)
      assert.equal(await codeOf(split(...shares)), code);
    const { order, taken } = await split([teas, 1], [tickets, 1]);
    assert.deepEqual([order.id, order.total, taken.total], [id, 600 + 6500, 300 + 3250]);
    assert.deepEqual(
      taken.tickets.map((ticket) => ticket.place_id),
      place_ids.slice(0, 1),
    );
    const waiting = (await client.list_unsettled_orders({ query: { dining_table_id: first_table } })).items;
    assert.deepEqual(new Set(waiting.map((one) => one.id)), new Set([id, taken.id]));
    for (const one of [taken.id, id]) {
      await client.validate_quote({ params: { id: one }, body: { counter_id } });
      const body = { counter_id, payments: [{ payment_mode_id: cash }] };
      assert.equal((await client.pay_at_till({ params: { id: one }, body })).status, 'paid');
    }
    const { items } = await client.till_reports({ query: { period: '2026-05-15', counter_id } });
    assert.deepEqual(items[0]!.report.sales, { count: 2, amount: 900 + 9750 });
  });
});
