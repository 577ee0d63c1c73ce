import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Rush } from './rush.ts';

/** An office in which so many commands have been handed in, looked at at these instants of a clock. */
function watched() {
  const office = { handed_in: 0, now_ms: 0 };
  const rush = new Rush({ handedIn: () => office.handed_in }, () => office.now_ms);
  return { office, rush };
}

test('an office in which nothing is sold is in no rush', () => {
  const { office, rush } = watched();
  office.now_ms = 1_000;
  assert.equal(rush.isOn(), false);
});

test('a rush is seen by what was handed in since the last look, though nothing waits at the moment', () => {
  const { office, rush } = watched();
  office.now_ms = 1_000;
  office.handed_in = 500;
  assert.equal(rush.isOn(), true);
});

test('a rush is over once a second has brought little', () => {
  const { office, rush } = watched();
  office.now_ms = 1_000;
  office.handed_in = 5_000;
  assert.equal(rush.isOn(), true);
  office.now_ms = 2_000;
  office.handed_in = 5_020;
  assert.equal(rush.isOn(), false);
});

test('looks that follow each other closely see what the last one saw', () => {
  const { office, rush } = watched();
  office.now_ms = 1_000;
  office.handed_in = 5_000;
  assert.equal(rush.isOn(), true);
  office.now_ms = 1_010;
  assert.equal(rush.isOn(), true);
});
