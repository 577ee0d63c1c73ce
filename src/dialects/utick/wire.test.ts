import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parseInstant } from '../../domain/local-time.ts';
import {
  isoTime,
  priceLabel,
  productTypeIds,
  signatureOf,
  stockIdOf,
  stockRefOf,
  ticketSetId,
  type ProductType,
} from './wire.ts';

const productTypes = Object.keys(productTypeIds) as ProductType[];

test('signs as the vendor’s clients do', () => {
  const file = new URL('fixtures/signature.json', import.meta.url);
  const vector = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  const { publickey = '', privatekey = '', timestamp = '', signature } = vector;
  assert.equal(signatureOf({ publickey, privatekey, timestamp }), signature);
});

test('a stock’s id says of what it is the stock, and of nothing else', () => {
  const ids = new Set<string>();
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 52 - 1 }),
      fc.constantFrom(...productTypes),
      (local_id, product_type) => {
        const id = stockIdOf({ local_id, product_type });
        assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
        assert.deepEqual(stockRefOf(id), { local_id, product_type });
        assert.deepEqual(stockRefOf(id.toUpperCase()), { local_id, product_type });
        ids.add(id);
      },
    ),
  );
  for (const product_type of productTypes) ids.add(stockIdOf({ local_id: 7, product_type }));
  assert.ok(ids.size > productTypes.length);
});

test('no other text is a stock’s id', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.uuid()), (text) => {
      assert.equal(stockRefOf(text), undefined);
    }),
  );
});

test('instants keep their second, whatever the zone and the season', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4_000_000_000 }),
      fc.constantFrom('Europe/Paris', 'UTC', 'Asia/Kolkata'),
      (second, zone) => {
        const text = isoTime(second * 1000, zone);
        assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
        assert.equal(parseInstant(text), second * 1000);
      },
    ),
  );
});

test('prices and ticket sets are written as the document shows them', () => {
  assert.equal(priceLabel(1000, 'EUR', 'fr'), '10,00 €');
  assert.equal(priceLabel(0, 'EUR', 'fr'), '0,00 €');
  assert.equal(priceLabel(1000, 'EUR', 'en'), '€10.00');
  assert.equal(priceLabel(1000, 'CHF', 'fr'), '10,00 CHF');
  assert.equal(ticketSetId('A', 'B'), 'A-TS-B');
  assert.equal(ticketSetId('A', null), 'A');
});
