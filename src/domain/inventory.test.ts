import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isFault } from './faults.ts';
import {
  type Pool,
  assertAvailable,
  drawUnits,
  expiresAt,
  isExpired,
  overbookedBy,
  poolDemand,
  remaining,
  remainingOfAll,
  reservedBy,
  shortages,
} from './inventory.ts';

const line = fc.record({
  quantity: fc.integer({ min: 1, max: 9 }),
  pool_ids: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 4 }),
});
const pool = (id: number, capacity: number | null, taken = 0, reserved = 0): Pool => ({
  id,
  capacity,
  taken,
  reserved,
});

test('demand is summed per pool and sorted by id, whatever the order of the lines', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const demand = poolDemand(lines);
      const ids = demand.map((row) => row.pool_id);
      assert.deepEqual(
        ids,
        [...new Set(ids)].toSorted((a, b) => a - b),
      );
      assert.deepEqual(poolDemand(lines.toReversed()), demand);
      const units = lines.reduce((sum, one) => sum + one.quantity * one.pool_ids.length, 0);
      assert.equal(
        demand.reduce((sum, row) => sum + row.units, 0),
        units,
      );
    }),
  );
  assert.deepEqual(poolDemand([{ quantity: 2, pool_ids: [10, 9] }]), [
    { pool_id: 9, units: 2 },
    { pool_id: 10, units: 2 },
  ]);
});

test('a quantity that is not a whole number from one is refused', () => {
  for (const quantity of [0, -1, 1.5, NaN]) {
    assert.throws(
      () => poolDemand([{ quantity, pool_ids: [1] }]),
      (error) => isFault(error, 'invalid_input'),
    );
  }
});

test('no capacity is no limit; an overbooked pool has nothing left, not less', () => {
  assert.equal(remaining(pool(1, null, 1e9)), null);
  assert.equal(remaining(pool(1, 10, 12)), 0);
  assert.equal(overbookedBy(pool(1, 10, 12)), 2);
  assert.equal(overbookedBy(pool(1, 10, 10)), 0);
  assert.equal(remainingOfAll([pool(1, null), pool(2, 9, 4), pool(3, 8, 1)]), 5);
  assert.equal(remainingOfAll([pool(1, null)]), null);
});

test('what cannot be met is named pool by pool, and a pool that is not there has nothing', () => {
  const pools = new Map([pool(1, 3, 1), pool(2, null)].map((one) => [one.id, one]));
  const demand = poolDemand([{ quantity: 3, pool_ids: [1, 2, 3] }]);
  assert.deepEqual(shortages(demand, pools), [
    { pool_id: 1, units: 3, remaining: 2 },
    { pool_id: 3, units: 3, remaining: 0 },
  ]);
  assert.throws(
    () => assertAvailable(demand, pools),
    (error) => isFault(error, 'sold_out'),
  );
  assert.doesNotThrow(() => assertAvailable(poolDemand([{ quantity: 2, pool_ids: [1, 2] }]), pools));
});

test('sales through channels and to everybody never pass the capacity, nor take what is kept for another channel', () => {
  const sale = fc.record({
    channel: fc.constantFrom('web', 'weezevent', 'counter'),
    units: fc.integer({ min: 1, max: 5 }),
  });
  const setup = fc.record({
    capacity: fc.integer({ min: 0, max: 30 }),
    kept: fc.integer({ min: 0, max: 10 }),
    sales: fc.array(sale, { maxLength: 30 }),
  });
  fc.assert(
    fc.property(setup, ({ capacity, kept, sales }) => {
      const size = Math.min(kept, capacity);
      let allotment = {
        channel: 'weezevent',
        capacity: size,
        taken: 0,
        releases_at: null,
        released_at: null,
      };
      let common = pool(1, capacity, 0, size);
      for (const { channel, units } of sales) {
        const mine = channel === allotment.channel ? reservedBy(allotment, 0) : 0;
        const before = { left: remaining(common, mine) ?? 0, kept: reservedBy(allotment, 0) };
        const drawn = drawUnits(common, mine, units);
        const forMe = capacity - common.taken - (channel === allotment.channel ? 0 : before.kept);
        assert.equal(before.left, forMe);
        assert.equal(drawn !== null, units <= forMe);
        if (drawn === null) continue;
        assert.equal(drawn.from_allotment + drawn.from_common, units);
        allotment = { ...allotment, taken: allotment.taken + drawn.from_allotment };
        common = { ...common, taken: common.taken + units, reserved: reservedBy(allotment, 0) };
        assert.ok(common.taken <= capacity && allotment.taken <= allotment.capacity);
        if (channel !== allotment.channel) assert.equal(reservedBy(allotment, 0), before.kept);
        assert.ok(common.taken + common.reserved <= capacity, 'what is kept is still there to sell');
      }
    }),
  );
});

test('an allotment that is released keeps nothing, from the very instant on', () => {
  const allotment = { channel: 'web', capacity: 5, taken: 2, releases_at: 100, released_at: null };
  assert.deepEqual(
    [99, 100, 101].map((now) => reservedBy(allotment, now)),
    [3, 0, 0],
  );
  assert.equal(reservedBy({ ...allotment, releases_at: null, released_at: 1 }, 0), 0);
});

test('a hold ends after its minutes, twenty unless set, at a stated instant, or never', () => {
  assert.equal(expiresAt(1000), 1000 + 20 * 60_000);
  assert.equal(expiresAt(1000, 1), 61_000);
  assert.equal(expiresAt(1000, 'endless'), null);
  assert.equal(expiresAt(1000, { until: 1001 }), 1001);
  for (const until of [1000, 999, 1001.5, NaN, 1000 + 527_041 * 60_000]) {
    assert.throws(
      () => expiresAt(1000, { until }),
      (error) => isFault(error, 'invalid_input'),
    );
  }
  for (const minutes of [0, -1, 1.5, 1e9, NaN]) {
    assert.throws(
      () => expiresAt(0, minutes),
      (error) => isFault(error, 'invalid_input'),
    );
  }
  assert.deepEqual(
    [60_999, 61_000].map((now) => isExpired(61_000, now)),
    [false, true],
  );
  assert.equal(isExpired(null, Number.MAX_SAFE_INTEGER), false);
});
