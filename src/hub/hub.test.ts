import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { openEvent } from '../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../test/stores.ts';
import { Fault } from '../domain/faults.ts';
import { createSecretSealer } from '../office/access/sealing.ts';
import { sell } from '../office/selling/request.ts';
import {
  addConnection,
  changeConnection,
  connectionById,
  removeConnection,
  setEnabled,
} from './connections.ts';
import { deliverBatch } from './outbox/deliver.ts';
import type { HubParts } from './parts.ts';
import { Peers } from './peers.ts';
import { PeerTrouble } from './port.ts';
import { pullRun, type Intake } from './pull.ts';
import { namesAside } from './quarantine.ts';
import { ToySystem } from './testing/toy-system.ts';
import { withLease, type Work } from './work.ts';

const sealer = createSecretSealer(randomBytes(32));

async function connected({ store, surroundings, write }: TestStore, key = 'secret') {
  const toy = new ToySystem();
  const parts: HubParts = {
    office: { store, surroundings, sealer },
    connectors: new Map([['toy', toy.connector]]),
  };
  const event = await write((tx) => openEvent(tx, 10));
  const { organizer_id } = event;
  const connection_id = await write((tx) =>
    addConnection(tx, parts, { organizer_id, dialect: 'toy', secrets: { key } }),
  );
  const peers = new Peers(parts);
  const { signal } = new AbortController();
  const work = <T>(run: (work: Work) => Promise<T>, holder = 'me') =>
    withLease({ parts, peers, connection_id, what: 'push', holder, signal }, run);
  return { toy, parts, event, organizer_id, connection_id, work };
}

onEachStore('the hub', (open) => {
  test('keeps a connection with its defaults, its secrets sealed, and refuses what its connector does not know', async () => {
    const office = open();
    const { parts, organizer_id, connection_id } = await connected(office);
    const key = { organizer_id, connection_id };
    const kept = await office.read((rx) => connectionById(rx, key));
    assert.equal(kept.settings, '{"depth":3}');
    assert.equal(kept.base_url, 'http://toy.test');
    assert.ok(!kept.secrets_sealed.includes('secret'));
    for (const fields of [{ settings: { depht: 3 } }, { settings: { depth: 0 } }, { secrets: { key: 'x' } }])
      await assert.rejects(
        office.write((tx) => changeConnection(tx, parts, { ...key, ...fields })),
        { code: 'invalid_input' },
      );
    const ledger = await office.read((rx) =>
      rx.db
        .selectFrom('ledger')
        .select(['action', 'after'])
        .where('subject_kind', '=', 'connection')
        .where('subject_id', '=', connection_id)
        .execute(),
    );
    assert.deepEqual(
      ledger.map(({ action }) => action),
      ['connection.added'],
    );
    assert.ok(!JSON.stringify(ledger).includes('secret"'));
  });

  test('delivers an order as it is now, once, whatever was announced of it', async () => {
    const office = open();
    const { toy, work, organizer_id, connection_id, event } = await connected(office);
    const requests = [{ offer_id: event.offer_id, quantity: 2 }];
    const { order_id } = await office.write((tx) =>
      sell(tx, { organizer_id, channel: 'web', requests, confirm: true }),
    );
    await office.write((tx) => sell(tx, { organizer_id, channel: 'web', requests, order_id }));
    const key = { organizer_id, connection_id };
    assert.deepEqual(await work((each) => deliverBatch(each, key)), {
      delivered: 1,
      retried: 0,
      dead: 0,
      more: true,
    });
    assert.equal((await work((each) => deliverBatch(each, key)))?.delivered, 0);
    const [delivery] = toy.told;
    assert.ok(delivery?.topic === 'order');
    assert.equal(delivery.order.tickets.length, 4);
    assert.equal(delivery.order.tickets[0]?.event.id, event.event_id);
  });

  test('tries again what a system did not answer, later and alone, and leaves it alone after three failures', async () => {
    const office = open();
    const { toy, work, organizer_id, connection_id, event } = await connected(office);
    const requests = [{ offer_id: event.offer_id, quantity: 1 }];
    for (const channel of ['web', 'counter'])
      await office.write((tx) => sell(tx, { organizer_id, channel, requests, confirm: true }));
    const key = { organizer_id, connection_id };
    toy.before = () => {
      throw new PeerTrouble('unavailable', 'down');
    };
    assert.equal((await work((each) => deliverBatch(each, key)))?.retried, 2);
    for (let round = 0; round < 2; round += 1) {
      office.surroundings.advance(60_000);
      assert.equal((await work((each) => deliverBatch(each, key)))?.retried, 1);
    }
    assert.match((await work((each) => deliverBatch(each, key)))?.closed ?? '', /left alone.*down/);
    toy.before = () => undefined;
    office.surroundings.advance(3_600_000);
    const calls = toy.calls.length;
    while ((await work((each) => deliverBatch(each, key)))?.more === true);
    assert.equal(toy.calls.length, calls + 2);
    assert.equal(toy.told.length, 2);
    assert.ok(toy.told.every(({ attempts }) => attempts > 0));
  });

  test('calls nobody for a connection that is disabled, and forgets the secrets of one that is removed', async () => {
    const office = open();
    const { toy, work, organizer_id, connection_id } = await connected(office);
    const key = { organizer_id, connection_id };
    await office.write((tx) => setEnabled(tx, { ...key, enabled: false }));
    assert.match((await work((each) => deliverBatch(each, key)))?.closed ?? '', /disabled/);
    await office.write((tx) => setEnabled(tx, { ...key, enabled: true }));
    assert.equal((await work((each) => deliverBatch(each, key)))?.closed, undefined);
    await office.write((tx) => removeConnection(tx, key));
    await assert.rejects(
      office.read((rx) => connectionById(rx, key)),
      { code: 'not_found' },
    );
    assert.deepEqual(toy.calls, []);
  });

  test('pulls page by page under a lease, and goes on from the cursor', async () => {
    const office = open();
    const { toy, work, organizer_id, connection_id } = await connected(office);
    toy.page_records = 3;
    toy.records = Array.from({ length: 7 }, (_, index) => ({
      kind: 'event',
      ref: String(index),
      name: `Event ${index}`,
    }));
    const seen: string[] = [];
    const intake: Intake = {
      takeIn: async (_tx, _connection, records, counts) => {
        seen.push(...records.map(({ ref }) => ref));
        counts.new += records.length;
        await Promise.resolve();
      },
    };
    const key = { organizer_id, connection_id };
    const first = await work(async (each) => {
      assert.equal(await work(() => Promise.resolve('twice'), 'another'), undefined);
      return pullRun(each, intake, key);
    });
    assert.deepEqual([first?.outcome, first?.counts.new, seen.length], ['ok', 7, 7]);
    const second = await work((each) => pullRun(each, intake, key));
    assert.equal(second?.counts.new, 2, 'the overlap');
  });

  test('keeps a record that cannot be taken in aside with the reason, takes the rest, and resolves it once it goes in', async () => {
    const office = open();
    const { toy, work, organizer_id, connection_id } = await connected(office);
    toy.records = ['a', 'b', 'c'].map((ref) => ({ kind: 'event', ref, name: ref }));
    let bad = 'b';
    const taken = new Set<string>();
    const intake: Intake = {
      takeIn: async (_tx, _connection, records, counts) => {
        if (records.some(({ ref }) => ref === bad)) throw new Fault('invalid_input', { field: 'name' });
        for (const { ref } of records) taken.add(ref);
        counts.new += records.length;
        await Promise.resolve();
      },
    };
    const key = { organizer_id, connection_id };
    const aside = () => office.read((rx) => namesAside(rx, connection_id));
    const first = await work((each) => pullRun(each, intake, key));
    assert.deepEqual([first?.counts.new, first?.counts.quarantined], [2, 1]);
    assert.deepEqual([[...taken], [...(await aside())]], [['a', 'c'], ['event/b']]);
    bad = '';
    await work((each) => pullRun(each, intake, key));
    assert.deepEqual([taken.has('b'), [...(await aside())]], [true, []]);
  });
});
