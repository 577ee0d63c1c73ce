import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openToyHub, toyRecords } from '../../test/fixtures/toy-hub.ts';
import { ToySystem } from '../../test/fixtures/toy-system.ts';
import { onEachStore } from '../../test/stores.ts';
import { recordReportedScan } from '../office/admission/reported.ts';
import { recordPayment } from '../office/selling/payments.ts';
import { deliverBatch } from './outbox/deliver.ts';
import { Others } from './others.ts';
import { Peers } from './peers.ts';
import { PeerTrouble } from './port.ts';
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

  test('a destination that hangs holds up a payment and every other destination', async () => {
    const office = open();
    const [slow, quick] = [new ToySystem('slow'), new ToySystem('quick')];
    const hub = await openToyHub(office, slow, quick);
    const slowKey = await hub.connect(slow);
    const quickKey = await hub.connect(quick);
    const order_id = await hub.sell();
    const { organizer_id } = hub;
    const hanging = Promise.withResolvers<void>();
    const hung = Promise.withResolvers<void>();
    slow.before = () => {
      hung.resolve();
      return hanging.promise;
    };
    const stillWaits = async (work: Promise<unknown>): Promise<boolean> =>
      (await Promise.race([work, sleep(30, 'waits')])) === 'waits';

    // told one after the other, as a script does it
    const inTurn = (async () => {
      for (const key of [slowKey, quickKey]) await hub.runner.deliver(key);
    })();
    await hung.promise;
    assert.equal(await stillWaits(inTurn), true);
    assert.deepEqual(quick.calls, []);

    // called from within the command that marks it as told
    const called = Promise.withResolvers<void>();
    const within = office.write(async (tx) => {
      await tx.db.updateTable('order').set({ language: 'fr' }).where('id', '=', order_id).execute();
      called.resolve();
      await hanging.promise;
    });
    await called.promise;
    const payment = office.write((tx) =>
      recordPayment(tx, { organizer_id, order_id, method: 'card', amount: 1100 }),
    );
    assert.equal(await stillWaits(payment), true);
    hanging.resolve();
    await Promise.all([inTurn, within, payment]);
  });

  test('a key that has expired is tried again and again, where it is taken for an outage', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    for (let sales = 0; sales < 3; sales += 1) await hub.sell();
    toy.push_batch_max = 1;
    toy.before = (call) => {
      if (call > 1) throw new PeerTrouble('unavailable', 'the key has expired');
    };
    await hub.runner.deliver(key);
    for (let hours = 1; hours <= 5; hours += 1) {
      office.surroundings.advance(hours * 3_600_000);
      await hub.runner.deliver(key);
    }
    assert.ok(toy.calls.length > 5, `called ${toy.calls.length} times with a key that is wrong`);
  });
});
