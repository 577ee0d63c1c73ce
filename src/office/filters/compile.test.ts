import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sql, type CompiledQuery } from 'kysely';
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
import { integerRanges } from '../../domain/served-id.ts';
import type { Rx } from '../../store/transaction.ts';
import { present } from './columns.ts';
import { shapeOf, whereOf, type SqlColumns } from './compile.ts';
import { filledIn, leftBlank, type GiveValue } from './given.ts';
import { shownId } from './shown-ids.ts';

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
  there: present('row.many'),
  shown: shownId({ dialect: 'made-up', organizer_ids: [1] }, 'order', {
    id: sql`(row.id + 1)`,
    organizer_id: sql.lit(1),
  }),
};

interface MadeRow {
  readonly many: number | null;
  readonly word: string | null;
  readonly flag: number;
  readonly numbers: number[] | null;
  readonly words: string[] | null;
}

const { first } = integerRanges;
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
  there: fc.constantFrom(0, 1),
  // ids that say which thing they are, and others that nothing has
  shown: fc.oneof(fc.integer({ min: first, max: first + 7 }), fc.constantFrom(5, 17)),
};

const columnsAsked = Object.keys(valueOf);

/** A condition twice, with values of its own each time. */
const askedTwice: fc.Arbitrary<[AskedCondition, AskedCondition]> = fc
  .tuple(fc.constantFrom(...columnsAsked), fc.constantFrom(...filterOperators))
  .chain(([column, operator]) => {
    const one = valueOf[column]!;
    const value = operator.includes('in') ? fc.array(one, { maxLength: 4 }) : fc.option(one, { freq: 8 });
    const condition = fc.record({ column: fc.constant(column), operator: fc.constant(operator), value });
    return fc.tuple(condition, condition);
  });
const asked = askedTwice.map(([condition]) => condition);

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

function cellOf(row: MadeRow, id: number, column: string): FilterCell {
  if (column === 'there') return row.many === null ? 0 : 1;
  if (column === 'shown') return first + id + 1;
  return row[(column === 'at' ? 'many' : column) as keyof MadeRow];
}

function plainly(rows: readonly MadeRow[], conditions: readonly Condition[]): number[] {
  return rows.flatMap((row, id) => (meets(conditions, (column) => cellOf(row, id, column)) ? [id] : []));
}

function queryOf(rx: Rx, rows: readonly MadeRow[], conditions: readonly Condition[], give?: GiveValue) {
  const values = rows.map(
    ({ many, word, flag, numbers, words }, id) =>
      sql`select cast(${id} as bigint) as id, cast(${many} as bigint) as many, cast(${word} as text) as word,
      cast(${flag} as bigint) as flag, cast(${numbers === null ? null : JSON.stringify(numbers)} as text) as numbers,
      cast(${words === null ? null : JSON.stringify(words)} as text) as words`,
  );
  const where = whereOf(rx.engine, columns, conditions, give) ?? sql`1 = 1`;
  const query = sql`select id from (${sql.join(values, sql` union all `)}) as row where ${where} order by id`;
  return query.compile(rx.db);
}

async function found(rx: Rx, query: CompiledQuery, conditions: readonly Condition[]): Promise<number[]> {
  return (await rx.lists(filledIn(query, { conditions, offset: 0 }))).map(([id]) => id as number);
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
          compared += conditions.length;
          const ids = await read((rx) => found(rx, queryOf(rx, rows, conditions), conditions));
          assert.deepEqual(ids, plainly(rows, conditions));
        },
      ),
      { numRuns: 400, seed: 11 },
    );
    assert.ok(compared > 200, `only ${compared} conditions were understood`);
  });

  test('finds them by a statement that was built for other values of the same shape', async () => {
    const { read } = open();
    let compared = 0;
    let apart = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(madeRow, { minLength: 1, maxLength: 6 }),
        fc.array(askedTwice, { minLength: 1, maxLength: 3 }),
        async (rows, filter) => {
          const [one, other] = [0, 1].map((at) => understood(filter.map((pair) => pair[at as 0 | 1]))) as [
            Condition[],
            Condition[],
          ];
          const alike = JSON.stringify(shapeOf(columns, one)) === JSON.stringify(shapeOf(columns, other));
          if (!alike) apart += 1;
          if (!alike || one.length === 0) return;
          compared += 1;
          const ids = await read((rx) => found(rx, queryOf(rx, rows, one, leftBlank), other));
          assert.deepEqual(ids, plainly(rows, other));
        },
      ),
      { numRuns: 600, seed: 12 },
    );
    assert.ok(compared > 100 && apart > 100, `${compared} filters were alike, ${apart} were not`);
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
