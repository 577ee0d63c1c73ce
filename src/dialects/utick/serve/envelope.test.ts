import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageIn, pageOf } from './envelope.ts';

test('more than 200 gives 200, under either name of the limit', () => {
  assert.deepEqual(pageOf({}), { limit: 200, offset: 0 });
  assert.deepEqual(pageOf({ limit: 201, offset: 7 }), { limit: 200, offset: 7 });
  assert.deepEqual(pageOf({ entry_count: 1_000_000, entry_start: 3 }), { limit: 200, offset: 3 });
  assert.deepEqual(pageOf({ limit: 5, entry_count: 9, offset: 1, entry_start: 2 }), { limit: 5, offset: 1 });
  const rows = Array.from({ length: 450 }, (_, index) => index);
  assert.equal(pageIn(rows, { limit: 500 }).length, 200);
  assert.deepEqual(pageIn(rows, { limit: 2, offset: 449 }), [449]);
  assert.deepEqual(pageIn(rows, { offset: 450 }), []);
});
