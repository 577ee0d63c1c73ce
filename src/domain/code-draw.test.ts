import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { drawCodes } from './code-draw.ts';

test('as many codes come as were asked for, each once, of signs that are not taken for one another', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.integer(), (count, seed) => {
      let state = seed;
      const random = (bytes: number) =>
        Uint8Array.from(
          { length: bytes },
          () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24,
        );
      const codes = drawCodes({ count, prefix: 'X-', random });
      assert.equal(new Set(codes).size, count);
      for (const code of codes) assert.match(code, /^X-[2-9A-HJ-NP-Z]{9}$/);
    }),
  );
});

test('a byte that would make some signs likelier than others is passed over', () => {
  const bytes = [255, 248, 0, 0, 0, 0, 0, 0, 0];
  const codes = drawCodes({ count: 1, prefix: '', random: (many) => Uint8Array.from(bytes.slice(0, many)) });
  assert.deepEqual(codes, ['222222222']);
});
