import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFault } from './faults.ts';
import { meets, readConditions, type AskedCondition, type FilterColumn } from './filter.ts';

const columns: Record<string, FilterColumn> = {
  id: { type: 'number' },
  name: { type: 'text' },
  paid: { type: 'flag' },
  emails: { type: 'texts' },
  at: { type: 'number', read: (value) => (typeof value === 'string' ? Date.parse(value) : Number.NaN) },
};

const read = (condition: AskedCondition) => readConditions(columns, [condition])[0];

test('an operator left out is "=", and capitals or spaces around it do not matter', () => {
  assert.deepEqual(read({ column: 'id', value: 5 }), { column: 'id', operator: '=', values: [5] });
  assert.deepEqual(read({ column: 'id', operator: ' NOT IN ', value: [5] })?.operator, 'not in');
});

test('equal to nothing is "null", different from nothing "not null"', () => {
  assert.equal(read({ column: 'name', value: null })?.operator, 'null');
  assert.equal(read({ column: 'name', operator: '!=', value: null })?.operator, 'not null');
});

test('numbers and flags may come as text, and become what they mean', () => {
  assert.deepEqual(read({ column: 'id', operator: 'in', value: ['5', 6, '7.5'] })?.values, [5, 6, 7.5]);
  assert.deepEqual(
    [true, 'true', 1, '1'].map((value) => read({ column: 'paid', value })?.values[0]),
    [1, 1, 1, 1],
  );
  assert.deepEqual(
    [false, 'false', 0, '0'].map((value) => read({ column: 'paid', value })?.values[0]),
    [0, 0, 0, 0],
  );
  assert.deepEqual(read({ column: 'at', operator: '>', value: '1970-01-01T00:00:01Z' })?.values, [1000]);
});

for (const [asked, code] of [
  [{ column: 'nothing', value: 1 }, 'unknown_filter'],
  [{ column: 'toString', value: 1 }, 'unknown_filter'],
  [{ column: 'id', operator: 'like', value: 1 }, 'unknown_filter'],
  [{ column: 'id', operator: '; drop table', value: 1 }, 'unknown_filter'],
  [{ column: 'id', operator: 'in array', value: [1] }, 'unknown_filter'],
  [{ column: 'emails', operator: 'in', value: ['a'] }, 'unknown_filter'],
  [{ column: 'emails', operator: '=', value: 'a' }, 'unknown_filter'],
  [{ column: 'paid', operator: '<', value: 1 }, 'unknown_filter'],
  [{ column: 'id', value: 'five' }, 'invalid_input'],
  [{ column: 'id', value: [5] }, 'invalid_input'],
  [{ column: 'id', value: { a: 1 } }, 'invalid_input'],
  [{ column: 'id', operator: 'in', value: 5 }, 'invalid_input'],
  [{ column: 'id', operator: 'in', value: [null] }, 'invalid_input'],
  [{ column: 'id', operator: '<', value: null }, 'invalid_input'],
  [{ column: 'id', operator: 'in', value: Array.from({ length: 1001 }, () => 1) }, 'invalid_input'],
  [{ column: 'name', value: true }, 'invalid_input'],
  [{ column: 'paid', value: 2 }, 'invalid_input'],
] as const) {
  test(`${JSON.stringify(asked).slice(0, 70)} is refused as ${code}`, () => {
    assert.throws(
      () => read(asked),
      (error) => isFault(error, code),
    );
  });
}

test('a column that is not known is refused with those that are', () => {
  assert.throws(
    () => read({ column: 'nothing', value: 1 }),
    (error) =>
      isFault(error, 'unknown_filter') && String(error.details['known']) === Object.keys(columns).join(),
  );
});

test('more conditions than fit are refused', () => {
  const many = Array.from({ length: 51 }, () => ({ column: 'id', value: 1 }));
  assert.throws(() => readConditions(columns, many), { code: 'invalid_input' });
});

test('what is missing equals nothing and differs from everything', () => {
  const holds = (operator: string, value: unknown): boolean =>
    meets(readConditions(columns, [{ column: 'id', operator, value }]), () => null);
  assert.deepEqual(
    ['=', '!=', '<', '>=', 'null', 'not null'].map((operator) => holds(operator, 3)),
    [false, true, false, false, true, false],
  );
  assert.deepEqual(
    [holds('in', [3]), holds('not in', [3]), holds('in', []), holds('not in', [])],
    [false, true, false, true],
  );
});

test('"in array" asks whether the list and the value have something in common', () => {
  const holds = (operator: string, value: unknown): boolean =>
    meets(readConditions(columns, [{ column: 'emails', operator, value }]), () => ['a', 'b']);
  assert.deepEqual(
    [
      holds('in array', ['b', 'c']),
      holds('in array', 'b'),
      holds('in array', ['c']),
      holds('not in array', ['c']),
    ],
    [true, true, false, true],
  );
});
