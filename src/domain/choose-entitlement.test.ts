import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseEntitlement, narrow, type Wish } from './choose-entitlement.ts';
import type { FoundEntitlement, FoundTicket } from './found-ticket.ts';

const hour = 3_600_000;
const now = Date.UTC(2026, 4, 15, 8, 30);

function entitlement(
  id: number,
  starts: number | null,
  more: Partial<FoundEntitlement> = {},
): FoundEntitlement {
  return {
    id,
    session_id: starts === null ? null : 100 + id,
    allowed: 1,
    used: 0,
    inside: 0,
    first_used_at: null,
    last_used_at: null,
    latest_scan_id: 0,
    doors:
      starts === null
        ? null
        : {
            session_id: 100 + id,
            event_id: 1,
            cancelled: false,
            starts_at: now + starts * hour,
            ends_at: now + (starts + 2) * hour,
            open_at: now + (starts - 1) * hour,
            close_at: null,
          },
    ...more,
  };
}

function ticket(id: number, entitlements: FoundEntitlement[], event_id = 1): FoundTicket {
  return {
    id,
    event_id,
    price_id: null,
    state: 'valid',
    blocked: false,
    order_status: 15,
    event_cancelled: false,
    admits_unpaid: false,
    entitlements,
  };
}

const wish: Wish = { event_id: null, session_id: null, direction: 'in', at: now };
const chosen = (entitlements: FoundEntitlement[], wanted: Partial<Wish> = {}): number | null =>
  chooseEntitlement(ticket(1, entitlements), { ...wish, ...wanted }).id;

test('the session that the device names decides, before one for any session', () => {
  assert.equal(chosen([entitlement(1, 0), entitlement(2, 48)], { session_id: 102 }), 2);
  assert.equal(chosen([entitlement(1, 0), entitlement(2, null)], { session_id: 177 }), 2);
});

test('without a named session, the one whose doors are open and nearest to now', () => {
  assert.equal(chosen([entitlement(1, -30), entitlement(2, 0), entitlement(3, 30)]), 2);
  assert.equal(chosen([entitlement(1, -1.5), entitlement(2, 0.5)]), 2);
});

test('an open one with entries left comes before one for any session, that before an open one used up', () => {
  const used = { used: 1, first_used_at: now };
  assert.equal(chosen([entitlement(1, null), entitlement(2, 0)]), 2);
  assert.equal(chosen([entitlement(1, null), entitlement(2, 0, used)]), 1);
  assert.equal(chosen([entitlement(1, 0, used), entitlement(2, 24)]), 1);
});

test('else the next to open, else the one that closed last', () => {
  assert.equal(chosen([entitlement(1, -30), entitlement(2, 48), entitlement(3, 24)]), 3);
  assert.equal(chosen([entitlement(1, -60), entitlement(2, -30)]), 2);
});

test('going out, the one whose holder is inside', () => {
  const inside = { used: 1, inside: 1 };
  assert.equal(chosen([entitlement(1, 0), entitlement(2, -5, inside)], { direction: 'out' }), 2);
});

test('of two tickets with one code, the event, the session and the open doors decide, in this order', () => {
  const ids = (tickets: FoundTicket[], wanted: Partial<Wish> = {}): number[] =>
    narrow(tickets, { ...wish, ...wanted }).map((one) => one.id);
  const here = ticket(1, [entitlement(1, 0)]);
  const there = ticket(2, [entitlement(2, 0)], 2);
  const later = ticket(3, [entitlement(3, 24)]);
  assert.deepEqual(ids([here, there], { event_id: 2 }), [2]);
  assert.deepEqual(ids([here, later], { session_id: 103 }), [3]);
  assert.deepEqual(ids([here, later]), [1]);
  assert.deepEqual(ids([here, there]), [1, 2]);
  assert.deepEqual(ids([here, there], { event_id: 9 }), [1, 2]);
});
