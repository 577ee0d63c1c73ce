import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { Fault } from '../../domain/faults.ts';
import { forgetIdempotencyKeys, idempotency_key_life_ms, withIdempotency } from './idempotency.ts';

function post({ write }: TestStore, key: string, digest: string, application_id = 1) {
  let ran = 0;
  const answer = () =>
    write((tx) =>
      withIdempotency(tx, { caller_id: application_id, key, request_digest: digest }, async () => {
        ran += 1;
        return { status: 201, answer: `{"id":${await tx.id()}}` };
      }),
    );
  return { answer, ran: () => ran };
}

onEachStore('idempotency keys', (open) => {
  test('the same key and request give the answer of the first time, and run once', async () => {
    const { answer, ran } = post(open(), 'k1', 'd');
    const first = await answer();
    assert.deepEqual({ ...(await answer()) }, { ...first, replayed: true });
    assert.equal(first.replayed, false);
    assert.equal(ran(), 1);
  });

  test('another request under the key is refused; another application has keys of its own', async () => {
    await post(open(), 'k2', 'd').answer();
    await assert.rejects(post(open(), 'k2', 'other').answer(), { code: 'idempotency_key_reused' });
    assert.equal((await post(open(), 'k2', 'other', 2).answer()).replayed, false);
    await assert.rejects(post(open(), '', 'd').answer(), { code: 'invalid_input' });
    await assert.rejects(post(open(), 'x'.repeat(256), 'd').answer(), { code: 'invalid_input' });
  });

  test('a command that failed leaves its key free', async () => {
    const { write } = open();
    const input = { caller_id: 1, key: 'k3', request_digest: 'd' };
    const failing = write((tx) => withIdempotency(tx, input, () => Promise.reject(new Fault('sold_out'))));
    await assert.rejects(failing, { code: 'sold_out' });
    assert.equal((await post(open(), 'k3', 'd').answer()).replayed, false);
  });

  test('many at once run once and all get the same answer', async () => {
    const { answer, ran } = post(open(), 'k4', 'd');
    const answers = await Promise.all(Array.from({ length: 8 }, () => answer()));
    assert.equal(ran(), 1);
    assert.equal(new Set(answers.map((each) => each.answer)).size, 1);
    assert.equal(answers.filter((each) => !each.replayed).length, 1);
  });

  test('without the guard, two at once both run (where transactions run side by side)', async () => {
    const { store, write } = open();
    // SQLite has one writer: there the two would wait for each other for ever
    if (store.engine === 'sqlite') return;
    let ran = 0;
    let met = 0;
    let meet = (): void => undefined;
    const both = new Promise<void>((resolve) => (meet = resolve));
    const unguarded = () =>
      write(async (tx) => {
        const rows = await tx.db.selectFrom('idempotency_key').selectAll().where('key', '=', 'k5').execute();
        if ((met += 1) === 2) meet();
        await both;
        if (rows.length === 0) ran += 1;
      });
    await Promise.all([unguarded(), unguarded()]);
    assert.equal(ran, 2);
  });

  test('after 24 hours the key is free again, before and after the housekeeping', async () => {
    const opened = open();
    await post(opened, 'k6', 'd').answer();
    opened.surroundings.advance(idempotency_key_life_ms - 1);
    assert.equal((await post(opened, 'k6', 'd').answer()).replayed, true);
    opened.surroundings.advance(1);
    const renewed = post(opened, 'k6', 'new');
    const answers = await Promise.all([renewed.answer(), renewed.answer()]);
    assert.equal(answers.filter((each) => each.replayed).length, 1);
    assert.equal(renewed.ran(), 1);

    opened.surroundings.advance(idempotency_key_life_ms);
    const left = () => opened.read((rx) => rx.db.selectFrom('idempotency_key').select('key').execute());
    const before = (await left()).length;
    assert.equal(await opened.write((tx) => forgetIdempotencyKeys(tx, { limit: 2 })), 2);
    assert.equal((await left()).length, before - 2);
    await opened.write((tx) => forgetIdempotencyKeys(tx, { limit: 1000 }));
    assert.deepEqual(await left(), []);
  });
});
