import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { loadConnectors } from '../src/cli/connectors.ts';
import { injectTransport, type IncomingAnswer, type Transport } from '../src/contract/transport.ts';
import { connectBilletweb } from '../src/dialects/billetweb/connect.ts';
import { formatUtc } from '../src/domain/local-time.ts';
import { closedFor } from '../src/hub/breaker.ts';
import { checkedFields } from '../src/hub/connection-fields.ts';
import { addConnection, changeConnection, connectionById, setEnabled } from '../src/hub/connections.ts';
import { waitingDeliveries } from '../src/hub/outbox/waiting.ts';
import type { HubParts } from '../src/hub/parts.ts';
import type { Connector } from '../src/hub/port.ts';
import { Runner } from '../src/hub/runner.ts';
import { testConnection } from '../src/hub/test-connection.ts';
import { scanCode } from '../src/office/admission/scan.ts';
import { createOrganizer } from '../src/office/catalogue/organizer.ts';
import { openBilletwebPark, type Park } from './fixtures/billetweb-park.ts';
import { openToyHub } from './fixtures/toy-hub.ts';
import { ToySystem } from './fixtures/toy-system.ts';
import { testSealer } from './fixtures/sealer.ts';
import { onEachStore, type TestStore } from './stores.ts';

const minute_ms = 60_000;
const hour_ms = 60 * minute_ms;

/** BilletWeb with a limiter before it, which asks for time when it is told to. */
class Limited {
  /** when each call came, ms */
  readonly calls: number[] = [];
  /** what the calls of these numbers, from 1, are answered in place of BilletWeb */
  readonly answers = new Map<number, IncomingAnswer>();
  readonly transport: Transport;

  constructor(park: Park, now: () => number) {
    const through = injectTransport(park.app);
    this.transport = (sent) => {
      const answer = this.answers.get(this.calls.push(now()));
      return answer === undefined ? through(sent) : Promise.resolve(answer);
    };
  }

  asks(call: number, status: 429 | 503, headers: Record<string, string>): void {
    this.answers.set(call, { status, headers, body: Buffer.from('{"error":"rate_limiting"}') });
  }
}

let venues = 0;

/** A venue that pulls from the park and tells it of scans; its work waits by the clock of the office. */
async function openVenue(office: TestStore, park: Park) {
  const { store, surroundings } = office;
  const vendor = new Limited(park, () => surroundings.now());
  const waits: number[] = [];
  const parts: HubParts = {
    office: { store, surroundings, sealer: testSealer },
    connectors: new Map([['billetweb', connectBilletweb({ transport: vendor.transport })]]),
    waiting: {
      now: () => surroundings.now(),
      sleep: (ms) => {
        waits.push(ms);
        surroundings.advance(ms);
        return Promise.resolve();
      },
    },
  };
  const slug = `limited-${(venues += 1)}`;
  const key = await office.write(async (tx) => {
    const organizer = { slug, name: slug, zone: 'Europe/Paris', currency: 'EUR' };
    const organizer_id = await createOrganizer(tx, organizer);
    const connection_id = await addConnection(tx, parts, {
      ...{ organizer_id, dialect: 'billetweb', base_url: 'http://localhost/billetweb' },
      ...{ secrets: { user: park.user, key: park.key }, gap_ms: 0, calls_per_minute: 6_000 },
    });
    return { organizer_id, connection_id };
  });
  const runner = new Runner(parts, slug);
  const found = () => office.read((rx) => connectionById(rx, key));
  const closed = async () => closedFor(await found(), surroundings.now());
  return { vendor, waits, parts, key, runner, found, closed };
}

async function sellAtPark(park: Park): Promise<void> {
  await park.client.addOrder({
    params: { id: park.served_event },
    body: [
      {
        ...{ firstname: 'Jean', name: 'Dupont', email: 'jean@example.org' },
        products: [{ ticket: String(park.served_price) }],
      },
    ],
  });
}

/** Somebody enters here with a ticket that was sold there. */
async function enter({ write, read, surroundings }: TestStore, organizer_id: number): Promise<void> {
  const { code } = await read((rx) =>
    rx.db
      .selectFrom('barcode')
      .innerJoin('entitlement', 'entitlement.ticket_id', 'barcode.ticket_id')
      .select('barcode.code')
      .where('barcode.organizer_id', '=', organizer_id)
      .where('entitlement.used', '=', 0)
      .executeTakeFirstOrThrow(),
  );
  const scan = {
    organizer_id,
    code,
    direction: 'in',
    scanned_at: surroundings.now(),
    source: 'gate',
  } as const;
  assert.equal((await write((tx) => scanCode(tx, scan))).outcome, 'admitted');
}

onEachStore('a platform that asks for time', (open) => {
  let park: Park;
  before(async () => {
    park = await openBilletwebPark(open());
    for (let sale = 0; sale < 4; sale += 1) await sellAtPark(park);
  });
  after(() => park.app.close());

  test('has it in the midst of a pull, which then goes on where it was', async () => {
    const { vendor, waits, runner, key, closed } = await openVenue(open(), park);
    vendor.asks(2, 429, { 'retry-after': '30' });
    const run = await runner.pull(key);
    assert.deepEqual([run?.outcome, run?.counts.new], ['ok', 4]);
    assert.deepEqual(waits, [30_000]);
    assert.equal((vendor.calls[2] ?? 0) - (vendor.calls[1] ?? 0), 30_000, 'nobody calls before');
    assert.equal(await closed(), undefined);
  });

  test('is called by nobody before a longer time is over, and is pulled as soon as it is', async () => {
    const office = open();
    const { vendor, waits, runner, key, closed, found, parts } = await openVenue(office, park);
    vendor.asks(2, 503, { 'retry-after': new Date(office.surroundings.now() + hour_ms).toUTCString() });
    const run = await runner.pull(key);
    assert.deepEqual([run?.outcome, waits, vendor.calls.length], ['failed', [], 2]);
    const { asked_until, failures } = await found();
    assert.equal(failures, 0, 'who asks for time has not failed');
    assert.equal(await closed(), `it asks not to be called before ${formatUtc(asked_until ?? 0)}`);
    office.surroundings.advance(hour_ms - 2_000);
    assert.equal((await runner.pull(key))?.outcome, 'closed');
    const tested = await testConnection(runner, key);
    assert.deepEqual([tested.reached, tested.kind], [false, 'limited']);
    assert.match(tested.words, /asks not to be called before/);
    await office.write((tx) => changeConnection(tx, parts, { ...key, name: 'Renamed' }));
    for (const enabled of [false, true]) await office.write((tx) => setEnabled(tx, { ...key, enabled }));
    assert.equal((await runner.pull(key))?.outcome, 'closed', 'neither a new name nor a pause ends it');
    assert.equal(vendor.calls.length, 2);
    office.surroundings.advance(3_000);
    assert.equal((await runner.pull(key))?.outcome, 'ok');
  });

  test('is told of scans after that time, not before, whatever else goes well meanwhile', async () => {
    const office = open();
    const { vendor, runner, key, closed } = await openVenue(office, park);
    assert.equal((await runner.pull(key))?.outcome, 'ok');
    await enter(office, key.organizer_id);
    vendor.asks(vendor.calls.length + 1, 429, { 'retry-after': '600' });
    const asked_at = office.surroundings.now();
    assert.deepEqual(await runner.deliver(key), {
      delivered: 0,
      retried: 1,
      dead: 0,
      closed: await closed(),
    });
    const calls = vendor.calls.length;
    const [waiting] = await office.read((rx) =>
      waitingDeliveries(rx, { connection_id: key.connection_id, limit: 5 }),
    );
    assert.ok((waiting?.due_at ?? 0) >= asked_at + 600_000, 'its next try is not before');
    office.surroundings.advance(599_000);
    await runner.deliver(key);
    await runner.pull(key);
    assert.equal(vendor.calls.length, calls);
    office.surroundings.advance(5_000);
    assert.equal((await runner.deliver(key))?.delivered, 1);
  });

  test('is called again after a day at the latest, and at once under other credentials', async () => {
    const office = open();
    const { vendor, runner, key, closed, parts } = await openVenue(office, park);
    vendor.asks(1, 429, { 'retry-after': '999999999' });
    await runner.pull(key);
    office.surroundings.advance(23 * hour_ms);
    assert.notEqual(await closed(), undefined);
    office.surroundings.advance(hour_ms);
    assert.equal(await closed(), undefined);
    vendor.asks(2, 429, { 'retry-after': '900' });
    await runner.pull(key);
    assert.notEqual(await closed(), undefined);
    const secrets = { user: park.user, key: park.key };
    await office.write((tx) => changeConnection(tx, parts, { ...key, secrets }));
    assert.equal(await closed(), undefined);
  });

  test('and takes deliveries of another process holds up that process too', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    await hub.sell();
    await hub.runner.deliver(key);
    // heard in one process while the other goes on with what it has open
    const [opened] = toy.opened;
    assert.ok(opened);
    assert.equal(await opened.asked_to_wait(5 * minute_ms), false);
    await hub.sell();
    const other = hub.another();
    assert.match((await other.deliver(key))?.closed ?? '', /asks not to be called before/);
    await assert.rejects(opened.turn(), { name: 'TooSoon' });
    assert.equal(toy.calls.length, 1);
  });
});

/** A service that asks for time, whatever it is asked. */
async function openBusyService() {
  let calls = 0;
  const server = createServer((_request, response) => {
    calls += 1;
    response.writeHead(429, { 'retry-after': '77', 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, calls: () => calls, [Symbol.dispose]: close };
}

/** texts long enough for every field */
function secretsOf({ secrets }: Connector): Record<string, string> {
  return Object.fromEntries(Object.keys(secrets.properties).map((name) => [name, `1001-${name}`]));
}

test('every system that Guichet is a client of is heeded when it asks for time', async () => {
  using service = await openBusyService();
  const connectors = await loadConnectors();
  // asks nothing before there is something to tell: see webhook.test.ts
  const asked = [...connectors.values()].filter(({ dialect }) => dialect !== 'qtickets-webhook');
  for (const connector of asked) {
    const before = service.calls();
    const waits: number[] = [];
    const settings = connector.dialect === 'odoo' ? { database: 'park', login: 'a@example.org' } : {};
    const peer = connector.open({
      ...{ connection_id: 1, base_url: service.url, secrets: secretsOf(connector), zone: 'Europe/Paris' },
      ...{ settings: checkedFields(connector.settings, settings, 'settings'), timeout_ms: 5_000 },
      now: () => Date.now(),
      turn: () => Promise.resolve(),
      asked_to_wait: (wait_ms) => {
        waits.push(wait_ms);
        // once more, and then no longer
        return Promise.resolve(waits.length === 1);
      },
    });
    await assert.rejects(peer.probe(), { name: 'PeerTrouble', kind: 'limited' }, connector.dialect);
    assert.deepEqual(waits, [77_000, 77_000], connector.dialect);
    assert.equal(service.calls() - before, 2, connector.dialect);
  }
});
