import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type FreeSeat,
  bestOfRows,
  bestSeats,
  seatRows,
  takesSeat,
  withSeats,
  withoutSeats,
} from './seats.ts';

const seat = (row: string, position: number, rank = 0): FreeSeat => ({
  id: row.charCodeAt(0) * 1000 + position,
  zone_id: 1,
  row_label: row,
  position,
  rank,
});
const row = (label: string, positions: readonly number[], rank = 0): FreeSeat[] =>
  positions.map((position) => seat(label, position, rank));
const labels = (seats: readonly FreeSeat[] | null): string[] | undefined =>
  seats?.map((one) => `${one.row_label}${one.position}`);

const hall = fc
  .uniqueArray(
    fc.record({
      row: fc.constantFrom('A', 'B', 'C'),
      position: fc.integer({ min: 1, max: 9 }),
      rank: fc.nat(2),
    }),
    { selector: (one) => `${one.row}${one.position}`, maxLength: 20 },
  )
  .map((list) => list.map((one) => seat(one.row, one.position, one.rank)));

/** Every block of `count` neighbours, found the slow way. */
function blocks(free: readonly FreeSeat[], count: number): FreeSeat[][] {
  const at = new Map(free.map((one) => [`${one.row_label}${one.position}`, one]));
  return free.flatMap((first) => {
    const block = Array.from({ length: count }, (_, step) =>
      at.get(`${first.row_label}${first.position + step}`),
    );
    return block.every((one) => one !== undefined) ? [block] : [];
  });
}
function orphansOf(free: readonly FreeSeat[], block: readonly FreeSeat[]): number {
  const left = new Set(
    free.filter((one) => !block.includes(one)).map((one) => `${one.row_label}${one.position}`),
  );
  const lonely = (label: string, position: number): boolean =>
    left.has(`${label}${position}`) &&
    !left.has(`${label}${position - 1}`) &&
    !left.has(`${label}${position + 1}`);
  const [first, last] = [block[0], block.at(-1)];
  if (first === undefined || last === undefined) return 0;
  return (
    Number(lonely(first.row_label, first.position - 1)) + Number(lonely(last.row_label, last.position + 1))
  );
}
const rankOf = (block: readonly FreeSeat[]): number => block.reduce((sum, one) => sum + one.rank, 0);
/** How many blocks the chosen seats form. */
const groups = (seats: readonly FreeSeat[]): number =>
  seats.filter(
    (one) => !seats.some((other) => other.row_label === one.row_label && other.position === one.position - 1),
  ).length;

test('where neighbours are free they are chosen: best rank first, then the fewest orphans', () => {
  fc.assert(
    fc.property(hall, fc.integer({ min: 1, max: 5 }), (free, count) => {
      const all = blocks(free, count);
      const chosen = bestSeats(free, count);
      if (all.length === 0) return;
      assert.ok(chosen !== null);
      assert.ok(
        all.some((block) => block.every((one, index) => one === chosen[index])),
        'one block along a row',
      );
      const best = Math.min(...all.map(rankOf));
      assert.equal(rankOf(chosen), best);
      const equals = all.filter((block) => rankOf(block) === best);
      assert.equal(orphansOf(free, chosen), Math.min(...equals.map((block) => orphansOf(free, block))));
    }),
    { numRuns: 400 },
  );
});

test('exactly as many seats as asked for, each once, all free, in as few blocks as will do', () => {
  fc.assert(
    fc.property(hall, fc.integer({ min: 1, max: 12 }), (free, count) => {
      const chosen = bestSeats(free, count);
      if (free.length < count) return assert.equal(chosen, null);
      assert.ok(chosen !== null);
      assert.equal(new Set(chosen.map((one) => one.id)).size, count);
      assert.ok(chosen.every((one) => free.includes(one)));
      const runs = free.filter(
        (one) =>
          !free.some((other) => other.row_label === one.row_label && other.position === one.position - 1),
      );
      const lengths = runs.map((start) => {
        let length = 1;
        while (
          free.some((one) => one.row_label === start.row_label && one.position === start.position + length)
        )
          length += 1;
        return length;
      });
      let [fewest, covered] = [0, 0];
      for (const length of lengths.toSorted((a, b) => b - a)) {
        if (covered >= count) break;
        covered += length;
        fewest += 1;
      }
      assert.ok(groups(chosen) <= fewest, `${groups(chosen)} blocks where ${fewest} would do`);
    }),
    { numRuns: 400 },
  );
});

test('the choice does not depend on the order in which the seats come', () => {
  fc.assert(
    fc.property(
      hall.chain((free) =>
        fc.tuple(fc.constant(free), fc.shuffledSubarray(free, { minLength: free.length })),
      ),
      fc.integer({ min: 1, max: 6 }),
      ([free, shuffled], count) => {
        assert.deepEqual(labels(bestSeats(shuffled, count)), labels(bestSeats(free, count)));
      },
    ),
  );
});

test('no single seat is left where an equal choice leaves none', () => {
  assert.deepEqual(labels(bestSeats(row('A', [1, 2, 3]), 2)), ['A1', 'A2']);
  assert.deepEqual(labels(bestSeats([...row('A', [1, 2, 3]), ...row('B', [1, 2])], 2)), ['B1', 'B2']);
  assert.deepEqual(
    labels(bestSeats([...row('A', [1, 2, 3], 1), ...row('B', [1, 2], 2)], 2)),
    ['A1', 'A2'],
    'but the view comes first',
  );
});

test('a party that must be split stays in few blocks, and nobody sits alone', () => {
  const free = [...row('A', [1, 2, 3, 4]), ...row('C', [1, 2, 3])];
  assert.deepEqual(labels(bestSeats(free, 5)), ['C1', 'C2', 'C3', 'A1', 'A2']);
  assert.deepEqual(labels(bestSeats([...row('A', [1]), ...row('B', [1])], 2)), ['A1', 'B1']);
});

test('rows are counted as people count them', () => {
  const rows = ['10', '2'].flatMap((label, index) =>
    [1, 2].map((position) => ({ ...seat('A', position), id: index * 10 + position, row_label: label })),
  );
  assert.deepEqual(
    bestSeats(rows, 2)?.map((one) => one.row_label),
    ['2', '2'],
  );
});

test('nothing, too many and odd numbers give no seats', () => {
  for (const count of [0, -1, 1.5, NaN, 4]) assert.equal(bestSeats(row('A', [1, 2, 3]), count), null);
});

test('a kept hall chooses as well as one grouped anew, whatever was taken and freed since', () => {
  const step = fc.record({ count: fc.integer({ min: 1, max: 4 }), free: fc.boolean(), pick: fc.nat(99) });
  fc.assert(
    fc.property(hall, fc.array(step, { maxLength: 12 }), (all, steps) => {
      let kept = seatRows(all);
      const sold: FreeSeat[][] = [];
      for (const { count, free, pick } of steps) {
        const back = free ? sold.splice(pick % Math.max(1, sold.length), 1)[0] : undefined;
        if (back !== undefined) kept = withSeats(kept, back);
        const gone = new Set(sold.flat());
        const left = all.filter((one) => !gone.has(one));
        const chosen = bestOfRows(kept, count);
        const anew = bestSeats(left, count);
        assert.equal(chosen?.length, anew?.length);
        if (chosen === null || anew === null) continue;
        assert.ok(
          chosen.every((one) => !gone.has(one)),
          'no seat is sold twice',
        );
        if (blocks(left, count).length > 0) {
          assert.deepEqual([rankOf(chosen), orphansOf(left, chosen)], [rankOf(anew), orphansOf(left, anew)]);
        }
        kept = withoutSeats(kept, chosen);
        sold.push(chosen);
      }
    }),
  );
});

test('every admission to a zone of seats takes one, and beside an area those that are numbered', () => {
  const taking = (kinds: readonly string[]): string[] =>
    ['numbered_seat', 'seat', 'workshop', 'pack'].filter((type) => takesSeat(type, kinds));
  assert.deepEqual(taking(['seat']), ['numbered_seat', 'seat']);
  assert.deepEqual(taking(['seat', 'area']), ['numbered_seat']);
  assert.deepEqual(taking(['area']), []);
  assert.deepEqual(taking([]), []);
});
