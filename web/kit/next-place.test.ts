import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { nextPlace } from './next-place.ts';

const seat = (x: number, y: number) => ({ x, y });

suite('the arrows on a plan', () => {
  const row = [seat(1, 0), seat(2, 0), seat(5, 0)];
  const next = [seat(1.5, 1), seat(5.5, 1)];
  const places = [...row, ...next];

  test('lead along a row, over seats that are gone', () => {
    assert.deepEqual(nextPlace(places, seat(2, 0), 'ArrowRight'), seat(5, 0));
    assert.deepEqual(nextPlace(places, seat(2, 0), 'ArrowLeft'), seat(1, 0));
    assert.equal(nextPlace(places, seat(5, 0), 'ArrowRight'), undefined);
  });

  test('lead to the nearest seat of the next row', () => {
    assert.deepEqual(nextPlace(places, seat(5, 0), 'ArrowDown'), seat(5.5, 1));
    assert.deepEqual(nextPlace(places, seat(1.5, 1), 'ArrowUp'), seat(1, 0));
    assert.equal(nextPlace(places, seat(1, 0), 'ArrowUp'), undefined);
    assert.equal(nextPlace(places, seat(1, 0), 'Enter'), undefined);
  });
});
