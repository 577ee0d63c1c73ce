import assert from 'node:assert/strict';
import { test } from 'node:test';
import { json_levels_max, parseJson, TooDeep } from './json.ts';

const lists = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const objects = (levels: number): string => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);

test('JSON is read down to its last level, and no deeper', () => {
  for (const nested of [lists, objects]) {
    assert.deepEqual(parseJson(nested(json_levels_max)), JSON.parse(nested(json_levels_max)));
    assert.throws(() => parseJson(nested(json_levels_max + 1)), TooDeep);
    assert.throws(() => parseJson(nested(500_000)), TooDeep);
  }
  assert.throws(() => parseJson(`{"__proto__":${lists(100_000)}}`), TooDeep);
  const wide = `[${'[],'.repeat(1_000)}0]`;
  assert.deepEqual(parseJson(wide), JSON.parse(wide));
});

test('what is no JSON is told as ever', () => {
  for (const text of ['', '{"a":', lists(100).slice(1), 'nothing'])
    assert.throws(() => parseJson(text), SyntaxError);
});
