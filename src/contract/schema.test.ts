import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { compileCheck } from './check.ts';
import { Price } from './testing/example.ts';
import { compileDecode, compileEncode } from './convert.ts';
import { utc } from './codec.ts';
import { withEveryKey } from './schema.ts';

const odd_keys = ['', '\n', '\r\n', '\u2028', 'a\u2029b', 'plain'];

test('a map checks and converts the values under every key, line breaks included', () => {
  const map = Type.Record(Type.String(), Price);
  const schema = Type.Object({ rows: Type.Array(Type.Union([map, Type.Null()])) });
  const [fits, decode, encode] = [compileCheck(schema), compileDecode(schema), compileEncode(schema)];
  for (const key of odd_keys) {
    const wire = { rows: [{ [key]: '1.00' }, null] };
    const inner = { rows: [{ [key]: 100 }, null] };
    assert.ok(fits.fits(wire));
    assert.ok(!fits.fits({ rows: [{ [key]: 5 }] }), JSON.stringify(key));
    assert.deepEqual(decode?.(wire, utc), inner);
    assert.deepEqual(encode?.(inner, utc), wire);
  }
});

test('maps are checked under every key inside recursion too', () => {
  const Node = Type.Object({ kids: Type.Record(Type.String(), Type.Ref('Node')) });
  const check = compileCheck(Type.Cyclic({ Node }, 'Node'));
  for (const key of odd_keys) {
    assert.ok(check.fits({ kids: { [key]: { kids: {} } } }));
    assert.ok(!check.fits({ kids: { [key]: { kids: { [key]: 1 } } } }), JSON.stringify(key));
  }
});

test('a schema without such a map stays the very same, and refinements survive the copy', () => {
  const plain = Type.Object({ a: Type.Optional(Type.Array(Type.Record(Type.Integer(), Type.String()))) });
  assert.equal(withEveryKey(plain), plain);
  const map = Type.Refine(
    Type.Record(Type.String(), Type.Integer()),
    (value) => Object.keys(value).length < 2,
  );
  const check = compileCheck(Type.Object({ map: Type.Optional(map) }));
  assert.ok(check.fits({}));
  assert.ok(check.fits({ map: { '\n': 1 } }));
  assert.ok(!check.fits({ map: { '\n': 1, b: 2 } }));
  assert.ok(!check.fits({ map: { '\n': 'x' } }));
});

test('a field that is not declared is named, in words', () => {
  const check = compileCheck(Type.Object({ name: Type.String() }, { additionalProperties: false }));
  assert.deepEqual(check.explain({ name: 'Table 1', seats: 4 }), {
    path: 'seats',
    message: 'is not known here',
  });
});
