import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Killed, TestOdoo, wireTo, type TestOdooOptions } from '../../../test/fixtures/odoo.ts';
import { odooState, type OdooState } from '../../../test/fixtures/odoo-state.ts';
import { openOdoo, type MadeOrder } from '../../../test/fixtures/odoo-orders.ts';
import { runOldScript } from '../../../test/fixtures/old-script.ts';

const ways = [
  { version: 18, protocol: 'json-rpc' },
  { version: 19, protocol: 'json-rpc' },
  { version: 19, protocol: 'json-2' },
] as const;

type Way = (typeof ways)[number];

interface Scenario {
  readonly title: string;
  /** what was in Odoo before */
  readonly prepare: (odoo: TestOdoo) => Promise<void>;
  readonly orders: readonly MadeOrder[];
}

const three: MadeOrder = {
  tickets: [
    { barcode: '1001' },
    { barcode: '1002', used: true },
    { barcode: '1003', name: 'Poney', amount: 600 },
  ],
};

/** As the old script left it: a quotation, its registration scanned at Odoo's desk, which nobody here knows yet. */
async function scannedQuotation(odoo: TestOdoo): Promise<void> {
  await runOldScript(odoo, { ref: 'BW-1', email: 'jean@email.com', tickets: [{ barcode: '1001' }] });
  const { id } = await odoo.one('event.registration', []);
  await odoo.call('event.registration', 'write', [[id], { state: 'done' }]);
}

const scenarios: readonly Scenario[] = [
  {
    title: 'two orders that are new',
    prepare: async () => undefined,
    orders: [three, { id: 2, tickets: [{ barcode: '2001' }] }],
  },
  { title: 'an order of which a scanned quotation stands there', prepare: scannedQuotation, orders: [three] },
  {
    title: 'an order that a person entered and confirmed, so that Odoo made its registrations',
    prepare: async (odoo) => {
      const partner_id = await odoo.call('res.partner', 'create', [
        { name: 'Jean', email: 'JEAN@email.com' },
      ]);
      const [four, pony] = await Promise.all(
        ['BW-LUGE-4T', 'BW-PONEY'].map((code) => odoo.one('product.product', [['barcode', '=', code]])),
      );
      const lines = [
        { product_id: four?.id, product_uom_qty: 2, price_unit: 11 },
        { product_id: pony?.id, product_uom_qty: 1, price_unit: 6 },
      ].map((line) => [0, 0, { ...line, event_id: 1 }]);
      const vals = { partner_id, client_order_ref: 'BW-1', order_line: lines };
      await odoo.call('sale.order', 'action_confirm', [[await odoo.call('sale.order', 'create', [vals])]]);
    },
    orders: [three],
  },
  {
    title: 'tickets given back of an order that was sent',
    prepare: async (odoo) => {
      await openOdoo(wireTo(odoo).transport).push(three);
    },
    orders: [
      { tickets: three.tickets.map((ticket, at) => (at === 1 ? ticket : { ...ticket, state: 'refunded' })) },
    ],
  },
];

async function pushAll(odoo: TestOdoo, { protocol }: Way, orders: readonly MadeOrder[]): Promise<void> {
  const { push } = openOdoo(wireTo(odoo).transport, { settings: { protocol } });
  for (const outcome of await push(...orders)) assert.ok('done' in outcome, JSON.stringify(outcome));
}

/** Odoo after the orders were told to it while nothing went wrong, and how many calls that took. */
async function undisturbed({ prepare, orders }: Scenario, options: TestOdooOptions, { protocol }: Way) {
  const odoo = new TestOdoo(options);
  await prepare(odoo);
  const wire = wireTo(odoo);
  const outcomes = await openOdoo(wire.transport, { settings: { protocol } }).push(...orders);
  assert.ok(
    outcomes.every((outcome) => 'done' in outcome),
    JSON.stringify(outcomes),
  );
  return { state: await odooState(odoo), calls: wire.calls };
}

for (const way of ways) {
  for (const unscans_confirmed of [false, true]) {
    const harder = unscans_confirmed ? ', harder than it was seen' : '';
    describe(`Odoo ${way.version} over ${way.protocol}${harder}: killed around each call in turn, then run again`, () => {
      const options = { version: way.version, unscans_confirmed };
      for (const scenario of scenarios) {
        test(scenario.title, async () => {
          const { state, calls } = await undisturbed(scenario, options, way);
          assert.ok(calls > 5);
          for (let number = 1; number <= calls; number += 1) {
            for (const when of ['before', 'after'] as const) {
              const odoo = new TestOdoo(options);
              await scenario.prepare(odoo);
              const wire = wireTo(odoo);
              wire[when] = (call) => {
                if (call >= number) throw new Killed();
              };
              const { push } = openOdoo(wire.transport, { settings: { protocol: way.protocol } });
              await assert.rejects(push(...scenario.orders), Killed);
              await pushAll(odoo, way, scenario.orders);
              assert.deepEqual(await odooState(odoo), state, `killed ${when} call ${number} of ${calls}`);
            }
          }
        });
      }
    });
  }
}

describe('what the runs above are to end in', () => {
  const way = ways[1];
  const expected = async (scenario: Scenario | undefined): Promise<OdooState> => {
    assert.ok(scenario);
    return (await undisturbed(scenario, {}, way)).state;
  };

  test('one contact, order, line and registration for each ticket, the used one scanned', async () => {
    assert.deepEqual(await expected(scenarios[0]), {
      partners: ['jean@email.com'],
      orders: ['BW-1 sale 28', 'BW-2 sale 11'],
      lines: ['BW-1 1 11', 'BW-1 1 11', 'BW-1 1 6', 'BW-2 1 11'],
      registrations: [
        '1001 open 1 BW-1 linked',
        '1002 done 1 BW-1 linked',
        '1003 open 1 BW-1 linked',
        '2001 open 1 BW-2 linked',
      ],
    });
  });

  test('a scan made in Odoo stays, though its order got lines and was confirmed', async () => {
    const { registrations, orders, lines } = await expected(scenarios[1]);
    assert.deepEqual(orders, ['BW-1 sale 28']);
    assert.equal(lines.length, 3);
    assert.deepEqual(registrations, [
      '1001 done 1 BW-1 linked',
      '1002 done 1 BW-1 linked',
      '1003 open 1 BW-1 linked',
    ]);
  });

  test("a person's order is taken over with its lines, and Odoo's registrations get the tickets' barcodes", async () => {
    const { partners, lines, registrations } = await expected(scenarios[2]);
    assert.deepEqual(partners, ['JEAN@email.com']);
    assert.deepEqual(lines, ['BW-1 1 6', 'BW-1 2 11']);
    assert.deepEqual(registrations, [
      '1001 open 1 BW-1 linked',
      '1002 done 1 BW-1 linked',
      '1003 open 1 BW-1 linked',
    ]);
  });

  test('what was given back is at quantity 0 and cancelled; a scan stays', async () => {
    const { orders, lines, registrations } = await expected(scenarios[3]);
    assert.deepEqual(orders, ['BW-1 sale 11']);
    assert.deepEqual(lines, ['BW-1 0 11', 'BW-1 0 6', 'BW-1 1 11']);
    assert.deepEqual(registrations, [
      '1001 cancel 1 BW-1 linked',
      '1002 done 1 BW-1 linked',
      '1003 cancel 1 BW-1 linked',
    ]);
  });
});
