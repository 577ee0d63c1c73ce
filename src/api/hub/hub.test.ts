import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { openApi, type ApiClient } from '../../../test/fixtures/api-office.ts';
import { openToyHub, toyRecords } from '../../../test/fixtures/toy-hub.ts';
import { ToySystem } from '../../../test/fixtures/toy-system.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { AnswerError } from '../../contract/receive.ts';
import { connectionById } from '../../hub/connections.ts';
import { PeerTrouble } from '../../hub/port.ts';
import { examine } from '../../office/doctor/examine.ts';

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof AnswerError) return (error.told.body as { code: string }).code;
    throw error;
  }
  return 'done';
}

async function openDesk(office: TestStore) {
  const toy = new ToySystem();
  const hub = await openToyHub(office, toy);
  const { organizer_id } = hub;
  const opened = await openApi(office, {}, hub.runner);
  const { client } = await opened.openMember({ organizer_id, role: 'manager' });
  return {
    ...{ toy, hub, organizer_id, client },
    member: opened.openMember,
    [Symbol.asyncDispose]: () => opened.app.close(),
  };
}

type Desk = Awaited<ReturnType<typeof openDesk>>;

const add = (client: ApiClient, key = 'secret') =>
  client.add_connection({ body: { dialect: 'toy', name: 'Our toy', secrets: { key } } });

const looks_max = 5_000;

/** Looks again and again, and leaves what runs in the background its turn in between. */
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let looks = 0; looks < looks_max; looks += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await setImmediate();
  }
  throw new Error('it has not come to an end');
}

const ended = ({ client }: Desk, id: number) =>
  until(async () => {
    const run = await client.find_run({ params: { id } });
    return run.ended_at === null ? undefined : run;
  });

const checked = ({ client }: Desk, id: number) =>
  until(async () => {
    const { check } = await client.find_drift({ params: { id } });
    return check === null || check.ended_at === null ? undefined : check;
  });

onEachStore('the connections of /api', (open) => {
  test('say what can be connected, as a form and with what is beyond it', async () => {
    await using desk = await openDesk(open());
    const { items } = await desk.client.list_connection_kinds();
    const [kind] = items;
    assert.deepEqual(
      kind?.settings.map(({ name, type, required, fields }) => [name, type, required, fields?.length]),
      [
        ['depth', 'integer', false, undefined],
        ['label', 'text', false, undefined],
        ['names', 'pairs', false, 2],
      ],
    );
    assert.deepEqual(
      kind?.secrets.map(({ name, type, required }) => [name, type, required]),
      [['key', 'text', true]],
    );
    assert.deepEqual(kind?.mappings, [{ setting: 'names', from: 'name', to: 'code' }]);
    assert.deepEqual([kind?.pushes, kind?.pulls.includes('ticket')], [['order', 'scan'], true]);
  });

  test('are added, changed, switched and removed, and never answer a secret', async () => {
    const office = open();
    await using desk = await openDesk(office);
    const { client, organizer_id } = desk;
    const added = await add(client);
    assert.deepEqual(
      [added.name, added.health, added.secrets, added.settings, added.last_run],
      ['Our toy', 'ok', ['key'], { depth: 3 }, null],
    );
    const params = { id: added.id };
    const changed = await client.change_connection({
      params,
      body: { settings: { depth: 5 }, schedule: '', secrets: { key: 'other-secret' } },
    });
    assert.deepEqual([changed.settings, changed.schedule], [{ depth: 5 }, '']);
    assert.doesNotMatch(JSON.stringify([added, changed]), /other-secret|"secret"/);
    assert.equal((await client.disable_connection({ params })).health, 'disabled');
    assert.equal((await client.enable_connection({ params })).health, 'ok');
    const { items } = await client.list_connections({
      query: { where: [{ column: 'dialect', value: 'toy' }] },
    });
    assert.deepEqual(
      items.map(({ id }) => id),
      [added.id],
    );
    const wrong = [{ settings: { depht: 1 } }, { base_url: 'ftp://toy.test' }, { schedule: 'often' }];
    for (const body of wrong)
      assert.equal(await codeOf(client.change_connection({ params, body })), 'invalid_input');
    await client.remove_connection({ params });
    assert.equal(await codeOf(client.find_connection({ params })), 'not_found');
    await assert.rejects(
      office.read((rx) => connectionById(rx, { organizer_id, connection_id: added.id })),
      { code: 'not_found' },
    );
  });

  test('are tested before they are kept and after, and say what kind of trouble there is', async () => {
    await using desk = await openDesk(open());
    const { client } = desk;
    const fields = (key: string) =>
      client.test_connection_fields({ body: { dialect: 'toy', secrets: { key } } });
    assert.deepEqual(await fields('secret'), { reached: true, kind: null, words: 'a toy' });
    assert.deepEqual(await fields('expired'), {
      reached: false,
      kind: 'credentials',
      words: 'the key has expired',
    });
    assert.deepEqual((await client.list_connections()).items, []);
    const { id } = await add(client, 'expired');
    assert.equal((await client.test_connection({ params: { id } })).kind, 'credentials');
    const halted = await client.find_connection({ params: { id } });
    assert.deepEqual([halted.health, halted.trouble], ['halted', 'the key has expired']);
    assert.equal(await codeOf(client.start_run({ params: { id }, body: {} })), 'connection_closed');
    // of what is kept, the secret that is not given is as it stands
    const kept = { dialect: 'toy', connection_id: id, settings: { depth: 4 } };
    assert.equal((await client.test_connection_fields({ body: kept })).kind, 'credentials');
    const mended = { ...kept, secrets: { key: 'secret' } };
    assert.equal((await client.test_connection_fields({ body: mended })).reached, true);
    await client.change_connection({ params: { id }, body: { secrets: { key: 'secret' } } });
    assert.equal((await client.test_connection({ params: { id } })).reached, true);
  });

  test('run in the background when a person asks; a trial changes nothing, and sent twice it is one', async () => {
    await using desk = await openDesk(open());
    const { client, toy } = desk;
    toy.records = toyRecords(3);
    const { id } = await add(client);
    const trial = await client.start_run({ params: { id }, body: { dry_run: true } });
    const tried = await ended(desk, trial.id);
    assert.deepEqual([tried.dry_run, tried.outcome, tried.counts.new], [true, 'ok', 3]);
    const headers = { 'idempotency-key': 'once' };
    const asked = await client.start_run({ params: { id }, headers, body: { full: true } });
    const again = await client.start_run({ params: { id }, headers, body: { full: true } });
    assert.equal(again.id, asked.id);
    const run = await ended(desk, asked.id);
    assert.deepEqual([run.full, run.outcome, run.counts.new], [true, 'ok', 3]);
    const { items } = await client.list_runs({
      query: { where: [{ column: 'dry_run', value: false }], order: '-started_at' },
    });
    assert.deepEqual(
      items.map((one) => one.id),
      [asked.id],
    );
    const shown = await client.find_connection({ params: { id } });
    assert.equal(shown.last_run?.id, asked.id);
    assert.notEqual(shown.pulled_at, null);
    assert.equal(
      await codeOf(client.list_runs({ query: { where: [{ column: 'mood', value: 1 }] } })),
      'unknown_filter',
    );
  });

  test('a run that fails says why, and the process that runs it lives on', async () => {
    await using desk = await openDesk(open());
    const { client, toy } = desk;
    toy.records = toyRecords(3);
    toy.before = () => {
      throw new Error('the line is dead');
    };
    const { id } = await add(client);
    const run = await ended(desk, (await client.start_run({ params: { id }, body: {} })).id);
    assert.equal(run.outcome, 'failed');
    assert.match(run.message, /the line is dead/);
    assert.deepEqual(run.why, { code: 'nonsense', params: {} });
    const { health, trouble_why } = await client.find_connection({ params: { id } });
    assert.deepEqual([health, trouble_why], ['troubled', run.why]);
  });

  test('a system that asks for time says until when, and so does a run that so many gone tickets stop', async () => {
    const office = open();
    await using desk = await openDesk(office);
    const { client, toy } = desk;
    const { id } = await add(client);
    const params = { id };
    toy.records = toyRecords(60);
    const pulled = async (body: { full?: boolean; however_many_gone?: boolean }) =>
      ended(desk, (await client.start_run({ params, body })).id);
    assert.equal((await pulled({})).outcome, 'ok');
    toy.records = toyRecords(4);
    const stopped = await pulled({ full: true });
    assert.deepEqual(stopped.why, { code: 'too_many_gone', params: { gone: 56, known: 60 } });
    const taken = await pulled({ full: true, however_many_gone: true });
    assert.deepEqual([taken.outcome, taken.counts.gone], ['ok', 56]);
    toy.before = () => {
      throw new PeerTrouble('limited', 'Too many calls', { after_ms: 90_000 });
    };
    const asked_at = office.surroundings.now();
    assert.deepEqual((await pulled({})).why, { code: 'limited', params: {} });
    const { health, asked_until, paused_until } = await client.find_connection({ params });
    assert.deepEqual(
      [health, Date.parse(asked_until ?? ''), paused_until],
      ['paused', asked_at + 90_000, null],
    );
    assert.equal(await codeOf(client.start_run({ params, body: {} })), 'connection_closed');
    office.surroundings.advance(90_000);
    assert.equal((await client.find_connection({ params })).asked_until, null, 'what is over is not told');
  });

  test('a name that nobody mapped is mapped and everything that lacked it is told again; the rest waits', async () => {
    await using desk = await openDesk(open());
    const { client, toy, hub } = desk;
    const { id } = await add(client);
    const key = { organizer_id: desk.organizer_id, connection_id: id };
    toy.answer = (delivery) => {
      const names = (toy.opened.at(-1)?.settings['names'] ?? []) as { name: string; code: number }[];
      if (delivery.topic !== 'order') return { done: true };
      const named = delivery.order.tickets.length > 1 ? 'Child' : 'Adult';
      const known = names.some((pair) => pair.name === named && pair.code === 7);
      const part = { kind: 'ticket', local_id: delivery.order.order.id, reason: `"${named}" is unknown` };
      return {
        done: true,
        aside: known ? [] : [{ ...part, kind: 'ticket', lacks: { setting: 'names', named } }],
      };
    };
    for (const quantity of [1, 1, 2]) await hub.sell(quantity);
    await hub.runner.deliver(key);
    const { items } = await client.list_quarantine({
      query: { where: [{ column: 'connection_id', value: id }] },
    });
    assert.deepEqual(
      items.map(({ lacks }) => lacks?.named),
      ['Adult', 'Adult', 'Child'],
    );
    assert.ok(items.every(({ order_id }) => order_id !== null));
    const [adult, , child] = items;
    const bad = client.map_quarantined({ params: { id: adult!.id }, body: { to: 'seven' } });
    assert.equal(await codeOf(bad), 'invalid_input');
    const mapped = await client.map_quarantined({ params: { id: adult!.id }, body: { to: 7 } });
    assert.deepEqual(mapped, { resolved: 0, announced: 2, still: 0 });
    await hub.runner.deliver(key);
    const left = await client.list_quarantine();
    assert.deepEqual(
      left.items.map((one) => one.id),
      [child!.id],
    );
    const { settings } = await client.find_connection({ params: { id } });
    assert.deepEqual(settings['names'], [{ name: 'Adult', code: 7 }]);
    await client.drop_quarantined({ params: { id: child!.id }, body: { reason: 'not ours to tell' } });
    const retried = await client.retry_quarantined({ body: { connection_id: id } });
    assert.deepEqual(retried, { resolved: 0, announced: 0, still: 0 });
    assert.equal(await codeOf(client.retry_quarantined({ body: { ids: [child!.id] } })), 'not_found');
    assert.equal(await codeOf(client.retry_quarantined({ body: {} })), 'invalid_input');
  });

  test('what was dropped stays out while its reason is the same, and comes back with another', async () => {
    await using desk = await openDesk(open());
    const { client, toy, hub } = desk;
    const { id } = await add(client);
    const key = { organizer_id: desk.organizer_id, connection_id: id };
    let reason = 'no such seat';
    toy.answer = () => ({ done: true, aside: [{ kind: 'ticket', local_id: 1, reason }] });
    const order_id = await hub.sell();
    const announce = () =>
      open().write((tx) =>
        tx.db
          .updateTable('outbox')
          .set({ due_at: tx.now, delivered_at: null })
          .where('subject_id', '=', order_id)
          .execute(),
      );
    await hub.runner.deliver(key);
    const [aside] = (await client.list_quarantine()).items;
    assert.ok(aside);
    assert.equal(aside.lacks, null);
    const unmappable = client.map_quarantined({ params: { id: aside.id }, body: { to: 1 } });
    assert.equal(await codeOf(unmappable), 'not_supported');
    await client.drop_quarantined({ params: { id: aside.id }, body: { reason: 'known' } });
    await announce();
    await hub.runner.deliver(key);
    assert.deepEqual((await client.list_quarantine()).items, []);
    reason = 'no such hall';
    await announce();
    await hub.runner.deliver(key);
    const [back] = (await client.list_quarantine()).items;
    assert.deepEqual([back?.id, back?.reason], [aside.id, 'no such hall']);
  });

  test('a reason is told by its code with what it is about, and what was answered as it came', async () => {
    await using desk = await openDesk(open());
    const { client, toy, hub } = desk;
    const { id } = await add(client);
    const key = { organizer_id: desk.organizer_id, connection_id: id };
    const why = { code: 'product_not_mapped', params: { name: 'Luge' } } as const;
    const reason = 'No product is mapped to "Luge"';
    toy.answer = () => ({
      done: true,
      aside: [
        { kind: 'ticket', local_id: 1, reason, why },
        { kind: 'ticket', local_id: 2, reason: 'it has no code' },
      ],
    });
    await hub.sell();
    await hub.runner.deliver(key);
    assert.deepEqual(
      (await client.list_quarantine()).items.map((aside) => [aside.reason, aside.why]),
      [
        [reason, why],
        ['it has no code', null],
      ],
    );
    const words = 'Le mois est clos. '.repeat(40);
    toy.answer = () => ({ refused: `It refused: ${words}`, why: { code: 'answered', params: { words } } });
    const order_id = await hub.sell();
    await hub.runner.deliver(key);
    const [dead] = (await client.list_outbox({ query: { state: 'dead' } })).items;
    assert.equal(dead?.why?.code, 'answered');
    assert.ok(words.startsWith(String(dead.why.params['words'])), 'its words, no longer than is kept');
    const { items } = await client.order_story({ params: { id: order_id } });
    assert.deepEqual(
      items.flatMap(({ delivery }) => delivery?.why ?? []),
      [dead.why],
    );
    await client.replay_outbox({ body: { ids: [dead.id] } });
    toy.before = () => {
      throw new PeerTrouble('limited', 'It takes no more calls for now', { after_ms: 1_000 });
    };
    await hub.runner.deliver(key);
    const [waiting] = (await client.list_outbox({ query: { state: 'waiting' } })).items;
    assert.deepEqual(waiting?.why, { code: 'limited', params: {} });
  });

  test('what was given up is shown with its last error, and replayed one by one or all of a connection', async () => {
    await using desk = await openDesk(open());
    const { client, toy, hub } = desk;
    const { id } = await add(client);
    const key = { organizer_id: desk.organizer_id, connection_id: id };
    toy.answer = () => ({ refused: 'the month is closed' });
    for (let sale = 0; sale < 3; sale += 1) await hub.sell();
    assert.equal((await client.list_outbox()).items.length, 3);
    await hub.runner.deliver(key);
    assert.deepEqual((await client.list_outbox({ query: { state: 'waiting' } })).items, []);
    const { items } = await client.list_outbox({ query: { state: 'dead', order: '-id' } });
    assert.deepEqual(
      items.map(({ last_error, state, due_at }) => [last_error, state, due_at]),
      Array.from({ length: 3 }, () => ['the month is closed', 'dead', null]),
    );
    assert.equal((await client.find_connection({ params: { id } })).dead, 3);
    toy.answer = () => ({ done: true });
    const one = items[1]!.id;
    assert.deepEqual(await client.replay_outbox({ body: { ids: [one] } }), { replayed: 1 });
    assert.equal(await codeOf(client.replay_outbox({ body: { ids: [one] } })), 'not_found');
    assert.deepEqual(await client.replay_outbox({ body: { connection_id: id } }), { replayed: 2 });
    await hub.runner.deliver(key);
    const shown = await client.find_connection({ params: { id } });
    assert.deepEqual([shown.dead, shown.waiting, toy.told.length], [0, 0, 6]);
  });

  test('what was given up is dropped with the reason, told no more, and what changes later is told', async () => {
    const office = open();
    await using desk = await openDesk(office);
    const { client, toy, hub, organizer_id } = desk;
    const { id } = await add(client);
    const key = { organizer_id, connection_id: id };
    const findings = () => office.read((rx) => examine(rx, { now: office.surroundings.now() }));
    toy.answer = () => ({ refused: 'the month is closed' });
    const order_id = await hub.sell();
    for (let sale = 0; sale < 2; sale += 1) await hub.sell();
    await hub.runner.deliver(key);
    const { items } = await client.list_outbox({ query: { state: 'dead' } });
    const ids = items.filter(({ subject_id }) => subject_id === order_id).map((one) => one.id);
    assert.equal(await codeOf(client.drop_outbox({ body: { reason: 'no' } })), 'invalid_input');
    assert.deepEqual(await client.drop_outbox({ body: { ids, reason: 'booked by hand' } }), { dropped: 1 });
    assert.equal(await codeOf(client.drop_outbox({ body: { ids, reason: 'again' } })), 'not_found');
    assert.equal(await codeOf(client.replay_outbox({ body: { ids } })), 'not_found');
    assert.equal((await client.find_connection({ params: { id } })).dead, 2);
    const { items: story } = await client.order_story({ params: { id: order_id } });
    assert.deepEqual(
      story.flatMap(({ delivery }) => (delivery === null ? [] : [[delivery.state, delivery.last_error]])),
      [['dropped', 'the month is closed']],
    );
    toy.answer = () => ({ done: true });
    await hub.runner.pull(key, { full: true });
    await hub.runner.deliver(key);
    assert.deepEqual(toy.told.slice(3), [], 'a full pull does not tell it again');
    await client.add_payment({ params: { id: order_id }, body: { amount: 1100, method: 'card' } });
    await hub.runner.deliver(key);
    assert.equal(toy.told.length, 4);
    assert.ok((await findings()).some(({ code }) => code === 'delivery_dead'));
    await client.remove_connection({ params: { id } });
    assert.deepEqual(await findings(), [], 'nobody is to settle what a removed connection was not told');
  });

  test('a check finds what differs, keeps it with its time, and says it in both languages', async () => {
    await using desk = await openDesk(open());
    const { client, toy } = desk;
    toy.records = toyRecords(4);
    const { id } = await add(client);
    assert.deepEqual(await client.find_drift({ params: { id } }), { check: null });
    await ended(desk, (await client.start_run({ params: { id }, body: {} })).id);
    toy.records = toy.records.slice(0, -1);
    const started = await client.start_drift_check({ params: { id } });
    assert.equal(started.ended_at, null);
    const check = await checked(desk, id);
    const missing = check.differences.find(({ code }) => code === 'drift_missing_there');
    assert.equal(missing?.count, 1);
    assert.equal(missing.subjects[0]?.ref, 'Fair 3');
    assert.match(missing.message.fr, /n’y est plus/);
    assert.match(missing.message.en, /is not there any more/);
    assert.equal(check.differing, 1);
    const shown = await client.find_connection({ params: { id } });
    assert.equal(shown.drift?.differing, 1);
    toy.before = () => {
      throw new Error('nobody answers');
    };
    await client.start_drift_check({ params: { id } });
    const unanswered = (await checked(desk, id)).differences[0];
    assert.deepEqual(
      [unanswered?.code, /nobody answers/.test(unanswered?.subjects[0]?.why ?? '')],
      ['drift_unanswered', true],
    );
  });

  test("another organizer's are not found, and who may read alone changes nothing", async () => {
    await using desk = await openDesk(open());
    const { client, toy, hub } = desk;
    const { id } = await add(client);
    toy.answer = () => ({ refused: 'no', aside: [] });
    await hub.sell();
    await hub.runner.deliver({ organizer_id: desk.organizer_id, connection_id: id });
    const [dead] = (await client.list_outbox({ query: { state: 'dead' } })).items;
    const run = await client.start_run({ params: { id }, body: { dry_run: true } });
    await ended(desk, run.id);
    const elsewhere = await openToyHub(open(), toy);
    const { organizer_id } = elsewhere;
    const { client: stranger } = await desk.member({ organizer_id, role: 'manager' });
    const { client: reader } = await desk.member({ organizer_id: desk.organizer_id, role: 'read_only' });
    const { client: gate } = await desk.member({ organizer_id: desk.organizer_id, role: 'gate' });
    const params = { id };
    const writes = (who: ApiClient) => [
      () => who.change_connection({ params, body: { name: 'Mine' } }),
      () => who.enable_connection({ params }),
      () => who.disable_connection({ params }),
      () => who.remove_connection({ params }),
      () => who.test_connection({ params }),
      () => who.test_connection_fields({ body: { dialect: 'toy', connection_id: id } }),
      () => who.start_run({ params, body: {} }),
      () => who.start_drift_check({ params }),
      () => who.retry_quarantined({ body: { connection_id: id } }),
      () => who.replay_outbox({ body: { connection_id: id } }),
      () => who.replay_outbox({ body: { ids: [dead!.id] } }),
    ];
    const reads = (who: ApiClient) => [
      () => who.find_connection({ params }),
      () => who.find_run({ params: { id: run.id } }),
      () => who.find_drift({ params }),
    ];
    for (const call of [...reads(stranger), ...writes(stranger)])
      assert.equal(await codeOf(call()), 'not_found');
    const lists = [
      stranger.list_connections(),
      stranger.list_runs(),
      stranger.list_outbox({ query: { state: 'dead' } }),
    ];
    for (const list of await Promise.all(lists)) assert.deepEqual(list.items, []);
    for (const call of reads(reader)) assert.equal(await codeOf(call()), 'done');
    for (const call of writes(reader)) assert.equal(await codeOf(call()), 'forbidden');
    for (const call of [...reads(gate), () => gate.list_connections(), () => gate.list_quarantine()])
      assert.equal(await codeOf(call()), 'forbidden');
  });
});
