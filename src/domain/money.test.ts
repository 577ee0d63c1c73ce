import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isFault } from './faults.ts';
import { limits } from './limits.ts';
import {
  amountFromNumber,
  amountToNumber,
  exponentOf,
  formatAmount,
  orderAmount,
  parseAmount,
  percentOf,
  splitExactly,
  sumAmounts,
  timesQuantity,
  vatWithin,
} from './money.ts';

const currency = fc.constantFrom('EUR', 'RUB', 'JPY', 'TND', 'CLF');
const safe = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
const upTo15Digits = fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 });
const code = (wanted: Parameters<typeof isFault>[1]) => (error: unknown) => isFault(error, wanted);

test('what one order comes to can be summed thousands of times', () => {
  for (const amount of [0, -1200, limits.amount_max, -limits.amount_max])
    assert.equal(orderAmount(amount), amount);
  assert.ok(Number.isSafeInteger(limits.amount_max * 9_000));
  for (const amount of [limits.amount_max + 1, -limits.amount_max - 1, Number.MAX_SAFE_INTEGER, 0.5])
    assert.throws(() => orderAmount(amount), code('amount_out_of_range'), String(amount));
});

test('currencies have the decimals of ISO 4217', () => {
  assert.deepEqual(['EUR', 'RUB', 'JPY', 'TND', 'CLF'].map(exponentOf), [2, 2, 0, 3, 4]);
  assert.throws(() => exponentOf('eur'), code('unknown_currency'));
});

test('amounts are read as people and vendors write them', () => {
  const read = {
    '12.30': 1230,
    '12.3': 1230,
    '12': 1200,
    '-0,50': -50,
    ' 14.5 ': 1450,
    '+1': 100,
    '0.00': 0,
    '-0': 0,
  };
  for (const [text, amount] of Object.entries(read)) assert.equal(parseAmount(text, 'EUR'), amount, text);
  assert.equal(parseAmount('12.00', 'JPY'), 12);
  assert.equal(parseAmount('1.234', 'TND'), 1234);
});

test('an amount that could mean two things, or nothing, is refused', () => {
  for (const text of [
    '',
    '.',
    '12.',
    '.5',
    '1.234',
    '1.000',
    '1 000',
    '1,000.00',
    '12.345',
    '0x10',
    '1e3',
    'abc',
    '--1',
    '١٢',
  ]) {
    assert.throws(() => parseAmount(text, 'EUR'), code('invalid_amount'), text);
  }
  assert.throws(() => parseAmount('1.000', 'JPY'), code('invalid_amount'));
  assert.throws(() => parseAmount('99999999999999999', 'EUR'), code('amount_out_of_range'));
});

test('whatever is written, it is an amount or a fault', () => {
  const written = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(...'0123456789.,-+ e'.split('')) }),
  );
  fc.assert(
    fc.property(written, currency, (text, cur) => {
      try {
        assert.ok(Number.isSafeInteger(parseAmount(text, cur)));
      } catch (error) {
        assert.ok(isFault(error, 'invalid_amount') || isFault(error, 'amount_out_of_range'));
      }
    }),
    { numRuns: 300 },
  );
});

test('what is formatted reads back as the same amount, in every currency', () => {
  fc.assert(
    fc.property(safe, currency, fc.constantFrom('.' as const, ',' as const), (amount, cur, separator) => {
      assert.equal(parseAmount(formatAmount(amount, cur, separator), cur), amount);
    }),
  );
});

test('a vendor number gives the amount back, through JSON too', () => {
  assert.equal(amountToNumber(999, 'EUR'), 9.99);
  fc.assert(
    fc.property(upTo15Digits, currency, (amount, cur) => {
      const wire = JSON.parse(JSON.stringify(amountToNumber(amount, cur))) as number;
      assert.equal(amountFromNumber(wire, cur), amount);
    }),
  );
});

test('numbers carry the dust of arithmetic, but no fractions of a cent', () => {
  assert.equal(amountFromNumber(0.1 + 0.2, 'EUR'), 30);
  assert.equal(amountFromNumber(3 * 9.99, 'EUR'), 2997);
  for (const value of [9.999, 0.001, 1e-9, NaN, Infinity]) {
    assert.throws(() => amountFromNumber(value, 'EUR'), code('invalid_amount'), String(value));
  }
  assert.throws(() => amountFromNumber(1e15, 'EUR'), code('amount_out_of_range'));
  assert.throws(() => amountToNumber(Number.MAX_SAFE_INTEGER, 'EUR'), code('amount_out_of_range'));
});

test('percentages round half away from zero', () => {
  assert.deepEqual(
    [1, -1, 3, 5].map((amount) => percentOf(amount, 5000)),
    [1, -1, 2, 3],
  );
  assert.equal(percentOf(1000, 1000), 100);
  assert.equal(percentOf(-3_000_000_000_001, 5000), -1_500_000_000_001, 'a half beyond the safe product too');
  fc.assert(
    fc.property(safe, fc.integer({ min: 0, max: 10_000 }), (amount, percent_bp) => {
      const part = percentOf(amount, percent_bp);
      const off = BigInt(part) * 10_000n - BigInt(amount) * BigInt(percent_bp);
      const size = off < 0n ? -off : off;
      assert.ok(size <= 5_000n, `off by ${off}`);
      if (size === 5_000n) assert.equal(off > 0n, amount > 0, 'a half goes away from zero');
    }),
  );
});

test('VAT within a gross amount is the rate of the net amount, to the cent', () => {
  assert.equal(vatWithin(1200, 2000), 200);
  assert.equal(vatWithin(1100, 550), 57);
  assert.equal(vatWithin(-1200, 2000), -200);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 3000 }), (gross, vat_bp) => {
      const vat = vatWithin(gross, vat_bp);
      assert.ok(Math.abs(vat * (10_000 + vat_bp) - gross * vat_bp) * 2 <= 10_000 + vat_bp);
    }),
  );
});

const weights = fc.array(fc.oneof(fc.constant(0), fc.nat(1_000_000)), { minLength: 1, maxLength: 12 });

test('a split sums exactly, gives each its share rounded down or up, and nothing to a zero weight', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), weights, (total, shares) => {
      const parts = splitExactly(total, shares);
      const sum = shares.reduce((a, b) => a + b, 0);
      assert.equal(sumAmounts(parts), total);
      parts.forEach((part, index) => {
        const share = sum === 0 ? total / shares.length : (total * (shares[index] ?? 0)) / sum;
        assert.ok(Math.abs(part - share) < 1 + 1e-3, `${part} for ${share}`);
        if (sum !== 0 && shares[index] === 0) assert.equal(part, 0);
        assert.ok(!Object.is(part, -0));
      });
    }),
  );
});

test('a split is stable: a larger weight never gets less, equal ones differ by one in order, negatives mirror', () => {
  assert.deepEqual(splitExactly(100, [1, 1, 1]), [34, 33, 33]);
  assert.deepEqual(splitExactly(-100, [1, 1, 1]), [-34, -33, -33]);
  assert.deepEqual(splitExactly(2, [0, 0, 0]), [1, 1, 0]);
  assert.deepEqual(splitExactly(0, []), []);
  fc.assert(
    fc.property(fc.nat(1e9), weights, (total, shares) => {
      const parts = splitExactly(total, shares);
      for (let i = 0; i + 1 < parts.length; i += 1) {
        const [w, v, a, b] = [shares[i] ?? 0, shares[i + 1] ?? 0, parts[i] ?? 0, parts[i + 1] ?? 0];
        if (w >= v) assert.ok(a >= b);
        else assert.ok(a <= b);
      }
      assert.deepEqual(
        splitExactly(-total, shares),
        parts.map((part) => 0 - part),
      );
    }),
  );
});

test('splitting no more than the weights hold never passes a weight', () => {
  fc.assert(
    fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (shares, portion) => {
      const total = Math.floor(shares.reduce((a, b) => a + b, 0) * portion);
      splitExactly(total, shares).forEach((part, i) => assert.ok(part >= 0 && part <= (shares[i] ?? 0)));
    }),
  );
});

test('what leaves the safe integers is refused, not rounded', () => {
  const max = Number.MAX_SAFE_INTEGER;
  assert.throws(() => sumAmounts([max, 1]), code('amount_out_of_range'));
  assert.throws(() => timesQuantity(max, 2), code('amount_out_of_range'));
  assert.throws(() => percentOf(max, 20_000), code('amount_out_of_range'));
  assert.throws(() => percentOf(1.5, 100), code('amount_out_of_range'));
  assert.throws(() => splitExactly(1, []), code('invalid_amount'));
  assert.throws(() => splitExactly(1, [-1]), code('invalid_amount'));
  assert.equal(splitExactly(max, [1, 1]).length, 2);
});
