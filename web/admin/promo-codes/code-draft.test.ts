import assert from 'node:assert/strict';
import { test } from 'node:test';
import { percentIn } from '../../kit/percent-in.ts';
import { complaintsOf, labelComplaintsOf, labelsIn, noTerms, termsOf } from './code-draft.ts';

test('a pasted list is parted by lines, commas and tabs, and each code is taken once', () => {
  assert.deepEqual(labelsIn(' NOEL1\r\nNOEL2;noel1,\tNOEL3 \n\n'), ['NOEL1', 'NOEL2', 'NOEL3']);
});

test('a percentage has at most two decimals and is at most a hundred', () => {
  const read = ['12,5', '100', '0', '100,01', '5.125', 'dix'].map(percentIn);
  assert.deepEqual(read, [1250, 10_000, 0, undefined, undefined, undefined]);
});

test('terms say what is wrong at its field, and are sent as the office counts', () => {
  const typed = {
    ...noTerms,
    percent: '0',
    starts: '2026-06-02T10:00',
    ends: '2026-06-01T10:00',
    uses: '-1',
  };
  assert.deepEqual(complaintsOf(typed, 'Europe/Paris', 'EUR'), {
    ...{ percent: 'percentWrong', ends: 'endBefore', uses: 'usesWrong' },
  });
  const sent = termsOf({ ...typed, kind: 'value', value: '5,50', uses: '' }, 'Europe/Paris', 'EUR');
  assert.deepEqual([sent.value, sent.uses, sent.starts_at], [550, null, '2026-06-02T08:00:00.000Z']);
});

test('codes that could be guessed are not asked for', () => {
  const wish = { how: 'draw' as const, count: '10', pattern: 'NOEL-####-###', labels: '' };
  assert.deepEqual(labelComplaintsOf(wish), { pattern: 'patternWrong' });
  assert.deepEqual(labelComplaintsOf({ ...wish, pattern: 'NOEL-########', count: '0' }), {
    count: 'countWrong',
  });
  assert.deepEqual(labelComplaintsOf({ ...wish, how: 'list' }), { labels: 'labelsMissing' });
});
