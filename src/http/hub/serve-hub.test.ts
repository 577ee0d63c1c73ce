import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { readConfig } from '../../config.ts';
import { createClient } from '../../contract/client.ts';
import { undiciTransport } from '../../contract/transport.ts';
import { openToyHub, toyRecords, type ToyHub } from '../../../test/fixtures/toy-hub.ts';
import { ToySystem } from '../../../test/fixtures/toy-system.ts';
import { createApplication } from '../../office/access/applications.ts';
import { issueCredential } from '../../office/access/credentials.ts';
import { syncContract, webhookContract } from '../contract.ts';
import { startServer } from '../server.ts';

async function openFace(office: TestStore, host = '127.0.0.1', credential_limits = false) {
  const [platform, desk] = [new ToySystem('platform'), new ToySystem('desk', ['scan'])];
  const hub = await openToyHub(office, platform, desk);
  const platformKey = await hub.connect(platform, { topics: ['scan'] });
  await hub.connect(desk, { topics: ['order'] });
  // other suites of this database have connections of their own
  const config = { ...readConfig({ mode: 'serve', env: { PORT: '0' } }), host };
  const settings = { public_base_url: 'https://tickets.example', credential_limits };
  const running = await startServer({
    // a server that closes closes its store: the suite's has more to do
    office: { ...hub.parts.office, store: { ...office.store, close: () => Promise.resolve() }, settings },
    dialects: [],
    config,
    hub: hub.runner,
    log: { write: () => undefined },
  });
  const port = running.addresses[0]?.port ?? 0;
  return {
    ...{ platform, desk, hub, platformKey },
    origin: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => running.close(),
  };
}

async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await request(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.statusCode, body: (await answer.body.json()) as Record<string, unknown> };
}

const slugOf = ({ read }: TestStore, hub: ToyHub): Promise<string> =>
  read(async (rx) => {
    const row = await rx.db
      .selectFrom('organizer')
      .select('slug')
      .where('id', '=', hub.organizer_id)
      .executeTakeFirstOrThrow();
    return row.slug;
  });

const scans = ({ read }: TestStore, organizer_id: number) =>
  read((rx) => rx.db.selectFrom('scan').select('id').where('organizer_id', '=', organizer_id).execute());

onEachStore('the synchronisation over HTTP', (open) => {
  test('POST /sync answers the sentence of the document and the counts; a second time imports nothing', async () => {
    const office = open();
    await using face = await openFace(office);
    const organizer = await slugOf(office, face.hub);
    face.platform.records = toyRecords(5);
    const client = createClient(syncContract, {
      transport: undiciTransport(),
      baseUrl: `${face.origin}/sync`,
    });
    const first = await client.sync({ input: { organizer } });
    assert.equal(first.message, '5 nouveaux importés');
    assert.deepEqual([first.outcome, first.counts.new, first.counts.delivered], ['ok', 5, 3]);
    assert.equal(face.desk.told.length, 3);
    const second = await client.sync({ input: { organizer, full: true } });
    assert.deepEqual([second.message, second.counts.new], ['0 nouveaux importés', 0]);
    const results = await client.results();
    const own = results.find((each) => each.connection_id === face.platformKey.connection_id);
    assert.deepEqual([own?.outcome, own?.full, own?.counts.unchanged], ['ok', true, 5]);
  });

  test('the webhook takes the payload of the document, is kept before it answers, and five at once are one', async () => {
    const office = open();
    await using face = await openFace(office);
    const { organizer_id } = face.hub;
    const organizer = await slugOf(office, face.hub);
    face.platform.records = toyRecords(2);
    await face.hub.runner.pull(face.platformKey);
    const url = `${face.origin}/webhook/billetweb-compost?organizer=${organizer}`;
    const payload = { event_id: 1350897, barcode: 'FAIR1000', name: 'Test', state: 'done' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(url, payload)));
    for (const { status, body } of answers)
      assert.deepEqual([status, body], [200, { message: 'Workflow was started' }]);
    assert.equal((await scans(office, organizer_id)).length, 1);
    await face.hub.runner.deliver(face.platformKey);
    assert.equal(face.platform.told.length, 1);
  });

  test('the webhook takes what Odoo really sends, and acts on done alone', async () => {
    const office = open();
    await using face = await openFace(office);
    const { organizer_id } = face.hub;
    const organizer = await slugOf(office, face.hub);
    face.platform.records = toyRecords(2);
    await face.hub.runner.pull(face.platformKey);
    const client = createClient(webhookContract, {
      transport: undiciTransport(),
      baseUrl: `${face.origin}/webhook`,
    });
    const real = {
      ...{ _action: 'Send Webhook Notification(#380)', _id: 26, _model: 'event.registration' },
      ...{ barcode: 'FAIR1001', event_id: 1, id: 26, name: 'Ada', write_date: '2026-05-15 08:00:00' },
    };
    const query = { organizer };
    for (const state of ['open', 'draft', 'cancel', false] as const)
      await client.compost({ query, body: { ...real, state } });
    await client.compost({ query, body: { ...real, barcode: false, state: 'done' } });
    assert.equal((await scans(office, organizer_id)).length, 0);
    await client.compost({ query, body: { ...real, state: 'done' } });
    const [use] = await office.read((rx) =>
      rx.db
        .selectFrom('entitlement')
        .select(['used', 'first_used_at'])
        .where('organizer_id', '=', organizer_id)
        .where('used', '>', 0)
        .execute(),
    );
    assert.deepEqual([use?.used, use?.first_used_at], [1, Date.UTC(2026, 4, 15, 8)]);
    for (const broken of [{}, { state: 'done' }, { barcode: 5.5, state: 'done' }, [], 'done', null])
      assert.equal((await post(`${face.origin}/webhook/billetweb-compost`, broken)).status, 400);
  });

  test('who does not call from this machine itself needs a key of the hub, which reaches its organizers alone', async () => {
    const office = open();
    await using face = await openFace(office);
    await using other = await openFace(office);
    const url = `${face.origin}/sync`;
    const refused: Record<string, string>[] = [
      { 'x-forwarded-for': '203.0.113.7' },
      { origin: 'https://evil.example' },
      { host: 'evil.example' },
      { authorization: 'Bearer wrong-key' },
    ];
    for (const headers of refused) assert.equal((await post(url, {}, headers)).status, 401);
    const { key } = await office.write(async (tx) => {
      const organizer_ids = [face.hub.organizer_id];
      const application_id = await createApplication(tx, { name: 'n8n', organizer_ids });
      return issueCredential(tx, { application_id, dialect: 'hub' });
    });
    const behind = { 'x-forwarded-for': '203.0.113.7' };
    for (const headers of [
      { ...behind, authorization: `Bearer ${key}` },
      { ...behind, 'x-guichet-key': key },
    ]) {
      const { status, body } = await post(url, {}, headers);
      assert.equal(status, 200);
      const connections = body['connections'] as { organizer_id: number }[];
      assert.deepEqual(
        [...new Set(connections.map(({ organizer_id }) => organizer_id))],
        [face.hub.organizer_id],
      );
    }
    const elsewhere = await slugOf(office, other.hub);
    assert.equal((await post(`${url}?key=${key}&organizer=${elsewhere}`, {}, behind)).status, 404);
    const webhook = `${face.origin}/webhook/billetweb-compost?key=${key}`;
    assert.equal((await post(webhook, { barcode: 'X1', state: 'done' }, behind)).status, 200);
    assert.equal((await post(`${webhook}x`, { barcode: 'X1', state: 'done' }, behind)).status, 401);
  });

  test('an office that listens to the world asks everybody for a key', async () => {
    const office = open();
    await using face = await openFace(office, '0.0.0.0');
    assert.equal((await post(`${face.origin}/sync`, {})).status, 401);
    assert.equal(
      (await post(`${face.origin}/webhook/billetweb-compost`, { barcode: '1', state: 'done' })).status,
      401,
    );
  });

  test('a key has its calls a minute, a wrong one is not tried for ever, and no other connection is synchronised', async () => {
    const office = open();
    await using face = await openFace(office, '0.0.0.0', true);
    await using other = await openFace(office);
    const { key } = await office.write(async (tx) => {
      const organizer_ids = [face.hub.organizer_id];
      const application_id = await createApplication(tx, { name: 'n8n', organizer_ids });
      return issueCredential(tx, { application_id, dialect: 'hub', calls_per_minute: 4 });
    });
    const authorization = { authorization: `Bearer ${key}` };
    const sync = async (connection: number) =>
      (await post(`${face.origin}/sync?connection=${connection}`, {}, authorization)).status;
    assert.equal(await sync(face.platformKey.connection_id), 200);
    assert.equal(await sync(other.platformKey.connection_id), 404);
    assert.equal(await sync(999_999_999), 404);
    const webhook = `${face.origin}/webhook/billetweb-compost`;
    const told = { barcode: 'X1', state: 'done' };
    assert.equal((await post(webhook, told, authorization)).status, 200);
    assert.equal((await post(webhook, told, authorization)).status, 429);
    assert.equal(await sync(face.platformKey.connection_id), 429);
    const guesses: number[] = [];
    for (let guess = 0; guess < 40; guess += 1)
      guesses.push((await post(webhook, told, { authorization: 'Bearer guessed' })).status);
    assert.deepEqual([guesses[0], guesses.at(-1)], [401, 429]);
  });
});
