import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { onEachStore } from '../../test/stores.ts';
import { Fault } from '../domain/faults.ts';
import type { Gathering } from './gathered.ts';
import { RowsInsert } from './rows-insert.ts';
import { statement } from './statement.ts';
import type { Tables } from './tables.ts';
import { systemActor } from './transaction.ts';

const putMeta = statement<{ key: string; value: string }, never>((db, slot) =>
  db.insertInto('meta').values({ key: slot('key'), value: slot('value') }),
);
const getMeta = statement<{ key: string }, { value: string }>((db, slot) =>
  db.selectFrom('meta').select('value').where('key', '=', slot('key')),
);

onEachStore('a store', (open) => {
  test('keeps what a command wrote, and takes back all of a command that failed', async () => {
    const { store, read } = open();
    await Promise.all([
      store.write(systemActor, (tx) => tx.run(putMeta, { key: 'kept', value: '1' })),
      assert.rejects(
        store.write(systemActor, async (tx) => {
          await tx.run(putMeta, { key: 'lost', value: '1' });
          throw new Fault('not_found');
        }),
        { code: 'not_found' },
      ),
      store.write(systemActor, (tx) => tx.run(putMeta, { key: 'kept too', value: '2' })),
    ]);
    assert.equal((await read((rx) => rx.first(getMeta, { key: 'kept' })))?.value, '1');
    assert.equal((await read((rx) => rx.first(getMeta, { key: 'kept too' })))?.value, '2');
    assert.equal(await read((rx) => rx.first(getMeta, { key: 'lost' })), undefined);
  });

  test('keeps a text with U+0000 as it is, or tells whoever sent it that it is not valid', async () => {
    const { store, read } = open();
    const nul = { key: 'nul', value: 'a\u0000b' };
    const write = store.write(systemActor, (tx) => tx.run(putMeta, nul));
    if (store.engine === 'sqlite') {
      await write;
      assert.equal((await read((rx) => rx.first(getMeta, nul)))?.value, nul.value);
      return;
    }
    await assert.rejects(write, { code: 'invalid_input' });
    await assert.rejects(
      read((rx) => rx.first(getMeta, { key: 'a\u0000b' })),
      { code: 'invalid_input' },
    );
    assert.equal(await read((rx) => rx.first(getMeta, { key: 'nul' })), undefined);
  });

  test('shows a command its own writes, and nobody else before the commit', async () => {
    const { store, read } = open();
    await store.write(systemActor, async (tx) => {
      await tx.run(putMeta, { key: 'mine', value: 'x' });
      assert.equal((await tx.first(getMeta, { key: 'mine' }))?.value, 'x');
      assert.equal(await read((rx) => rx.first(getMeta, { key: 'mine' })), undefined);
    });
    assert.equal((await read((rx) => rx.first(getMeta, { key: 'mine' })))?.value, 'x');
  });

  test('shows what was committed in a turn of the event loop that had already read', async () => {
    const { store, read } = open();
    // whatever was written before has ended, so that this read runs in the turn of the commit, and before it
    await new Promise((resolve) => setImmediate(resolve));
    setImmediate(() => void read((rx) => rx.first(getMeta, { key: 'turn' })));
    await store.write(systemActor, (tx) => tx.run(putMeta, { key: 'turn', value: '1' }));
    assert.equal((await read((rx) => rx.first(getMeta, { key: 'turn' })))?.value, '1');
  });

  test('never gives an id twice, across commands, failures and blocks', async () => {
    const { store } = open();
    const seen: number[] = [];
    const take = async (many: number, fail: boolean): Promise<void> => {
      await store.write(systemActor, async (tx) => {
        for (let index = 0; index < many; index += 1) seen.push(await tx.id());
        if (fail) throw new Fault('not_found');
      });
    };
    await Promise.allSettled([
      take(700, false),
      take(700, true),
      take(2500, false),
      take(1, true),
      take(9, false),
    ]);
    assert.equal(new Set(seen).size, seen.length);
    assert.ok(seen.length >= 3910);
  });

  test('gives ids to more commands at once than there are connections', async () => {
    const { store } = open();
    const many = Array.from({ length: 40 }, () =>
      store.write(systemActor, async (tx) => {
        const ids: number[] = [];
        for (let index = 0; index < 120; index += 1) ids.push(await tx.id());
        return ids;
      }),
    );
    const ids = (await Promise.all(many)).flat();
    assert.equal(new Set(ids).size, 40 * 120);
  });

  test('refuses a second row with the same key without harm to the rest of the batch', async () => {
    const { store, read } = open();
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        store.write(systemActor, (tx) => tx.run(putMeta, { key: `key ${index >> 1}`, value: String(index) })),
      ),
    );
    assert.equal(results.filter((result) => result.status === 'fulfilled').length, 10);
    const rows = await read((rx) =>
      rx.db.selectFrom('meta').selectAll().where('key', 'like', 'key %').execute(),
    );
    assert.equal(rows.length, 10);
  });

  test('inserts any number of rows together, and says how many were new', async () => {
    const { store, read } = open();
    const insert = new RowsInsert<{ key: string; value: string }>((db, rows) =>
      db
        .insertInto('meta')
        .values(rows)
        .onConflict((conflict) => conflict.column('key').doNothing()),
    );
    const rowsOf = (from: number, many: number) =>
      Array.from({ length: many }, (_, index) => ({ key: `row ${from + index}`, value: String(index) }));
    assert.equal(await store.write(systemActor, (tx) => insert.put(tx, [])), 0);
    assert.equal(await store.write(systemActor, (tx) => insert.put(tx, rowsOf(0, 123))), 123);
    assert.equal(await store.write(systemActor, (tx) => insert.put(tx, rowsOf(120, 5))), 2);
    const last = await read((rx) => rx.first(getMeta, { key: 'row 122' }));
    assert.equal(last?.value, '122');
  });

  test('writes what commands gathered before the commit, together, and nothing of a command that failed', async () => {
    const { store, read } = open();
    const together: number[] = [];
    const gathered: Gathering<{ key: string; value: string }> = {
      async put(tx, rows) {
        together.push(rows.length);
        for (const row of rows) await tx.run(putMeta, row);
      },
    };
    const results = await Promise.allSettled(
      Array.from({ length: 9 }, (_, index) =>
        store.write(systemActor, (tx) => {
          tx.gather(gathered, { key: `gathered ${index}`, value: String(tx.sole_writer) });
          return index % 3 === 1 ? Promise.reject(new Fault('not_found')) : Promise.resolve();
        }),
      ),
    );
    assert.equal(results.filter((result) => result.status === 'fulfilled').length, 6);
    const rows = await read((rx) =>
      rx.db.selectFrom('meta').selectAll().where('key', 'like', 'gathered %').orderBy('key').execute(),
    );
    const sqlite = store.engine === 'sqlite';
    assert.deepEqual(
      rows.map(({ key, value }) => [key, value]),
      [0, 2, 3, 5, 6, 8].map((index) => [`gathered ${index}`, String(sqlite)]),
    );
    assert.deepEqual(together, sqlite ? [6] : [1, 1, 1, 1, 1, 1]);
  });

  test('migrating again changes nothing', async () => {
    assert.deepEqual(await open().store.migrate(), []);
  });

  test('gives the rows of long lists as arrays, in the order of the columns', async () => {
    const { write, read } = open();
    await write(async (tx) => {
      await tx.db.insertInto('meta').values({ key: 'list-a', value: '1' }).execute();
      await tx.db.insertInto('meta').values({ key: 'list-b', value: '2' }).execute();
      const own = tx.db.selectFrom('meta').select('key').where('key', 'like', 'list-%');
      assert.equal((await tx.lists(own)).length, 2);
    });
    const rows = await read((rx) =>
      rx.lists(
        rx.db.selectFrom('meta').select(['value', 'key']).where('key', 'like', 'list-%').orderBy('key'),
      ),
    );
    assert.deepEqual(rows, [
      ['1', 'list-a'],
      ['2', 'list-b'],
    ]);
  });
});

test('numbers that never change are written into the text for SQLite, and nothing else is', () => {
  const db = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (inner) => new SqliteIntrospector(inner),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  const limited = statement<{ key: string }, { value: string }>((query, slot) =>
    query
      .selectFrom('meta')
      .select('value')
      .where('key', '=', slot('key'))
      .where('value', '!=', 'x')
      .limit(1),
  );
  const { sql, parameters } = limited.bind('sqlite', db, { key: 'k' });
  assert.equal(sql, 'select "value" from "meta" where "key" = ? and "value" != ? limit 1');
  assert.deepEqual(parameters, ['k', 'x']);
});
