import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { onEachStore, TestSurroundings } from '../../test/stores.ts';
import { Fault } from '../domain/faults.ts';
import { openStore } from './open-store.ts';
import { Remembered } from './remembered.ts';
import { lastingStatement, statement } from './statement.ts';
import { systemActor, type Store, type Tx } from './transaction.ts';

const putMeta = statement<{ key: string; value: string }, never>((db, slot) =>
  db
    .insertInto('meta')
    .values({ key: slot('key'), value: slot('value') })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: slot('value') })),
);
const lastingMeta = lastingStatement<{ key: string }, { value: string }>((db, slot) =>
  db.selectFrom('meta').select('value').where('key', '=', slot('key')),
);

const valueOf = async (tx: Tx, key: string): Promise<string | undefined> =>
  (await tx.first(lastingMeta, { key }))?.value;
const told = (store: Store, key: string) => store.write(systemActor, (tx) => valueOf(tx, key));

onEachStore('a lasting statement', (open) => {
  test('shows what was written since, in its own command and in those that share its transaction', async () => {
    const { store } = open();
    const put = (value: string) => store.write(systemActor, (tx) => tx.run(putMeta, { key: 'a', value }));
    await put('1');
    assert.equal(await told(store, 'a'), '1');
    const seen = await store.write(systemActor, async (tx) => {
      const before = await valueOf(tx, 'a');
      await tx.run(putMeta, { key: 'a', value: '2' });
      const after = await valueOf(tx, 'a');
      await tx.db.updateTable('meta').set({ value: '3' }).where('key', '=', 'a').execute();
      return [before, after, await valueOf(tx, 'a')];
    });
    assert.deepEqual(seen, ['1', '2', '3']);
    await put('4');
    assert.equal(await told(store, 'a'), '4');
  });

  test('forgets what a command wrote that was taken back', async () => {
    const { store } = open();
    const put = (value: string) => store.write(systemActor, (tx) => tx.run(putMeta, { key: 'b', value }));
    await put('kept');
    const failing = (): Promise<unknown> =>
      store.write(systemActor, async (tx) => {
        await tx.run(putMeta, { key: 'b', value: 'lost' });
        assert.equal(await valueOf(tx, 'b'), 'lost');
        throw new Fault('not_found');
      });
    // alone, and then behind savepoints among others
    await assert.rejects(failing(), { code: 'not_found' });
    assert.equal(await told(store, 'b'), 'kept');
    const [, among, after] = await Promise.allSettled([put('kept'), failing(), told(store, 'b')]);
    assert.equal(among.status, 'rejected');
    assert.deepEqual(after, { status: 'fulfilled', value: 'kept' });
  });
});

test('what another process commits is seen by the next command', async () => {
  const data_folder = mkdtempSync(join(tmpdir(), 'guichet-remembered-'));
  const options = { data_folder, surroundings: new TestSurroundings() };
  const [here, there] = [await openStore(options), await openStore(options)];
  try {
    for (const value of ['1', '2', '3']) {
      await there.write(systemActor, (tx) => tx.run(putMeta, { key: 'c', value }));
      assert.equal(await told(here, 'c'), value);
    }
  } finally {
    await here.close();
    await there.close();
    rmSync(data_folder, { recursive: true, force: true });
  }
});

test('a result is read once until a statement that names its table, a commit elsewhere or an end without commit', () => {
  const remembered = new Remembered(new DatabaseSync(':memory:'));
  let runs = 0;
  const read = (id: number): unknown[] =>
    remembered.outcome('s', 'select "v" from "thing" where "id" = ?', [id], () => {
      runs += 1;
      return { rows: [{ v: id }], changed: 0 };
    }).rows;
  const runsOf = (work: () => void): number => {
    const before = runs;
    work();
    read(1);
    return runs - before;
  };
  remembered.begin();
  assert.equal(
    runsOf(() => undefined),
    1,
  );
  assert.equal(
    runsOf(() => undefined),
    0,
  );
  assert.equal(
    runsOf(() => read(2)),
    1,
  );
  assert.equal(
    runsOf(() => remembered.writes('insert into "other" ("thing_id") values (?)')),
    0,
  );
  assert.equal(
    runsOf(() => remembered.writes('update "thing" set "v" = ?')),
    1,
  );
  assert.equal(
    runsOf(() => remembered.writes('INSERT INTO Thing VALUES (1)')),
    1,
  );
  remembered.committed();
  assert.equal(
    runsOf(() => remembered.begin()),
    0,
  );
  // the transaction before was not committed
  assert.equal(
    runsOf(() => remembered.begin()),
    1,
  );
  // a write seen before its table was ever read
  remembered.writes('update "late" set "v" = 1');
  const late = (): unknown =>
    remembered.outcome('l', 'select 1 from "late"', [], () => ({ rows: [++runs], changed: 0 }));
  late();
  const before = runs;
  remembered.writes('update "late" set "v" = 1');
  late();
  assert.equal(runs, before + 1);
});

test('a remembered row cannot be changed, and who adds to the rows adds to their own', () => {
  const remembered = new Remembered(new DatabaseSync(':memory:'));
  const read = () =>
    remembered.outcome('s', 'select "v" from "thing"', [], () => ({ rows: [{ v: 1 }], changed: 0 })).rows;
  const rows = read();
  assert.throws(() => Object.assign(rows[0] as object, { v: 2 }), TypeError);
  rows.push({ v: 3 });
  assert.deepEqual(read(), [{ v: 1 }]);
});
