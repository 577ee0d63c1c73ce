import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { TestOdoo, type OdooRow, type RpcError } from '../../../test/fixtures/odoo.ts';

const refusedAs = (python: string, message?: RegExp) => (error: RpcError) => {
  assert.equal(error.python, python);
  if (message !== undefined) assert.match(error.message, message);
  return true;
};
const validation = (message?: RegExp) => refusedAs('odoo.exceptions.ValidationError', message);
const user_error = (message?: RegExp) => refusedAs('odoo.exceptions.UserError', message);

for (const version of [18, 19] as const) {
  describe(`the stand-in of Odoo ${version}`, () => {
    let odoo: TestOdoo;
    let partner_id = 0;
    let product_id = 0;
    let event_ticket_id = 0;
    beforeEach(async () => {
      odoo = new TestOdoo({ version });
      partner_id = await odoo.call<number>('res.partner', 'create', [
        { name: 'Jean', email: 'Jean@Email.com' },
      ]);
      product_id = (await odoo.one('product.product', [['barcode', '=', 'BW-LUGE-4T']])).id;
      event_ticket_id = (await odoo.one('event.event.ticket', [['product_id', '=', product_id]])).id;
    });
    const order = (fields = {}): Promise<number> =>
      odoo.call('sale.order', 'create', [{ partner_id, client_order_ref: 'BW-1', ...fields }]);
    const line = (order_id: number, fields = {}): Promise<number> =>
      odoo.call('sale.order.line', 'create', [
        { order_id, product_id, event_id: 1, event_ticket_id, ...fields },
      ]);
    const registration = (fields = {}): Promise<number> =>
      odoo.call('event.registration', 'create', [{ event_id: 1, name: 'Jean', ...fields }]);
    const stateOf = async (id: number): Promise<unknown> =>
      (await odoo.one('event.registration', [['id', '=', id]], ['state'])).state;

    test('keeps barcodes of registrations unique, those of archived ones too, and hides the archived', async () => {
      await registration({ barcode: '77', active: false });
      await assert.rejects(registration({ barcode: '77' }), validation(/Barcode should be unique/));
      const domain = [['barcode', '=', '77']];
      assert.deepEqual(await odoo.call('event.registration', 'search', [domain]), []);
      const context = { active_test: false };
      assert.equal(
        (await odoo.call<number[]>('event.registration', 'search', [domain], { context })).length,
        1,
      );
    });

    test('rolls a batch back whole for one duplicate in it', async () => {
      await registration({ barcode: '77' });
      const batch = ['1', '77', '2'].map((barcode) => ({ event_id: 1, barcode }));
      await assert.rejects(odoo.call('event.registration', 'create', [batch]), validation());
      assert.equal((await odoo.all('event.registration')).length, 1);
    });

    test('takes one customer reference for two orders, and one product barcode for one product alone', async () => {
      await order();
      await order();
      assert.equal((await odoo.all('sale.order', [['client_order_ref', '=', 'BW-1']])).length, 2);
      await assert.rejects(
        odoo.call('product.product', 'create', [{ name: 'Twin', barcode: 'BW-LUGE-4T' }]),
        validation(/already assigned/),
      );
    });

    test('finds an e-mail by its normal form, whatever its case, and by itself only letter by letter', async () => {
      const found = (domain: unknown[]) => odoo.call('res.partner', 'search', [[domain]]);
      assert.deepEqual(await found(['email', '=', 'jean@email.com']), []);
      assert.deepEqual(await found(['email_normalized', '=', 'jean@email.com']), [partner_id]);
    });

    test('makes registrations with random barcodes when an order without any is confirmed', async () => {
      const order_id = await order();
      await line(order_id, { product_uom_qty: 2 });
      await odoo.call('sale.order', 'action_confirm', [[order_id]]);
      const made = await odoo.all('event.registration', [['sale_order_id', '=', order_id]]);
      assert.equal(made.length, 2);
      for (const { barcode, state, event_id } of made) {
        assert.match(String(barcode), /^\d{12,20}$/);
        assert.deepEqual([state, event_id], ['open', 1]);
      }
      assert.notEqual(made[0]?.barcode, made[1]?.barcode);
    });

    test('makes none where they were linked before, nor for lines added to a confirmed order', async () => {
      const order_id = await order();
      await registration({ barcode: '1', sale_order_line_id: await line(order_id) });
      await odoo.call('sale.order', 'action_confirm', [[order_id]]);
      await line(order_id);
      const all = await odoo.all('event.registration');
      assert.deepEqual(
        all.map(({ barcode }) => barcode),
        ['1'],
      );
    });

    test('sets scanned registrations of a quotation back when a line is added, and when it is confirmed', async () => {
      const order_id = await order();
      const id = await registration({ state: 'done', sale_order_line_id: await line(order_id) });
      assert.equal(await stateOf(id), 'done');
      await line(order_id);
      assert.equal(await stateOf(id), 'draft');
      await odoo.call('event.registration', 'write', [[id], { state: 'done' }]);
      await odoo.call('sale.order', 'action_confirm', [[order_id]]);
      assert.equal(await stateOf(id), 'open');
    });

    test('leaves scanned registrations of a confirmed order as they are, unless told to be harder', async () => {
      for (const unscans_confirmed of [false, true]) {
        odoo = new TestOdoo({ version, unscans_confirmed });
        partner_id = await odoo.call<number>('res.partner', 'create', [{ name: 'Jean' }]);
        const order_id = await order();
        const id = await registration({ sale_order_line_id: await line(order_id) });
        await odoo.call('sale.order', 'action_confirm', [[order_id]]);
        await odoo.call('event.registration', 'write', [[id], { state: 'done' }]);
        await line(order_id);
        assert.equal(await stateOf(id), unscans_confirmed ? 'open' : 'done');
      }
    });

    test('refuses to confirm twice', async () => {
      const order_id = await order();
      await line(order_id);
      assert.equal(await odoo.call('sale.order', 'action_confirm', [[order_id]]), true);
      await assert.rejects(
        odoo.call('sale.order', 'action_confirm', [[order_id]]),
        user_error(/not in a state/),
      );
    });

    test('does not remove lines of a confirmed order, but takes a quantity of 0', async () => {
      const order_id = await order();
      const id = await line(order_id);
      await odoo.call('sale.order', 'action_confirm', [[order_id]]);
      await assert.rejects(odoo.call('sale.order.line', 'unlink', [[id]]), user_error(/quantity to 0/));
      await odoo.call('sale.order.line', 'write', [[id], { product_uom_qty: 0 }]);
      assert.equal((await odoo.one('sale.order', [['id', '=', order_id]])).amount_total, 0);
    });

    test('takes the event from a registration that is linked to a line of no event', async () => {
      const plain = await odoo.call('product.product', 'create', [{ name: 'Mug' }]);
      const id = await registration({ barcode: '1' });
      const line_id = await line(await order(), { product_id: plain });
      await odoo.call('event.registration', 'write', [[id], { sale_order_line_id: line_id }]);
      assert.equal((await odoo.one('event.registration', [['id', '=', id]])).event_id, false);
    });

    test('cancels an order with its registrations; 18 opens a window first, and then does nothing', async () => {
      const order_id = await order();
      const id = await registration({ sale_order_line_id: await line(order_id) });
      await odoo.call('sale.order', 'action_confirm', [[order_id]]);
      const answer = await odoo.call<OdooRow>('sale.order', 'action_cancel', [[order_id]]);
      if (version === 18) {
        assert.equal(answer.res_model, 'sale.order.cancel');
        assert.equal(await stateOf(id), 'open');
        const context = { disable_cancel_warning: true };
        assert.equal(await odoo.call('sale.order', 'action_cancel', [[order_id]], { context }), true);
      }
      assert.equal((await odoo.one('sale.order', [['id', '=', order_id]])).state, 'cancel');
      assert.equal(await stateOf(id), 'cancel');
    });

    test('lets a cancelled registration be scanned: the guard against it is ours', async () => {
      const id = await registration({ state: 'cancel' });
      await odoo.call('event.registration', 'write', [[id], { state: 'done' }]);
      assert.equal(await stateOf(id), 'done');
    });

    test('queues a mail for a registration made open, none for a scanned one or while installing', async () => {
      await registration({ state: 'open' });
      assert.equal(odoo.odoo.mails.length, 1);
      await registration({ state: 'done' });
      const vals = { event_id: 1, state: 'open' };
      await odoo.call('event.registration', 'create', [vals], { context: { install_mode: true } });
      assert.equal(odoo.odoo.mails.length, 1);
    });

    test('gives relations with their names, false for what is empty, and times in UTC', async () => {
      const order_id = await order();
      const [read] = await odoo.call<OdooRow[]>('sale.order', 'read', [
        [order_id],
        ['partner_id', 'origin', 'date_order'],
      ]);
      assert.deepEqual(read, {
        id: order_id,
        partner_id: [partner_id, 'Jean'],
        origin: false,
        date_order: '2026-05-15 08:30:00',
      });
    });

    test('understands domains with and, or, not, lists, patterns and fields of related records', async () => {
      const order_id = await order();
      const id = await registration({ sale_order_line_id: await line(order_id), name: 'Zoé' });
      const other = await registration({ name: 'Max' });
      const found = (...domain: unknown[]) =>
        odoo.call('event.registration', 'search', [domain], { order: 'id' });
      assert.deepEqual(await found(['sale_order_id.client_order_ref', 'in', ['BW-1', 'BW-2']]), [id]);
      assert.deepEqual(await found('|', ['name', '=', 'Max'], ['sale_order_id', '=', order_id]), [id, other]);
      assert.deepEqual(await found('!', ['sale_order_id', '=', false]), [id]);
      assert.deepEqual(await found(['name', 'ilike', 'zO']), [id]);
      assert.deepEqual(await found(['id', '>', id], ['state', 'not in', ['done']]), [other]);
      await assert.rejects(found(['colour', '=', 1]), refusedAs('builtins.ValueError', /Invalid field/));
    });
  });
}

interface Loaded {
  readonly ids: number[] | false;
  readonly messages: { readonly record: number }[];
}

const firstOf = ({ ids }: Loaded): number => (ids === false ? 0 : (ids[0] ?? 0));

describe('load() of the stand-in', () => {
  let odoo: TestOdoo;
  beforeEach(() => {
    odoo = new TestOdoo();
  });
  const load = (model: string, fields: string[], data: unknown[][], context = {}): Promise<Loaded> =>
    odoo.call<Loaded>(model, 'load', [fields, data], { context }, 'seller');

  test('makes and changes by external id, for a user without rights over settings', async () => {
    const first = await load('res.partner', ['id', 'name'], [['guichet.p1', 'Jean']]);
    assert.equal(first.messages.length, 0);
    const again = await load(
      'res.partner',
      ['id', 'name'],
      [
        ['guichet.p1', 'Jeanne'],
        ['guichet.p2', 'Max'],
      ],
    );
    assert.equal(firstOf(again), firstOf(first));
    assert.equal((await odoo.one('res.partner', [['id', '=', firstOf(first)]])).name, 'Jeanne');
    await assert.rejects(
      odoo.call('ir.model.data', 'search_read', [[]], {}, 'seller'),
      refusedAs('odoo.exceptions.AccessError'),
    );
  });

  test('tells a failure inside a success, and then keeps nothing', async () => {
    const fields = ['id', 'event_id/.id', 'barcode'];
    await load('event.registration', fields, [['guichet.r1', '1', '77']]);
    const failed = await load('event.registration', fields, [
      ['guichet.r2', '1', '78'],
      ['guichet.r3', '1', '77'],
      ['guichet.r4', '99', '79'],
    ]);
    assert.equal(failed.ids, false);
    assert.deepEqual(
      failed.messages.map(({ record }) => record),
      [1, 2],
    );
    assert.equal((await odoo.all('event.registration')).length, 1);
  });

  test('tells what went wrong with all rows of the first as well, and stops at ten bad ones', async () => {
    const fields = ['id', 'name'];
    const one = await load('res.partner', fields, [
      ['guichet.a', 'Jean'],
      ['guichet.b', ''],
    ]);
    assert.deepEqual(
      one.messages.map(({ record }) => record),
      [0, 1],
    );
    const bad = Array.from({ length: 30 }, (_, at) => [`guichet.x${at}`, '']);
    const { messages } = await load('res.partner', fields, bad);
    assert.equal(messages.length, 11);
    assert.deepEqual(await odoo.all('res.partner'), []);
  });

  test('does not see an archived record unless it is asked to', async () => {
    const id = await odoo.call<number>('event.registration', 'create', [
      { event_id: 1, barcode: '5', active: false },
    ]);
    const row = [[String(id), 'Jean']];
    assert.equal((await load('event.registration', ['.id', 'name'], row)).ids, false);
    const found = await load('event.registration', ['.id', 'name'], row, { active_test: false });
    assert.deepEqual(found.ids, [id]);
  });

  test('reads times in the zone of the user, unless the context names another, and empties what is empty', async () => {
    const fields = ['id', 'partner_id/.id', 'date_order', 'origin'];
    const partner = String(await odoo.call('res.partner', 'create', [{ name: 'Jean' }]));
    const at = '2026-05-15 10:30:00';
    const [own, utc] = [
      await load('sale.order', fields, [['guichet.o1', partner, at, '']]),
      await load('sale.order', fields, [['guichet.o2', partner, at, 'x']], { tz: 'UTC' }),
    ];
    const read = async (loaded: Loaded) => odoo.one('sale.order', [['id', '=', firstOf(loaded)]]);
    assert.equal((await read(own)).date_order, '2026-05-15 08:30:00');
    assert.equal((await read(own)).origin, false);
    assert.equal((await read(utc)).date_order, at);
  });
});

describe('the ways to call the stand-in', () => {
  test('JSON-RPC tells errors with status 200, their code by version, and authenticates to false', async () => {
    for (const [version, code] of [
      [18, 200],
      [19, 0],
    ] as const) {
      const odoo = new TestOdoo({ version });
      const login = async (key: string) =>
        odoo.rpc('common', 'authenticate', ['park', 'guichet@park.example', key, {}]);
      assert.equal((await login('demo-odoo')).result, 7);
      assert.equal((await login('wrong')).result, false);
      const { error } = await odoo.rpc('object', 'execute_kw', [
        'park',
        7,
        'wrong',
        'res.partner',
        'search',
        [[]],
      ]);
      assert.equal(error?.code, code);
      assert.equal(error?.data.name, 'odoo.exceptions.AccessDenied');
      assert.deepEqual(Object.keys(error?.data ?? {}), ['name', 'message', 'arguments', 'context', 'debug']);
    }
  });

  test('a method that returns nothing leaves the result out of JSON-RPC, and is null in JSON-2', async () => {
    const odoo = new TestOdoo();
    const id = await odoo.call('event.registration', 'create', [{ event_id: 1 }]);
    const args = ['park', 7, 'demo-odoo', 'event.registration', 'action_set_done', [[id]]];
    assert.deepEqual(await odoo.rpc('object', 'execute_kw', args), { jsonrpc: '2.0', id: 1 });
    assert.equal((await odoo.json2('event.registration/action_set_done', { ids: [id] })).body, 'null');
  });

  test('malformed JSON is answered with 400 in plain text', async () => {
    const answer = await new TestOdoo().send('/jsonrpc', '{"jsonrpc":');
    assert.deepEqual([answer.status, answer.type], [400, 'text/plain']);
  });

  test('JSON-2 gives the bare value, and its failures with a status each', async () => {
    const odoo = new TestOdoo();
    const answer = await odoo.json2('product.product/search_count', { domain: [] });
    assert.deepEqual([answer.status, answer.body], [200, '18']);
    const status = async (path: string, named: unknown, headers = {}) => {
      const failed = await odoo.json2(path, named, headers);
      const told = JSON.parse(failed.body) as Record<string, unknown>;
      assert.deepEqual(Object.keys(told), ['name', 'message', 'arguments', 'context', 'debug']);
      return failed.status;
    };
    const partners = 'res.partner/search_count';
    assert.equal(await status(partners, { domain: [] }, { authorization: 'bearer wrong' }), 401);
    assert.equal(await status(partners, { domain: [] }, { 'x-odoo-database': 'other' }), 404);
    assert.equal(await status(partners, { domain: [] }, { 'content-type': 'text/plain' }), 415);
    assert.equal(await status('res.nobody/search', { domain: [] }), 404);
    assert.equal(await status('res.partner/explode', {}), 404);
    assert.equal(await status('res.partner/search', {}), 422);
    assert.equal(await status('res.partner/create', { vals_list: [{}] }), 422);
    assert.equal(await status('res.partner/search', { domain: [['colour', '=', 1]] }), 500);
    assert.equal(await status('ir.model.data/search', { domain: [] }), 403);
  });

  test('18 knows no JSON-2', async () => {
    const answer = await new TestOdoo({ version: 18 }).json2('res.partner/search', { domain: [] });
    assert.deepEqual([answer.status, answer.type], [404, 'text/html; charset=utf-8']);
  });

  test('calls are counted by model and method', async () => {
    const odoo = new TestOdoo();
    await odoo.json2('res.partner/search_count', { domain: [] });
    assert.deepEqual(odoo.odoo.calls, [{ model: 'res.partner', method: 'search_count' }]);
  });
});

describe('the automation rule of the stand-in', () => {
  const rule = { id: 380, name: 'Compost', url: 'http://guichet.test/webhook', done_only: false };

  test('posts each registration whose state was set, in what shape Odoo does, and tries once', async () => {
    const posted: unknown[] = [];
    const odoo = new TestOdoo({
      post: (url, body) => {
        posted.push([url, JSON.parse(body)]);
        return Promise.reject(new Error('refused'));
      },
    });
    odoo.odoo.rule = rule;
    const vals = { event_id: 1, barcode: '6743097169', name: 'Jean Dupont', state: 'done' };
    // made as scanned: it echoes too
    const id = await odoo.call('event.registration', 'create', [vals]);
    await odoo.call('event.registration', 'write', [[id], { state: 'done' }]);
    await odoo.call('event.registration', 'write', [[id], { name: 'Jean D.' }]);
    await odoo.odoo.settled();
    assert.deepEqual(posted, [
      [
        'http://guichet.test/webhook',
        {
          _action: 'Compost(#380)',
          _id: id,
          _model: 'event.registration',
          id,
          ...vals,
          write_date: '2026-05-15 08:30:00',
        },
      ],
    ]);
  });

  test('leaves before the commit on 18, after it on 19', async () => {
    for (const [version, seen] of [
      [18, 'open'],
      [19, 'done'],
    ] as const) {
      let state: unknown;
      const odoo = new TestOdoo({
        version,
        post: async () => {
          state = (await odoo.one('event.registration', [])).state;
        },
      });
      const id = await odoo.call('event.registration', 'create', [{ event_id: 1, state: 'open' }]);
      odoo.odoo.rule = { ...rule, done_only: true };
      await odoo.call('event.registration', 'write', [[id], { state: 'done' }]);
      await odoo.odoo.settled();
      assert.equal(state, seen);
      assert.equal((await odoo.one('event.registration', [])).state, 'done');
    }
  });

  test('other writers wait while 18 has not committed yet', async () => {
    const answered = Promise.withResolvers<void>();
    const odoo = new TestOdoo({ version: 18, post: () => answered.promise });
    const id = await odoo.call('event.registration', 'create', [{ event_id: 1, state: 'open' }]);
    odoo.odoo.rule = { ...rule, done_only: true };
    const first = odoo.call('event.registration', 'write', [[id], { state: 'done' }]);
    const second = odoo.call('event.registration', 'write', [[id], { name: 'later' }]);
    assert.equal((await odoo.one('event.registration', [])).state, 'open');
    answered.resolve();
    await Promise.all([first, second]);
    const read = await odoo.one('event.registration', []);
    assert.deepEqual([read.state, read.name], ['done', 'later']);
  });
});
