import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertOfflineMark, offlineNumber, offlineSeries } from './offline-sale.ts';

const now = Date.UTC(2026, 4, 15, 8, 30);
const day_ms = 86_400_000;

test('a number of a till is its series and its count', () => {
  assert.equal(offlineNumber('K7QX3M', 17), 'K7QX3M-000017');
  assertOfflineMark({ number: offlineNumber('K7QX3M', 1), sold_at: now }, now);
});

test('letters that are taken for others, and numbers of another shape, are refused', () => {
  for (const number of ['K7QX3O-000017', 'K7QX3M-17', 'ORD00000017', 'k7qx3m-000017', ' K7QX3M-000017'])
    assert.throws(() => assertOfflineMark({ number, sold_at: now }, now), { code: 'invalid_input' }, number);
});

test('a clock may be a day ahead, and a sale three months late, and no more', () => {
  const at = (sold_at: number) => assertOfflineMark({ number: 'K7QX3M-000001', sold_at }, now);
  at(now + day_ms);
  at(now - 92 * day_ms);
  assert.throws(() => at(now + day_ms + 1), { code: 'invalid_input' });
  assert.throws(() => at(now - 92 * day_ms - 1), { code: 'invalid_input' });
});

test('a series that a screen draws makes numbers that the office takes', () => {
  for (let byte = 0; byte < 256; byte += 1) {
    const series = offlineSeries(new Uint8Array(6).fill(byte));
    assertOfflineMark({ number: offlineNumber(series, byte), sold_at: now }, now);
  }
});
