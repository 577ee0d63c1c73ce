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
      const codes = drawCodes({ count, pattern: 'X-#########', random });
      assert.equal(new Set(codes).size, count);
      for (const code of codes) assert.match(code, /^X-[2-9A-HJ-NP-Z]{9}$/);
    }),
  );
});

test('a byte that would make some signs likelier than others is passed over', () => {
  const bytes = [255, 248, 0, 0, 0, 0, 0, 0, 0];
  const codes = drawCodes({
    count: 1,
    pattern: '#########',
    random: (many) => Uint8Array.from(bytes.slice(0, many)),
  });
  assert.deepEqual(codes, ['222222222']);
});

test('each # of a pattern is drawn, all else stands as it is; a pattern that could be guessed is refused', () => {
  const random = (many: number): Uint8Array => Uint8Array.from({ length: many }, (_, index) => index);
  assert.deepEqual(drawCodes({ count: 1, pattern: 'noel-####-####/', random }), ['noel-2345-6789/']);
  assert.throws(() => drawCodes({ count: 1, pattern: 'NOEL-####-###', random }), { code: 'invalid_input' });
});
