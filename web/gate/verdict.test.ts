import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideHere } from './decide.ts';
import type { Setup, Ticket } from './held.ts';
import { verdictOfJudged } from './verdict.ts';

const now = Date.UTC(2026, 4, 15, 8, 30);

function setupOf(change: { readonly may_force?: boolean; readonly gate_alert?: string }): Setup {
  const { may_force = false, gate_alert = null } = change;
  return {
    at: new Date(now).toISOString(),
    organizer: { id: 1, name: 'Parc', zone: 'Europe/Paris' },
    device: { id: 9, name: 'Téléphone 1' },
    control_point: null,
    may_force,
    events: [
      {
        ...{ id: 2, name: 'Nuit', cancelled: false, admits_unpaid: false, sessions: [] },
        prices: [{ id: 3, name: 'Réduit', gate_alert }],
      },
    ],
    control_points: [],
    devices: [],
  };
}

function ticketOf(change: Partial<Ticket>): Ticket {
  const use = {
    first_used_at: null,
    last_used_at: null,
    control_point_id: null,
    device_id: null,
    operator: '',
  };
  return {
    ...{ id: 4, event_id: 2, price_id: 3, state: 'valid', order_status: 'paid', blocked: false },
    ...{ codes: ['A'], holder: 'Camille', place: '', answers: [] },
    entitlements: [{ id: 5, session_id: null, allowed: 1, used: 0, inside: false, ...use }],
    ...change,
  };
}

function verdictOf(ticket: Ticket, setup: Setup, reason?: string) {
  const judged = decideHere([ticket], setup, { direction: 'in', now, reason });
  return verdictOfJudged(judged, ticket, setup, 'in');
}

test('a price with something to look at is let in, in amber, with its words', () => {
  const { mood, refusal, alert } = verdictOf(ticketOf({}), setupOf({ gate_alert: 'Carte' }));
  assert.deepEqual([mood, refusal, alert], ['look', null, 'Carte']);
  assert.equal(verdictOf(ticketOf({}), setupOf({})).mood, 'good');
});

test('a refusal can be overruled on the devices alone that may, with a reason', () => {
  const unpaid = ticketOf({ order_status: 'to_pay' });
  const refused = verdictOf(unpaid, setupOf({}), 'paid here');
  assert.deepEqual([refused.refusal, refused.may_force, refused.forced], ['unpaid', false, false]);
  const lead = setupOf({ may_force: true });
  assert.deepEqual([verdictOf(unpaid, lead).refusal, verdictOf(unpaid, lead).may_force], ['unpaid', true]);
  const forced = verdictOf(unpaid, lead, 'paid here');
  assert.deepEqual([forced.mood, forced.refusal, forced.forced], ['good', null, true]);
});

test('a code that nobody knows is overruled by nobody', () => {
  const setup = setupOf({ may_force: true });
  const judged = decideHere([], setup, { direction: 'in', now, reason: 'friend' });
  const { refusal, may_force } = verdictOfJudged(judged, undefined, setup, 'in');
  assert.deepEqual([refusal, may_force], ['unknown', false]);
});
