import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isReservedServedId, localIdOf, servedIdOf, type ServedShape } from './served-id.ts';

const localIds = fc.oneof(
  fc.integer({ min: 1, max: 1000 }),
  fc.integer({ min: 647_483_600, max: 647_483_700 }),
  fc.integer({ min: 1, max: 2 ** 52 - 1 }),
);
const shapes = fc.constantFrom<ServedShape>('integer', 'uuid');

test('a local id comes back from what is shown of it, in either shape', () => {
  fc.assert(
    fc.property(localIds, shapes, (id, shape) => {
      assert.equal(localIdOf(servedIdOf(shape, id)), id);
    }),
  );
});

test('two local ids are never shown as one', () => {
  fc.assert(
    fc.property(localIds, localIds, shapes, (a, b, shape) => {
      assert.equal(servedIdOf(shape, a) === servedIdOf(shape, b), a === b);
    }),
  );
});

test('whatever is shown of a local id is refused as the fixed id of another thing, however it is written', () => {
  fc.assert(
    fc.property(localIds, shapes, fc.constantFrom('', ' ', '0', '000', '+'), (id, shape, before) => {
      const shown = servedIdOf(shape, id);
      assert.ok(isReservedServedId(before + shown));
      assert.ok(isReservedServedId(shown.toUpperCase()));
    }),
  );
});

test('an id outside the ranges is free for vendors, and leads to nothing of ours', () => {
  const vendors = fc.oneof(
    fc.integer({ min: 0, max: 1_499_999_999 }),
    fc.integer({ min: 2 ** 31, max: 2 ** 52 }),
  );
  fc.assert(
    fc.property(vendors, (id) => {
      assert.equal(isReservedServedId(String(id)), false);
      assert.equal(localIdOf(String(id)), undefined);
    }),
  );
  for (const text of ['', 'BW-123', '1350897', '-1', '1500000000', '1e9', '1500000001.0', 'c0ffee']) {
    assert.equal(localIdOf(text), undefined, text);
  }
  fc.assert(fc.property(fc.uuid({ version: 4 }), (uuid) => assert.equal(isReservedServedId(uuid), false)));
});

test('ids fit 31 bits until 647 483 647, and stay exact numbers after that', () => {
  assert.equal(servedIdOf('integer', 1), '1500000001');
  assert.equal(servedIdOf('integer', 647_483_647), String(2 ** 31 - 1));
  assert.equal(servedIdOf('integer', 647_483_648), String(2 ** 52 + 647_483_648));
  assert.equal(Number(servedIdOf('integer', 2 ** 52 - 1)), Number.MAX_SAFE_INTEGER);
});

test('a uuid looks like one of version 8', () => {
  assert.equal(servedIdOf('uuid', 1001), '67756963-6865-8740-8000-0000000003e9');
  fc.assert(
    fc.property(localIds, (id) => {
      assert.match(
        servedIdOf('uuid', id),
        /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    }),
  );
});

test('what is no local id is not shown', () => {
  for (const id of [0, -1, 1.5, Number.NaN, 2 ** 52]) {
    assert.throws(() => servedIdOf('integer', id), { code: 'invalid_input' });
  }
});
