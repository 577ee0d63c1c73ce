import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isReached, ratioOf, rowOf, spreadOf, type Figure } from './figure.ts';

const figure: Figure = {
  name: 'check',
  unit: '/s',
  floor_name: 'commit floor',
  figure: [40, 10, 90],
  floor: [100, 20, 100],
  goal: { at_least: 0.5 },
};

test('the ratio is taken round by round, and its median counts', () => {
  assert.deepEqual(ratioOf(figure), { median: 0.5, min: 0.4, max: 0.9 });
  assert.deepEqual(spreadOf([4, 1, 3, 2]), { median: 2.5, min: 1, max: 4 });
});

test('a goal is reached by the median alone, from either side', () => {
  assert.equal(isReached(figure), true);
  assert.equal(isReached({ ...figure, goal: { at_least: 0.51 } }), false);
  assert.equal(isReached({ ...figure, goal: { at_most: 0.5 } }), true);
  assert.match(rowOf({ ...figure, goal: { at_most: 0.4 } }), /\*\*missed\*\*/);
});
