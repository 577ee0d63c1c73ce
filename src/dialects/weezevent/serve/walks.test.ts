import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Walks } from './walks.ts';

const minute_ms = 60_000;
const at = (after: number) => ({ event_id: 1, after });

test('a walk remembers where its last pages begin, and forgets them after a quarter of an hour', () => {
  const walks = new Walks();
  const key = Walks.keyOf(1, { max: 2 });
  for (let page = 2; page <= 12; page += 1) walks.keep(key, page, at(page), 0);
  assert.deepEqual(walks.find(key, 12, 0), at(12));
  assert.deepEqual(walks.find(key, 5, 15 * minute_ms), at(5));
  assert.equal(walks.find(key, 4, 0), undefined, 'eight pages are kept');
  assert.equal(walks.find(key, 12, 16 * minute_ms), undefined);
  assert.equal(walks.find(key, 12, -1), undefined, 'a clock that was set back');
});

test('who asks for something else walks elsewhere, and the oldest walks make room', () => {
  const walks = new Walks();
  walks.keep(Walks.keyOf(1, { max: 2 }), 2, at(2), 0);
  assert.equal(walks.find(Walks.keyOf(2, { max: 2 }), 2, 0), undefined);
  assert.equal(walks.find(Walks.keyOf(1, { max: 3 }), 2, 0), undefined);
  for (let credential = 2; credential <= 600; credential += 1)
    walks.keep(Walks.keyOf(credential, {}), 2, at(2), 0);
  assert.equal(walks.size, 500);
  assert.equal(walks.find(Walks.keyOf(1, { max: 2 }), 2, 0), undefined);
});
