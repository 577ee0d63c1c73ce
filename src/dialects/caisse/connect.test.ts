import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCaisseShop } from '../../../test/fixtures/caisse-shop.ts';
import { onEachStore } from '../../../test/stores.ts';
import { injectTransport, TransportFault, type Transport } from '../../contract/transport.ts';
import type {
  DeliveryOutcome,
  OpenConnection,
  OrderDelivery,
  OrderFacts,
  TicketFacts,
} from '../../hub/port.ts';
import { connectCaisseWebhook } from './connect-webhook.ts';
import { connectCaisse } from './connect.ts';

const now = Date.UTC(2026, 4, 15, 8, 30);

function orderOf(more: Partial<OrderFacts> = {}): OrderFacts {
  const linked = (id: number) => ({ id, ref: undefined });
  return {
    order: linked(77),
    label: 'ORD00000077',
    foreign_ref: undefined,
    origin_ref: undefined,
    channel: 'counter',
    status: 'paid',
    confirmed: true,
    cancelled: false,
    currency: 'EUR',
    total: 3150,
    paid: 3150,
    refunded: 0,
    created_at: now,
    updated_at: now,
    language: undefined,
    counter_id: 5,
    delivery_method: 4,
    customer: undefined,
    lines: [
      lineOf({ title: 'Canette_Cola', quantity: 2, charged_amount: 300, article: linked(900) }),
      lineOf({ title: 'Verre', quantity: 3, charged_amount: 850 }),
    ],
    tickets: [],
    payments: [{ id: 1, method: 'card', amount: 3150, paid_at: now }],
    ...more,
  };
}

function lineOf(more: Partial<OrderFacts['lines'][number]>): OrderFacts['lines'][number] {
  return {
    line: { id: 1, ref: undefined },
    kind: 'article',
    title: '',
    quantity: 1,
    charged_amount: 0,
    vat_bp: 1000,
    price: undefined,
    price_code: undefined,
    article: undefined,
    cancelled: false,
    ...more,
  };
}

const delivery = (order: OrderFacts, attempts = 0): OrderDelivery => ({
  topic: 'order',
  id: 1,
  attempts,
  created_at: now,
  order,
});

const settings = {
  channels: ['counter'],
  counters: [],
  events: [],
  articles: { '900': '15' },
  prices: {},
  department: '5',
  payment_modes: { card: '2' },
  payment_mode: '',
  refund_mode: '5',
  cashbox: '',
  user: '1',
};

function connectionTo(secrets: Record<string, string>, more: object = {}): OpenConnection {
  return {
    connection_id: 1,
    base_url: 'http://shop/caisse',
    settings: { ...settings, ...more },
    secrets,
    zone: 'Europe/Paris',
    now: () => now,
    turn: () => Promise.resolve(),
    asked_to_wait: () => Promise.resolve(false),
    timeout_ms: 1000,
  };
}

onEachStore('a shop that sales are pushed to', (open) => {
  async function opened(more: object = {}) {
    const office = open();
    const shop = await openCaisseShop(office);
    const { organizer_id } = shop;
    const paidBy = async () => {
      const payments = await office.read((rx) =>
        rx.db
          .selectFrom('payment')
          .select(['method', 'amount'])
          .where('organizer_id', '=', organizer_id)
          .orderBy('id')
          .execute(),
      );
      return payments.map(({ method, amount }) => [method, amount]);
    };
    const faults: ('before' | 'after' | 'pass')[] = [];
    const inner = injectTransport(shop.app);
    const transport: Transport = async (request) => {
      const fault = /webapp\.php|editOrder/.test(request.url) ? faults.shift() : undefined;
      if (fault === 'before') throw new TransportFault('connect', 'not reached');
      const answer = await inner(request);
      if (fault === 'after') throw new TransportFault('timeout', 'no answer in time');
      return answer;
    };
    const peer = connectCaisse({ transport }).open(
      connectionTo({ shop_id: shop.shop_id, key: shop.key }, more),
    );
    const push = async (order: OrderFacts, attempts = 0): Promise<DeliveryOutcome> => {
      const [outcome] = await peer.push!([delivery(order, attempts)]);
      return outcome!;
    };
    return { shop, peer, push, faults, paidBy };
  }

  test('has each sale once, with its articles where they are mapped and free lines where they are not', async () => {
    const { shop, push, peer } = await opened();
    assert.match(await peer.probe(), /answers/);
    const first = await push(orderOf());
    const again = await push(orderOf());
    assert.deepEqual(first, again);
    const [sale, another] = await shop.client.orders();
    assert.equal(another, undefined);
    assert.deepEqual(first, {
      done: true,
      links: [{ kind: 'order', local_id: 77, foreign_id: String(sale!.orderID) }],
    });
    assert.deepEqual([sale!.price, sale!.terminated, sale!.userID], ['31.50', true, 1]);
    assert.deepEqual([sale!.privateComment, sale!.publicComment], ['guichet:77', 'ORD00000077']);
    assert.deepEqual(
      sale!.items.map(({ articleID, departmentID, title, quantity, price }) => [
        articleID,
        departmentID,
        title,
        quantity,
        price,
      ]),
      [
        [15, 6, 'Canette-Cola', 2, '3.00'],
        [null, 5, '3 x Verre', 1, '25.50'],
      ],
    );
  });

  test('is asked before a sale is sent again: a time-out after the fact makes no second one', async () => {
    const { shop, push, faults } = await opened();
    faults.push('after');
    await assert.rejects(push(orderOf()), { kind: 'unavailable' });
    assert.equal(((await push(orderOf(), 1)) as { done?: true }).done, true);
    assert.equal((await shop.client.orders()).length, 1);
    faults.push('before');
    const other = orderOf({ order: { id: 7, ref: undefined } });
    await assert.rejects(push(other), { kind: 'unavailable' });
    await push(other, 1);
    assert.equal((await shop.client.orders()).length, 2);
  });

  test('hears of the payment of what was sent unpaid, and of what is given back, once', async () => {
    const { shop, push } = await opened();
    await push(orderOf({ paid: 0, payments: [], status: 'confirmed' }));
    assert.equal((await shop.client.orders())[0]!.terminated, false);
    await push(orderOf());
    await push(orderOf());
    const refunded = orderOf({ refunded: 600, total: 2550 });
    await push(refunded);
    await push(refunded);
    await push(orderOf({ refunded: 1000, total: 2150 }));
    const orders = await shop.client.orders();
    assert.deepEqual(
      orders.map(({ price, paid, isRefund }) => [price, paid, isRefund]),
      [
        ['31.50', '31.50', false],
        ['-6.00', '-6.00', true],
        ['-4.00', '-4.00', true],
      ],
    );
  });

  test('hears of each way in which a sale was paid, each once, wherever a try breaks off', async () => {
    const modes = { payment_modes: { card: '2', cash: '1' } };
    const payments = [
      { id: 1, method: 'card', amount: 1_000, paid_at: now },
      { id: 2, method: 'cash', amount: 1_500, paid_at: now },
      { id: 3, method: 'card', amount: 650, paid_at: now },
    ];
    for (const broken of [[], ['pass', 'after'], ['pass', 'before'], ['pass', 'pass', 'after']] as const) {
      const { shop, push, faults, paidBy } = await opened(modes);
      faults.push(...broken);
      const order = orderOf({ payments });
      for (let tries = 0; broken.length > 0 && tries < 1; tries += 1)
        await assert.rejects(push(order, tries), { kind: 'unavailable' });
      assert.equal('done' in (await push(order, 1)), true);
      assert.equal('done' in (await push(order, 2)), true);
      const [sale, another] = await shop.client.orders();
      assert.equal(another, undefined);
      assert.deepEqual([sale!.price, sale!.paid, sale!.terminated], ['31.50', '31.50', true]);
      assert.deepEqual(await paidBy(), [
        ['card', 1_650],
        ['cash', 1_500],
      ]);
    }
    const { push } = await opened({ payment_modes: { card: '2' } });
    assert.match(((await push(orderOf({ payments }))) as { refused: string }).refused, /no payment mode/);
  });

  test('hears of sales from its day on, and on of what it was told', async () => {
    const { shop, push } = await opened({ sold_from: '2026-05-16' });
    const late = Date.UTC(2026, 4, 15, 22, 30);
    assert.deepEqual(await push(orderOf()), {
      done: true,
      note: 'sold before the day from which sales are told',
    });
    // in Paris that day has begun
    assert.equal('links' in (await push(orderOf({ created_at: late }))), true);
    const [sale, another] = await shop.client.orders();
    assert.equal(another, undefined);
    const ref = String(sale!.orderID);
    const unpaid = orderOf({ order: { id: 77, ref }, refunded: 600, total: 2550 });
    assert.equal('links' in (await push(unpaid)), true);
  });

  test('gets only what the connection chooses, and says what waits for a person', async () => {
    const { shop, push } = await opened();
    assert.deepEqual(await push(orderOf({ channel: 'web' })), {
      done: true,
      note: 'not chosen for this shop',
    });
    assert.deepEqual(await push(orderOf({ confirmed: false })), { done: true, note: 'not confirmed yet' });
    const cheque = orderOf({ payments: [{ id: 1, method: 'cheque', amount: 3150, paid_at: now }] });
    assert.match(((await push(cheque)) as { refused: string }).refused, /no payment mode/);
    const unknown = orderOf({ lines: [lineOf({ title: 'X', article: { id: 901, ref: undefined } })] });
    assert.equal('done' in (await push(unknown)), true);
    assert.equal((await shop.client.orders()).length, 1);
    const one = await opened({ counters: [6], articles: { '900': '99' } });
    assert.deepEqual(await one.push(orderOf()), { done: true, note: 'not chosen for this shop' });
    const refused = await one.push(orderOf({ counter_id: 6 }));
    assert.match((refused as { refused: string }).refused, /article inconnu/);
  });

  test('with wrong credentials is trouble of that kind, before anything is sent', async () => {
    const { shop } = await opened();
    const peer = connectCaisse({ transport: injectTransport(shop.app) }).open(
      connectionTo({ shop_id: shop.shop_id, key: 'wrong' }),
    );
    await assert.rejects(peer.probe(), { kind: 'credentials' });
    await assert.rejects(peer.push!([delivery(orderOf())]), { kind: 'credentials' });
  });
});

test('a shop that does not say what it has keeps what is unclear for a person', async () => {
  const sent: string[] = [];
  const transport: Transport = async ({ url }) => {
    sent.push(url);
    const body = url.includes('getOrders') ? '"?"' : '{"result":"OK","orderID":9}';
    return { status: 200, headers: {}, body: Buffer.from(body) };
  };
  const peer = connectCaisse({ transport }).open(connectionTo({ shop_id: '1', key: 'k' }));
  const [first] = await peer.push!([delivery(orderOf())]);
  assert.equal('done' in first!, true);
  const many = sent.length;
  const [second] = await peer.push!([delivery(orderOf(), 1)]);
  assert.match((second as { refused: string }).refused, /cannot be told/);
  assert.equal(
    sent.slice(many).some((url) => url.includes('webapp')),
    false,
  );
});

test('the webhook tells once that an order is validated and once that it is terminated', async () => {
  const bodies: Record<string, unknown>[] = [];
  let status = 200;
  const transport: Transport = async ({ body, headers }) => {
    assert.equal(headers['authorization'], 'Bearer x');
    if (status === 200) bodies.push(JSON.parse(body ?? '') as Record<string, unknown>);
    return { status, headers: {}, body: Buffer.from('') };
  };
  const peer = connectCaisseWebhook({ transport }).open({
    ...connectionTo({ header: 'Bearer x' }),
    settings: { channels: [], sold_from: '2026-05-15' },
  });
  const before = orderOf({ created_at: now - 24 * 3_600_000 });
  const [left_out] = await peer.push!([delivery(before)]);
  assert.match((left_out as { note: string }).note, /sold before/);
  const unpaid = orderOf({ paid: 0 });
  const [first] = await peer.push!([delivery(unpaid)]);
  assert.deepEqual(first, {
    done: true,
    links: [{ kind: 'order', local_id: 77, foreign_id: 'validated:77' }],
  });
  const paid = orderOf({ order: { id: 77, ref: 'validated:77' } });
  await peer.push!([delivery(paid)]);
  const settled = orderOf({ order: { id: 77, ref: 'terminated:77' } });
  await peer.push!([delivery(settled)]);
  assert.deepEqual(
    bodies.map(({ type }) => type),
    ['validated', 'terminated'],
  );
  const { items, ...body } = bodies[1]!;
  assert.equal((items as unknown[]).length, 2);
  assert.deepEqual(body, {
    type: 'terminated',
    orderID: 1_500_000_077,
    orderInternalID: 'ORD00000077',
    price: '31.50',
    clientID: null,
    client: null,
    cashBoxID: 1_500_000_005,
    deliveryMethod: 4,
    VATs: [{ rate: 10, base: '28.64', amount: '2.86' }],
    VAT: '2.86',
    isRefund: false,
  });
  status = 500;
  await assert.rejects(peer.push!([delivery(unpaid)]), { kind: 'unavailable' });
});

test('the webhook that took the first and not the second is told the second alone', async () => {
  const bodies: string[] = [];
  let down = true;
  const transport: Transport = async ({ body }) => {
    const { type } = JSON.parse(body ?? '') as { type: string };
    const status = type === 'terminated' && down ? 500 : 200;
    bodies.push(`${type} ${status}`);
    return { status, headers: {}, body: Buffer.from('') };
  };
  const peer = connectCaisseWebhook({ transport }).open({
    ...connectionTo({ header: '' }),
    settings: { channels: [] },
  });
  const [first] = await peer.push!([delivery(orderOf())]);
  const links = [{ kind: 'order', local_id: 77, foreign_id: 'validated:77' }];
  assert.deepEqual(first, {
    retry: 'The address answers 500',
    why: { code: 'unavailable', params: {} },
    links,
  });
  down = false;
  await peer.push!([delivery(orderOf({ order: { id: 77, ref: 'validated:77' } }))]);
  assert.deepEqual(bodies, ['validated 200', 'terminated 500', 'terminated 200']);
});

test('tickets that came back are in no payload and in no sale', async () => {
  const order = orderOf();
  const entrance = order.lines[0]!;
  const ticket = (id: number, state: TicketFacts['state'], refunded_amount: number): TicketFacts => ({
    ...{ ticket: { id, ref: undefined }, line_id: entrance.line.id, event: { id: 3, ref: undefined } },
    ...{ event_origin_ref: undefined, event_name: 'Nuit', session: undefined, price: undefined },
    ...{ price_name: 'Plein', state, charged_amount: entrance.charged_amount, refunded_amount },
    ...{ barcode: undefined, holder: { first_name: '', last_name: '', email: '' }, used_at: null },
  });
  const lines = [{ ...entrance, quantity: 3 }];
  const one = entrance.charged_amount;
  const tickets = [ticket(1, 'valid', 0), ticket(2, 'refunded', one - 100), ticket(3, 'cancelled', 0)];
  const less = orderOf({ lines, tickets, total: one + 100, paid: 2 * one, refunded: one - 100 });
  const bodies: { type: string; price: string; items: { quantity: number }[]; VATs: unknown[] }[] = [];
  const transport: Transport = async ({ body }) => {
    bodies.push(JSON.parse(body ?? '') as (typeof bodies)[number]);
    return { status: 200, headers: {}, body: Buffer.from('') };
  };
  const hook = connectCaisseWebhook({ transport }).open({
    ...connectionTo({ header: '' }),
    settings: { channels: [] },
  });
  await hook.push!([delivery(less)]);
  const { items, VATs } = bodies[0]!;
  assert.deepEqual(
    items.map(({ quantity }) => quantity),
    [1],
  );
  const gross = (VATs as { base: string; amount: string }[]).reduce(
    (sum, { base, amount }) => sum + Math.round(Number(base) * 100) + Math.round(Number(amount) * 100),
    0,
  );
  assert.equal(gross, one + 100, 'the rates add up to the price');

  const sent: string[] = [];
  const toShop: Transport = async ({ url, body }) => {
    if (url.includes('webapp')) sent.push(decodeURIComponent(String(body)));
    const answer = url.includes('getOrders') ? '[]' : '{"result":"OK","orderID":9}';
    return { status: 200, headers: {}, body: Buffer.from(answer) };
  };
  const shop = connectCaisse({ transport: toShop }).open(connectionTo({ shop_id: '1', key: 'k' }));
  await shop.push!([delivery(less)]);
  // what was taken out was never sold; what was refunded was, and comes back
  assert.match(sent[0]!, /15_2_/);
  assert.match(sent[1]!, /Remboursement/);
});
