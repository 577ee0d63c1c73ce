import assert from 'node:assert/strict';
import { test } from 'node:test';
import { repeat_within_ms, Repeats } from './repeats.ts';

test('a code that stays before the camera is scanned once, and again when it comes back later', () => {
  const repeats = new Repeats();
  assert.equal(repeats.isNew('A', 0), true);
  assert.equal(repeats.isNew('A', repeat_within_ms - 1), false);
  // seen just now: its time begins anew
  assert.equal(repeats.isNew('A', 2 * repeat_within_ms - 2), false);
  assert.equal(repeats.isNew('A', 3 * repeat_within_ms), true);
});

test('another code is scanned at once, and the first again after it', () => {
  const repeats = new Repeats();
  assert.equal(repeats.isNew('A', 0), true);
  assert.equal(repeats.isNew('B', 1), true);
  assert.equal(repeats.isNew('A', 2), true);
});

test('a ticket that stays there while its verdict is read is not scanned once more after it', () => {
  const repeats = new Repeats();
  assert.equal(repeats.isNew('A', 0), true);
  repeats.resume(60_000);
  assert.equal(repeats.isNew('A', 60_000), false);
});
