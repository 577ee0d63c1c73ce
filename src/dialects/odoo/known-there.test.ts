import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TestOdoo, wireTo } from '../../../test/fixtures/odoo.ts';
import { openOdoo, type MadeTicket } from '../../../test/fixtures/odoo-orders.ts';

/** A ticket type is renamed on the platform, or an event taken out of the mapping, after the ticket was sent. */
const renamed = { name: 'Luge - Forfait été' };

async function held(odoo: TestOdoo): Promise<string[]> {
  const registrations = await odoo.all('event.registration', []);
  const lines = await odoo.all('sale.order.line', []);
  return registrations.map(({ barcode, state }, at) =>
    [barcode, state, lines[at]?.product_uom_qty].join(' '),
  );
}

async function pushed(odoo: TestOdoo, ...tickets: MadeTicket[]) {
  const [outcome] = await openOdoo(wireTo(odoo).transport).push({ tickets });
  return outcome;
}

describe('A ticket that Odoo holds, and whose name or event is mapped no more', () => {
  for (const [what, ticket, wanted] of [
    ['given back: it is cancelled there', { state: 'refunded' }, '2 cancel 0'],
    ['cancelled: it is cancelled there', { state: 'cancelled' }, '2 cancel 0'],
    ['used: it is scanned there', { used: true }, '2 done 1'],
    ['good: it stays, and nobody has to map anything for it', {}, '2 open 1'],
  ] as const) {
    for (const lost of [renamed, { event: '99' }]) {
      test(`is ${what} (${Object.keys(lost).join()})`, async () => {
        const odoo = new TestOdoo();
        await pushed(odoo, { barcode: '1' }, { barcode: '2' });
        const outcome = await pushed(odoo, { barcode: '1' }, { barcode: '2', ...lost, ...ticket });
        assert.deepEqual(await held(odoo), ['1 open 1', wanted]);
        assert.ok(outcome !== undefined && 'done' in outcome);
        assert.deepEqual(outcome.aside, []);
      });
    }
  }

  test('is set aside as before where the barcode is that of another order there', async () => {
    const odoo = new TestOdoo();
    await pushed(odoo, { barcode: '1' });
    const outcomes = await openOdoo(wireTo(odoo).transport).push({
      id: 2,
      tickets: [{ barcode: '1', ...renamed, state: 'refunded' }],
    });
    assert.deepEqual(await held(odoo), ['1 open 1']);
    assert.ok(outcomes[0] !== undefined && 'done' in outcomes[0]);
  });
});
