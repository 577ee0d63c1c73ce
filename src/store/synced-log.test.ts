import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { after, test } from 'node:test';
import { openSqlite } from './sqlite.ts';
import { systemSurroundings } from './surroundings.ts';
import { SyncedLog } from './synced-log.ts';
import { systemActor } from './transaction.ts';

const folder = mkdtempSync(join(tmpdir(), 'guichet-log-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A disk that answers when it is told to. */
class SlowDisk {
  readonly #waiting: PromiseWithResolvers<void>[] = [];

  readonly sync = (): Promise<void> => {
    const answer = Promise.withResolvers<void>();
    this.#waiting.push(answer);
    return answer.promise;
  };

  get asked(): number {
    return this.#waiting.length;
  }

  confirm(): void {
    this.#waiting.shift()?.resolve();
  }

  fail(): void {
    this.#waiting.shift()?.reject(new Error('input/output error'));
  }
}

function slowLog() {
  const file = join(folder, 'a');
  writeFileSync(`${file}-wal`, '');
  const disk = new SlowDisk();
  return { disk, log: new SyncedLog(file, disk.sync) };
}

function watch(promise: Promise<unknown>) {
  const seen = { state: 'waits' };
  void promise.then(
    () => (seen.state = 'done'),
    () => (seen.state = 'failed'),
  );
  return seen;
}

test('who wrote waits until the disk confirms', async () => {
  const { disk, log } = slowLog();
  log.written();
  const seen = watch(log.reached());
  await nextTurn();
  assert.equal(seen.state, 'waits');
  disk.confirm();
  await nextTurn();
  assert.equal(seen.state, 'done');
  await log.reached();
  assert.equal(disk.asked, 0, 'a disk that has everything is not asked');
});

test('who writes while the disk is at work waits for its next confirmation', async () => {
  const { disk, log } = slowLog();
  log.written();
  const first = watch(log.reached());
  log.written();
  const second = watch(log.reached());
  disk.confirm();
  await nextTurn();
  assert.deepEqual([first.state, second.state], ['done', 'waits']);
  disk.confirm();
  await nextTurn();
  assert.equal(second.state, 'done');
});

test('a disk that failed once is not believed again', async () => {
  const { disk, log } = slowLog();
  log.written();
  const seen = watch(log.reached());
  disk.fail();
  await nextTurn();
  assert.equal(seen.state, 'failed');
  log.written();
  await assert.rejects(log.reached(), /did not confirm/);
  assert.throws(() => log.assertSound(), /did not confirm/);
});

async function slowStore(name: string) {
  const disk = new SlowDisk();
  const store = openSqlite({
    file: join(folder, name),
    surroundings: systemSurroundings(),
    sync_log: disk.sync,
  });
  await store.migrate();
  const put = (key: string) =>
    store.write(systemActor, (tx) =>
      tx.db.insertInto('meta').values({ key, value: 'x' }).executeTakeFirstOrThrow(),
    );
  const keys = () => store.read((rx) => rx.db.selectFrom('meta').select('key').execute());
  return { disk, store, put, keys };
}

const turns = async (many: number): Promise<void> => {
  for (let turn = 0; turn < many; turn += 1) await nextTurn();
};

test('no answer leaves before the disk has what it tells, neither to who wrote nor to who reads', async () => {
  const { disk, store, put, keys } = await slowStore('slow.sqlite');
  const written = watch(put('a'));
  await turns(20);
  const read = watch(keys());
  await turns(20);
  assert.deepEqual([written.state, read.state, disk.asked], ['waits', 'waits', 1]);
  disk.confirm();
  await turns(20);
  assert.deepEqual([written.state, read.state], ['done', 'done']);
  await store.close();
});

test('when the disk fails, who wrote hears so, and nothing more is taken in', async () => {
  const { disk, store, put } = await slowStore('failing.sqlite');
  const written = watch(put('a'));
  await turns(20);
  disk.fail();
  await turns(20);
  assert.equal(written.state, 'failed');
  await assert.rejects(put('b'), /did not confirm/);
  await store.close();
});
