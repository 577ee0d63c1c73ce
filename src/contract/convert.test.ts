import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import { codec, CodecError, utc } from './codec.ts';
import { compileDecode, compileEncode } from './convert.ts';
import { Flag, LocalTime, Price } from './testing/example.ts';

function there(schema: TSchema, wire: unknown): unknown {
  return compileDecode(schema)?.(wire, utc);
}

function back(schema: TSchema, inner: unknown): unknown {
  return compileEncode(schema)?.(inner, utc);
}

function bothWays(schema: TSchema, wire: unknown, inner: unknown): void {
  assert.deepEqual(there(schema, wire), inner);
  assert.deepEqual(back(schema, inner), wire);
}

test('schemas without codecs convert nothing', () => {
  const schema = Type.Object({ a: Type.String(), b: Type.Array(Type.Union([Type.Integer(), Type.Null()])) });
  assert.equal(compileDecode(schema), undefined);
  assert.equal(compileEncode(schema), undefined);
});

test('codecs work in objects, lists, tuples, maps, intersections and unions', () => {
  bothWays(
    Type.Object({ p: Type.Optional(Price), q: Type.String() }),
    { p: '1.05', q: 'x' },
    { p: 105, q: 'x' },
  );
  bothWays(Type.Object({ p: Type.Optional(Price), q: Type.String() }), { q: 'x' }, { q: 'x' });
  bothWays(Type.Array(Price), ['0.01', '2.00'], [1, 200]);
  bothWays(Type.Tuple([Flag, Type.String()]), ['1', 'x'], [true, 'x']);
  bothWays(Type.Record(Type.String(), Price), { toString: '1.00', 5: '2.00' }, { toString: 100, 5: 200 });
  bothWays(
    Type.Intersect([Type.Object({ a: Price }), Type.Object({ b: Flag })]),
    { a: '1.00', b: '0' },
    { a: 100, b: false },
  );
  bothWays(Type.Union([Price, Type.Null()]), null, null);
  bothWays(Type.Union([Price, Type.Null()]), '1.00', 100);
  const either = Type.Union([
    Type.Object({ kind: Type.Literal('money'), v: Price }),
    Type.Object({ kind: Type.Literal('flag'), v: Flag }),
    Type.Array(Price),
  ]);
  bothWays(either, { kind: 'flag', v: '1' }, { kind: 'flag', v: true });
  bothWays(either, { kind: 'money', v: '1.00' }, { kind: 'money', v: 100 });
  bothWays(either, ['1.00'], [100]);
});

test('recursive schemas convert at every depth, unions inside included', () => {
  const Node = Type.Object({
    price: Price,
    more: Type.Union([Type.Array(Type.Ref('Node')), Type.Record(Type.String(), Type.Ref('Node')), Flag]),
  });
  const Tree = Type.Cyclic({ Node }, 'Node');
  bothWays(
    Tree,
    { price: '1.00', more: [{ price: '2.00', more: { a: { price: '3.00', more: '1' } } }] },
    { price: 100, more: [{ price: 200, more: { a: { price: 300, more: true } } }] },
  );
});

test('a codec may stand on a schema that holds codecs', () => {
  const List = codec(Type.Object({ items: Type.Array(Price) }), {
    decode: ({ items }) => items,
    encode: (items) => ({ items }),
  });
  bothWays(List, { items: ['1.00'] }, [100]);
});

test("TypeBox's own codecs work as well", () => {
  const Plain = Type.Codec(Type.String())
    .Decode((text) => text.length)
    .Encode((length) => 'x'.repeat(length));
  bothWays(Type.Array(Plain), ['xx'], [2]);
});

test('the context reaches both directions', () => {
  const paris = { zone: 'Europe/Paris' };
  const at = Date.UTC(2026, 0, 1, 11);
  assert.equal(compileEncode(LocalTime)?.(at, paris), '2026-01-01 12:00:00');
  assert.equal(compileDecode(LocalTime)?.('2026-01-01 12:00:00', paris), at);
});

test('a failure names the path of the field', () => {
  const schema = Type.Object({ rows: Type.Array(Type.Record(Type.String(), LocalTime)) });
  assert.throws(
    () => there(schema, { rows: [{}, { when: '2026-99-99 00:00:00' }] }),
    (error) => error instanceof CodecError && error.path === 'rows.1.when',
  );
});

test('a reference that leads nowhere is an error of the contract', () => {
  const part = Type.Object({ price: Price, next: Type.Ref('Missing') });
  assert.throws(() => compileDecode(part), /"Missing"/);
});

test('what is written holds declared fields only, unless the schema leaves the object open', () => {
  const row = { p: 100, secret: 'x' };
  assert.deepEqual(back(Type.Object({ p: Price }), row), { p: '1.00' });
  assert.deepEqual(back(Type.Object({ p: Price }, { additionalProperties: true }), row), {
    p: '1.00',
    secret: 'x',
  });
});

test('undeclared properties that come pass, prototype keys as plain properties', () => {
  const schema = Type.Object({ p: Price });
  const wire = JSON.parse('{"p":"1.00","__proto__":{"x":1}}') as object;
  const inner = there(schema, wire) as { p: number; x?: number };
  assert.deepEqual([inner.p, inner.x, Object.hasOwn(inner, '__proto__')], [100, undefined, true]);
});
