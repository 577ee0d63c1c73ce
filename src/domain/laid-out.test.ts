import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { laidOut, type KnownPlace } from './laid-out.ts';

const seat = (zone_id: number, row_label: string, seat_label: string): KnownPlace => ({
  ...{ zone_id, row_label, seat_label, x: null, y: null },
});

test('seats that nobody has drawn stand in their rows, by their numbers, zone after zone', () => {
  const out = laidOut([
    seat(1, '10', '2'),
    seat(1, '2', '10'),
    seat(1, '2', '9'),
    seat(2, 'A', '1'),
    { ...seat(2, '', 'Fosse'), kind: 'area' },
  ]);
  assert.deepEqual(
    out.map(({ row_label, seat_label, x, y }) => [row_label, seat_label, x, y]),
    [
      ['10', '2', 0, 1],
      ['2', '10', 0.5, 0],
      ['2', '9', -0.5, 0],
      ['A', '1', 0, 3],
      ['', 'Fosse', 0, 4],
    ],
  );
});

test('what is drawn stays where it is, and the rest stands behind it', () => {
  const out = laidOut([{ ...seat(1, 'A', '1'), x: 3, y: 7 }, seat(1, 'B', '1')]);
  assert.deepEqual(
    out.map(({ x, y, drawn }) => [x, y, drawn]),
    [
      [3, 7, true],
      [0, 9, false],
    ],
  );
});

test('no two seats of different names stand on one another', () => {
  const name = fc.integer({ min: 1, max: 12 }).map(String);
  const places = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 3 }), name, name), {
    selector: (one) => one.join('/'),
    maxLength: 60,
  });
  fc.assert(
    fc.property(places, (some) => {
      const out = laidOut(some.map(([zone_id, row, number]) => seat(zone_id, row, number)));
      assert.equal(new Set(out.map(({ x, y }) => `${x}/${y}`)).size, some.length);
    }),
  );
});
