import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GroupCommit, type BatchEngine } from './group-commit.ts';

/** An engine that counts, and fails where it is told to. */
class CountingEngine implements BatchEngine<null> {
  commits = 0;
  rollbacks = 0;
  #open = false;
  failure: { at: 'begin' | 'commit' | 'after commit'; error: Error } | undefined;

  begin(): void {
    this.#fail('begin');
    this.#open = true;
  }

  mark(): void {}
  unmark(): void {}
  undo(): void {}
  finish(): Promise<void> {
    return Promise.resolve();
  }

  async commit(): Promise<void> {
    this.#fail('commit');
    this.#open = false;
    this.commits += 1;
    this.#fail('after commit');
  }

  rollback(): void {
    this.#open = false;
    this.rollbacks += 1;
  }

  isOpen(): boolean {
    return this.#open;
  }

  context(): null {
    return null;
  }

  #fail(at: string): void {
    const { failure } = this;
    if (failure?.at !== at) return;
    this.failure = undefined;
    throw failure.error;
  }
}

const limits = { queue_commands: 100, batch_commands: 10, batch_ms: 1000 };

for (const at of ['begin', 'commit', 'after commit'] as const) {
  test(`commands are not run a second time when the engine fails at or ${at}`, async () => {
    const engine = new CountingEngine();
    engine.failure = { at, error: new Error('the disk is gone') };
    const group = new GroupCommit(engine, limits);
    const runs = [0, 0, 0];
    const command = (index: number) =>
      group.submit(null, () => {
        runs[index] = (runs[index] ?? 0) + 1;
        return Promise.resolve(index);
      });
    const results = await Promise.allSettled([command(0), command(1), command(2)]);
    assert.ok(results.every((result) => result.status === 'rejected'));
    assert.ok(
      runs.every((times) => times <= 1),
      runs.join(', '),
    );
    assert.equal(await command(0), 0, 'the next batch goes on');
  });
}

test('when one command of several fails, the others are kept and it alone is told', async () => {
  const engine = new CountingEngine();
  const group = new GroupCommit(engine, limits);
  const failed = new Error('refused');
  const results = await Promise.allSettled([
    group.submit(null, () => Promise.resolve('a')),
    group.submit(null, () => Promise.reject(failed)),
    group.submit(null, () => Promise.resolve('c')),
  ]);
  assert.deepEqual(
    results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason)),
    ['a', failed, 'c'],
  );
  assert.deepEqual([engine.commits, engine.rollbacks], [1, 1]);
});
