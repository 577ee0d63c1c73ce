import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type FaultCode, isFault } from './faults.ts';
import {
  dayBounds,
  formatLocal,
  formatLocalDate,
  formatOffset,
  formatUtc,
  isTimeZone,
  offsetAt,
  parseInstant,
  parseLocal,
} from './local-time.ts';

const paris = 'Europe/Paris';
const is = (code: FaultCode) => (error: unknown) => isFault(error, code);
const zone = fc.constantFrom(
  paris,
  'Europe/Moscow',
  'UTC',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Africa/Casablanca',
  'Asia/Beirut',
);
const second = fc.integer({ min: Date.UTC(1972, 0, 2) / 1000, max: Date.UTC(2100, 0, 1) / 1000 });

test('the offset is that of the system’s calendar at every instant, also around the changes', () => {
  const changes = [Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1), Date.UTC(2011, 11, 30, 10)];
  const near = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -2, max: 2 }))
    .map(([at, by]) => at + by);
  fc.assert(
    fc.property(
      fc.oneof(
        second.map((at) => at * 1000),
        near,
      ),
      zone,
      (instant, name) => {
        const temporal = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(name);
        assert.equal(offsetAt(instant, name), temporal.offsetNanoseconds / 1e6);
        assert.equal(
          formatLocal(instant, name),
          temporal.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' '),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('local text comes back as the instant it was, save in a repeated hour, where it is the first of the two', () => {
  fc.assert(
    fc.property(second, zone, (seconds, name) => {
      const instant = seconds * 1000;
      const back = parseLocal(formatLocal(instant, name), name);
      assert.equal(formatLocal(back, name), formatLocal(instant, name), 'the text is stable');
      if (back !== instant) {
        assert.ok(back < instant, 'the first of the two');
        assert.equal(
          offsetAt(back, name) - offsetAt(instant, name),
          instant - back,
          'the clock was set back between them',
        );
      }
      assert.equal(parseInstant(formatOffset(instant, name)), instant, 'with an offset nothing is lost');
    }),
    { numRuns: 300 },
  );
});

test('parsing is what Temporal calls compatible, through gaps and overlaps', () => {
  const wall = fc.tuple(
    fc.constantFrom(
      '2026-03-29',
      '2026-10-25',
      '2026-04-05',
      '2026-10-04',
      '2026-11-01',
      '2026-03-08',
      '2026-05-15',
      '2011-12-30',
    ),
    fc.nat(23),
    fc.nat(59),
  );
  fc.assert(
    fc.property(wall, zone, ([date, hour, minute], name) => {
      const text = `${date}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
      const expected = Temporal.PlainDateTime.from(text).toZonedDateTime(name, {
        disambiguation: 'compatible',
      }).epochMilliseconds;
      assert.equal(parseLocal(text, name), expected, text);
    }),
    { numRuns: 400 },
  );
});

test('in Paris the missing hour moves on and the repeated hour is the summer one', () => {
  const written = (text: string): string => formatOffset(parseLocal(text, paris), paris);
  assert.equal(written('2026-03-29 01:59:59'), '2026-03-29T01:59:59+01:00');
  assert.equal(written('2026-03-29 02:00:00'), '2026-03-29T03:00:00+02:00');
  assert.equal(written('2026-03-29 02:30:00'), '2026-03-29T03:30:00+02:00');
  assert.equal(written('2026-03-29 03:00:00'), '2026-03-29T03:00:00+02:00');
  assert.equal(written('2026-10-25 01:59:59'), '2026-10-25T01:59:59+02:00');
  assert.equal(written('2026-10-25 02:30:00'), '2026-10-25T02:30:00+02:00');
  assert.equal(written('2026-10-25 03:00:00'), '2026-10-25T03:00:00+01:00');
});

test('dates that no calendar has are refused', () => {
  const wrong = [
    '2026-02-30',
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31 10:00:00',
    '0000-00-00 00:00:00',
    '2026-05-15 24:00:00',
    '2026-05-15 10:60',
    '2026-05-15 10:30:60',
    '15/05/2026',
    '2026-5-1',
    '',
    'now',
    '2026-05-15 10',
    '2026-05-15x',
  ];
  for (const text of wrong) assert.throws(() => parseLocal(text, paris), is('invalid_date'), text);
  assert.equal(formatLocal(parseLocal('2028-02-29', paris), paris), '2028-02-29 00:00:00');
});

test('instants are read in all the ways that clients write them', () => {
  const instant = Date.UTC(2019, 6, 30, 9, 50, 52);
  const same = [
    '2019-07-30T12:50:52+03:00',
    '2019-07-30T12:50:52+0300',
    '2019-07-30T12:50:52+03',
    '2019-07-30T09:50:52Z',
    '2019-07-30 09:50:52z',
    '2019-07-30T12:50:52 03:00',
    '2019-07-30T04:20:52-05:30',
    '2019-07-30T09:50:52.000Z',
  ];
  for (const text of same) assert.equal(parseInstant(text), instant, text);
  assert.equal(parseInstant('2019-07-30 12:50:52', 'Europe/Moscow'), instant);
  assert.equal(parseInstant('2019-07-30', 'UTC'), Date.UTC(2019, 6, 30));
  assert.equal(parseInstant('2019-07-30T09:50:52.123456Z'), instant + 123);
  assert.equal(formatOffset(instant, 'Europe/Moscow'), '2019-07-30T12:50:52+03:00');
  assert.equal(formatOffset(instant, 'UTC'), '2019-07-30T09:50:52+00:00');
  assert.equal(formatOffset(instant, 'America/St_Johns'), '2019-07-30T07:20:52-02:30');
  assert.equal(formatUtc(instant), '2019-07-30T09:50:52.000Z');
  for (const text of [
    '2019-07-30T12:50:52',
    '2019-07-30',
    '2019-07-30T12:50:52+25:00',
    '2019-07-30T12:50:52+3:00',
    '2019-02-30T12:00:00Z',
    'Z',
    '+03:00',
  ]) {
    assert.throws(() => parseInstant(text), is('invalid_date'), text);
  }
});

test('what is read as an instant can be written again in every zone', () => {
  for (const text of [
    '0000-12-31T23:00:00-02:00',
    '0001-01-01T00:00:00+14:00',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '9999-12-31T23:59:59-12:00',
  ])
    assert.throws(() => parseInstant(text), is('invalid_date'), text);
  for (const text of ['0001-01-02T00:00:00Z', '9999-12-31T00:00:00Z'])
    for (const name of ['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'])
      assert.match(formatOffset(parseInstant(text), name), /^\d{4}-\d\d-\d\dT/, `${text} ${name}`);
});

test('whatever is written, it is an instant or a fault', () => {
  const written = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(...'0123456789-: TZ+'.split('')) }),
    fc.date().map(String),
  );
  fc.assert(
    fc.property(written, zone, (text, name) => {
      try {
        assert.ok(Number.isSafeInteger(parseInstant(text, name)));
      } catch (error) {
        assert.ok(isFault(error, 'invalid_date'), String(error));
      }
    }),
    { numRuns: 300 },
  );
});

test('a local day begins and ends with the clock of the place, 23 and 25 hours included', () => {
  const hours = (date: string): number =>
    (dayBounds(date, paris).until - dayBounds(date, paris).from) / 3_600_000;
  assert.deepEqual(['2026-05-15', '2026-03-29', '2026-10-25'].map(hours), [24, 23, 25]);
  fc.assert(
    fc.property(second, zone, (seconds, name) => {
      const instant = seconds * 1000;
      const { from, until } = dayBounds(formatLocalDate(instant, name), name);
      assert.ok(from <= instant && instant < until);
    }),
  );
  assert.throws(() => dayBounds('2026-05-15 10:00', paris), is('invalid_date'));
});

test('zones and instants that there are not are refused', () => {
  assert.deepEqual([paris, 'Mars/Olympus', ''].map(isTimeZone), [true, false, false]);
  assert.throws(() => formatLocal(0, 'Mars/Olympus'), is('unknown_time_zone'));
  for (const instant of [NaN, Infinity, 1e15, -1e15])
    assert.throws(() => formatLocal(instant, paris), is('invalid_date'));
});

test('a zone first asked for at the very instant of a change is not remembered wrongly', () => {
  const change = Date.UTC(2026, 2, 29, 1);
  assert.deepEqual(
    [change, change - 1, change].map((at) => offsetAt(at, 'Europe/Vienna')),
    [7_200_000, 3_600_000, 7_200_000],
  );
});

test('fractions of a second are cut, before 1970 too', () => {
  assert.equal(formatLocal(1_999, 'UTC'), '1970-01-01 00:00:01');
  assert.equal(formatLocal(-1, 'UTC'), '1969-12-31 23:59:59');
});

test('many zones and many years do not make it forget how to tell the time', () => {
  for (let year = 2; year < 9999; year += 7) {
    const text = `${String(year).padStart(4, '0')}-07-01 12:00:00`;
    assert.equal(formatLocal(parseLocal(text, paris), paris), text);
  }
});
