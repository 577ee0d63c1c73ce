import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { externalId, fromInstant, idOf, toInstant, unitPrice } from './wire.ts';

test('instants go to Odoo in UTC and come back to the second', () => {
  assert.equal(fromInstant(Date.UTC(2026, 2, 29, 1, 30)), '2026-03-29 01:30:00');
  assert.equal(toInstant(false), undefined);
  const second = fc.integer({ min: 0, max: 4_000_000_000 });
  fc.assert(fc.property(second, (at) => toInstant(fromInstant(at * 1_000)) === at * 1_000));
});

test('a relation is a number, a number with a name, or nothing', () => {
  assert.deepEqual([idOf([7, 'Jean']), idOf(7), idOf(false)], [7, 7, undefined]);
});

test('external ids are texts that Odoo takes, short, and different for different things', () => {
  assert.equal(externalId('registration', '6743097169'), 'guichet.registration__6743097169');
  const part = fc.string({ unit: 'binary', maxLength: 120 });
  const things = fc.uniqueArray(fc.tuple(part, part), {
    selector: (one) => JSON.stringify(one),
    maxLength: 20,
  });
  fc.assert(
    fc.property(things, (all) => {
      const ids = all.map(([one, other]) => externalId('line', one, other));
      for (const id of ids) assert.match(id, /^guichet\.[A-Za-z0-9_-]{1,100}$/);
      assert.equal(new Set(ids).size, ids.length);
    }),
  );
});

test('a unit price is what was charged, or that without the VAT in it', () => {
  const of = { currency: 'EUR', vat_bp: 2_000 };
  assert.equal(unitPrice(1_100, { ...of, tax_included: true }), 11);
  assert.equal(unitPrice(1_200, { ...of, tax_included: false }), 10);
  assert.equal(unitPrice(1_100, { ...of, vat_bp: 550, tax_included: false }), 10.43);
  assert.equal(unitPrice(1_100, { currency: 'JPY', vat_bp: 0, tax_included: true }), 1_100);
});
