import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openToyHub, toyRecords } from '../../test/fixtures/toy-hub.ts';
import { ToySystem } from '../../test/fixtures/toy-system.ts';
import { onEachStore } from '../../test/stores.ts';
import { recordReportedScan } from '../office/admission/reported.ts';
import { deliverBatch } from './outbox/deliver.ts';
import { Others } from './others.ts';
import { Peers } from './peers.ts';
import type { Work } from './work.ts';

/** What happens without the hub's guards: the faults that the other tests look for are real. */
onEachStore('without its guard', (open) => {
  test('a delivery is made twice by two processes that know of no lease', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    await hub.sell();
    const both = Promise.withResolvers<void>();
    toy.before = (call) => {
      if (call === 2) both.resolve();
      return both.promise;
    };
    const unguarded = (): Work => ({
      parts: hub.parts,
      peers: new Peers(hub.parts),
      signal: new AbortController().signal,
      store: office.store,
      others: new Others(office.store),
      write: (command) => office.write(command),
    });
    await Promise.all([deliverBatch(unguarded(), key), deliverBatch(unguarded(), key)]);
    assert.equal(toy.told.length, 2, 'the same order, told twice');
  });

  test('a webhook that is told five times uses the ticket five times and is told on five times', async () => {
    const office = open();
    const platform = new ToySystem('platform');
    const hub = await openToyHub(office, platform);
    const key = await hub.connect(platform, { topics: ['scan'] });
    platform.records = toyRecords(2);
    await hub.runner.pull(key);
    const { organizer_id } = hub;
    for (let told = 0; told < 5; told += 1)
      await office.write((tx) =>
        recordReportedScan(tx, {
          organizer_id,
          ...{ connection_id: null, source: 'webhook', code: 'FAIR1000', direction: 'in', tells: 'entry' },
          scanned_at: office.surroundings.now() + told,
        }),
      );
    const { used } = await office.read((rx) =>
      rx.db
        .selectFrom('entitlement')
        .select((eb) => eb.fn.max('used').as('used'))
        .where('organizer_id', '=', organizer_id)
        .executeTakeFirstOrThrow(),
    );
    assert.equal(used, 5);
    const rows = await office.read((rx) =>
      rx.db
        .selectFrom('outbox')
        .select('id')
        .where('connection_id', '=', key.connection_id)
        .where('topic', '=', 'scan')
        .execute(),
    );
    assert.equal(rows.length, 5);
  });
});
