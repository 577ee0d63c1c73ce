import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { onEachStore, TestSurroundings } from '../../test/stores.ts';
import { KeptKind, KeptValues } from './kept-values.ts';
import { openStore } from './open-store.ts';
import { statement } from './statement.ts';
import { systemActor, type Store, type Tx } from './transaction.ts';

interface Meta {
  readonly value: string | undefined;
}
const metas = new KeptKind<Meta>('meta', { tables: ['meta'], weigh: () => 1, weight_max: 3 });

const putMeta = statement<{ key: string; value: string }, never>((db, slot) =>
  db
    .insertInto('meta')
    .values({ key: slot('key'), value: slot('value') })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: slot('value') })),
);
const selectMeta = statement<{ key: string }, { value: string }>((db, slot) =>
  db.selectFrom('meta').select('value').where('key', '=', slot('key')),
);

/** The row, and what is at hand of it: made where nothing is. */
async function look(tx: Tx): Promise<{ row: string | undefined; kept: string | undefined }> {
  const row = (await tx.first(selectMeta, { key: 'k' }))?.value;
  const known = tx.kept?.get(metas, 1);
  if (known === undefined) tx.kept?.set(metas, 1, { value: row });
  return { row, kept: (known ?? { value: row }).value };
}
const put = (tx: Tx, value: string) => tx.run(putMeta, { key: 'k', value });
/** A write that says itself what it did. */
async function putThrough(tx: Tx, value: string): Promise<void> {
  if (tx.kept === undefined) return void (await put(tx, value));
  await tx.kept.through(metas, () => put(tx, value));
  tx.kept.set(metas, 1, { value });
}
const looked = (store: Store) => store.write(systemActor, look);
async function same(store: Store, value: string): Promise<void> {
  assert.deepEqual(await looked(store), { row: value, kept: value });
}

onEachStore('what the writer keeps', (open) => {
  test('is given up by a write, and true after one that says what it did', async () => {
    const { store } = open();
    await store.write(systemActor, (tx) => put(tx, 'one'));
    await same(store, 'one');
    await store.write(systemActor, (tx) => put(tx, 'two'));
    await same(store, 'two');
    await store.write(systemActor, (tx) =>
      tx.db.updateTable('meta').set({ value: 'three' }).where('key', '=', 'k').execute(),
    );
    await same(store, 'three');
    await store.write(systemActor, (tx) => putThrough(tx, 'four'));
    await same(store, 'four');
    assert.equal(
      await store.write(systemActor, (tx) => Promise.resolve(tx.kept === undefined)),
      store.engine === 'postgres',
      'only where there is one writer',
    );
  });

  test('is what it was once a command is taken back, alone and among others', async () => {
    const { store } = open();
    await store.write(systemActor, (tx) => put(tx, 'before'));
    await same(store, 'before');
    const failing = () =>
      store.write(systemActor, async (tx) => {
        await putThrough(tx, 'never');
        throw new Error('taken back');
      });
    await assert.rejects(failing(), /taken back/);
    await same(store, 'before');
    const good = (value: string) => store.write(systemActor, (tx) => putThrough(tx, value));
    for (let round = 0; round < 3; round += 1) {
      const done = await Promise.allSettled([good('a'), failing(), looked(store), good('b'), failing()]);
      assert.deepEqual(
        done.map(({ status }) => status),
        ['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'rejected'],
      );
      // on PostgreSQL either may be the last
      const { row, kept } = await looked(store);
      assert.equal(kept, row);
      assert.ok(store.engine === 'postgres' || row === 'b');
    }
  });

  test('is given up where the writes that it was kept through failed half way', async () => {
    const { store } = open();
    await store.write(systemActor, (tx) => put(tx, 'whole'));
    await same(store, 'whole');
    await store.write(systemActor, async (tx) => {
      const half = async (): Promise<void> => {
        await put(tx, 'half');
        throw new Error('half');
      };
      await assert.rejects(tx.kept?.through(metas, half) ?? half(), /half/);
    });
    await same(store, 'half');
  });
});

test('another process that writes to the same file is seen', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-kept-'));
  const surroundings = new TestSurroundings();
  const [one, other] = [
    await openStore({ data_folder: folder, surroundings }),
    await openStore({ data_folder: folder, surroundings }),
  ];
  try {
    await one.write(systemActor, (tx) => putThrough(tx, 'mine'));
    await same(one, 'mine');
    await other.write(systemActor, (tx) => put(tx, 'theirs'));
    await same(one, 'theirs');
  } finally {
    await one.close();
    await other.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('no more is kept of a kind than it may weigh: what was set last stays', () => {
  const kept = new KeptValues();
  for (let id = 1; id <= 5; id += 1) kept.set(metas, id, { value: String(id) });
  assert.deepEqual(
    [1, 2, 3, 4, 5].map((id) => kept.get(metas, id)?.value),
    [undefined, undefined, '3', '4', '5'],
  );
});
