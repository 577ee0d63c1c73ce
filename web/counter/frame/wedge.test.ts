import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { Wedge } from './wedge.ts';

/** What the wedge makes of keys that come so many ms apart. */
function codesOf(keys: readonly string[], every_ms: number, wedge = new Wedge(), from_ms = 1_000): string[] {
  return keys.flatMap((key, index) => wedge.press(key, from_ms + index * every_ms) ?? []);
}

suite('a scanner that types', () => {
  test('is known by its speed', () => {
    const keys = [...Array.from('3760001234567'), 'Enter'];
    assert.deepEqual(codesOf(keys, 8), ['3760001234567']);
    assert.deepEqual(codesOf(keys, 80), []);
  });

  test('writes capitals with shift, and one code after the other', () => {
    const wedge = new Wedge();
    assert.deepEqual(codesOf(['Shift', 'O', 'Shift', 'R', ...Array.from('D00001070'), 'Enter'], 10, wedge), [
      'ORD00001070',
    ]);
    assert.deepEqual(codesOf([...Array.from('123456'), 'Enter'], 10, wedge, 2_000), ['123456']);
  });

  test('is not mistaken for hands: a short number and Enter is none, nor what was typed slowly before', () => {
    assert.deepEqual(codesOf([...Array.from('12345'), 'Enter'], 8), []);
    const wedge = new Wedge();
    codesOf([...Array.from('20')], 200, wedge);
    assert.deepEqual(codesOf([...Array.from('654321'), 'Enter'], 8, wedge, 2_000), ['654321']);
  });
});
