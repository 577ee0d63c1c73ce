import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TestOdoo, wireTo } from '../../../test/fixtures/odoo.ts';
import { openOdoo } from '../../../test/fixtures/odoo-orders.ts';

const ways = [
  { version: 18, protocol: 'json-rpc' },
  { version: 19, protocol: 'json-rpc' },
  { version: 19, protocol: 'json-2' },
] as const;

for (const { version, protocol } of ways) {
  const settings = { protocol };
  describe(`an order in Odoo ${version} over ${protocol}`, () => {
    test('becomes contact, order, line and registration, once, however often it is told', async () => {
      const odoo = new TestOdoo({ version });
      const { transport } = wireTo(odoo);
      for (let time = 0; time < 2; time += 1) {
        const { push } = openOdoo(transport, { settings });
        const [outcome] = await push({ tickets: [{ barcode: '6743097169' }] });
        assert.deepEqual(outcome, {
          done: true,
          aside: [],
          links: [
            { kind: 'order', local_id: 1, foreign_id: '1' },
            { kind: 'customer', local_id: 900_001, foreign_id: '1' },
            { kind: 'ticket', local_id: 1_000, foreign_id: '1' },
          ],
        });
      }
      const partner = await odoo.one('res.partner', []);
      assert.deepEqual([partner.name, partner.email], ['Jean Dupont', 'jean@email.com']);
      const order = await odoo.one('sale.order', []);
      assert.deepEqual(
        [order.client_order_ref, order.state, order.date_order, order.amount_total],
        ['BW-1', 'sale', '2026-05-15 08:30:00', 11],
      );
      const line = await odoo.one('sale.order.line', []);
      assert.deepEqual([line.product_uom_qty, line.price_unit, line.event_id], [1, 11, 1]);
      const registration = await odoo.one('event.registration', []);
      assert.deepEqual(
        [registration.barcode, registration.state, registration.event_id, registration.sale_order_line_id],
        ['6743097169', 'open', 1, line.id],
      );
      assert.equal(registration.name, 'Jean Dupont');
      assert.equal(odoo.odoo.mails.length, 0);
    });
  });
}
