import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clockShift } from './shift-clock.ts';

const at = (text: string): number => Date.parse(text);

test('what was at eight in the evening is at eight in the evening, across a change of clocks too', () => {
  // the clocks of Paris go forward on 29 March 2026
  const shift = clockShift(at('2026-03-20T20:00+01:00'), at('2026-03-27T20:00+01:00'), 'Europe/Paris');
  assert.equal(shift(at('2026-03-20T20:00+01:00')), at('2026-03-27T20:00+01:00'));
  assert.equal(shift(at('2026-03-24T20:00+01:00')), at('2026-03-31T20:00+02:00'));
});

test('the first becomes what it is to be, wherever it is', () => {
  const instant = fc.integer({ min: at('2000-01-01T00:00Z'), max: at('2100-01-01T00:00Z') });
  const zone = fc.constantFrom('Europe/Paris', 'America/New_York', 'Asia/Kathmandu', 'UTC');
  fc.assert(
    fc.property(instant, fc.integer({ min: -400, max: 400 }), zone, (from, days, zone) => {
      const shift = clockShift(from, from + days * 86_400_000, zone);
      // an hour that comes twice is its first, one that is left out the next
      assert.ok(Math.abs(shift(from) - (from + days * 86_400_000)) <= 3_600_000);
    }),
  );
  assert.equal(clockShift(5, 5, 'UTC')(7_000), 7_000);
});
