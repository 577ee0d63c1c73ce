import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isDeliveryMethod, settle } from './till.ts';

const methods = fc.constantFrom('cash', 'card', 'voucher', 'meal_voucher', 'cheque');

test('what is kept never passes what is due, and change comes of cash alone', () => {
  const tenders = fc.array(
    fc.record({
      method: methods,
      amount: fc.oneof(fc.integer({ min: 1, max: 9000 }), fc.constant('rest' as const)),
    }),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(fc.nat({ max: 10_000 }), tenders, (due, given) => {
      let settled;
      try {
        settled = settle(due, given);
      } catch {
        return;
      }
      const kept = settled.reduce((sum, one) => sum + one.kept, 0);
      assert.ok(kept <= due);
      for (const [index, { kept: one, tendered, change }] of settled.entries()) {
        assert.ok(one >= 0 && tendered >= one);
        if (change > 0) assert.equal(given[index]?.method, 'cash');
        if (given[index]?.method === 'cash') assert.equal(tendered - change, one);
      }
      if (given.at(-1)?.amount === 'rest') assert.equal(kept, due);
    }),
  );
});

test('a note gives change, a meal voucher does not, a card takes no more than is due', () => {
  assert.deepEqual(settle(1290, [{ method: 'cash', amount: 2000 }]), [
    { kept: 1290, tendered: 2000, change: 710 },
  ]);
  assert.deepEqual(settle(1290, [{ method: 'meal_voucher', amount: 1500 }]), [
    { kept: 1290, tendered: 1500, change: 0 },
  ]);
  assert.throws(() => settle(1290, [{ method: 'card', amount: 1291 }]), { code: 'invalid_amount' });
  assert.deepEqual(
    settle(1290, [
      { method: 'voucher', amount: 1000 },
      { method: 'card', amount: 'rest' },
    ]).map(({ kept }) => kept),
    [1000, 290],
  );
});

test('what comes back is given back whole, in one way', () => {
  assert.deepEqual(settle(-500, [{ method: 'cash', amount: 'rest' }]), [
    { kept: -500, tendered: -500, change: 0 },
  ]);
  assert.throws(() => settle(-500, [{ method: 'cash', amount: 500 }]), { code: 'invalid_amount' });
  assert.throws(() => settle(0, [{ method: 'cash', amount: 500 }]), { code: 'invalid_amount' });
  assert.throws(() => settle(500, [{ method: 'cash', amount: 0 }]), { code: 'invalid_amount' });
});

test('goods leave in seven ways', () => {
  assert.deepEqual([-1, 0, 6, 7, 1.5].map(isDeliveryMethod), [false, true, true, false, false]);
});
