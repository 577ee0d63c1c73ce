import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEachStore, type TestStore } from '../../test/stores.ts';
import { examine } from '../office/doctor/examine.ts';
import { readCursor } from './cursor.ts';
import { PeerTrouble } from './port.ts';
import { lastResults } from './results.ts';
import { retryAside } from './retry-aside.ts';
import { runsByIds } from './connection-views.ts';
import { namesAside } from './quarantine.ts';
import { startRun } from './runs.ts';
import { openToyHub, toyRecords } from '../../test/fixtures/toy-hub.ts';
import { ToySystem } from '../../test/fixtures/toy-system.ts';

interface Held {
  readonly orders: number;
  readonly tickets: number;
  readonly customers: number;
  readonly paid: number;
}

async function heldBy({ read }: TestStore, organizer_id: number): Promise<Held> {
  const of = (table: 'order' | 'ticket' | 'customer') =>
    read((rx) =>
      rx.db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as('many'))
        .where('organizer_id', '=', organizer_id)
        .executeTakeFirstOrThrow(),
    );
  const { paid } = await read((rx) =>
    rx.db
      .selectFrom('order')
      .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('paid'), eb.lit(0)).as('paid'))
      .where('organizer_id', '=', organizer_id)
      .executeTakeFirstOrThrow(),
  );
  const [orders, tickets, customers] = await Promise.all([of('order'), of('ticket'), of('customer')]);
  return { orders: orders.many, tickets: tickets.many, customers: customers.many, paid };
}

onEachStore('a pull', (open) => {
  test('takes everything in page by page, and again from the cursor nothing', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    toy.records = toyRecords(25);
    toy.page_records = 10;
    const steps: (number | undefined)[] = [];
    const first = await hub.runner.pull(key, { onProgress: ({ records }) => steps.push(records) });
    assert.deepEqual([first?.outcome, first?.counts.new, steps], ['ok', 25, [10, 20, 27]]);
    const held = { orders: 13, tickets: 25, customers: 1, paid: 25_000 };
    assert.deepEqual(await heldBy(office, hub.organizer_id), held);
    const again = await hub.runner.pull(key);
    assert.deepEqual([again?.counts.new, again?.counts.changed, again?.counts.unchanged], [0, 0, 2]);
    const whole = await hub.runner.pull(key, { full: true });
    assert.deepEqual([whole?.counts.new, whole?.counts.changed, whole?.counts.gone], [0, 0, 0]);
    assert.deepEqual(await heldBy(office, hub.organizer_id), held);
    const [result] = await office.read((rx) => lastResults(rx, [hub.organizer_id]));
    assert.deepEqual([result?.outcome, result?.full, result?.counts.unchanged], ['ok', true, 25]);
  });

  test('that is killed after any call and run again comes to the same', async () => {
    const office = open();
    for (let kill = 1; kill <= 4; kill += 1) {
      for (const when of ['before', 'after'] as const) {
        const toy = new ToySystem();
        const hub = await openToyHub(office, toy);
        const key = await hub.connect(toy);
        toy.records = toyRecords(9, `Fair ${kill} ${when}`);
        toy.page_records = 3;
        toy[when] = (call) => {
          if (call === kill) throw new PeerTrouble('unavailable', 'killed');
        };
        const cut = await hub.runner.pull(key);
        assert.equal(cut?.outcome, 'failed');
        toy[when] = () => undefined;
        office.surroundings.advance(60_000);
        assert.equal((await hub.runner.pull(key))?.outcome, 'ok');
        assert.deepEqual(await heldBy(office, hub.organizer_id), {
          orders: 5,
          tickets: 9,
          customers: 1,
          paid: 9_000,
        });
      }
    }
  });

  test('that fails keeps the cursor where the last whole page has left it', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    toy.records = toyRecords(10);
    toy.page_records = 4;
    toy.before = (call) => {
      if (call === 3) throw new PeerTrouble('nonsense', 'a page of HTML');
    };
    const cut = await hub.runner.pull(key);
    assert.deepEqual([cut?.outcome, cut?.message], ['failed', 'a page of HTML']);
    assert.equal(await office.read((rx) => readCursor(rx, key.connection_id)), '8');
  });

  test('takes the same ticket once when it comes twice in a page and in overlapping windows', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    const [event, price, ...tickets] = toyRecords(4);
    assert.ok(event && price && tickets[0] && tickets[3]);
    toy.records = [event, price, ...tickets, tickets[0], tickets[3]];
    toy.page_records = 50;
    const first = await hub.runner.pull(key);
    assert.equal(first?.counts.new, 4);
    assert.equal((await hub.runner.pull(key))?.counts.new, 0);
    assert.equal((await heldBy(office, hub.organizer_id)).tickets, 4);
  });

  test('of an order whose three tickets come over three runs makes one order of three', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    const [event, price, ...tickets] = toyRecords(6);
    assert.ok(event && price);
    const order = tickets.slice(0, 3).map((ticket) => {
      assert.ok(ticket.kind === 'ticket');
      return { ...ticket, order: { ...ticket.order, ref: 'one' } };
    });
    toy.records = [event, price];
    for (const ticket of order) {
      toy.records = [...toy.records, ticket];
      assert.equal((await hub.runner.pull(key))?.counts.new, 1);
    }
    assert.deepEqual(await heldBy(office, hub.organizer_id), {
      orders: 1,
      tickets: 3,
      customers: 1,
      paid: 3_000,
    });
  });

  test('keeps what cannot be taken in aside with the reason, takes the rest, and takes it once it can be', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    const [event, price, ticket, ...tickets] = toyRecords(3);
    assert.ok(event && price && ticket?.kind === 'ticket');
    toy.records = [event, price, { ...ticket, event_ref: 'elsewhere', price: { name: 'Full' } }, ...tickets];
    const first = await hub.runner.pull(key);
    assert.deepEqual([first?.counts.new, first?.counts.quarantined], [2, 1]);
    const aside = () => office.read((rx) => namesAside(rx, key.connection_id));
    assert.deepEqual([...(await aside())], ['ticket/Fair 0']);
    const { connection_id } = key;
    assert.deepEqual(await retryAside(hub.runner, { connection_id }), {
      resolved: 0,
      announced: 0,
      still: 1,
    });
    toy.records = [...toy.records, { kind: 'event', ref: 'elsewhere', name: 'Elsewhere' }];
    await hub.runner.pull(key);
    assert.deepEqual(await retryAside(hub.runner, { connection_id }), {
      resolved: 1,
      announced: 0,
      still: 0,
    });
    assert.deepEqual([...(await aside())], []);
    assert.equal((await heldBy(office, hub.organizer_id)).tickets, 3);
  });

  test('of everything settles what was set aside and is told no more, and no other', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    const [event, price, one, two, ...tickets] = toyRecords(4);
    assert.ok(event && price && one?.kind === 'ticket' && two?.kind === 'ticket');
    const lost = (ticket: typeof one) => ({ ...ticket, event_ref: 'elsewhere', price: { name: 'Full' } });
    toy.records = [event, price, lost(one), lost(two), ...tickets];
    await hub.runner.pull(key);
    const aside = () => office.read((rx) => namesAside(rx, key.connection_id));
    assert.equal((await aside()).size, 2);
    toy.records = [event, price, lost(two), ...tickets];
    await hub.runner.pull(key);
    assert.equal((await aside()).size, 2, 'a pull of changes does not tell what is gone');
    await hub.runner.pull(key, { full: true });
    assert.deepEqual([...(await aside())], ['ticket/Fair 1']);
  });

  test('whose process ends in its midst is ended by the next one, and says how much it has seen', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    const { connection_id } = key;
    toy.records = toyRecords(5);
    const killed = await office.write((tx) => startRun(tx, connection_id, { full: true }));
    const found = (id: number) => office.read(async (rx) => (await runsByIds(rx, [id]))[0]);
    await hub.runner.endBrokenOff(key, office.surroundings.now());
    assert.equal((await found(killed))?.ended_at, null, 'it may have begun this moment');
    office.surroundings.advance(1_000);
    await hub.runner.pull(key);
    const broken = await found(killed);
    assert.deepEqual([broken?.outcome, broken?.why], ['failed', '{"code":"broken_off","params":{}}']);
    const [latest] = await office.read((rx) =>
      rx.db
        .selectFrom('run')
        .selectAll()
        .where('connection_id', '=', connection_id)
        .orderBy('id', 'desc')
        .execute(),
    );
    assert.deepEqual([latest?.outcome, latest?.records], ['ok', 7]);
  });

  test('of everything finds what is gone at the source, and a dry run keeps nothing', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    const records = toyRecords(10);
    toy.records = records;
    const look = await hub.runner.pull(key, { dry_run: true });
    assert.equal(look?.counts.new, 10);
    assert.equal((await heldBy(office, hub.organizer_id)).tickets, 0);
    assert.equal(await office.read((rx) => readCursor(rx, key.connection_id)), undefined);
    await hub.runner.pull(key);
    toy.records = records.slice(0, -2);
    assert.equal((await hub.runner.pull(key, { full: true, dry_run: true }))?.counts.gone, 2);
    assert.equal((await hub.runner.pull(key, { full: true }))?.counts.gone, 2);
    assert.equal((await hub.runner.pull(key, { full: true }))?.counts.gone, 0);
    const states = await office.read((rx) =>
      rx.db
        .selectFrom('ticket')
        .select('state')
        .where('organizer_id', '=', hub.organizer_id)
        .where('state', '!=', 'valid')
        .execute(),
    );
    assert.equal(states.length, 2);
  });

  test('is told to everybody but the one that it came from, and leaves the books in order', async () => {
    const office = open();
    const [platform, books] = [new ToySystem('platform'), new ToySystem('books')];
    const hub = await openToyHub(office, platform, books);
    const platformKey = await hub.connect(platform);
    const booksKey = await hub.connect(books);
    platform.records = toyRecords(5);
    await hub.runner.pull(platformKey);
    assert.equal((await hub.runner.deliver(platformKey))?.delivered, 0);
    assert.equal((await hub.runner.deliver(booksKey))?.delivered, 3);
    const order = books.told.find((delivery) => delivery.topic === 'order');
    assert.equal(order?.topic === 'order' && order.order.tickets[0]?.event_origin_ref, 'Fair');
    assert.deepEqual(
      (await office.read((rx) => examine(rx, { now: office.surroundings.now() }))).map(({ code }) => code),
      [],
    );
  });
});
