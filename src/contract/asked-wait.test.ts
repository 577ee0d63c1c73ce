import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitAsked } from './asked-wait.ts';

const now = Date.UTC(2026, 4, 15, 10, 0, 0);
const asked = (status: number, headers: Record<string, string | string[]>): number | undefined =>
  waitAsked({ status, headers }, now);

test('a wait that is asked for is read in seconds and as a date, with 429 and with 503 alone', () => {
  for (const status of [429, 503]) {
    assert.equal(asked(status, { 'retry-after': '120' }), 120_000);
    assert.equal(asked(status, { 'retry-after': ' 1.5 ' }), 1_500);
    assert.equal(asked(status, { 'retry-after': ['30', '60'] }), 30_000);
    assert.equal(asked(status, { 'retry-after': 'Fri, 15 May 2026 10:02:00 GMT' }), 120_000);
    assert.equal(asked(status, { 'retry-after': 'Friday, 15-May-26 10:02:00 GMT' }), 120_000);
    assert.equal(asked(status, { 'retry-after': 'Fri May 15 10:02:00 2026' }), 120_000);
  }
  for (const status of [200, 301, 400, 500, 502])
    assert.equal(asked(status, { 'retry-after': '120' }), undefined);
});

test('a date is held against the clock of the service that tells it', () => {
  const headers = { date: 'Fri, 15 May 2026 09:00:00 GMT', 'retry-after': 'Fri, 15 May 2026 09:00:30 GMT' };
  assert.equal(asked(429, headers), 30_000);
  assert.equal(asked(429, { ...headers, date: 'yesterday' }), undefined, 'it is over by our clock');
});

test('the end of a window is read of 429, in seconds or since 1970, and what was asked outright comes first', () => {
  assert.equal(asked(429, { 'ratelimit-reset': '45' }), 45_000);
  assert.equal(asked(429, { 'x-ratelimit-reset': String(now / 1000 + 90) }), 90_000);
  assert.equal(asked(429, { 'retry-after': '10', 'x-ratelimit-reset': '45' }), 10_000);
  assert.equal(asked(503, { 'ratelimit-reset': '45' }), undefined);
});

test('what is no wait asks for none', () => {
  for (const text of ['0', '-5', '', 'soon', '2026-05-15', '1e9', 'Fri, 15 May 2026 09:00:00 GMT', 'NaN'])
    assert.equal(asked(429, { 'retry-after': text }), undefined, text);
  assert.equal(asked(429, {}), undefined);
});
