import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowedUntil, earliestEnd } from './buyer-rights.ts';

const hour_ms = 3_600_000;
const starts_at = Date.UTC(2026, 4, 16, 18, 30);

test('a right ends its hours before the session, and 0 hours are its very start', () => {
  assert.equal(allowedUntil({ hours: 48, starts_at }), starts_at - 48 * hour_ms);
  assert.equal(allowedUntil({ hours: 0, starts_at }), starts_at);
});

test('what is switched off is never allowed, and what has no day does not end', () => {
  assert.equal(allowedUntil({ hours: null, starts_at: null }), null);
  assert.equal(allowedUntil({ hours: 48, starts_at: null }), Number.POSITIVE_INFINITY);
});

test('of several sessions the first end counts, and one that forbids it forbids it for all', () => {
  const later = { hours: 24, starts_at: starts_at + 72 * hour_ms };
  assert.equal(earliestEnd([later, { hours: 24, starts_at }]), starts_at - 24 * hour_ms);
  assert.equal(earliestEnd([later, { hours: null, starts_at }]), null);
  assert.equal(earliestEnd([]), null);
});
