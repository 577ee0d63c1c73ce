import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Answer } from '../../api/call.ts';
import { allOf, amountOf, goodsOf, ticketsOf, wishOf } from './refunds.ts';

type Line = Answer<'find_till_order'>['lines'][number];
type Ticket = Answer<'find_order'>['tickets_sold'][number];

const line = (given: Partial<Line>): Line => ({
  ...{ id: 1, kind: 'article', title: 'Thé', quantity: 3, returned: 0, unit_amount: 350, vat_bp: 1000 },
  ...{ department_id: null, article_id: 30, offer_id: null, variations: [] },
  ...given,
});
const order = {
  lines: [
    line({}),
    line({ id: 2, title: 'Programme', quantity: 1, returned: 1 }),
    line({ id: 3, kind: 'ticket', quantity: 2, unit_amount: 1100 }),
    line({ id: 4, kind: 'pack', quantity: 1, unit_amount: 0 }),
  ],
} as unknown as Answer<'find_till_order'>;
const tickets = [
  { id: 7, state: 'valid', charged_amount: 1100 },
  { id: 8, state: 'valid', charged_amount: 1100, main_ticket_id: 7 },
  { id: 9, state: 'refunded', charged_amount: 1100 },
] as unknown as readonly Ticket[];
const to = { counter_id: 5, payment_mode_id: 6, restock: true };

suite('a refund at the till', () => {
  const goods = goodsOf(order);
  const valid = ticketsOf(tickets);

  test('takes back goods that have not come back yet, and tickets that are still good', () => {
    assert.deepEqual(goods, [{ id: 1, title: 'Thé', unit_amount: 350, left: 3 }]);
    assert.deepEqual(
      valid.map(({ id }) => id),
      [8],
    );
  });

  test('gives the price of what comes back', () => {
    const all = allOf(goods, valid);
    assert.equal(amountOf(goods, valid, all), 3 * 350 + 1100);
    assert.equal(amountOf(goods, valid, { ticket_ids: new Set(), goods: new Map([[1, 2]]) }), 700);
  });

  test('is told with what comes back alone: restocking goes with goods', () => {
    assert.deepEqual(wishOf({ ticket_ids: new Set([8]), goods: new Map([[1, 0]]) }, to), {
      ...{ counter_id: 5, payment_mode_id: 6, ticket_ids: [8] },
    });
    assert.deepEqual(wishOf({ ticket_ids: new Set(), goods: new Map([[1, 2]]) }, to), {
      ...{ counter_id: 5, payment_mode_id: 6, restock: true },
      lines: [{ order_line_id: 1, quantity: 2 }],
    });
    assert.equal(wishOf({ ticket_ids: new Set(), goods: new Map() }, to), undefined);
  });
});
