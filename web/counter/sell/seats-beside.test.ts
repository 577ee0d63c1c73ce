import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { touchedNext, withSeatsBeside } from './seats-beside.ts';

/** `A` four seats, an aisle, two more; `B` six in a row. Ids: 1 … 6 and 11 … 16. */
const seats = ['A', 'B'].flatMap((row_label, y) =>
  [1, 2, 3, 4, 5, 6].map((number) => ({
    ...{ place_id: y * 10 + number, row_label, y },
    x: number + (row_label === 'A' && number > 4 ? 2 : 0),
  })),
);

const taken = (touched: readonly number[], quantity: number, gone: readonly number[] = []) =>
  withSeatsBeside(seats, touched, quantity, ({ place_id }) => !gone.includes(place_id)).map(
    ({ place_id }) => place_id,
  );

suite('seats that are touched', () => {
  test('bring those beside them along, to the right before the left', () => {
    assert.deepEqual(taken([12], 3), [12, 13, 14]);
    assert.deepEqual(taken([15], 3), [14, 15, 16]);
    assert.deepEqual(taken([], 3), []);
    assert.deepEqual(taken([13], 1), [13]);
  });

  test('bring none from beyond an aisle or a seat that is gone', () => {
    assert.deepEqual(taken([4], 3), [2, 3, 4]);
    assert.deepEqual(taken([5], 3), [5, 6]);
    assert.deepEqual(taken([12], 3, [13]), [11, 12]);
  });

  test('are all taken where each was touched, and one alone begins anew', () => {
    assert.deepEqual(taken([12, 3], 2), [3, 12]);
    assert.deepEqual(taken([11, 14], 4), [11, 12, 13, 14]);
    assert.deepEqual(touchedNext([], 5, 2), [5]);
    assert.deepEqual(touchedNext([5], 6, 2), [5, 6]);
    assert.deepEqual(touchedNext([5, 6], 5, 2), [6]);
    assert.deepEqual(touchedNext([5, 6], 1, 2), [1]);
  });
});
