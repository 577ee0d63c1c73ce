import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type FaultCode, isFault } from './faults.ts';
import {
  type Discount,
  type OfferPlace,
  applicable,
  assertCode,
  assertOnSale,
  assertPriceVisible,
  assertQuantity,
  inScope,
  isPriceVisible,
  priceLine,
  priceUnits,
  quantityBounds,
  reductionOf,
  saleState,
} from './pricing.ts';

const base: Discount = {
  id: 1,
  label: 'SUPERPROMO',
  kind: 'percent',
  value: 0,
  percent_bp: 1000,
  starts_at: null,
  ends_at: null,
  enabled: true,
  uses_left: null,
  scopes: [],
};
const place: OfferPlace = { event_id: 1, session_id: 2, zone_id: 3, price_id: 4, price_group_ids: [5, 6] };
const is = (code: FaultCode) => (error: unknown) => isFault(error, code);

const discount: fc.Arbitrary<Discount> = fc.record({
  id: fc.integer({ min: 1, max: 1000 }),
  label: fc.constantFrom(null, 'A'),
  kind: fc.constantFrom('percent', 'value', 'reveal'),
  value: fc.integer({ min: 0, max: 300 }),
  percent_bp: fc.integer({ min: 0, max: 12_000 }),
  starts_at: fc.constantFrom(null, 5),
  ends_at: fc.constantFrom(null, 15),
  enabled: fc.boolean(),
  uses_left: fc.constantFrom(null, 0, 1, 3),
  scopes: fc.constant([]),
});
const several = fc.uniqueArray(discount, { selector: (one) => one.id, maxLength: 6 });

test('a ticket gets one discount, the best for the buyer, and never costs less than nothing', () => {
  fc.assert(
    fc.property(
      several,
      fc.integer({ min: 0, max: 250 }),
      fc.integer({ min: 1, max: 4 }),
      (discounts, listed, quantity) => {
        const priced = priceLine({ listed, quantity, applicable: discounts });
        const usable = discounts.filter((one) => one.uses_left === null || one.uses_left >= quantity);
        const best = Math.max(0, ...usable.map((one) => reductionOf(one, listed)));
        assert.equal(priced.reduction_unit, best);
        assert.equal(priced.charged_unit, listed - best);
        assert.ok(priced.charged_unit >= 0);
        assert.equal(priced.discount === null, best === 0, 'a discount that takes nothing off is not used');
        if (priced.discount !== null) {
          assert.ok(usable.includes(priced.discount));
          assert.equal(reductionOf(priced.discount, listed), best);
        }
      },
    ),
  );
});

test('uses that do not cover the quantity go to as many units as they can, the best first', () => {
  fc.assert(
    fc.property(
      several,
      fc.integer({ min: 0, max: 250 }),
      fc.integer({ min: 1, max: 6 }),
      (discounts, listed, quantity) => {
        const parts = priceUnits({ listed, quantity, applicable: discounts });
        // the slow way: lay every use out as one reduction, and give each unit the largest that is left
        const reductions = discounts.flatMap((one) =>
          Array.from({ length: one.uses_left ?? quantity }, () => reductionOf(one, listed)),
        );
        const best = reductions
          .toSorted((a, b) => b - a)
          .slice(0, quantity)
          .reduce((a, b) => a + b, 0);
        assert.equal(
          parts.reduce((sum, part) => sum + part.quantity * part.reduction_unit, 0),
          best,
        );
        assert.equal(
          parts.reduce((sum, part) => sum + part.quantity, 0),
          quantity,
        );
        for (const part of parts) {
          assert.ok(
            part.quantity > 0 && part.charged_unit >= 0 && part.charged_unit + part.reduction_unit === listed,
          );
          assert.ok(
            part.discount === null ||
              part.discount.uses_left === null ||
              part.quantity <= part.discount.uses_left,
          );
        }
      },
    ),
  );
});

test('the choice does not depend on the order in which the discounts come', () => {
  const equals = fc.uniqueArray(
    discount.map((one) => ({ ...one, kind: 'value' as const, value: 10 })),
    { selector: (one) => one.id, minLength: 2, maxLength: 6 },
  );
  fc.assert(
    fc.property(equals, fc.integer({ min: 0, max: 5 }), (discounts, turn) => {
      const turned = [...discounts.slice(turn), ...discounts.slice(0, turn)].toReversed();
      const chosen = (list: Discount[]) =>
        priceLine({ listed: 100, quantity: 1, applicable: list }).discount?.id;
      assert.equal(chosen(turned), chosen(discounts));
    }),
  );
  const [own, coded] = [{ ...base, id: 9, label: null }, base];
  assert.equal(priceLine({ listed: 100, quantity: 1, applicable: [coded, own] }).discount, own);
  assert.equal(
    priceLine({ listed: 100, quantity: 1, applicable: [{ ...base, id: 2 }, base] }).discount,
    base,
  );
  const [scarce, endless] = [
    { ...base, uses_left: 5 },
    { ...base, id: 2 },
  ];
  assert.equal(priceLine({ listed: 100, quantity: 1, applicable: [scarce, endless] }).discount, endless);
});

test('percent and value take off what they say', () => {
  assert.equal(priceLine({ listed: 2500, quantity: 1, applicable: [base] }).charged_unit, 2250);
  assert.equal(reductionOf({ ...base, kind: 'value', value: 300 }, 200), 200);
  assert.equal(reductionOf({ ...base, kind: 'reveal', percent_bp: 5000 }, 200), 0);
});

test('a scope is met by any target of a kind, and by all kinds that it names', () => {
  const scoped = (...scopes: Discount['scopes']): boolean => inScope({ ...base, scopes }, place);
  assert.equal(scoped(), true);
  assert.equal(scoped({ kind: 'zone', target_id: 8 }, { kind: 'zone', target_id: 3 }), true);
  assert.equal(scoped({ kind: 'zone', target_id: 3 }, { kind: 'session', target_id: 9 }), false);
  assert.equal(scoped({ kind: 'price_group', target_id: 6 }, { kind: 'event', target_id: 1 }), true);
  assert.equal(scoped({ kind: 'price', target_id: 1 }), false);
  assert.equal(
    inScope({ ...base, scopes: [{ kind: 'session', target_id: 2 }] }, { ...place, session_id: null }),
    false,
  );
});

test('a window holds from its first instant to before its last', () => {
  const windowed = { ...base, starts_at: 10, ends_at: 20 };
  assert.deepEqual(
    [9, 10, 19, 20].map((now) => applicable([windowed], place, now).length),
    [0, 1, 1, 0],
  );
  assert.equal(applicable([{ ...base, enabled: false }], place, 0).length, 0);
});

test('a code that does not help says why', () => {
  assert.equal(assertCode(base, place, 1, 0), base);
  assert.throws(() => assertCode(undefined, place, 1, 0), is('promo_code_unknown'));
  assert.throws(() => assertCode({ ...base, ends_at: 10 }, place, 1, 10), is('promo_code_not_valid'));
  assert.throws(
    () => assertCode({ ...base, scopes: [{ kind: 'zone', target_id: 9 }] }, place, 1, 0),
    is('promo_code_out_of_scope'),
  );
  assert.throws(() => assertCode({ ...base, uses_left: 1 }, place, 2, 0), is('promo_code_used_up'));
  assert.doesNotThrow(() => assertCode({ ...base, uses_left: 2 }, place, 2, 0));
});

test('a hidden price is seen with a reveal only, and a reveal does not stand in the way of a discount', () => {
  const reveal: Discount = { ...base, id: 7, kind: 'reveal' };
  assert.equal(isPriceVisible({ hidden: 0 }, []), true);
  assert.equal(isPriceVisible({ hidden: 1 }, [base]), false);
  assert.equal(isPriceVisible({ hidden: 1 }, [{ ...reveal, uses_left: 0 }]), false);
  assert.throws(() => assertPriceVisible({ id: 4, hidden: 1 }, []), is('price_not_visible'));
  assert.doesNotThrow(() => assertPriceVisible({ id: 4, hidden: 1 }, [base, reveal]));
  assert.equal(priceLine({ listed: 100, quantity: 1, applicable: [reveal, base] }).charged_unit, 90);
});

const rule = fc.record({
  minimum: fc.nat(6),
  maximum: fc.option(fc.nat(8)),
  quantity_step: fc.integer({ min: 1, max: 3 }),
  in_order: fc.nat(6),
  remaining: fc.option(fc.nat(9)),
});

test('the bounds shown to a buyer are exactly what the buyer may take', () => {
  fc.assert(
    fc.property(rule, (given) => {
      const { min, max } = quantityBounds(given);
      for (let quantity = 1; quantity <= 12; quantity += 1) {
        const fits = max > 0 && quantity >= min && quantity <= max && quantity % given.quantity_step === 0;
        if (fits) assert.doesNotThrow(() => assertQuantity(quantity, given), `${quantity}`);
        else assert.throws(() => assertQuantity(quantity, given), Error, `${quantity}`);
      }
    }),
    { numRuns: 300 },
  );
});

test('each bound has its own error', () => {
  const given = { minimum: 2, maximum: 6, quantity_step: 1, in_order: 0, remaining: 4 };
  assert.throws(() => assertQuantity(1, given), is('below_minimum'));
  assert.throws(() => assertQuantity(7, given), is('above_maximum'));
  assert.throws(() => assertQuantity(5, given), is('sold_out'));
  assert.throws(() => assertQuantity(3, { ...given, quantity_step: 2 }), is('wrong_step'));
  for (const quantity of [0, -1, 1.5, NaN])
    assert.throws(() => assertQuantity(quantity, given), is('invalid_input'));
  assert.throws(
    () => assertQuantity(10_000_000, { ...given, maximum: null, remaining: null }),
    is('above_maximum'),
  );
});

test('the sale opens and closes by the narrower window, to the millisecond', () => {
  const open = { sale_starts_at: null, sale_ends_at: null };
  const session = { ...open, starts_at: 100, ends_at: 200, status: 'scheduled' };
  assert.equal(saleState(open, null, 0), 'on_sale');
  assert.deepEqual(
    [199, 200].map((now) => saleState(open, session, now)),
    ['on_sale', 'over'],
  );
  assert.deepEqual(
    [99, 100].map((now) => saleState(open, { ...session, ends_at: null }, now)),
    ['on_sale', 'over'],
  );
  const offer = { sale_starts_at: 10, sale_ends_at: 50 };
  assert.deepEqual(
    [9, 10, 49, 50].map((now) => saleState(offer, session, now)),
    ['not_yet', 'on_sale', 'on_sale', 'over'],
  );
  assert.equal(saleState(offer, { ...session, sale_starts_at: 20 }, 15), 'not_yet');
  assert.equal(saleState(open, { ...session, sale_ends_at: 120 }, 130), 'over');
  assert.equal(saleState(open, { ...session, status: 'cancelled' }, 0), 'over');
  assert.throws(() => assertOnSale(offer, null, 0), is('sale_not_open'));
  assert.throws(() => assertOnSale(offer, null, 50), is('sale_closed'));
});
