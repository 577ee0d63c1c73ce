import fc from 'fast-check';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatLocal } from '../../domain/local-time.ts';
import { instantOf, isWeezTicket, localText, numberOf, utcText, weezTicketOf } from './wire.ts';

const second_ms = 1_000;
/** Whole seconds of three decades, at noon of days on which no clock changes. */
const instants = fc
  .integer({ min: 0, max: 11_000 })
  .map((day) => day * 86_400 * second_ms + 43_200 * second_ms);

test('a local time that was written is read back to the second', () => {
  fc.assert(
    fc.property(instants, (instant) => {
      const zone = 'Europe/Paris';
      assert.equal(instantOf(localText(instant, zone), zone), instant);
      assert.equal(instantOf(formatLocal(instant, zone).replace(' ', 'T'), zone), instant);
    }),
  );
});

test('windows of sales are UTC, and read back as ISO', () => {
  fc.assert(
    fc.property(instants, (instant) => {
      const text = utcText(instant) ?? '';
      assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/);
      assert.equal(instantOf(text, 'America/Toronto'), instant);
    }),
  );
  assert.equal(utcText(null), null);
  assert.equal(localText(null, 'Europe/Paris'), '');
});

test('zeros are before everything, and a plus that a query took for a space is one', () => {
  assert.equal(instantOf('0000-00-00 00:00:00', 'Europe/Paris'), 0);
  assert.equal(instantOf('2026-05-15T10:30:00 02:00', 'UTC'), Date.UTC(2026, 4, 15, 8, 30));
  assert.throws(() => instantOf('2026-02-30 10:00:00', 'Europe/Paris'), { code: 'invalid_date' });
});

test('the name of a ticket is made of three ids, and an id that is no number is a fault of ours', () => {
  const ids = fc.nat().map(String);
  fc.assert(
    fc.property(ids, ids, ids, (participant, event, order) => {
      assert.ok(isWeezTicket(weezTicketOf({ participant, event, order })));
    }),
  );
  assert.equal(isWeezTicket('T1E2'), false);
  assert.equal(numberOf('7759645'), 7_759_645);
  assert.throws(() => numberOf('ABCDE125632'), { code: 'internal' });
});
