import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Office } from '../../../office/office.ts';
import { RememberedWalks, walkKey, walksOf } from './walks.ts';

const minute_ms = 60_000;
const at = (page: number) => ({ page, position: { event_id: 1, after: page * 10 } });

test('a walk remembers where its last pages begin, and forgets them after a quarter of an hour', async () => {
  let now = minute_ms;
  const walks = new RememberedWalks(() => now);
  const key = walkKey(1, { max: 2 });
  for (let page = 2; page <= 12; page += 1) await walks.keep(key, [at(page)]);
  assert.deepEqual(await walks.find(key, 12), at(12));
  assert.deepEqual(await walks.find(key, 20), at(12), 'the nearest page before it');
  assert.equal(await walks.find(key, 4), undefined, 'eight pages are kept');
  now += 15 * minute_ms;
  assert.deepEqual(await walks.find(key, 5), at(5));
  now += minute_ms;
  assert.equal(await walks.find(key, 12), undefined);
  now = 0;
  assert.equal(await walks.find(key, 12), undefined, 'a clock that was set back');
});

test('who asks for something else walks elsewhere, and the oldest walks make room', async () => {
  const walks = new RememberedWalks(() => 0);
  await walks.keep(walkKey(1, { max: 2 }), [at(2)]);
  assert.equal(await walks.find(walkKey(2, { max: 2 }), 2), undefined);
  assert.equal(await walks.find(walkKey(1, { max: 3 }), 2), undefined);
  for (let credential = 2; credential <= 600; credential += 1)
    await walks.keep(walkKey(credential, {}), [at(2)]);
  assert.equal(walks.size, 500);
  assert.equal(await walks.find(walkKey(1, { max: 2 }), 2), undefined);
});

test('a walk asks the clock of its office, whatever that is made of', async () => {
  class Clock {
    #instant = 5;
    now(): number {
      return this.#instant;
    }
  }
  const office = { store: { engine: 'sqlite' }, surroundings: new Clock() } as unknown as Office;
  const walks = walksOf(office);
  await walks.keep('key', [at(2)]);
  assert.deepEqual(await walks.find('key', 2), at(2));
});
