import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawn, newZone, rowLabel, zoneOf } from './hall-draft.ts';

test('rows go on in letters or in numbers from the first', () => {
  const labels = (first: string, ...of: number[]) => of.map((index) => rowLabel(first, index));
  assert.deepEqual(labels('A', 0, 1, 25, 26, 27), ['A', 'B', 'Z', 'AA', 'AB']);
  assert.deepEqual(labels('y', 0, 1, 2), ['Y', 'Z', 'AA']);
  assert.deepEqual(labels('9', 0, 1), ['9', '10']);
  assert.deepEqual(labels('?', 0, 1), ['A', 'B']);
});

test('a zone whose numbers are none is not drawn, and the next stands where it would', () => {
  const small = { ...newZone, name: 'P', rows: '2', seats: '3' };
  assert.equal(zoneOf({ ...small, rows: '0' }, 0), undefined);
  const zones = drawn([small, { ...small, seats: 'x' }, { ...small, kind: 'standing', capacity: '50' }]);
  assert.deepEqual(
    zones.map(({ zone, places }) => [zone.code, places.length, places[0]?.y]),
    [
      ['Z1', 6, 0],
      ['Z3', 1, 3],
    ],
  );
});
