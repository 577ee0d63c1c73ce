import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayIn, daysOf, periodOf, periods } from './periods.ts';

test('a period is the days that its name says, over the ends of months and years', () => {
  const seen = (today: string) =>
    Object.fromEntries(periods.map((period) => [period, Object.values(daysOf(period, today)).join(' ')]));
  assert.deepEqual(seen('2028-03-01'), {
    today: '2028-03-01 2028-03-01',
    yesterday: '2028-02-29 2028-02-29',
    week: '2028-02-24 2028-03-01',
    month: '2028-03-01 2028-03-01',
    lastMonth: '2028-02-01 2028-02-29',
    year: '2028-01-01 2028-03-01',
    lastYear: '2027-01-01 2027-12-31',
  });
  assert.equal(seen('2028-01-01')['lastMonth'], '2027-12-01 2027-12-31');
});

test('a span that is a period is known by it, another is not', () => {
  assert.equal(periodOf({ from: '2026-04-01', until: '2026-04-30' }, '2026-05-15'), 'lastMonth');
  assert.equal(periodOf({ from: '2026-04-01', until: '2026-04-29' }, '2026-05-15'), undefined);
});

test('today is the day of the venue', () => {
  assert.equal(dayIn('Pacific/Auckland', new Date('2026-05-15T13:00:00Z')), '2026-05-16');
  assert.equal(dayIn('Europe/Paris', new Date('2026-05-15T13:00:00Z')), '2026-05-15');
});
