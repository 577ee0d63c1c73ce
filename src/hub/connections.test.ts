import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEachStore } from '../../test/stores.ts';
import { changeConnection, connectionById, removeConnection } from './connections.ts';
import { waitingDeliveries } from './outbox/waiting.ts';
import { duePull, nextAfter } from './schedule.ts';
import { openToyHub } from '../../test/fixtures/toy-hub.ts';
import { ToySystem } from '../../test/fixtures/toy-system.ts';

onEachStore('a connection', (open) => {
  test('is kept with its defaults, its secrets sealed, and what its connector does not know is refused', async () => {
    const office = open();
    const toy = new ToySystem();
    const { parts, connect } = await openToyHub(office, toy);
    const key = await connect(toy);
    const kept = await office.read((rx) => connectionById(rx, key));
    assert.equal(kept.settings, '{"depth":3}');
    assert.equal(kept.base_url, 'http://toy.test');
    assert.equal(kept.topics, '["order","scan"]');
    assert.ok(!kept.secrets_sealed.includes('secret'));
    const refused = [
      { settings: { depht: 3 } },
      { settings: { depth: 0 } },
      { settings: [] },
      { secrets: { key: 'x' } },
      { topics: ['weather'] },
      { base_url: 'ftp://toy.test' },
      { base_url: 'http://me:secret@toy.test' },
      { schedule: 'now and then' },
      { timeout_ms: 1 },
      { name: ' ' },
    ];
    for (const fields of refused)
      await assert.rejects(
        office.write((tx) => changeConnection(tx, parts, { ...key, ...fields })),
        { code: 'invalid_input' },
        JSON.stringify(fields),
      );
    await assert.rejects(connect(new ToySystem('unheard')), { code: 'not_supported' });
  });

  test('changes what is given and keeps the rest, its other secrets too, and the ledger never sees one', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy, { settings: { label: 'x' } });
    await office.write((tx) =>
      changeConnection(tx, hub.parts, { ...key, settings: { depth: 5 }, schedule: '', gap_ms: 7 }),
    );
    await office.write((tx) => changeConnection(tx, hub.parts, { ...key, secrets: { key: 'hush-hush' } }));
    await hub.sell();
    await hub.runner.deliver(key);
    const opened = toy.opened.at(-1);
    assert.deepEqual(opened?.settings, { depth: 5, label: 'x' });
    assert.deepEqual(opened?.secrets, { key: 'hush-hush' });
    const ledger = await office.read((rx) =>
      rx.db
        .selectFrom('ledger')
        .select(['action', 'before', 'after'])
        .where('subject_kind', '=', 'connection')
        .where('subject_id', '=', key.connection_id)
        .orderBy('id')
        .execute(),
    );
    assert.deepEqual(
      ledger.map(({ action }) => action),
      ['connection.added', 'connection.changed', 'connection.changed'],
    );
    assert.doesNotMatch(JSON.stringify(ledger), /hush|sealed|"secret"/);
  });

  test('that is removed forgets its secrets, and what waited for it waits no more', async () => {
    const office = open();
    const toy = new ToySystem();
    const hub = await openToyHub(office, toy);
    const key = await hub.connect(toy);
    await hub.sell();
    await office.write((tx) => removeConnection(tx, key));
    await assert.rejects(
      office.read((rx) => connectionById(rx, key)),
      { code: 'not_found' },
    );
    const { connection_id } = key;
    assert.deepEqual(await office.read((rx) => waitingDeliveries(rx, { connection_id, limit: 9 })), []);
    const row = await office.read((rx) =>
      rx.db
        .selectFrom('connection')
        .select('secrets_sealed')
        .where('id', '=', connection_id)
        .executeTakeFirstOrThrow(),
    );
    assert.equal(row.secrets_sealed, '');
    await hub.sell();
    assert.deepEqual(await office.read((rx) => waitingDeliveries(rx, { connection_id, limit: 9 })), []);
  });

  test('of another organizer is not found', async () => {
    const office = open();
    const toy = new ToySystem();
    const [one, other] = [await openToyHub(office, toy), await openToyHub(office, toy)];
    const { connection_id } = await one.connect(toy);
    await assert.rejects(
      office.read((rx) => connectionById(rx, { organizer_id: other.organizer_id, connection_id })),
      { code: 'not_found' },
    );
  });
});

const quarter = '*/15 * * * *';
const nightly = '30 3 * * *';
const at = (text: string): number => Date.parse(text);

test('a schedule goes by the zone of the organizer, across the change of clocks', () => {
  assert.equal(nextAfter(quarter, 'Europe/Paris', at('2026-05-15T08:30:00Z')), at('2026-05-15T08:45:00Z'));
  assert.equal(nextAfter(nightly, 'Europe/Paris', at('2026-10-24T12:00:00Z')), at('2026-10-25T02:30:00Z'));
  assert.equal(nextAfter(nightly, 'Europe/Paris', at('2026-10-23T12:00:00Z')), at('2026-10-24T01:30:00Z'));
  assert.equal(nextAfter('', 'Europe/Paris', 0), undefined);
});

test('a pull is due at once when there was none, then by the schedules, the full one before the other', () => {
  const connection = {
    schedule: quarter,
    full_schedule: nightly,
    created_at: at('2026-05-15T00:00:00Z'),
    asked_until: null,
  };
  const due = (last: string | undefined, full: string | undefined, now: string) =>
    duePull(connection, {
      zone: 'Europe/Paris',
      last: {
        any: last === undefined ? undefined : at(last),
        full: full === undefined ? undefined : at(full),
      },
      now: at(now),
    });
  assert.equal(due(undefined, undefined, '2026-05-15T08:31:00Z'), 'full');
  const last = '2026-05-15T08:31:00Z';
  assert.equal(due(last, last, '2026-05-15T08:44:59Z'), undefined);
  assert.equal(due(last, last, '2026-05-15T08:45:00Z'), 'changes');
  assert.equal(due('2026-05-16T01:15:00Z', last, '2026-05-16T01:30:00Z'), 'full');
  assert.equal(
    duePull(
      { ...connection, schedule: '', full_schedule: '' },
      { zone: 'UTC', last: { any: undefined, full: undefined }, now: 0 },
    ),
    undefined,
  );
});

test('a pull that was cut short by a wish to wait is due again once that time is over, and once alone', () => {
  const started_at = at('2026-05-15T08:31:00Z');
  const asked_until = at('2026-05-15T08:33:00Z');
  const connection = { schedule: quarter, full_schedule: nightly, created_at: started_at, asked_until };
  const due = (now: string, failed: { started_at: number; full: boolean } | undefined) =>
    duePull(connection, {
      zone: 'Europe/Paris',
      last: { any: failed?.started_at ?? started_at, full: started_at, failed },
      now: at(now),
    });
  assert.equal(due('2026-05-15T08:32:59Z', { started_at, full: true }), undefined);
  assert.equal(due('2026-05-15T08:33:00Z', { started_at, full: true }), 'full');
  assert.equal(due('2026-05-15T08:33:00Z', { started_at, full: false }), 'changes');
  assert.equal(due('2026-05-15T08:33:00Z', undefined), undefined, 'the last one went well');
  const later = { started_at: asked_until, full: true };
  assert.equal(due('2026-05-15T08:34:00Z', later), undefined, 'it was made and failed by something else');
});
