import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf, nothing, totalOf, withPart, withQuantity, type Offer, type Part } from './asked-lines.ts';

const part = (offer_id: number, amount: number, minimum: number, maximum: number): Part => ({
  ...{ offer_id, amount, minimum, maximum, name: 'Plein', event: 'Cid', session_id: 7, session: '' },
  ...{ starts_at: null, zone: 'Parterre', numbered: true, left: null },
});
const single: Offer = {
  ...{ offer_id: 1, price_id: 1, name: 'Plein', session_id: 7, session: null, starts_at: null, zone: null },
  ...{ amount: 1000, currency: 'EUR', minimum: 0, maximum: null, left: null, sale_state: 'on_sale' },
  ...{ pack: false, parts: null, costs_its_parts: false },
};
const [seat, workshop] = [part(11, 3000, 1, 1), part(12, 1000, 0, 2)];
const pack: Offer = { ...single, offer_id: 2, pack: true, amount: 3500, parts: [seat, workshop] };

test('nothing is sent of what nobody chose, and seats only where they were chosen', () => {
  assert.deepEqual(linesOf([single, pack], {}), []);
  const basket = { 1: { ...nothing, quantity: 2, seats: [5, 6] } };
  assert.deepEqual(linesOf([single, pack], basket), [{ offer_id: 1, quantity: 2, place_ids: [5, 6] }]);
});

test('a pack is sent with what is in it: the least, unless more was chosen', () => {
  const two = withQuantity(nothing, 2);
  assert.deepEqual(linesOf([pack], { 2: two }), [
    { offer_id: 2, quantity: 2, parts: [{ offer_id: 11, quantity: 1 }] },
  ]);
  const more = withPart(withPart(two, workshop, { quantity: 2, seats: [] }), seat, {
    quantity: 1,
    seats: [5, 6],
  });
  assert.deepEqual(linesOf([pack], { 2: more }), [
    {
      ...{ offer_id: 2, quantity: 2 },
      parts: [
        { offer_id: 11, quantity: 1, place_ids: [5, 6] },
        { offer_id: 12, quantity: 2 },
      ],
    },
  ]);
  const three = linesOf([pack], { 2: withQuantity(more, 3) });
  assert.ok(
    three[0]?.parts?.every(({ place_ids }) => place_ids === undefined),
    'seats of two are not of three',
  );
});

test('a pack costs its own price, or what is in it where it has none', () => {
  const chosen = withPart(withQuantity(nothing, 2), workshop, { quantity: 1, seats: [] });
  assert.equal(totalOf([single, pack], { 1: { ...nothing, quantity: 1 }, 2: chosen }), 1000 + 2 * 3500);
  assert.equal(totalOf([{ ...pack, costs_its_parts: true }], { 2: chosen }), 2 * 4000);
});
