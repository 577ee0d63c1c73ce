import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request, type Dispatcher } from 'undici';
import { openApi, type Headers } from '../../../test/fixtures/api-office.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import type { Role } from '../../domain/roles.ts';
import { scanCode } from '../../office/admission/scan.ts';
import { createEvent, updateEvent } from '../../office/catalogue/event.ts';
import { raiseAlarm } from '../../office/ledger/alarms.ts';
import { sealLedger } from '../../office/ledger/seal.ts';
import { fileConnection } from '../../office/imports/links.ts';
import { giveRole } from '../../office/access/users.ts';
import { sell } from '../../office/selling/request.ts';
import { tallySales } from '../../office/tallies/tally-sales.ts';

/** the longest that a commit of another process is waited for */
const settle_ms = 11_000;

interface Told {
  readonly id: string;
  readonly event: string;
  readonly data: {
    readonly items?: Record<string, unknown>[];
    readonly open?: { code: string }[];
    readonly kinds?: string[];
  };
}

/** An open stream, read event by event. */
class Listening {
  readonly #body: Dispatcher.ResponseData['body'];
  readonly #parts: AsyncIterator<Buffer>;
  #text = '';

  constructor(body: Dispatcher.ResponseData['body']) {
    this.#body = body;
    this.#parts = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** The next event of one of these names. */
  async next(...names: string[]): Promise<Told> {
    for (;;) {
      const at = this.#text.indexOf('\n\n');
      if (at === -1) {
        const part = await this.#parts.next();
        if (part.done === true) throw new Error(`the stream ended before ${names.join(', ')}`);
        this.#text += part.value.toString();
        continue;
      }
      const lines = this.#text.slice(0, at).split('\n');
      this.#text = this.#text.slice(at + 2);
      const field = (key: string) =>
        lines.find((line) => line.startsWith(`${key}: `))?.slice(key.length + 2) ?? '';
      const event = field('event');
      if (!names.includes(event)) continue;
      return { id: field('id'), event, data: JSON.parse(field('data')) as Told['data'] };
    }
  }

  [Symbol.dispose](): void {
    this.#body.destroy();
  }
}

async function openHouse(office: TestStore) {
  const { organizer_id, event_id, offer_id } = await office.write((tx) => openEvent(tx, 10));
  const opened = await openApi(office);
  const origin = await opened.app.listen({ port: 0, host: '127.0.0.1' });
  const listen = async (headers: Headers, path = '/api/live') => {
    const { statusCode, headers: got, body } = await request(origin + path, { headers });
    assert.equal(statusCode, 200);
    assert.match(String(got['content-type']), /^text\/event-stream/);
    return new Listening(body);
  };
  const member = (role: Role) => opened.openMember({ organizer_id, role });
  const rename = async (name: string) => {
    await office.write((tx) => updateEvent(tx, { organizer_id, event_id, name }));
    while ((await office.write((tx) => sealLedger(tx))) > 0);
  };
  const close = () => opened.app.close();
  return {
    ...opened,
    organizer_id,
    event_id,
    offer_id,
    origin,
    listen,
    member,
    rename,
    [Symbol.asyncDispose]: close,
  };
}

onEachStore('live events', (open) => {
  test('tell a change to who may read it, and nobody of another organizer', async () => {
    const office = open();
    await using house = await openHouse(office);
    await using other = await openHouse(office);
    await house.rename('before');
    await other.rename('before');
    const manager = await house.member('manager');
    using mine = await house.listen(manager.headers);
    const { headers } = await other.member('manager');
    using theirs = await other.listen(headers);
    await house.rename('Winter');
    const told = await mine.next('changes');
    assert.deepEqual(told.data.items?.map(({ action, subject_id }) => [action, subject_id]).at(-1), [
      'event.changed',
      house.event_id,
    ]);
    await other.rename('Summer');
    const first = await theirs.next('changes');
    assert.ok(first.data.items?.every(({ subject_id }) => subject_id !== house.event_id));
  });

  test('a stream that broke off is told what it missed, and one that missed too much to read anew', async () => {
    const office = open();
    await using house = await openHouse(office);
    await house.rename('before');
    const { headers } = await house.member('read_only');
    let id = '';
    {
      using first = await house.listen(headers);
      await house.rename('one');
      ({ id } = await first.next('changes'));
    }
    await house.rename('two');
    await house.rename('three');
    using again = await house.listen({ ...headers, 'last-event-id': id });
    const missed = await again.next('changes');
    assert.equal(missed.data.items?.filter(({ action }) => action === 'event.changed').length, 2);
    // of another database, of a clock that was ahead, of none of ours
    for (const unknown of ['999999999-0', '1-999999999999999', 'x', `${id}x`]) {
      using beyond = await house.listen({ ...headers, 'last-event-id': unknown });
      await beyond.next('reset');
    }
  });

  test('tell scans, with what a role for one event may see, and alarms while they are open', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { organizer_id, event_id } = house;
    const all = await house.member('manager');
    const gate = await house.openMember({ organizer_id, role: 'gate', event_id });
    const elsewhere = await office.write((tx) => createEvent(tx, { organizer_id, name: 'Elsewhere' }));
    using managers = await house.listen(all.headers);
    using gates = await house.listen(gate.headers);
    const attempt = (of: number, code: string) =>
      office.write((tx) =>
        scanCode(tx, { organizer_id, code, direction: 'in', source: 'gate', event_id: of }),
      );
    await attempt(elsewhere, 'first');
    await attempt(event_id, 'second');
    const seen = await managers.next('scans');
    assert.equal(seen.data.items?.[0]?.['outcome'], 'refused');
    const own = await gates.next('scans');
    assert.deepEqual(
      own.data.items?.map((one) => one['event_id']),
      [event_id],
    );
    const alarm = {
      organizer_id,
      code: 'overbooked',
      subject_kind: 'pool',
      subject_id: 5,
      details: {},
    } as const;
    await office.write((tx) => raiseAlarm(tx, alarm));
    const raised = await managers.next('alarms');
    assert.deepEqual(
      raised.data.open?.map(({ code }) => code),
      ['overbooked'],
    );
  });

  test('tell whose sums have caught up, to who may read them', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { organizer_id, offer_id } = house;
    const count = async () => {
      office.surroundings.advance(settle_ms);
      await office.write((tx) => tallySales(tx, { organizer_id, limit: 100 }));
    };
    const order = () =>
      office.write((tx) =>
        sell(tx, { organizer_id, channel: 'web', requests: [{ offer_id, quantity: 1 }], confirm: true }),
      );
    await order();
    await count();
    const reader = await house.member('read_only');
    const guard = await house.member('gate');
    using told = await house.listen(reader.headers);
    using untold = await house.listen(guard.headers);
    await order();
    await count();
    assert.deepEqual((await told.next('sums')).data.kinds, ['sales']);
    await office.write((tx) =>
      scanCode(tx, { organizer_id, code: 'none', direction: 'in', source: 'gate', event_id: house.event_id }),
    );
    assert.equal((await untold.next('scans', 'sums')).event, 'scans');
  });

  test('tell that deliveries fail and are given up, and that records are set aside, to who reads connections', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { organizer_id } = house;
    const connection_id = await office.write((tx) =>
      fileConnection(tx, { organizer_id, dialect: 'odoo', name: 'Odoo' }),
    );
    const outbox = { organizer_id, connection_id, topic: 'order', subject_kind: 'order', created_at: 1 };
    const reader = await house.member('read_only');
    const guard = await house.member('gate');
    using told = await house.listen(reader.headers);
    using untold = await house.listen(guard.headers);
    // the stream has begun with how things are
    await office.write((tx) =>
      raiseAlarm(tx, { organizer_id, code: 'overbooked', subject_kind: 'event', subject_id: 1, details: {} }),
    );
    await told.next('alarms');
    await office.write((tx) =>
      tx.db
        .insertInto('outbox')
        .values({ ...outbox, id: 1, subject_id: 1, due_at: 5 })
        .execute(),
    );
    const [waiting] = (await told.next('connections')).data.items ?? [];
    assert.deepEqual(
      [waiting?.['connection_id'], waiting?.['waiting'], waiting?.['dead']],
      [connection_id, 1, 0],
    );
    await office.write((tx) =>
      tx.db.updateTable('connection').set({ failures: 3, paused_until: 60_000 }).execute(),
    );
    const [failing] = (await told.next('connections')).data.items ?? [];
    assert.deepEqual([failing?.['failures'], failing?.['paused_until']], [3, '1970-01-01T00:01:00.000Z']);
    await office.write((tx) => tx.db.updateTable('outbox').set({ due_at: null, dead_at: 9 }).execute());
    const [dead] = (await told.next('connections')).data.items ?? [];
    assert.deepEqual([dead?.['waiting'], dead?.['dead']], [0, 1]);
    await office.write((tx) =>
      scanCode(tx, { organizer_id, code: 'none', direction: 'in', source: 'gate', event_id: house.event_id }),
    );
    assert.equal((await untold.next('scans', 'connections', 'runs')).event, 'scans');
  });

  test('take the organizer of the query, need a caller, and are limited for each', async () => {
    const office = open();
    await using house = await openHouse(office);
    await using other = await openHouse(office);
    const { user_id, headers } = await house.member('manager');
    await office.write((tx) =>
      giveRole(tx, { organizer_id: other.organizer_id, user_id, role: 'read_only' }),
    );
    const status = async (path: string, of: Headers = headers) => {
      const { statusCode, body } = await request(house.origin + path, { headers: of });
      await body.text();
      return statusCode;
    };
    assert.equal(await status('/api/live'), 400);
    assert.equal(await status('/api/live', {}), 401);
    const path = `/api/live?guichet-organizer=${other.organizer_id}`;
    const streams: Listening[] = [];
    for (let one = 0; one < 10; one += 1) streams.push(await house.listen(headers, path));
    assert.equal(await status(path), 429);
    for (const stream of streams) stream[Symbol.dispose]();
  });

  test('end when the office closes', async () => {
    await using house = await openHouse(open());
    const { headers } = await house.member('manager');
    using stream = await house.listen(headers);
    const ended = assert.rejects(stream.next('nothing'), /the stream ended/);
    await house.app.close();
    await ended;
  });
});
