import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { onEachStore } from '../../../test/stores.ts';
import {
  filterOperators,
  meets,
  orderOf,
  readConditions,
  type AskedCondition,
  type Condition,
  type FilterCell,
} from '../../domain/filter.ts';
import { whereOf, type SqlColumns } from './compile.ts';

/** A table of made-up rows, written into the query itself. */
const columns: SqlColumns = {
  id: { type: 'number', sql: sql.ref('row.id') },
  many: { type: 'number', sql: sql.ref('row.many') },
  at: {
    type: 'number',
    sql: sql.ref('row.many'),
    step: 2,
    read: (value) => Math.floor(Number(value) / 2) * 2,
  },
  word: { type: 'text', sql: sql.ref('row.word') },
  flag: { type: 'flag', sql: sql.ref('row.flag') },
  numbers: { type: 'numbers', sql: sql.ref('row.numbers') },
  words: { type: 'texts', sql: sql.ref('row.words') },
};

interface MadeRow {
  readonly many: number | null;
  readonly word: string | null;
  readonly flag: number;
  readonly numbers: number[] | null;
  readonly words: string[] | null;
}

const smallNumber = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(0.5, -1.25, 2 ** 40));
const smallText = fc.oneof(fc.constantFrom('', 'a', 'b', 'B', 'é', 'z', '😀', '￿', "o'x", '%', '5', 'null'));

const madeRow: fc.Arbitrary<MadeRow> = fc.record({
  many: fc.option(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(2 ** 40))),
  word: fc.option(smallText),
  flag: fc.constantFrom(0, 1),
  numbers: fc.option(fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 3 })),
  words: fc.option(fc.array(smallText, { maxLength: 3 })),
});

const valueOf: Record<string, fc.Arbitrary<unknown>> = {
  many: smallNumber,
  at: smallNumber,
  word: smallText,
  flag: fc.constantFrom(0, 1, true, false),
  numbers: smallNumber,
  words: smallText,
};

const asked: fc.Arbitrary<AskedCondition> = fc
  .tuple(
    fc.constantFrom('many', 'at', 'word', 'flag', 'numbers', 'words'),
    fc.constantFrom(...filterOperators),
  )
  .chain(([column, operator]) => {
    const one = valueOf[column]!;
    const value = operator.includes('in') ? fc.array(one, { maxLength: 4 }) : fc.option(one, { freq: 8 });
    return fc.record({ column: fc.constant(column), operator: fc.constant(operator), value });
  });

/** What is understood of a made-up filter: conditions that do not go together are another test's matter. */
function understood(filter: readonly AskedCondition[]): Condition[] {
  return filter.flatMap((condition) => {
    try {
      return readConditions(columns, [condition]);
    } catch {
      return [];
    }
  });
}

function cellOf(row: MadeRow, column: string): FilterCell {
  return row[(column === 'at' ? 'many' : column) as keyof MadeRow];
}

onEachStore('a filter in SQL', (open) => {
  test('finds the rows that a plain evaluation of the same filter finds', async () => {
    const { read } = open();
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(madeRow, { minLength: 1, maxLength: 6 }),
        fc.array(asked, { maxLength: 3 }),
        async (rows, filter) => {
          const conditions = understood(filter);
          const plain = rows.flatMap((row, id) =>
            meets(conditions, (column) => cellOf(row, column)) ? [id] : [],
          );
          const found = await read(async (rx) => {
            const values = rows.map(
              ({ many, word, flag, numbers, words }, id) =>
                sql`select cast(${id} as bigint) as id, cast(${many} as bigint) as many, cast(${word} as text) as word,
                cast(${flag} as bigint) as flag, cast(${numbers === null ? null : JSON.stringify(numbers)} as text) as numbers,
                cast(${words === null ? null : JSON.stringify(words)} as text) as words`,
            );
            const where = whereOf(rx.engine, columns, conditions) ?? sql`1 = 1`;
            const query = sql<{
              id: number;
            }>`select id from (${sql.join(values, sql` union all `)}) as row where ${where} order by id`;
            return (await query.execute(rx.db)).rows.map((row) => row.id);
          });
          compared += conditions.length;
          assert.deepEqual(found, plain);
        },
      ),
      { numRuns: 400, seed: 11 },
    );
    assert.ok(compared > 200, `only ${compared} conditions were understood`);
  });

  test('orders texts by their bytes on both engines', async () => {
    const words = ['é', 'z', 'B', 'a', '😀', '￿'];
    const where = readConditions(columns, [{ column: 'word', operator: '>', value: 'a' }]);
    const found = await open().read(async (rx) => {
      const rows = words.map(
        (word, id) => sql`select cast(${id} as bigint) as id, cast(${word} as text) as word`,
      );
      const query = sql<{
        word: string;
      }>`select word from (${sql.join(rows, sql` union all `)}) as row where ${whereOf(rx.engine, columns, where)}`;
      return (await query.execute(rx.db)).rows.map((row) => row.word);
    });
    assert.deepEqual(found.toSorted(orderOf), ['z', 'é', '￿', '😀']);
  });
});
