import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  equalDigests,
  equalInConstantTime,
  formatKey,
  hashKey,
  hashPassword,
  isPassword,
  maskKey,
} from './secrets.ts';

test('a key is stored as its SHA-256, or as its HMAC under the pepper', () => {
  assert.equal(hashKey(undefined, 'abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  assert.equal(
    hashKey('key', 'The quick brown fox jumps over the lazy dog'),
    'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8',
  );
  assert.notEqual(hashKey('a', 'abc'), hashKey('b', 'abc'));
  assert.equal(hashKey('', 'abc'), hashKey(undefined, 'abc'));
});

test('equal in constant time is equal, whatever the lengths, and whether or not it is a digest', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      assert.equal(equalInConstantTime(a, a), true);
      assert.equal(equalInConstantTime(a, b), a === b);
      assert.equal(equalInConstantTime(a, `${a}x`), false);
      assert.equal(equalDigests(a, a), true);
      assert.equal(equalDigests(a, b), a === b);
      assert.equal(equalDigests(a, `${a}x`), false);
    }),
  );
});

test('different random bytes give different keys, all in the alphabet', () => {
  const bytes = fc.uint8Array({ minLength: 20, maxLength: 20 });
  fc.assert(
    fc.property(bytes, fc.nat(19), fc.integer({ min: 1, max: 255 }), (random, at, flip) => {
      const key = formatKey('gk', random);
      assert.match(key, /^gk_[0-9a-hjkmnp-tv-z]{32}$/);
      const other = random.with(at, (random[at] ?? 0) ^ flip);
      assert.notEqual(formatKey('gk', other), key);
    }),
  );
  assert.equal(formatKey('gk', Uint8Array.from([255])), 'gk_zw');
});

test('a masked key tells its kind and its end, and a short one nothing', () => {
  assert.equal(maskKey('gk_0123456789abcdef'), 'gk_…cdef');
  assert.equal(maskKey('268537-secret-key'), '…-key');
  assert.equal(maskKey('short'), '…');
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (key) =>
      assert.ok(key.length < 12 || maskKey(key).length <= key.length),
    ),
  );
});

test('a password is recognised, in whatever form its accents were typed, and no other is', () => {
  const stored = hashPassword('d\u00e9mo-admin', Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]));
  assert.match(stored, /^scrypt\$16384\$0102030405060708\$[0-9a-f]{64}$/);
  assert.equal(isPassword('de\u0301mo-admin', stored), true);
  assert.equal(isPassword('demo-admin', stored), false);
  for (const odd of ['', 'scrypt', 'scrypt$1$00$00', 'plain']) assert.equal(isPassword('x', odd), false);
});
