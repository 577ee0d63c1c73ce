import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { TestSurroundings } from '../../test/stores.ts';
import { Fault } from '../domain/faults.ts';
import { BatchedIds, idBlockSize } from './ids.ts';
import { openStore } from './open-store.ts';
import { systemActor, type Store } from './transaction.ts';

async function take(store: Store, many: number): Promise<number[]> {
  return store.write(systemActor, async (tx) => {
    const ids: number[] = [];
    for (let index = 0; index < many; index += 1) ids.push(await tx.id());
    return ids;
  });
}

test('an open office and a command on its database never give an id twice', async () => {
  const data_folder = mkdtempSync(join(tmpdir(), 'guichet-ids-'));
  const options = { data_folder, surroundings: new TestSurroundings() };
  const [office, command] = [await openStore(options), await openStore(options)];
  try {
    const seen: number[] = [];
    for (const [store, many] of [
      ...[[office, 3] as const, [command, 5] as const, [office, idBlockSize] as const],
      ...[[command, 2 * idBlockSize] as const, [office, 2 * idBlockSize] as const, [command, 1] as const],
    ])
      seen.push(...(await take(store, many)));
    const fails = office.write(systemActor, async (tx) => {
      for (let index = 0; index < idBlockSize; index += 1) await tx.id();
      throw new Fault('not_found');
    });
    await assert.rejects(fails, { code: 'not_found' });
    seen.push(...(await take(command, idBlockSize)), ...(await take(office, idBlockSize)));
    assert.equal(new Set(seen).size, seen.length);
    // and a command that comes later begins beyond all of them
    const later = await openStore(options);
    try {
      assert.ok(Math.min(...(await take(later, 1))) > Math.max(...seen));
    } finally {
      await later.close();
    }
  } finally {
    await office.close();
    await command.close();
    rmSync(data_folder, { recursive: true, force: true });
  }
});

test('a batch that is undone gives back the block that it reserved, and none of the ids', () => {
  let mark = 1000;
  const ids = new BatchedIds(() => mark);
  assert.equal(ids.take(), 1000);
  assert.equal(ids.markToWrite(), 2000);
  ids.rolledBack();
  assert.equal(ids.take(), 1001);
  mark = ids.markToWrite() ?? mark;
  ids.committed();
  assert.equal(mark, 2001);
  assert.equal(ids.markToWrite(), undefined);
  assert.equal(ids.take(), 1002);
  // another process has had the next block
  mark = 5000;
  for (let id = 1003; id < 2001; id += 1) assert.equal(ids.take(), id);
  assert.equal(ids.take(), 5000);
  assert.equal(ids.markToWrite(), 6000);
});
