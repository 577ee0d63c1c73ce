import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEachStore } from '../../test/stores.ts';
import type { Columns } from './column.ts';
import { personalColumns, tables } from './tables.ts';

onEachStore('the tables', (open) => {
  test('are in the database with exactly the declared columns, types of null and defaults', async () => {
    const found = await open().read((rx) => rx.db.introspection.getTables());
    const actual = Object.fromEntries(
      found.map((table) => [
        table.name,
        Object.fromEntries(
          table.columns.map((column) => [column.name, [column.isNullable, column.hasDefaultValue]]),
        ),
      ]),
    );
    const declared = Object.fromEntries(
      Object.entries(tables).map(([name, table]) => [
        name,
        Object.fromEntries(
          Object.entries(table.columns as Columns).map(([column, { spec }]) => [
            column,
            [spec.nullable, spec.fallback !== undefined],
          ]),
        ),
      ]),
    );
    assert.deepEqual(actual, declared);
  });
});

test('every place where data of a person stands is known', () => {
  const places = personalColumns();
  const columns = new Set(
    places.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`)),
  );
  for (const place of [
    'customer.email',
    'ticket.holder_email',
    'answer.value',
    'user.name',
    'scan.operator',
  ]) {
    assert.ok(columns.has(place), place);
  }
});
