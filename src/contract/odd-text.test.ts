import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oddTextIn } from './odd-text.ts';

const none = new Set<string>();

test('a text with U+0000 is found wherever it stands, by its path', () => {
  for (const [value, path] of [
    ['a\0', ''],
    [{ name: '\0' }, 'name'],
    [{ data: [{ name: 'x' }, { custom: { size: ['M', 'a\0b'] } }] }, 'data.1.custom.size.1'],
    [{ custom: { 'a\0b': 'x' } }, 'custom'],
  ] as const)
    assert.equal(oddTextIn(value, none), path);
});

test('what is no text, or is made harmless further on, is let pass', () => {
  for (const value of [undefined, null, 0, true, '', 'a\n\u0001', [], {}, Buffer.from('\0'), new Date(0)])
    assert.equal(oddTextIn(value, none), undefined);
  const scans = { scans: [{ code: '\0' }] };
  assert.equal(oddTextIn(scans, new Set(['code'])), undefined);
  assert.equal(oddTextIn({ ...scans, device: '\0' }, new Set(['code'])), 'device');
});
