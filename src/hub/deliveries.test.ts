import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { onEachStore, type TestStore } from '../../test/stores.ts';
import { recordPayment } from '../office/selling/payments.ts';
import { sell } from '../office/selling/request.ts';
import { scanCode } from '../office/admission/scan.ts';
import { connectionById, setEnabled } from './connections.ts';
import { replayDead, waitingDeliveries } from './outbox/waiting.ts';
import { namesAside } from './quarantine.ts';
import { PeerTrouble } from './port.ts';
import { testConnection } from './test-connection.ts';
import { openToyHub } from '../../test/fixtures/toy-hub.ts';
import { ToySystem } from '../../test/fixtures/toy-system.ts';

const hour_ms = 3_600_000;

const waiting = ({ read }: TestStore, connection_id: number, dead = false) =>
  read((rx) => waitingDeliveries(rx, { connection_id, dead, limit: 100 }));

onEachStore('deliveries', (open) => {
  test('tell an order as it is when it leaves, once, whatever was announced of it', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    const { organizer_id, offer_id } = hub;
    const order_id = await hub.sell(2);
    const requests = [{ offer_id, quantity: 2 }];
    await office.write((tx) => sell(tx, { organizer_id, channel: 'web', requests, order_id }));
    assert.equal((await waiting(office, key.connection_id)).length > 1, true);
    assert.deepEqual(await hub.runner.deliver(key), { delivered: 1, retried: 0, dead: 0 });
    const [delivery, ...more] = toy.told;
    assert.ok(delivery?.topic === 'order');
    assert.equal(delivery.order.tickets.length, 4);
    assert.equal(delivery.order.tickets[0]?.event.id, hub.event_id);
    assert.deepEqual(more, []);
    assert.deepEqual(await waiting(office, key.connection_id), []);
  });

  test('keep what the other system calls our things, and tell it so the next time', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    const { organizer_id, offer_id } = hub;
    const order_id = await hub.sell();
    toy.answer = (delivery) => {
      assert.ok(delivery.topic === 'order');
      const ticket = delivery.order.tickets[0]?.ticket.id ?? 0;
      return {
        done: true,
        links: [
          { kind: 'order', local_id: delivery.order.order.id, foreign_id: 'S1' },
          { kind: 'ticket', local_id: ticket, foreign_id: `R${ticket}` },
        ],
      };
    };
    await hub.runner.deliver(key);
    const requests = [{ offer_id, quantity: 1 }];
    await office.write((tx) => sell(tx, { organizer_id, channel: 'web', requests, order_id }));
    await hub.runner.deliver(key);
    const second = toy.told[1];
    assert.ok(second?.topic === 'order');
    assert.equal(second.order.order.ref, 'S1');
    assert.deepEqual(
      second.order.tickets.map(({ ticket }) => ticket.ref !== undefined),
      [true, false],
    );
  });

  test('are tried again later and alone when the system did not answer, and it is left alone after three failures', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    for (let sales = 0; sales < 2; sales += 1) await hub.sell();
    toy.before = () => {
      throw new PeerTrouble('unavailable', 'down');
    };
    assert.deepEqual(await hub.runner.deliver(key), { delivered: 0, retried: 2, dead: 0 });
    office.surroundings.advance(60_000);
    assert.equal((await hub.runner.deliver(key))?.retried, 2);
    assert.match((await hub.runner.deliver(key))?.closed ?? '', /left alone.*down/);
    assert.equal(toy.calls.length, 3, 'nobody is called while the breaker is open');
    toy.before = () => undefined;
    office.surroundings.advance(hour_ms);
    assert.equal((await hub.runner.deliver(key))?.delivered, 2);
    assert.equal(toy.calls.length, 5, 'each alone');
    assert.ok(toy.told.every(({ attempts }) => attempts > 0));
    const { failures, trouble } = await office.read((rx) => connectionById(rx, key));
    assert.deepEqual([failures, trouble], [0, '']);
  });

  test('of one subject keep their order: a later announcement waits with an earlier one', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    const { organizer_id, offer_id } = hub;
    const order_id = await hub.sell();
    toy.answer = () => ({ retry: 'locked', after_ms: 10_000 });
    await hub.runner.deliver(key);
    const requests = [{ offer_id, quantity: 1 }];
    await office.write((tx) => sell(tx, { organizer_id, channel: 'web', requests, order_id }));
    const other = await hub.sell();
    toy.answer = () => ({ done: true });
    assert.equal((await hub.runner.deliver(key))?.delivered, 1);
    assert.equal(toy.told.at(-1)?.topic === 'order' && toy.told.at(-1)?.id !== undefined, true);
    assert.deepEqual(subjects(toy).at(-1), other);
    office.surroundings.advance(10_000);
    assert.equal((await hub.runner.deliver(key))?.delivered, 1);
    assert.deepEqual(subjects(toy).at(-1), order_id);
  });

  test('that are refused go to a person, who lets them be tried again; a later one tells it all', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    const order_id = await hub.sell();
    toy.answer = () => ({ refused: 'no such product' });
    assert.equal((await hub.runner.deliver(key))?.dead, 1);
    const [dead] = await waiting(office, key.connection_id, true);
    assert.equal(dead?.last_error, 'no such product');
    toy.answer = () => ({ done: true });
    assert.equal((await hub.runner.deliver(key))?.delivered, 0, 'it is not tried by itself');
    assert.ok((await office.write((tx) => replayDead(tx, { connection_id: key.connection_id }))) > 0);
    assert.equal((await hub.runner.deliver(key))?.delivered, 1);

    toy.answer = () => ({ refused: 'no' });
    const { organizer_id, offer_id } = hub;
    const sale = { organizer_id, channel: 'web', requests: [{ offer_id, quantity: 1 }], order_id };
    await office.write((tx) => sell(tx, sale));
    await hub.runner.deliver(key);
    toy.answer = () => ({ done: true });
    await office.write((tx) => sell(tx, sale));
    await hub.runner.deliver(key);
    assert.deepEqual(await waiting(office, key.connection_id, true), []);
    await assert.rejects(
      office.write((tx) => replayDead(tx, { ids: [dead?.id ?? 0] })),
      { code: 'not_found' },
    );
  });

  test('that fail for ever are given up after a dozen tries, those to a system that is down only after days', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    await hub.sell();
    toy.answer = () => ({ retry: 'try later' });
    let tries = 0;
    while ((await waiting(office, key.connection_id)).length > 0 && tries < 50) {
      office.surroundings.advance(2 * hour_ms);
      await hub.runner.deliver(key);
      tries += 1;
    }
    assert.equal(tries, 12);
    await hub.sell();
    toy.before = () => {
      throw new PeerTrouble('unavailable', 'down');
    };
    const since = office.surroundings.now();
    while ((await waiting(office, key.connection_id)).length > 0) {
      office.surroundings.advance(2 * hour_ms);
      await hub.runner.deliver(key);
    }
    assert.ok(office.surroundings.now() - since >= 4 * 24 * hour_ms);
  });

  test('keep parts that the system cannot take in quarantine, while the rest goes through', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    const order_id = await hub.sell(2);
    let mapped = false;
    toy.answer = (delivery) => {
      const line = delivery.topic === 'order' ? (delivery.order.lines[0]?.line.id ?? 0) : 0;
      const aside = mapped ? [] : [{ kind: 'order_line' as const, local_id: line, reason: 'not mapped' }];
      return { done: true, aside };
    };
    await hub.runner.deliver(key);
    const aside = () => office.read((rx) => namesAside(rx, key.connection_id));
    assert.match([...(await aside())][0] ?? '', new RegExp(`^order_line/#${order_id}/`));
    mapped = true;
    const { organizer_id, offer_id } = hub;
    const sale = { organizer_id, channel: 'web', requests: [{ offer_id, quantity: 1 }], order_id };
    await office.write((tx) => sell(tx, sale));
    await hub.runner.deliver(key);
    assert.deepEqual([...(await aside())], []);
  });

  test('stop when the key has expired, until a person has looked', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    for (let sales = 0; sales < 3; sales += 1) await hub.sell();
    toy.push_batch_max = 1;
    toy.after = (call) => {
      if (call === 2) throw new PeerTrouble('credentials', 'the key has expired');
    };
    const first = await hub.runner.deliver(key);
    assert.match(first?.closed ?? '', /halted until somebody has looked: the key has expired/);
    office.surroundings.advance(24 * hour_ms);
    await hub.runner.deliver(key);
    assert.equal(toy.calls.length, 2, 'nobody is called with a key that is known to be wrong');
    toy.after = () => undefined;
    assert.deepEqual(await testConnection(hub.runner, key), { reached: true, kind: null, words: 'a toy' });
    assert.equal((await hub.runner.deliver(key))?.delivered, 2);
    assert.equal(new Set(subjects(toy)).size, 3);
  });

  test('a test whose turn is minutes off says so at once, and is no trouble of the other system', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    for (const pace of [{ calls_per_minute: 1 }, { gap_ms: 600_000 }]) {
      const key = await hub.connect(toy, pace);
      assert.equal((await testConnection(hub.runner, key)).reached, true);
      const second = await testConnection(hub.runner, key);
      assert.deepEqual([second.reached, second.kind], [false, 'limited']);
      assert.match(second.words, /^The pace of this connection leaves no call free for \d+ s$/);
      const { trouble, paused_until } = await office.read((rx) => connectionById(rx, key));
      assert.deepEqual([trouble, paused_until], ['', null]);
    }
    assert.equal(toy.calls.length, 2);
  });

  test('wait while a connection is disabled, and one that hangs delays no sale, no scan and no other', async () => {
    const office = open();
    const [slow, quick] = [new ToySystem('slow'), new ToySystem('quick')];
    const hub = await openToyHub(office, slow, quick);
    const slowKey = await hub.connect(slow);
    const quickKey = await hub.connect(quick);
    await hub.sell();
    await office.write((tx) => setEnabled(tx, { ...quickKey, enabled: false }));
    assert.match((await hub.runner.deliver(quickKey))?.closed ?? '', /disabled/);
    await office.write((tx) => setEnabled(tx, { ...quickKey, enabled: true }));
    const hanging = Promise.withResolvers<void>();
    const hung = Promise.withResolvers<void>();
    slow.before = () => {
      hung.resolve();
      return hanging.promise;
    };
    const stuck = hub.runner.deliver(slowKey);
    await hung.promise;
    const order_id = await hub.sell();
    const { organizer_id } = hub;
    const payment = { organizer_id, order_id, method: 'card', amount: 1100 };
    await office.write((tx) => recordPayment(tx, payment));
    const code = await office.read(async (rx) => {
      const row = await rx.db
        .selectFrom('barcode')
        .innerJoin('ticket', 'ticket.id', 'barcode.ticket_id')
        .select('barcode.code')
        .where('ticket.order_id', '=', order_id)
        .executeTakeFirstOrThrow();
      return row.code;
    });
    const scan = { organizer_id, code, direction: 'in', scanned_at: office.surroundings.now() } as const;
    assert.equal((await office.write((tx) => scanCode(tx, { ...scan, source: 'gate' }))).outcome, 'admitted');
    assert.equal((await hub.runner.deliver(quickKey))?.delivered, 3);
    assert.equal(await Promise.race([stuck, sleep(1, 'still hanging')]), 'still hanging');
    hanging.resolve();
    await stuck;
  });

  test('are made by one process at a time', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    await hub.sell();
    const answer = Promise.withResolvers<void>();
    const called = Promise.withResolvers<void>();
    toy.before = () => {
      called.resolve();
      return answer.promise;
    };
    const first = hub.runner.deliver(key);
    await called.promise;
    assert.equal(await hub.another().deliver(key), undefined);
    answer.resolve();
    assert.equal((await first)?.delivered, 1);
    assert.equal((await hub.another().deliver(key))?.delivered, 0);
    assert.equal(toy.told.length, 1);
  });

  test('of a process that died are taken over once its lease is over, and what it writes then is refused', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    await hub.sell();
    const answer = Promise.withResolvers<void>();
    const called = Promise.withResolvers<void>();
    toy.before = (call) => {
      if (call > 1) return undefined;
      called.resolve();
      return answer.promise;
    };
    const dying = hub.runner.deliver(key);
    await called.promise;
    office.surroundings.advance(61_000);
    assert.equal((await hub.another().deliver(key))?.delivered, 1);
    const held = hub.another();
    const again = Promise.withResolvers<void>();
    toy.before = () => again.promise;
    await hub.sell();
    const holding = held.deliver(key);
    answer.resolve();
    await assert.rejects(dying, { name: 'LostLease' });
    again.resolve();
    assert.equal((await holding)?.delivered, 1);
  });
});

const subjects = ({ told }: ToySystem): number[] =>
  told.flatMap((delivery) => (delivery.topic === 'order' ? [delivery.order.order.id] : []));
