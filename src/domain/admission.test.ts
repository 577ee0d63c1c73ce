import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isFault } from './faults.ts';
import {
  type AdmissionFacts,
  type AdmissionRequest,
  type Effect,
  type Refusal,
  decide,
  effectiveTime,
  ladder,
  recordReported,
  refusalTitle,
} from './admission.ts';

const unused = { allowed: 1, used: 0, inside: 0, first_used_at: null, last_used_at: null };
const good: AdmissionFacts = {
  ticket: { organizer_id: 1, event_id: 2, session_id: 3, state: 'valid' },
  order_status: 'paid',
  admits_unpaid: false,
  doors: { open_at: null, close_at: null },
  entitlement: unused,
  control_point_allows: true,
};
const entry: AdmissionRequest = {
  organizer_id: 1,
  event_id: 2,
  session_id: 3,
  direction: 'in',
  scanned_at: 1000,
  received_at: 1000,
};
const refusal = (facts: AdmissionFacts | null, request: Partial<AdmissionRequest> = {}): Refusal | null => {
  const decision = decide(facts, { ...entry, ...request });
  return decision.admitted ? null : decision.refusal;
};

test('the codes of the ladder and their order are fixed', () => {
  assert.deepEqual(
    ladder.map((rung) => rung.code),
    [
      'unknown',
      'other_organizer',
      'other_event',
      'wrong_session',
      'cancelled',
      'refunded',
      'blocked',
      'unpaid',
      'not_valid_here',
      'not_yet_open',
      'closed',
      'already_used',
      'already_inside',
      'not_inside',
    ],
  );
  assert.equal(refusalTitle('already_used'), 'The ticket has been used');
});

/** What makes each rung hold; laid over each other they must answer with the first. */
const faultsOf: readonly [Refusal, (facts: AdmissionFacts) => AdmissionFacts][] = [
  ['unknown', (f) => ({ ...f, ticket: { ...f.ticket, organizer_id: 9 } })],
  ['other_event', (f) => ({ ...f, ticket: { ...f.ticket, event_id: 9 } })],
  ['wrong_session', (f) => ({ ...f, ticket: { ...f.ticket, session_id: 9 } })],
  ['cancelled', (f) => ({ ...f, ticket: { ...f.ticket, state: 'cancelled' } })],
  ['blocked', (f) => ({ ...f, ticket: { ...f.ticket, blocked: true } })],
  ['unpaid', (f) => ({ ...f, order_status: 'partially_paid' })],
  ['not_valid_here', (f) => ({ ...f, control_point_allows: false })],
  ['not_yet_open', (f) => ({ ...f, doors: { ...f.doors, open_at: 1001 } })],
  ['closed', (f) => ({ ...f, doors: { ...f.doors, close_at: 1000 } })],
  [
    'already_used',
    (f) => ({ ...f, entitlement: { ...unused, used: 1, first_used_at: 500, last_used_at: 500 } }),
  ],
];

test('of several reasons against a ticket the first rung answers', () => {
  fc.assert(
    fc.property(fc.subarray([...faultsOf]), (chosen) => {
      const facts = chosen.reduce((sum, [, spoil]) => spoil(sum), good);
      assert.equal(refusal(facts), chosen[0]?.[0] ?? null);
    }),
  );
});

test('each state of ticket and order has its answer', () => {
  const state = (name: string): Refusal | null =>
    refusal({ ...good, ticket: { ...good.ticket, state: name } });
  assert.deepEqual(['valid', 'held', 'cancelled', 'deleted', 'refunded'].map(state), [
    null,
    'unpaid',
    'cancelled',
    'cancelled',
    'refunded',
  ]);
  assert.equal(refusal({ ...good, order_status: 'confirmed' }), 'unpaid');
  assert.equal(refusal({ ...good, order_status: 'confirmed', admits_unpaid: true }), null);
  assert.equal(refusal({ ...good, order_status: 'abandoned' }), 'cancelled');
  assert.equal(
    refusal({ ...good, order_status: 'cancelled', ticket: { ...good.ticket, state: 'refunded' } }),
    'refunded',
  );
  assert.equal(refusal(null), 'unknown');
  assert.equal(refusal({ ...good, entitlement: null }), 'wrong_session');
});

test('a pass for any session, and a device that asks for none, do not meet the wrong session', () => {
  assert.equal(refusal({ ...good, ticket: { ...good.ticket, session_id: null } }), null);
  assert.equal(refusal(good, { session_id: null, event_id: null }), null);
});

test('the doors are open from their first instant to before their last', () => {
  const facts = { ...good, doors: { open_at: 1000, close_at: 2000 } };
  const at = (now: number): Refusal | null => refusal(facts, { scanned_at: now, received_at: now });
  assert.deepEqual([999, 1000, 1999, 2000].map(at), ['not_yet_open', null, null, 'closed']);
});

test('a device whose clock runs ahead is not believed beyond the limit', () => {
  assert.equal(effectiveTime({ scanned_at: 121_000, received_at: 1_000 }), 121_000);
  assert.equal(effectiveTime({ scanned_at: 121_001, received_at: 1_000 }), 1_000);
  assert.equal(effectiveTime({ scanned_at: 5, received_at: 1_000 }), 5, 'late scans keep their time');
});

interface Arrival {
  readonly scanned_at: number;
  readonly delay: number;
}
const arrivals = fc.array(fc.record({ scanned_at: fc.nat(20), delay: fc.nat(20) }), {
  maxLength: 25,
});

/** Scans reach the office in the order of arrival; each effect is written before the next is decided. */
function scanAll(allowed: number | null, list: readonly Arrival[]) {
  let entitlement = { ...unused, allowed };
  const outcomes: { outcome: string; scanned_at: number; last: number | null }[] = [];
  for (const { scanned_at, delay } of list.toSorted(
    (a, b) => a.scanned_at + a.delay - b.scanned_at - b.delay,
  )) {
    const last = entitlement.last_used_at;
    const decision = decide(
      { ...good, entitlement },
      { ...entry, scanned_at, received_at: scanned_at + delay },
    );
    outcomes.push({ outcome: decision.outcome, scanned_at, last });
    if (decision.admitted)
      entitlement = { ...entitlement, ...(decision.effect as Effect & typeof entitlement) };
  }
  return { entitlement, outcomes };
}

test('any number of arrivals in any order admits exactly as many as the entitlement allows', () => {
  fc.assert(
    fc.property(fc.option(fc.nat(12)), arrivals, (allowed, list) => {
      const { entitlement, outcomes } = scanAll(allowed, list);
      const admitted = outcomes.filter((one) => one.outcome === 'admitted');
      assert.equal(admitted.length, Math.min(list.length, allowed ?? Infinity));
      assert.equal(entitlement.used, admitted.length);
      if (admitted.length > 0) {
        const times = admitted.map((one) => one.scanned_at);
        assert.equal(entitlement.first_used_at, Math.min(...times));
        assert.equal(entitlement.last_used_at, Math.max(...times));
      }
    }),
    { numRuns: 200 },
  );
});

test('a late scan from before one that was let in is a conflict, any other is plainly refused', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), arrivals, (allowed, list) => {
      for (const { outcome, scanned_at, last } of scanAll(allowed, list).outcomes) {
        if (outcome !== 'admitted') assert.equal(outcome === 'conflict', last !== null && scanned_at < last);
      }
    }),
  );
});

test('a refusal tells when the ticket was used, and what an offline device let in anyway is for a person', () => {
  const used = { ...unused, used: 1, inside: 1, first_used_at: 500, last_used_at: 500 };
  const plain = decide({ ...good, entitlement: used }, entry);
  assert.deepEqual(plain, {
    admitted: false,
    outcome: 'refused',
    refusal: 'already_used',
    detail: { first_used_at: 500, last_used_at: 500, used: 1, allowed: 1, opens_at: null, closed_at: null },
  });
  assert.equal(decide({ ...good, entitlement: used }, { ...entry, scanned_at: 499 }).outcome, 'conflict');
  assert.equal(decide(null, { ...entry, let_in_offline: true }).outcome, 'conflict');
});

test('going out asks only for who is inside, even of a cancelled ticket', () => {
  const inside = {
    ...good,
    entitlement: { ...unused, used: 1, inside: 1, first_used_at: 5, last_used_at: 5 },
  };
  assert.equal(refusal(good, { direction: 'out' }), 'not_inside');
  assert.equal(
    refusal(
      { ...inside, order_status: 'cancelled', doors: { open_at: null, close_at: 0 } },
      { direction: 'out' },
    ),
    null,
  );
  const decision = decide(inside, { ...entry, direction: 'out' });
  assert.deepEqual(decision.admitted && decision.effect, {
    used: 1,
    inside: 0,
    first_used_at: 5,
    last_used_at: 5,
  });
});

test('where exits count, nobody comes in twice without going out, and coming back is counted or free', () => {
  const direction = fc.constantFrom('in' as const, 'out' as const);
  fc.assert(
    fc.property(
      fc.constantFrom('counted' as const, 'free' as const),
      fc.integer({ min: 1, max: 4 }),
      fc.array(direction, { maxLength: 20 }),
      (exit_rule, allowed, steps) => {
        let entitlement: AdmissionFacts['entitlement'] = { ...unused, allowed };
        let [inside, entries] = [false, 0];
        for (const step of steps) {
          const decision = decide({ ...good, exit_rule, entitlement }, { ...entry, direction: step });
          const free = exit_rule === 'free' && entries > 0;
          const expected = step === 'out' ? inside : !inside && (free || entries < allowed);
          assert.equal(decision.admitted, expected);
          if (!decision.admitted) continue;
          inside = step === 'in';
          if (step === 'in' && !free) entries += 1;
          entitlement = { ...entitlement, ...decision.effect, allowed };
          assert.equal(entitlement.used, entries);
          assert.equal(entitlement.inside, inside ? 1 : 0);
        }
      },
    ),
  );
});

test('staff may override with a reason, but not for a ticket that nobody knows', () => {
  const override = { reason: 'lost the receipt, seen it' };
  const used = { ...good, entitlement: { ...unused, used: 1, first_used_at: 5, last_used_at: 5 } };
  const decision = decide(used, { ...entry, override });
  assert.deepEqual(
    [decision.admitted, decision.admitted && decision.overridden, decision.admitted && decision.effect.used],
    [true, 'already_used', 2],
  );
  assert.equal(refusal(null, { override }), 'unknown');
  assert.equal(refusal({ ...good, ticket: { ...good.ticket, organizer_id: 9 } }, { override }), 'unknown');
  const fine = decide(good, { ...entry, override });
  assert.equal(fine.admitted && fine.overridden, null);
  assert.throws(
    () => decide(used, { ...entry, override: { reason: ' ' } }),
    (error) => isFault(error, 'override_without_reason'),
  );
});

test('a reported scan is always recorded, and says when it went beyond', () => {
  fc.assert(
    fc.property(fc.nat(3), fc.array(fc.nat(1000), { maxLength: 8 }), (allowed, times) => {
      let entitlement = { ...unused, allowed } as NonNullable<AdmissionFacts['entitlement']>;
      times.forEach((scanned_at, index) => {
        const recorded = recordReported(entitlement, { direction: 'in', scanned_at });
        assert.equal(recorded.beyond_allowed, index + 1 > allowed);
        entitlement = { ...entitlement, ...recorded.effect };
      });
      assert.equal(entitlement.used, times.length);
      assert.equal(entitlement.first_used_at, times.length === 0 ? null : Math.min(...times));
    }),
  );
});
