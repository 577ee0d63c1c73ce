import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { instantOf, localText } from './local-instant.ts';

const zones = ['Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'];

test('a date and time of a zone is the instant at which its clocks show it', () => {
  assert.equal(instantOf('2026-06-01T20:00', 'Europe/Paris'), '2026-06-01T18:00:00.000Z');
  assert.equal(instantOf('2026-12-01T20:00', 'Europe/Paris'), '2026-12-01T19:00:00.000Z');
});

test('an hour that comes twice is its first, and one that does not come is as much later', () => {
  assert.equal(instantOf('2026-10-25T02:30', 'Europe/Paris'), '2026-10-25T00:30:00.000Z');
  assert.equal(instantOf('2026-03-29T02:30', 'Europe/Paris'), '2026-03-29T01:30:00.000Z');
});

test('what is no date and time is none', () => {
  for (const text of ['', '2026-06-01', '2026-13-01T10:00', 'soon'])
    assert.equal(instantOf(text, 'UTC'), undefined);
});

test('what the clocks show leads back to what they show, in every zone', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) }),
      (zone, at) => {
        const text = localText(new Date(at).toISOString(), zone);
        assert.equal(localText(instantOf(text, zone) ?? '', zone), text);
      },
    ),
  );
});
