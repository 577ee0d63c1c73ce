import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { TestOdoo, wireTo } from '../../../test/fixtures/odoo.ts';
import { openOdoo, type MadeTicket } from '../../../test/fixtures/odoo-orders.ts';

/** Every move of the README's table: what Odoo holds × what the ticket is here → what it becomes, and the quantity of its line. */

const held = ['nothing', 'draft', 'open', 'done', 'cancel', 'cancel, line 0', 'archived'] as const;
const tickets = {
  good: {},
  used: { used: true },
  'given back': { state: 'refunded' },
  'used, given back': { used: true, state: 'refunded' },
} as const satisfies Record<string, Partial<MadeTicket>>;

type Held = (typeof held)[number];
type Ticket = keyof typeof tickets;

const moves: Record<Held, Record<Ticket, string>> = {
  nothing: { good: 'open 1', used: 'done 1', 'given back': '–', 'used, given back': '–' },
  draft: { good: 'open 1', used: 'done 1', 'given back': 'cancel 0', 'used, given back': 'done 0' },
  open: { good: 'open 1', used: 'done 1', 'given back': 'cancel 0', 'used, given back': 'done 0' },
  done: { good: 'done 1', used: 'done 1', 'given back': 'done 0', 'used, given back': 'done 0' },
  cancel: { good: 'cancel 1', used: 'cancel 1', 'given back': 'cancel 0', 'used, given back': 'cancel 0' },
  'cancel, line 0': {
    good: 'open 1',
    used: 'done 1',
    'given back': 'cancel 0',
    'used, given back': 'cancel 0',
  },
  archived: {
    good: 'open 1',
    used: 'done 1',
    'given back': 'cancel 0 archived',
    'used, given back': 'done 0 archived',
  },
};

async function prepare(odoo: TestOdoo, before: Held): Promise<void> {
  if (before === 'nothing') return;
  const push = (settings: object, ticket: Partial<MadeTicket>) =>
    openOdoo(wireTo(odoo).transport, { settings: { ...settings } }).push({
      tickets: [{ barcode: '1', ...ticket }],
    });
  if (before === 'draft') {
    await push({ confirm: false }, {});
    await odoo.call('event.registration', 'action_set_draft', [[1]]);
    return;
  }
  await push({}, {});
  if (before === 'done') await odoo.call('event.registration', 'action_set_done', [[1]]);
  if (before === 'cancel') await odoo.call('event.registration', 'action_cancel', [[1]]);
  if (before === 'cancel, line 0') await push({}, { state: 'refunded' });
  if (before === 'archived') await odoo.call('event.registration', 'write', [[1], { active: false }]);
}

describe('a registration', () => {
  for (const before of held) {
    for (const [name, ticket] of Object.entries(tickets)) {
      const wanted = moves[before][name as Ticket];
      test(`that is ${before}, of a ticket that is ${name}: ${wanted}`, async () => {
        const odoo = new TestOdoo();
        await prepare(odoo, before);
        for (let time = 0; time < 2; time += 1)
          await openOdoo(wireTo(odoo).transport).push({ tickets: [{ barcode: '1', ...ticket }] });
        const [registration] = await odoo.all('event.registration', []);
        const [line] = await odoo.all('sale.order.line', []);
        const found =
          registration === undefined
            ? '–'
            : [registration.state, line?.product_uom_qty, registration.active === true ? '' : 'archived']
                .join(' ')
                .trim();
        assert.equal(found, wanted);
      });
    }
  }
});

test('the README names every fault that repairing tells of', () => {
  const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
  const told = [...read('connect/repair.ts').matchAll(/(?:tell\(\s*|fault: )'(\w+)'/g)].map(
    (match) => match[1],
  );
  assert.ok(told.length >= 12);
  const readme = read('README.md');
  for (const fault of told) assert.ok(readme.includes(`\`${fault}\``), `${fault} is not in the README`);
});
