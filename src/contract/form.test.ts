import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import { isFault } from '../domain/faults.ts';
import { compileFromForm, raw } from './form-schema.ts';
import { form_limits, parseForm, writeForm } from './form.ts';

const read = (schema: TSchema, text: string) => compileFromForm(schema)(parseForm(text));

test('keys nest as in PHP', () => {
  const plain = (text: string) => raw(parseForm(text));
  assert.deepEqual(plain('a=1&a=2'), { a: '2' });
  assert.deepEqual(plain('a[]=1&a[]=2'), { a: ['1', '2'] });
  assert.deepEqual(plain('a[5]=1&a[]=2'), { a: { 5: '1', 6: '2' } });
  assert.deepEqual(plain('a[b][c]=1&a[b][d]=2'), { a: { b: { c: '1', d: '2' } } });
  assert.deepEqual(plain('a[][x]=1&a[][x]=2'), { a: [{ x: '1' }, { x: '2' }] });
  assert.deepEqual(plain('a[b]junk=1'), { a: { b: '1' } });
  assert.deepEqual(plain('a[b=1'), { a: '1' });
  assert.deepEqual(plain('a%5Bb%5D=%C3%A9+%2B&&c&=x'), { a: { b: 'é +' }, c: '', ' ': 'x' });
  assert.deepEqual(plain('a=%zz%'), { a: '%zz%' });
});

test('numeric keys are what the schema says: indices of a list or keys of a map', () => {
  const list = Type.Object({ k: Type.Array(Type.String()) });
  const map = Type.Object({ k: Type.Record(Type.String(), Type.String()) });
  assert.deepEqual(read(list, 'k[10]=b&k[9]=a'), { k: ['a', 'b'] });
  assert.deepEqual(read(map, 'k[10]=b&k[9]=a'), { k: { 9: 'a', 10: 'b' } });
  assert.deepEqual(read(list, 'k=a&k=b'), { k: ['a', 'b'] });
  assert.deepEqual(read(list, ''), { k: [] });
  assert.deepEqual(read(list, 'k[x]=a'), { k: { x: 'a' } });
});

test('text becomes what the schema says, or stays for the check to refuse', () => {
  const one = (schema: TSchema, text: string) =>
    (read(Type.Object({ k: schema }), `k=${encodeURIComponent(text)}`) as { k: unknown }).k;
  assert.equal(one(Type.Integer(), '007'), 7);
  assert.equal(one(Type.Number(), '-1.5e3'), -1500);
  for (const text of ['', ' 1', '1x', '0x10', 'Infinity', 'NaN'])
    assert.equal(one(Type.Number(), text), text);
  for (const text of ['1', 'true', 'True']) assert.equal(one(Type.Boolean(), text), true);
  for (const text of ['0', 'false', 'False']) assert.equal(one(Type.Boolean(), text), false);
  assert.equal(one(Type.Boolean(), 'yes'), 'yes');
  assert.equal(one(Type.Union([Type.Integer(), Type.Null()]), ''), null);
  assert.equal(one(Type.Union([Type.Integer(), Type.String()]), '5'), 5);
  assert.equal(one(Type.Union([Type.Integer(), Type.String()]), 'five'), 'five');
  assert.equal(one(Type.Enum([1, 2]), '2'), 2);
  assert.deepEqual(one(Type.Array(Type.Object({ a: Type.Integer() })), '[{"a":1}]'), [{ a: 1 }]);
  assert.deepEqual(one(Type.Array(Type.String()), '[broken'), ['[broken']);
  assert.deepEqual(one(Type.Tuple([Type.Integer(), Type.String()]), '["x"]'), ['x']);
});

test('forms that are too wide, too deep or oddly long are refused', () => {
  const refused = (text: string) =>
    assert.throws(
      () => parseForm(text),
      (error) => isFault(error, 'invalid_input'),
    );
  refused('a=&'.repeat(form_limits.pairs + 1));
  refused(`a${'[b]'.repeat(form_limits.depth)}=1`);
  refused(`${'k'.repeat(form_limits.key_chars + 1)}=1`);
  assert.doesNotThrow(() => parseForm(`a${'[b]'.repeat(form_limits.depth - 1)}=1`));
});

test('any text is read without throwing, and never changes a prototype', () => {
  const pieces = fc.constantFrom(
    'a',
    '[',
    ']',
    '[]',
    '=',
    '&',
    '%',
    '%5B',
    '__proto__',
    'constructor',
    'toString',
    '0',
    '+',
    ';',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const node = parseForm(parts.join(''));
      raw(node);
      compileFromForm(Type.Object({ a: Type.Array(Type.Record(Type.String(), Type.Integer())) }))(node);
      const made: unknown = raw(node) ?? {};
      assert.equal(Object.getPrototypeOf(made), Array.isArray(made) ? Array.prototype : Object.prototype);
    }),
  );
});

test('what the encoder writes, the decoder reads', () => {
  const text = fc.string({ unit: 'grapheme' });
  const key = text.filter((name) => name !== '' && !/[[\]]|__proto__/.test(name));
  const plain = { noNullPrototype: true };
  const tags = fc.array(fc.integer(), { minLength: 1 });
  const value = fc.record(
    {
      text,
      count: fc.integer(),
      flag: fc.boolean(),
      list: fc.array(text, { maxLength: 60 }),
      rows: fc.array(fc.record({ id: fc.integer(), tags }, plain)),
      map: fc.dictionary(key, fc.integer(), plain),
    },
    plain,
  );
  const schema = Type.Object({
    text: Type.String(),
    count: Type.Integer(),
    flag: Type.Boolean(),
    list: Type.Array(Type.String()),
    rows: Type.Array(Type.Object({ id: Type.Integer(), tags: Type.Array(Type.Integer()) })),
    map: Type.Record(Type.String(), Type.Integer()),
  });
  const line_breaks = { '\n': 1, '\r\n': 2, '\u2028': 0, 'a\u2029b': 4 };
  fc.assert(
    fc.property(value, (sent) => assert.deepEqual(read(schema, writeForm(sent)), sent)),
    { examples: [[{ text: '', count: 0, flag: false, list: [], rows: [], map: line_breaks }]] },
  );
});

test('a key that brackets cannot carry is an error, not a loss', () => {
  assert.throws(() => writeForm({ map: { 'a]': 1 } }), /cannot carry/);
  assert.throws(() => writeForm({ map: { '': 1 } }), /cannot carry/);
});
