import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEachStore } from '../../../test/stores.ts';
import { fixServedId, localId, servedId, servedIds } from './served-ids.ts';

const events = { dialect: 'billetweb', kind: 'event' };

onEachStore('served ids', (open) => {
  test('a thing born here is shown in the reserved range, and found again', async () => {
    const { read } = open();
    const of = { ...events, organizer_id: 1 };
    assert.equal(await read((rx) => servedId(rx, { ...of, local_id: 42 })), '1500000042');
    assert.equal(await read((rx) => localId(rx, { ...of, served_id: 1500000042 })), 42);
    const uuid = await read((rx) => servedId(rx, { ...of, local_id: 42, shape: 'uuid' }));
    assert.equal(await read((rx) => localId(rx, { ...of, served_id: uuid })), 42);
  });

  test('a fixed id is shown in place of it, for that organizer, dialect and kind alone', async () => {
    const { read, write } = open();
    const of = { ...events, organizer_id: 2 };
    await write((tx) => fixServedId(tx, { ...of, local_id: 7, served_id: 1350897 }));
    await write((tx) => fixServedId(tx, { ...of, local_id: 7, served_id: '1350897' }));
    assert.equal(await read((rx) => servedId(rx, { ...of, local_id: 7 })), '1350897');
    assert.equal(await read((rx) => localId(rx, { ...of, served_id: '1350897' })), 7);
    // a client that kept the id of before still finds it
    assert.equal(await read((rx) => localId(rx, { ...of, served_id: '1500000007' })), 7);
    for (const other of [{ organizer_id: 3 }, { dialect: 'utick' }, { kind: 'ticket' }]) {
      assert.equal(await read((rx) => localId(rx, { ...of, ...other, served_id: 1350897 })), undefined);
      assert.equal(await read((rx) => servedId(rx, { ...of, ...other, local_id: 7 })), '1500000007');
    }
  });

  test('an id that is reserved or taken is refused, and so is a second id of one thing', async () => {
    const { write } = open();
    const of = { ...events, organizer_id: 4 };
    await write((tx) => fixServedId(tx, { ...of, local_id: 1, served_id: 'A1' }));
    const fix = (local_id: number, served_id: string) =>
      write((tx) => fixServedId(tx, { ...of, local_id, served_id }));
    await assert.rejects(fix(2, 'A1'), { code: 'served_id_taken' });
    await assert.rejects(fix(1, 'A2'), { code: 'served_id_taken' });
    await assert.rejects(fix(2, '1500000001'), { code: 'served_id_reserved' });
    await assert.rejects(fix(2, '67756963-6865-8740-8000-0000000003e9'), { code: 'served_id_reserved' });
    await assert.rejects(fix(2, ''), { code: 'invalid_input' });
  });

  test('of two things that want one id at once, one gets it', async () => {
    const { store, write } = open();
    const of = { ...events, organizer_id: 5 };
    const results = await Promise.allSettled(
      [1, 2, 3, 4].map((local_id) => write((tx) => fixServedId(tx, { ...of, local_id, served_id: 'one' }))),
    );
    assert.equal(results.filter((result) => result.status === 'fulfilled').length, 1, store.engine);
  });

  test('lists of any length have an entry for each id asked', async () => {
    const { read, write } = open();
    const of = { ...events, kind: 'ticket', organizer_id: 6 };
    await write(async (tx) => {
      for (const id of [3, 100, 101, 250])
        await fixServedId(tx, { ...of, local_id: id, served_id: `bw-${id}` });
    });
    for (const length of [0, 1, 2, 99, 100, 101, 250, 1000]) {
      const local_ids = Array.from({ length }, (_, index) => index + 1);
      const served = await read((rx) => servedIds(rx, { ...of, local_ids: [...local_ids, ...local_ids] }));
      assert.equal(served.size, length);
      for (const id of local_ids) {
        const expected = [3, 100, 101, 250].includes(id) ? `bw-${id}` : String(1_500_000_000 + id);
        assert.equal(served.get(id), expected);
      }
    }
  });

  test('a long list of a kind in which nothing is fixed costs one statement', async () => {
    const { read } = open();
    const local_ids = Array.from({ length: 10_000 }, (_, index) => index + 1);
    const ran: string[] = [];
    const served = await read((rx) =>
      servedIds(
        {
          ...rx,
          run: (statement, values) => (ran.push('run'), rx.run(statement, values)),
          first: (statement, values) => (ran.push('first'), rx.first(statement, values)),
        },
        { ...events, organizer_id: 7, local_ids },
      ),
    );
    assert.equal(served.size, 10_000);
    assert.deepEqual(ran, ['first']);
  });
});
