import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openApi } from '../../../test/fixtures/api-office.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { openToyHub } from '../../../test/fixtures/toy-hub.ts';
import { ToySystem } from '../../../test/fixtures/toy-system.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { raiseAlarm } from '../../office/ledger/alarms.ts';
import { sell } from '../../office/selling/request.ts';
import { tallySales } from '../../office/tallies/tally-sales.ts';

/** the longest that a commit of another process is waited for */
const settle_ms = 11_000;

async function openHouse(office: TestStore) {
  const toy = new ToySystem();
  const hub = await openToyHub(office, toy);
  const opened = await openApi(office, {}, hub.runner);
  const { organizer_id } = hub;
  const { client } = await opened.openMember({ organizer_id, role: 'manager' });
  return {
    ...{ toy, hub, organizer_id, client },
    member: opened.openMember,
    [Symbol.asyncDispose]: () => opened.app.close(),
  };
}

onEachStore('home', (open) => {
  test('says what needs attention, errors first, with where it is', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { client, toy, hub, organizer_id } = house;
    assert.deepEqual((await client.home()).attention, []);
    const key = await hub.connect(toy);
    let answered = 0;
    toy.answer = ({ id }) => {
      answered += 1;
      if (answered % 2 === 0) return { refused: 'no' };
      return { done: true, aside: [{ kind: 'ticket', local_id: id, reason: 'unnamed' }] };
    };
    for (let sale = 0; sale < 6; sale += 1) await hub.sell();
    await hub.runner.deliver(key);
    await office.write((tx) =>
      raiseAlarm(tx, { organizer_id, code: 'overbooked', subject_kind: 'pool', subject_id: 1, details: {} }),
    );
    const { attention } = await client.home();
    const connection = { id: key.connection_id, name: 'Toy' };
    assert.deepEqual(
      attention.map(({ code, severity, count, connection: of }) => [code, severity, count, of]),
      [
        ['overbooked', 'error', 1, null],
        ['dead_deliveries', 'error', 3, connection],
        ['quarantine', 'warning', 3, connection],
      ],
    );
    toy.before = () => {
      throw new Error('the line is dead');
    };
    await hub.runner.pull(key);
    assert.ok((await client.home()).attention.some(({ code }) => code === 'connection_troubled'));
    const stranger = await openToyHub(office, toy);
    const { client: other } = await house.member({ organizer_id: stranger.organizer_id, role: 'manager' });
    assert.deepEqual((await other.home()).attention, []);
  });

  test('leads to the event of an overbooked capacity and to the order of a ticket that came too often', async () => {
    const office = open();
    const { organizer_id, event_id, pool_id, offer_id } = await office.write((tx) => openEvent(tx, 10));
    const { order_id, tickets } = await office.write((tx) =>
      sell(tx, { organizer_id, channel: 'web', requests: [{ offer_id, quantity: 1 }], confirm: true }),
    );
    const alarm = { organizer_id, details: {} } as const;
    await office.write(async (tx) => {
      await raiseAlarm(tx, { ...alarm, code: 'overbooked', subject_kind: 'pool', subject_id: pool_id });
      const subject = { subject_kind: 'ticket', subject_id: tickets[0]!.id };
      await raiseAlarm(tx, { ...alarm, code: 'over_admitted', ...subject });
    });
    await using opened = await openApi(office);
    const { client } = await opened.openMember({ organizer_id, role: 'manager' });
    assert.deepEqual(
      (await client.home()).attention.map(({ code, place }) => [code, place]),
      [
        ['overbooked', { kind: 'event', id: event_id }],
        ['over_admitted', { kind: 'order', id: order_id }],
      ],
    );
  });

  test('sums what is sold by the days of the organizer and by platform', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { client, hub, organizer_id } = house;
    await hub.sell(3);
    await hub.sell(1);
    office.surroundings.advance(settle_ms);
    await office.write((tx) => tallySales(tx, { organizer_id, limit: 100 }));
    const first = await client.home({ query: { days: 2 } });
    assert.equal(first.sales?.days.length, 2);
    assert.deepEqual(
      first.sales.today.map(({ channel, orders, tickets, amount }) => [channel, orders, tickets, amount]),
      [['web', 2, 4, 4400]],
    );
    office.surroundings.advance(86_400_000);
    const { client: later } = await house.member({ organizer_id, role: 'accountant' });
    const next = await later.home({ query: { days: 2 } });
    assert.deepEqual(next.sales?.today, []);
    assert.deepEqual(
      next.sales?.by_day.map(({ date, tickets }) => [date, tickets]),
      [[next.sales.days[0], 4]],
    );
  });

  test('shows nobody what the role may not read', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { client: gate } = await house.member({ organizer_id: house.organizer_id, role: 'gate' });
    const seen = await gate.home();
    assert.deepEqual([seen.sales, seen.arrivals, seen.attention], [null, [], []]);
    assert.notEqual(seen.sessions, null);
    const { client: counter } = await house.member({ organizer_id: house.organizer_id, role: 'counter' });
    assert.equal((await counter.home()).arrivals, null);
  });
});
