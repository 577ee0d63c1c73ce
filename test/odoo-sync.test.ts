import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { Type } from 'typebox';
import { odooLogin } from '../src/demo/odoo/park.ts';
import { connectOdoo } from '../src/dialects/odoo/connect.ts';
import type { ForeignRecord } from '../src/domain/foreign-records.ts';
import { addConnection, changeConnection, connectionById } from '../src/hub/connections.ts';
import type { HubParts } from '../src/hub/parts.ts';
import type { Connector, RepairStep } from '../src/hub/port.ts';
import { retryAside } from '../src/hub/retry-aside.ts';
import { Runner } from '../src/hub/runner.ts';
import { LostLease } from '../src/hub/work.ts';
import { createSecretSealer } from '../src/office/access/sealing.ts';
import { createOrganizer } from '../src/office/catalogue/organizer.ts';
import { takeRecords } from '../src/office/imports/take-in.ts';
import { TestOdoo, wireTo } from './fixtures/odoo.ts';
import { odooState } from './fixtures/odoo-state.ts';
import { runOldScript } from './fixtures/old-script.ts';
import { onEachStore, type TestStore } from './stores.ts';

/** Sales taken in from a platform, through the outbox, into Odoo: on both stores, the hub and the connector as they run. */

const sealer = createSecretSealer(randomBytes(32));

/** A platform that is only there to have sold. */
const platform: Connector = {
  dialect: 'billetweb',
  title: 'BilletWeb',
  default_base_url: 'http://billetweb.test',
  settings: Type.Object({}),
  secrets: Type.Object({}),
  abilities: { pulls: ['event', 'price', 'ticket'], pushes: [], cannot: [] },
  pace: { gap_ms: 0, calls_per_minute: 100_000, timeout_ms: 1_000 },
  open: () => ({ probe: () => Promise.resolve('') }),
};

let parks = 0;
const nothing = { delivered: 0, retried: 0, dead: 0 };

async function openPark(office: TestStore, odoo = new TestOdoo()) {
  const wire = wireTo(odoo);
  const connector = connectOdoo({ transport: (request) => wire.transport(request) });
  const parts: HubParts = {
    office: { store: office.store, surroundings: office.surroundings, sealer },
    connectors: new Map([platform, connector].map((one) => [one.dialect, one])),
  };
  parks += 1;
  const slug = `odoo-park-${parks}`;
  const zone = 'Europe/Paris';
  const organizer_id = await office.write((tx) =>
    createOrganizer(tx, { slug, name: 'Parc de la Luge', zone, currency: 'EUR' }),
  );
  const { database, login, key } = odooLogin;
  const [billetweb, odoo_id] = await office.write(async (tx) => [
    await addConnection(tx, parts, { organizer_id, dialect: 'billetweb' }),
    await addConnection(tx, parts, {
      organizer_id,
      dialect: 'odoo',
      base_url: 'http://odoo.test',
      settings: { protocol: 'json-rpc', database, login },
      secrets: { key },
      gap_ms: 0,
      calls_per_minute: 6_000,
    }),
  ]);
  const to = { organizer_id, connection_id: odoo_id };
  const runner = new Runner(parts, `holder ${parks}`);
  const deliver = async () => {
    const { delivered, retried, dead } = (await runner.deliver(to)) ?? nothing;
    return { delivered, retried, dead };
  };
  const source = { organizer_id, connection_id: billetweb, dialect: 'billetweb', channel: 'billetweb' };
  const take = async (...records: readonly ForeignRecord[]) => {
    const { refused } = await takeRecords((command) => office.write(command), source, records);
    assert.deepEqual(refused, []);
  };
  await take(event, luge, pony);
  return { odoo, wire, deliver, take, to, runner, parts };
}

const event: ForeignRecord = { kind: 'event', ref: '1350897', name: 'Parc de la Luge - Billetterie' };
const luge: ForeignRecord = {
  kind: 'price',
  ref: '12345',
  event_ref: '1350897',
  name: 'Luge - Forfait 4 tours',
  amount: 1_100,
};
const pony: ForeignRecord = { kind: 'price', ref: '12349', event_ref: '1350897', name: 'Poney', amount: 600 };

interface Sold {
  readonly order: string;
  readonly price?: 'luge' | 'pony' | 'unknown';
  readonly used_at?: number;
  readonly state?: 'valid' | 'refunded';
}

const sold_at = Date.UTC(2026, 4, 15, 8, 30);

function ticket(ref: string, { order, price = 'luge', used_at, state = 'valid' }: Sold): ForeignRecord {
  const person = { first_name: 'Jean', last_name: 'Dupont', email: 'jean@email.com' };
  const of = { luge: luge, pony: pony, unknown: { ref: '9', name: 'Luge nocturne', amount: 1_500 } }[price];
  const { ref: price_ref, name, amount } = of as { ref: string; name: string; amount: number };
  return {
    kind: 'ticket',
    ref,
    event_ref: '1350897',
    price: { ref: price_ref, name },
    order: { ref: order, label: `BW-${order}`, sold_at, paid: true, buyer: person },
    amount,
    barcode: `77${ref}`,
    state,
    holder: person,
    used: used_at === undefined ? null : { at: used_at },
  };
}

onEachStore('a sale on its way to Odoo', (open) => {
  test('killed around every call, and run again, it is there once, and what was scanned is scanned', async () => {
    const office = open();
    const state = {
      partners: ['jean@email.com'],
      orders: ['BW-100 sale 17', 'BW-101 sale 11'],
      lines: ['BW-100 1 11', 'BW-100 1 6', 'BW-101 1 11'],
      registrations: ['771 open 1 BW-100 linked', '772 done 1 BW-100 linked', '773 open 1 BW-101 linked'],
    };
    const sales = [
      ticket('1', { order: '100' }),
      ticket('2', { order: '100', price: 'pony', used_at: sold_at + 3_600_000 }),
      ticket('3', { order: '101' }),
    ];
    const run = async (kill: number, when: 'before' | 'after') => {
      const { odoo, wire, deliver, take } = await openPark(office);
      await take(...sales);
      wire[when] = (call) => {
        // as if the process were gone: nothing is written any more
        if (call >= kill) throw new LostLease();
      };
      if (kill < 100) await assert.rejects(deliver(), LostLease);
      wire[when] = () => undefined;
      await deliver();
      assert.deepEqual(await odooState(odoo), state, `killed ${when} call ${kill}`);
      return wire.calls;
    };
    const calls = await run(100, 'after');
    assert.ok(calls >= 12);
    for (let kill = 1; kill <= calls; kill += 1)
      for (const when of ['before', 'after'] as const) await run(kill, when);
  });

  test('an order of three tickets that come over three runs is one order', async () => {
    const { odoo, deliver, take } = await openPark(open());
    for (const ref of ['1', '2', '3']) {
      await take(ticket(ref, { order: '100' }));
      assert.equal((await deliver()).delivered, 1);
    }
    const { orders, registrations } = await odooState(odoo);
    assert.deepEqual([orders, registrations.length], [['BW-100 sale 33'], 3]);
    // told again, nothing is new
    await take(ticket('1', { order: '100' }));
    assert.equal((await deliver()).delivered, 0);
  });

  test('what is used or given back later follows', async () => {
    const { odoo, deliver, take } = await openPark(open());
    await take(ticket('1', { order: '100' }), ticket('2', { order: '100' }));
    await deliver();
    await take(
      ticket('1', { order: '100', used_at: sold_at + 60_000 }),
      ticket('2', { order: '100', state: 'refunded' }),
    );
    await deliver();
    const { lines, registrations } = await odooState(odoo);
    assert.deepEqual(lines, ['BW-100 0 11', 'BW-100 1 11']);
    assert.deepEqual(registrations, ['771 done 1 BW-100 linked', '772 cancel 1 BW-100 linked']);
  });

  test('a name that nobody mapped stands aside with what to do, and the rest is there', async () => {
    const office = open();
    const { odoo, deliver, take, to, runner, parts } = await openPark(office);
    await take(
      ticket('1', { order: '100' }),
      ticket('2', { order: '100', price: 'unknown' }),
      ticket('3', { order: '101' }),
    );
    assert.deepEqual(await deliver(), { delivered: 2, retried: 0, dead: 0 });
    assert.equal((await odooState(odoo)).registrations.length, 2);
    const aside = await office.read((rx) =>
      rx.db
        .selectFrom('quarantine')
        .select('reason')
        .where('connection_id', '=', to.connection_id)
        .where('resolved_at', 'is', null)
        .execute(),
    );
    assert.match(
      aside.map(({ reason }) => reason).join(),
      /"Luge nocturne": add it to the products of this connection/,
    );
    const products = [
      { name: 'Luge - Forfait 4 tours', barcode: 'BW-LUGE-4T' },
      { name: 'Luge nocturne', barcode: 'BW-LUGE-JOUR' },
    ];
    await office.write((tx) => changeConnection(tx, parts, { ...to, settings: { products } }));
    assert.deepEqual(await retryAside(runner, to), { resolved: 0, announced: 1, still: 0 });
    await deliver();
    assert.equal((await odooState(odoo)).registrations.length, 3);
    assert.deepEqual(await retryAside(runner, to), { resolved: 0, announced: 0, still: 0 });
  });

  test('a key that expires halts the connection for a person, and loses nothing', async () => {
    const office = open();
    const { odoo, wire, deliver, take, to } = await openPark(office);
    await take(ticket('1', { order: '100' }));
    const [user] = odoo.odoo.users.filter(({ uid }) => uid === 7);
    wire.before = (call) => {
      if (call === 9) odoo.odoo.keys.clear();
    };
    assert.deepEqual(await deliver(), { delivered: 0, retried: 1, dead: 0 });
    const halted = await office.read((rx) => connectionById(rx, to));
    assert.match(halted.trouble, /does not know the login or its key/);
    assert.notEqual(halted.halted_at, null);
    assert.ok(user);
    odoo.odoo.keys.set(odooLogin.key, user);
    await office.write((tx) =>
      tx.db.updateTable('connection').set({ halted_at: null }).where('id', '=', to.connection_id).execute(),
    );
    office.surroundings.advance(3_600_000);
    assert.equal((await deliver()).delivered, 1);
    assert.deepEqual((await odooState(odoo)).registrations, ['771 open 1 BW-100 linked']);
  });

  test('a scan at the desk of Odoo whose webhook was lost is found by a pull, told to the platform, and not back', async () => {
    const office = open();
    const { odoo, wire, deliver, take, to, runner } = await openPark(office);
    await take(ticket('1', { order: '100' }), ticket('2', { order: '100' }));
    await deliver();
    await runner.pull(to);
    odoo.now += 600_000;
    await odoo.call('event.registration', 'action_set_done', [[2]]);
    const pulled = await runner.pull(to);
    assert.deepEqual([pulled?.outcome, pulled?.counts.changed], ['ok', 1]);
    const used = await office.read((rx) =>
      rx.db
        .selectFrom('entitlement')
        .innerJoin('ticket', 'ticket.id', 'entitlement.ticket_id')
        .select('ticket.foreign_ref')
        .where('ticket.organizer_id', '=', to.organizer_id)
        .where('entitlement.used', '>', 0)
        .execute(),
    );
    assert.equal(used.length, 1);
    const calls = wire.calls;
    assert.equal((await deliver()).delivered, 0);
    assert.equal(wire.calls, calls);
    // again, in full too, it is no news, and nothing that Odoo was only told of is gone at the source
    for (const full of [false, true]) {
      const { counts } = (await runner.pull(to, { full })) ?? {};
      assert.deepEqual([counts?.changed, counts?.gone], [0, 0]);
    }
  });

  test('repairing sends what was sold before there was a connection, and finds nothing after that', async () => {
    const office = open();
    const { odoo, take, to, runner } = await openPark(office);
    await office.write((tx) => tx.db.updateTable('connection').set({ topics: '[]' }).execute());
    await take(...Array.from({ length: 230 }, (_, at) => ticket(`${at}`, { order: `${1_000 + at}` })));
    const steps: RepairStep[] = [];
    const repair = (dry_run: boolean) => runner.repair(to, { dry_run, onStep: (step) => steps.push(step) });
    assert.deepEqual(await repair(true), { mended: 230, left: 0 });
    assert.equal((await odooState(odoo)).orders.length, 0);
    assert.deepEqual(await repair(false), { mended: 230, left: 0 });
    assert.equal((await odooState(odoo)).registrations.length, 230);
    assert.deepEqual(await repair(false), { mended: 0, left: 0 });
    assert.equal(steps.length, 460);
    const recorded = await office.read((rx) =>
      rx.db
        .selectFrom('ledger')
        .select('after')
        .where('action', '=', 'connection.repaired')
        .where('subject_id', '=', to.connection_id)
        .execute(),
    );
    assert.deepEqual(
      recorded.map(({ after }) => after),
      ['{"faults":{"tickets_missing":230}}'],
    );
  });

  test('an order of the old script is known by the id that the platform gave it, and is not made again', async () => {
    const { odoo, deliver, take } = await openPark(open());
    await runOldScript(odoo, { ref: '100', email: 'jean@email.com', tickets: [{ barcode: '771' }] });
    await take(ticket('1', { order: '100' }), ticket('2', { order: '100' }));
    await deliver();
    const { orders, registrations } = await odooState(odoo);
    assert.deepEqual(orders, ['100 sale 22']);
    assert.deepEqual(registrations, ['771 open 1 100 linked', '772 open 1 100 linked']);
  });

  test('an office that lost its database finds everything in Odoo, and makes nothing twice', async () => {
    const sales = ['1', '2', '3'].map((ref) => ticket(ref, { order: ref === '3' ? '101' : '100' }));
    const first = await openPark(open());
    await first.take(...sales);
    await first.deliver();
    const before = await odooState(first.odoo);
    // another organizer of the same platform's sales: nothing of it is known by its own numbers
    const second = await openPark(open(), first.odoo);
    await second.take(...sales);
    assert.equal((await second.deliver()).delivered, 2);
    assert.deepEqual(await odooState(first.odoo), before);
  });
});
