import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBilletwebPark } from '../../../test/fixtures/billetweb-park.ts';
import { onEachStore } from '../../../test/stores.ts';
import { servedIdOf } from '../../domain/served-id.ts';
import type { Store } from '../../store/transaction.ts';
import { reachedEventIds } from './serve/event-ids.ts';

onEachStore('The event that a served id leads to', (open) => {
  /** The store, and how often it was asked. */
  function counting() {
    let asked = 0;
    const { store } = open();
    const counted: Store = { ...store, read: (query) => ((asked += 1), store.read(query)) };
    const find = async (organizer_ids: number[], served: number | string) =>
      reachedEventIds(counted, { organizer_ids }, served);
    return { find, asked: () => asked };
  }

  test('is asked once, be its id a fixed one or one of ours', async () => {
    const park = await openBilletwebPark(open());
    const { find, asked } = counting();
    const ids = { event_id: park.event_id, organizer_id: park.organizer_id };
    const born = servedIdOf('integer', park.event_id);
    for (const served of [park.served_event, String(park.served_event), born, Number(born)]) {
      assert.deepEqual(await find([park.organizer_id], served), ids);
    }
    assert.equal(asked(), 2);
  });

  test('is none for who does not reach it, asked again each time', async () => {
    const park = await openBilletwebPark(open());
    const other = await openBilletwebPark(open());
    const { find, asked } = counting();
    const born = servedIdOf('integer', park.event_id);
    await find([park.organizer_id], born);
    for (let call = 0; call < 2; call += 1) {
      await assert.rejects(find([other.organizer_id], born), { code: 'not_found' });
      await assert.rejects(find([other.organizer_id], 42), { code: 'not_found' });
    }
    assert.equal(asked(), 5);
  });

  test('is that of the first organizer where two have the same, whatever was asked before', async () => {
    const park = await openBilletwebPark(open());
    const other = await openBilletwebPark(open());
    const { find } = counting();
    const both = [park.organizer_id, other.organizer_id];
    assert.equal((await find([other.organizer_id], 1_350_897)).event_id, other.event_id);
    assert.equal((await find(both, 1_350_897)).event_id, park.event_id);
    assert.equal((await find([other.organizer_id], 1_350_897)).event_id, other.event_id);
    assert.equal((await find(both, servedIdOf('integer', other.event_id))).event_id, other.event_id);
  });

  test('stays the same after its deletion: what was sold of it is judged like any other ticket', async () => {
    const office = open();
    const park = await openBilletwebPark(office);
    const check = async () => {
      const answer = await park.ask(`/api/event/${park.served_event}/check?${park.query}`, {
        method: 'POST',
        payload: { code: '000000' },
      });
      return answer.body;
    };
    const before = await check();
    await office.write((tx) =>
      tx.db
        .updateTable('event')
        .set({ deleted_at: tx.now })
        .where('id', '=', park.event_id)
        .executeTakeFirstOrThrow(),
    );
    assert.deepEqual(await check(), before);
    const { find } = counting();
    assert.equal((await find([park.organizer_id], park.served_event)).event_id, park.event_id);
  });
});
