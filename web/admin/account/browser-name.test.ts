import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserOf } from './browser-name.ts';

test('a browser is told by name and system, the ones that call themselves Chrome as well by their own', () => {
  const tail = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36';
  assert.equal(browserOf(`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${tail}`), 'Chrome, Windows');
  assert.equal(browserOf(`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${tail} Edg/120.0`), 'Edge, Windows');
  assert.equal(browserOf('Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Firefox/120.0'), 'Firefox, Linux');
  assert.equal(browserOf(`Mozilla/5.0 (Linux; Android 14) ${tail}`), 'Chrome, Android');
  assert.equal(browserOf('curl/8'), 'curl/8');
  assert.equal(browserOf(''), '–');
});
