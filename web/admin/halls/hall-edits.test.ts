import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesBetween, hasSeat, moved, placesOf, rowsOf, withRow } from './hall-edits.ts';

const seat = (id: number, row_label: string, seat_label: string, x: number, y: number) => ({
  ...{ id, zone_id: 1, kind: 'seat' as const, row_label, seat_label, capacity: 1, x, y },
  drawn: true,
});
const before = placesOf([seat(10, 'A', '1', -0.5, 0), seat(11, 'A', '2', 0.5, 0), seat(12, 'B', '1', 0, 1)]);

test('what was moved, taken out and added is what is saved, and nothing else', () => {
  assert.deepEqual(changesBetween(before, before), { moves: [], gone: [], added: [] });
  const shifted = moved(before, new Set(['10', '11']), { x: 0.5, y: -1 });
  const less = shifted.filter(({ key }) => key !== '12');
  const { moves, gone, added } = changesBetween(
    before,
    withRow(less, { zone_id: 1, label: 'D', seats: 2, first: 5 }),
  );
  assert.deepEqual(moves, [
    { id: 10, x: 0, y: -1 },
    { id: 11, x: 1, y: -1 },
  ]);
  assert.deepEqual(gone, [12]);
  assert.deepEqual(
    added.map(({ row_label, seat_label, x, y }) => [row_label, seat_label, x, y]),
    [
      ['D', '5', -0.5, 1],
      ['D', '6', 0.5, 1],
    ],
  );
});

test('what nobody had drawn is saved where it stood as soon as anything is changed', () => {
  const laid = placesOf([seat(10, 'A', '1', -0.5, 0), { ...seat(11, 'A', '2', 0.5, 0), drawn: false }]);
  assert.deepEqual(changesBetween(laid, laid), { moves: [], gone: [], added: [] });
  assert.deepEqual(changesBetween(laid, moved(laid, new Set(['10']), { x: -1, y: 0 })).moves, [
    { id: 10, x: -1.5, y: 0 },
    { id: 11, x: 0.5, y: 0 },
  ]);
});

test('rows stand from the front to the back, and no seat is drawn twice', () => {
  assert.deepEqual(rowsOf(before, 1), ['A', 'B']);
  assert.equal(hasSeat(before, { zone_id: 1, label: 'A', seats: 3, first: 2 }), true);
  assert.equal(hasSeat(before, { zone_id: 1, label: 'A', seats: 3, first: 3 }), false);
});
