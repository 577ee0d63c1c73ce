import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { TestOdoo, wireTo } from '../../../test/fixtures/odoo.ts';
import { odooState } from '../../../test/fixtures/odoo-state.ts';
import { openOdoo, type MadeOrder, type MadeTicket } from '../../../test/fixtures/odoo-orders.ts';
import { runOldScript } from '../../../test/fixtures/old-script.ts';
import type { DeliveryOutcome } from '../../hub/port.ts';

let odoo: TestOdoo;
beforeEach(() => {
  odoo = new TestOdoo();
});

type Settings = Readonly<Record<string, unknown>>;

const push = (settings: Settings, ...orders: readonly MadeOrder[]): Promise<readonly DeliveryOutcome[]> =>
  openOdoo(wireTo(odoo).transport, { settings }).push(...orders);

/** Tells Odoo of the orders, twice, and expects that both go well and the second changes nothing. */
async function tell(...orders: readonly MadeOrder[]) {
  const first = await push({}, ...orders);
  const state = await odooState(odoo);
  await push({}, ...orders);
  assert.deepEqual(await odooState(odoo), state);
  for (const outcome of first) assert.ok('done' in outcome, JSON.stringify(outcome));
  return { ...state, outcomes: first };
}

const asideOf = (outcome: DeliveryOutcome | undefined) =>
  outcome !== undefined && 'done' in outcome ? (outcome.aside ?? []) : [];
const noteOf = (outcome: DeliveryOutcome | undefined) =>
  outcome !== undefined && 'done' in outcome ? outcome.note : undefined;

const ticket = (barcode: string, more: Partial<MadeTicket> = {}): MadeTicket => ({ barcode, ...more });

describe('the order in Odoo', () => {
  test('grows with its tickets, over as many runs as they come in', async () => {
    await tell({ tickets: [ticket('1')] });
    await tell({ tickets: [ticket('1'), ticket('2')] });
    const { orders, lines, registrations } = await tell({
      tickets: ['1', '2', '3'].map((code) => ticket(code)),
    });
    assert.deepEqual(orders, ['BW-1 sale 33']);
    assert.deepEqual(lines, ['BW-1 1 11', 'BW-1 1 11', 'BW-1 1 11']);
    assert.deepEqual(registrations, ['1 open 1 BW-1 linked', '2 open 1 BW-1 linked', '3 open 1 BW-1 linked']);
  });

  test('is found by the order id that the old script may have written, if it sells what we sell', async () => {
    await runOldScript(odoo, { ref: '12345678', email: 'jean@email.com', tickets: [ticket('1')] });
    const order = { origin_ref: '12345678', tickets: [ticket('1'), ticket('2')] };
    const { orders, registrations } = await tell(order);
    assert.deepEqual(orders, ['12345678 sale 22']);
    assert.equal(registrations.length, 2);
  });

  test("is not somebody else's that happens to have that number as its customer's reference", async () => {
    const partner_id = await odoo.call('res.partner', 'create', [{ name: 'A company' }]);
    const product_id = await odoo.call('product.product', 'create', [{ name: 'Banquet' }]);
    const order_line = [[0, 0, { product_id, price_unit: 900 }]];
    await odoo.call('sale.order', 'create', [{ partner_id, client_order_ref: '12345678', order_line }]);
    const { orders } = await tell({ origin_ref: '12345678', tickets: [ticket('1')] });
    assert.deepEqual(orders, ['12345678 draft 900', 'BW-1 sale 11']);
  });

  test('is left to a person where it was cancelled there, and taken up once it is a quotation again', async () => {
    await tell({ tickets: [ticket('1')] });
    const { id } = await odoo.one('sale.order', []);
    await odoo.call('sale.order', 'action_cancel', [[id]]);
    const [outcome] = await push({}, { tickets: [ticket('1')] });
    assert.match(
      JSON.stringify(outcome),
      /^\{"refused":"The order is S00001 in Odoo, which was cancelled there/,
    );
    await odoo.call('sale.order', 'action_draft', [[id]]);
    const { orders, registrations } = await tell({ tickets: [ticket('1')] });
    assert.deepEqual([orders, registrations], [['BW-1 sale 11'], ['1 open 1 BW-1 linked']]);
  });

  test('is the one that holds the tickets where two have the reference, and never a cancelled one beside another', async () => {
    for (const barcode of ['1', '2']) {
      await runOldScript(odoo, { ref: 'BW-1', email: 'jean@email.com', tickets: [ticket(barcode)] });
      await odoo.call('sale.order', 'write', [[1], { client_order_ref: barcode === '1' ? 'BW-x' : 'BW-1' }]);
    }
    assert.equal((await odoo.all('sale.order')).length, 2);
    const { orders } = await tell({ tickets: [ticket('2'), ticket('3')] });
    assert.deepEqual(orders, ['BW-1 draft 11', 'BW-1 sale 22']);
  });

  test('stays a quotation where the connection says so, its registrations unconfirmed, scans all the same', async () => {
    const order = { tickets: [ticket('1'), ticket('2', { used: true })] };
    for (let time = 0; time < 2; time += 1)
      assert.ok('done' in ((await push({ confirm: false }, order))[0] ?? {}));
    const { orders, registrations } = await odooState(odoo);
    assert.deepEqual(orders, ['BW-1 draft 22']);
    assert.deepEqual(registrations, ['1 open 1 BW-1 linked', '2 done 1 BW-1 linked']);
  });

  test('has the prices with taxes or without them, as its products do', async () => {
    const prices = { product: [['barcode', '=', 'BW-LUGE-4T']] };
    const { id } = await odoo.one('product.product', prices.product);
    const tax = await odoo.call('account.tax', 'create', [
      { name: '20% HT', amount: 20, price_include: false },
    ]);
    await odoo.call('product.product', 'write', [[id], { taxes_id: [[6, 0, [tax]]] }]);
    await push({ tax_included: false }, { tickets: [ticket('1', { amount: 1_200 })] });
    const order = await odoo.one('sale.order', []);
    assert.deepEqual([order.amount_untaxed, order.amount_tax, order.amount_total], [10, 2, 12]);
  });

  test('has what was sold beside tickets too, where a product is mapped to it, or not at all', async () => {
    await odoo.call('product.product', 'create', [{ name: 'Mug', barcode: 'BW-PROMO-MUG' }]);
    const extras = [
      { title: 'Mug', quantity: 2, amount: 600 },
      { title: 'Crêpe', quantity: 1, amount: 350 },
      { title: 'Poney', quantity: 1, amount: 600 },
    ];
    const order = { tickets: [ticket('1')], extras };
    const products = [
      { name: 'Mug', barcode: 'BW-PROMO-MUG' },
      { name: 'Poney', barcode: 'BW-PONEY' },
      { name: 'Luge - Forfait 4 tours', barcode: 'BW-LUGE-4T' },
    ];
    for (let time = 0; time < 2; time += 1) {
      const aside = asideOf((await push({ products }, order))[0]);
      assert.deepEqual(
        aside.map(({ kind }) => kind),
        ['order_line', 'order_line'],
      );
      assert.match(aside[0]?.reason ?? '', /"Crêpe": add it to the products/);
      assert.match(aside[1]?.reason ?? '', /"Poney" is sold without a ticket/);
    }
    assert.deepEqual((await odooState(odoo)).lines, ['BW-1 1 11', 'BW-1 2 6']);
    await push({ products }, { ...order, cancelled: true });
    assert.deepEqual((await odooState(odoo)).lines, ['BW-1 0 11', 'BW-1 0 6']);
    odoo = new TestOdoo();
    await push({ other_lines: 'leave_out' }, order);
    assert.deepEqual((await odooState(odoo)).lines, ['BW-1 1 11']);
  });

  test('is not made for what is not sold, or over before it was sent', async () => {
    const { outcomes, orders } = await tell(
      { tickets: [ticket('1', { state: 'refunded' })] },
      { id: 2, tickets: [] },
    );
    assert.deepEqual(orders, []);
    assert.equal(noteOf(outcomes[0]), 'there is nothing of it to be sent');
  });
});

describe('the contact in Odoo', () => {
  test('is found by the normalised address, an archived one where there is no other, and made once', async () => {
    await odoo.call('res.partner', 'create', [{ name: 'Jean', email: ' JEAN@Email.com', active: false }]);
    const orders = [1, 2, 3].map((id) => ({
      id,
      email: id === 3 ? 'Ada@x.fr' : 'jean@email.com',
      tickets: [ticket(`${id}`)],
    }));
    const four = { id: 4, email: 'ada@x.FR', tickets: [ticket('4')] };
    const { partners } = await tell(...orders, four);
    assert.deepEqual(partners, [' JEAN@Email.com', 'ada@x.fr']);
  });

  test('is one for all sales without an address, or with none that is one', async () => {
    const { partners } = await tell(
      { id: 1, email: '', tickets: [ticket('1')] },
      { id: 2, email: 'at the desk', tickets: [ticket('2')] },
    );
    assert.deepEqual(partners, ['false']);
    assert.equal((await odoo.one('res.partner', [])).name, 'Guichet');
  });
});

describe('the registration in Odoo', () => {
  const registration = (vals: object) =>
    odoo.call<number>('event.registration', 'create', [{ event_id: 1, name: 'Jean', ...vals }]);

  test('is taken over where it holds the barcode: of the old script, scanned, archived, without its event', async () => {
    await runOldScript(odoo, { ref: 'BW-1', email: 'jean@email.com', tickets: [ticket('1')] });
    await registration({ barcode: '2', state: 'done' });
    await registration({ barcode: '3', active: false });
    const blank = await registration({ barcode: '4' });
    const mug = await odoo.call('product.product', 'create', [{ name: 'Mug' }]);
    const order = await odoo.one('sale.order', []);
    const line = await odoo.call('sale.order.line', 'create', [{ order_id: order.id, product_id: mug }]);
    await odoo.call('event.registration', 'write', [[blank], { sale_order_line_id: line }]);
    const { registrations } = await tell({ tickets: ['1', '2', '3', '4'].map((code) => ticket(code)) });
    assert.deepEqual(registrations, [
      '1 open 1 BW-1 linked',
      '2 done 1 BW-1 linked',
      '3 open 1 BW-1 linked',
      '4 open 1 BW-1 linked',
    ]);
  });

  test('is not taken from another event', async () => {
    const id = await registration({ barcode: '1', event_id: 2 });
    const { outcomes, registrations } = await tell({ tickets: [ticket('1'), ticket('2')] });
    assert.deepEqual(registrations, ['1 draft 2 null not linked', '2 open 1 BW-1 linked']);
    const [aside] = asideOf(outcomes[0]);
    assert.equal(aside?.local_id, 1_000);
    assert.match(aside?.reason ?? '', new RegExp(`registration ${id}, for event 2 of Odoo`));
  });

  test('of a product of no event keeps its event, linked to the order alone', async () => {
    const { id } = await odoo.one('product.product', [['barcode', '=', 'BW-PONEY']]);
    await odoo.call('product.product', 'write', [[id], { service_tracking: 'no' }]);
    const pony = { name: 'Poney', amount: 600 };
    const both = [ticket('1', pony), ticket('2', pony)];
    await tell({ tickets: both });
    const { lines, registrations } = await tell({
      tickets: both.map((one, at) => ({ ...one, state: at === 0 ? 'refunded' : 'valid' })),
    });
    assert.deepEqual(lines, ['BW-1 0 6', 'BW-1 1 6']);
    assert.deepEqual(registrations, ['1 cancel 1 BW-1 not linked', '2 open 1 BW-1 not linked']);
  });

  test('is never set from cancelled to scanned, and one that a person cancelled is left so', async () => {
    await tell({ tickets: [ticket('1'), ticket('2')] });
    await odoo.call('event.registration', 'action_cancel', [[1, 2]]);
    const { registrations, outcomes } = await tell({ tickets: [ticket('1', { used: true }), ticket('2')] });
    assert.deepEqual(registrations, ['1 cancel 1 BW-1 linked', '2 cancel 1 BW-1 linked']);
    assert.match(noteOf(outcomes[0]) ?? '', /registration 1 was cancelled in Odoo and is left so/);
  });

  test('follows its ticket: given back, good again, used, and given back once more', async () => {
    await tell({ tickets: [ticket('1')] });
    const after = async (more: Partial<MadeTicket>) => {
      const { lines, registrations } = await tell({ tickets: [ticket('1', more)] });
      return [...lines, ...registrations];
    };
    assert.deepEqual(await after({ state: 'cancelled' }), ['BW-1 0 11', '1 cancel 1 BW-1 linked']);
    assert.deepEqual(await after({}), ['BW-1 1 11', '1 open 1 BW-1 linked']);
    assert.deepEqual(await after({ used: true }), ['BW-1 1 11', '1 done 1 BW-1 linked']);
    assert.deepEqual(await after({ used: true, state: 'refunded' }), ['BW-1 0 11', '1 done 1 BW-1 linked']);
  });

  test('brings no mail, unless the connection wants them', async () => {
    await tell({ tickets: [ticket('1')] });
    assert.equal(odoo.odoo.mails.length, 0);
    await push({ mails: true }, { id: 2, tickets: [ticket('2')] });
    assert.ok(odoo.odoo.mails.length > 0);
  });
});

describe('what Odoo cannot take as it stands', () => {
  test('is set aside ticket by ticket, with what to do, and goes once that is done', async () => {
    const order = {
      tickets: [
        ticket('1'),
        ticket('2', { name: 'Luge nocturne' }),
        ticket('3', { event: '999' }),
        ticket('4', { name: 'tir à l’arc –  20 MIN', amount: 900 }),
      ],
    };
    const { outcomes, registrations } = await tell(order);
    assert.deepEqual(asideOf(outcomes[0]), [
      {
        kind: 'ticket',
        local_id: 1_001,
        reason:
          'No product of Odoo is mapped to "Luge nocturne": add it to the products of this connection and retry.',
        why: { code: 'product_not_mapped', params: { name: 'Luge nocturne' } },
        lacks: { setting: 'products', named: 'Luge nocturne' },
      },
      {
        kind: 'ticket',
        local_id: 1_002,
        reason:
          'No event of Odoo is mapped to "Parc de la Luge - Billetterie (999)": add it to the events of this connection and retry.',
        why: { code: 'event_not_mapped', params: { event: 'Parc de la Luge - Billetterie (999)' } },
        lacks: { setting: 'events', named: '999' },
      },
    ]);
    assert.deepEqual(registrations, ['1 open 1 BW-1 linked', '4 open 1 BW-1 linked']);
    const products = [{ name: 'Luge nocturne', barcode: 'BW-LUGE-JOUR' }];
    const events = [
      { from: '1350897', to: 1 },
      { from: '999', to: 1 },
    ];
    await push(
      { products: [...products, { name: 'Luge - Forfait 4 tours', barcode: 'BW-LUGE-4T' }], events },
      order,
    );
    assert.equal((await odooState(odoo)).registrations.length, 4);
  });

  test('names the product or the event that Odoo lacks', async () => {
    const products = [{ name: 'Luge - Forfait 4 tours', barcode: 'NOBODY' }];
    const [first] = await push({ products }, { tickets: [ticket('1')] });
    assert.match(asideOf(first)[0]?.reason ?? '', /Odoo has no product with the barcode NOBODY/);
    const [second] = await push({ events: [{ from: '1350897', to: 99 }] }, { tickets: [ticket('1')] });
    assert.match(asideOf(second)[0]?.reason ?? '', /Odoo has no event 99/);
    assert.deepEqual((await odooState(odoo)).orders, []);
  });

  test("is told in Odoo's words where its rules refuse it, while the other orders go on", async () => {
    await odoo.call('res.partner', 'create', [{ name: 'x', email: 'ada@x.fr' }]);
    const broken = { id: 2, email: 'ada@x.fr', tickets: [ticket('2')] };
    const wire = wireTo(odoo);
    // a rule of the company's own: no sale to Ada
    wire.before = async () => {
      for (const { id, partner_id } of await odoo.all('sale.order'))
        if (partner_id === 1) await odoo.call('sale.order', 'write', [[id], { state: 'sent' }]);
    };
    const { push: tellAll } = openOdoo(wire.transport);
    const [first, second] = await tellAll({ tickets: [ticket('1')] }, broken);
    assert.ok(first !== undefined && 'done' in first);
    assert.match(JSON.stringify(second), /retry.*BW-2/);
  });
});
