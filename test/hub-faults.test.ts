import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { injectTransport, type Transport } from '../src/contract/transport.ts';
import { connectBilletweb } from '../src/dialects/billetweb/connect.ts';
import { connectOdoo } from '../src/dialects/odoo/connect.ts';
import { createOrganizer } from '../src/office/catalogue/organizer.ts';
import { examine } from '../src/office/doctor/examine.ts';
import { addConnection } from '../src/hub/connections.ts';
import { findDrift } from '../src/hub/drift.ts';
import { takeNotice } from '../src/hub/notices.ts';
import { waitingDeliveries } from '../src/hub/outbox/waiting.ts';
import type { HubParts } from '../src/hub/parts.ts';
import { Runner } from '../src/hub/runner.ts';
import type { Store } from '../src/store/transaction.ts';
import { openBilletwebPark, type Park } from './fixtures/billetweb-park.ts';
import { odooLogin } from '../src/demo/odoo/park.ts';
import { Killed, TestOdoo, wireTo } from './fixtures/odoo.ts';
import { odooState } from './fixtures/odoo-state.ts';
import { testSealer } from './fixtures/sealer.ts';
import { onEachStore, type TestStore } from './stores.ts';

/** A process that dies at a call: nothing of it is heard, and it writes nothing further. */
class Process {
  calls = 0;
  dead = false;
  readonly #dies: { readonly at: number; readonly when: 'before' | 'after' } | undefined;

  constructor(dies?: { readonly at: number; readonly when: 'before' | 'after' }) {
    this.#dies = dies;
  }

  around(transport: Transport): Transport {
    return async (request) => {
      this.calls += 1;
      const call = this.calls;
      this.#die(call, 'before');
      const answer = await transport(request);
      this.#die(call, 'after');
      return answer;
    };
  }

  over(store: Store): Store {
    return {
      ...store,
      write: (actor, command) =>
        this.dead ? Promise.reject(new Killed('dead')) : store.write(actor, command),
    };
  }

  #die(call: number, when: 'before' | 'after'): void {
    if (this.#dies?.at === call && this.#dies.when === when) this.dead = true;
    if (this.dead) throw new Killed(`killed ${when} call ${call}`);
  }
}

let venues = 0;

/** A venue that is connected to the origin's BilletWeb and to an Odoo of its own. */
async function openVenue(office: TestStore, park: Park) {
  venues += 1;
  const system = new TestOdoo();
  const process = (life = new Process()): HubParts => ({
    office: {
      store: life.over(office.store),
      surroundings: office.surroundings,
      sealer: testSealer,
    },
    connectors: new Map([
      ['billetweb', connectBilletweb({ transport: life.around(injectTransport(park.app)) })],
      ['odoo', connectOdoo({ transport: life.around(wireTo(system).transport) })],
    ]),
  });
  const slug = `venue-${venues}`;
  const keys = await office.write(async (tx) => {
    const organizer_id = await createOrganizer(tx, {
      slug,
      name: slug,
      zone: 'Europe/Paris',
      currency: 'EUR',
    });
    const pace = { gap_ms: 0, calls_per_minute: 6_000 };
    const billetweb = await addConnection(tx, process(), {
      ...{ organizer_id, dialect: 'billetweb', base_url: 'http://localhost/billetweb' },
      ...{ secrets: { user: park.user, key: park.key } },
      ...pace,
    });
    const { database, login, key } = odooLogin;
    const books = await addConnection(tx, process(), {
      ...{ organizer_id, dialect: 'odoo', base_url: 'http://odoo.test' },
      ...{ settings: { database, login }, secrets: { key } },
      ...pace,
    });
    return {
      organizer_id,
      billetweb: { organizer_id, connection_id: billetweb },
      odoo: { organizer_id, connection_id: books },
    };
  });
  return { system, process, ...keys };
}

type Venue = Awaited<ReturnType<typeof openVenue>>;

interface Sold {
  /** of the order of three */
  readonly barcodes: readonly string[];
  readonly used: string;
}

/** An order of three tickets, and one of a ticket that was used at the platform's own gate. */
async function sellAtOrigin(park: Park): Promise<Sold> {
  const buy = async (many: number): Promise<string[]> => {
    const product = { ticket: String(park.served_price) };
    const [order] = await park.client.addOrder({
      params: { id: park.served_event },
      body: [
        {
          ...{ firstname: 'Jean', name: 'Dupont', email: 'jean@example.org' },
          products: Array.from({ length: many }, () => product),
        },
      ],
    });
    return (order?.products_details ?? []).map(({ barcode }) => barcode);
  };
  const barcodes = await buy(3);
  const [used = ''] = await buy(1);
  await park.client.check({ params: { id: park.served_event }, body: { code: used } });
  return { barcodes, used };
}

/** Everything that the hub does of a day: pull, tell Odoo, hear of a scan at Odoo's desk, tell BilletWeb. */
async function day(office: TestStore, venue: Venue, life: Process, scanned: string): Promise<void> {
  const runner = new Runner(venue.process(life), `process ${(runners += 1)}`);
  const { billetweb, odoo: books } = venue;
  for (const key of [billetweb, books]) await runner.pull(key);
  for (const key of [billetweb, books]) await runner.deliver(key);
  if (!life.dead) await scanAtDesk(office, venue, scanned);
  for (const key of [books, billetweb]) await runner.deliver(key);
}

/** Odoo's button, and the webhook of its automation rule. */
async function scanAtDesk(
  office: TestStore,
  { system, odoo, process }: Venue,
  barcode: string,
): Promise<void> {
  const [found] = await system.all('event.registration', [['barcode', '=', barcode]], ['state']);
  if (found !== undefined && found['state'] !== 'done')
    await system.call('event.registration', 'action_set_done', [[found.id]]);
  const teller = { ...odoo, dialect: 'odoo' };
  const notice = { barcode, event_ref: '1', told_at: undefined, payload: {} };
  await office.write((tx) => takeNotice(tx, process(), teller, notice));
}

/** What is held of one scenario's sales, wherever: the same whatever happened on the way. */
async function stateOf(office: TestStore, venue: Venue, park: Park, { barcodes, used }: Sold) {
  const all = [...barcodes, used];
  const state = await odooState(venue.system);
  const attendees = await park.client.eventAttendees({ params: { id: park.served_event }, query: {} });
  const { organizer_id } = venue;
  const waiting = await office.read((rx) => waitingDeliveries(rx, { limit: 500 }));
  const own = new Set([venue.billetweb.connection_id, venue.odoo.connection_id]);
  const tickets = await office.read((rx) =>
    rx.db
      .selectFrom('ticket')
      .innerJoin('barcode', 'barcode.ticket_id', 'ticket.id')
      .innerJoin('entitlement', 'entitlement.ticket_id', 'ticket.id')
      .select(['barcode.code', 'ticket.state', 'entitlement.used'])
      .where('ticket.organizer_id', '=', organizer_id)
      .execute(),
  );
  const place = (code: string): string => String(all.indexOf(code));
  return {
    here: tickets
      .filter(({ code }) => all.includes(code))
      .map(({ code, state: each, used: uses }) => `${place(code)} ${each} ${uses}`)
      .toSorted(),
    there: attendees
      .filter(({ barcode }) => all.includes(barcode))
      .map(({ barcode, used: uses }) => `${place(barcode)} ${uses}`)
      .toSorted(),
    partners: state.partners.filter((email) => email === 'jean@example.org').length,
    orders: state.orders.length,
    confirmed: state.orders.filter((order) => order.includes(' sale ')).length,
    lines: state.lines.length,
    registrations: state.registrations
      .filter((one) => all.includes(one.split(' ')[0] ?? ''))
      .map((one) => one.replace(/^\S+/, (code) => place(code)).replace(/\S+ linked$/, 'linked'))
      .toSorted(),
    waiting: waiting.filter(({ connection_id }) => own.has(connection_id)).length,
  };
}

let runners = 0;

onEachStore('the hub between BilletWeb and Odoo', (open) => {
  let park: Park;
  before(async () => {
    park = await openBilletwebPark(open());
  });
  after(() => park.app.close());

  test('killed after or before any outgoing call and run again, it comes to the same', async () => {
    const office = open();
    const sold = await sellAtOrigin(park);
    const undisturbed = await openVenue(office, park);
    const whole = new Process();
    await day(office, undisturbed, whole, sold.barcodes[0] ?? '');
    const expected = await stateOf(office, undisturbed, park, sold);
    assert.deepEqual(expected.here, ['0 valid 1', '1 valid 0', '2 valid 0', '3 valid 1']);
    assert.deepEqual(expected.there, ['0 1', '1 0', '2 0', '3 1']);
    assert.deepEqual(
      [expected.partners, expected.orders, expected.confirmed, expected.lines, expected.waiting],
      [1, 2, 2, 4, 0],
    );
    assert.equal(expected.registrations.filter((one) => one.includes(' done ')).length, 2);
    assert.ok(whole.calls > 8, `${whole.calls} calls`);
    for (let at = 1; at <= whole.calls; at += 1) {
      for (const when of ['before', 'after'] as const) {
        const venue = await openVenue(office, park);
        await uncheck(park, sold.barcodes[0] ?? '');
        const dying = new Process({ at, when });
        await day(office, venue, dying, sold.barcodes[0] ?? '').catch((error: unknown) => {
          if (!dying.dead) throw error;
        });
        assert.equal(dying.dead, true, `call ${at} was made`);
        // its leases run out
        office.surroundings.advance(10 * 60_000);
        await day(office, venue, new Process(), sold.barcodes[0] ?? '');
        assert.deepEqual(
          await stateOf(office, venue, park, sold),
          expected,
          `killed ${when} call ${at} of ${whole.calls}`,
        );
      }
    }
    const broken = await office.read((rx) => examine(rx, { now: office.surroundings.now() }));
    assert.deepEqual(
      broken.filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  test('finds no drift once all is told, and names what somebody changed behind its back', async () => {
    const office = open();
    const sold = await sellAtOrigin(park);
    const venue = await openVenue(office, park);
    await day(office, venue, new Process(), sold.barcodes[0] ?? '');
    const runner = new Runner(venue.process(), 'doctor');
    const own = async (): Promise<string[]> =>
      (await findDrift(runner, { organizer_id: venue.organizer_id })).map(({ code }) => code);
    assert.deepEqual(await own(), []);
    const [registration] = await venue.system.all('event.registration', [['barcode', '=', sold.barcodes[1]]]);
    await venue.system.call('event.registration', 'action_set_done', [[registration?.id]]);
    assert.deepEqual(await own(), ['drift_used']);
    await uncheck(park, sold.used);
    assert.deepEqual(await own(), ['drift_used', 'drift_used']);
  });

  test('a webhook that somebody made by hand scans the registration too; what Odoo says of it ends there', async () => {
    const office = open();
    const sold = await sellAtOrigin(park);
    const venue = await openVenue(office, park);
    const [barcode = ''] = sold.barcodes;
    await day(office, venue, new Process(), sold.barcodes[2] ?? '');
    const teller = { ...venue.odoo, dialect: 'odoo' };
    const told = { barcode, event_ref: '1', told_at: undefined, payload: {} };
    const tell = (on_behalf: boolean) =>
      office.write((tx) => takeNotice(tx, venue.process(), teller, { ...told, on_behalf }));
    const deliver = async (): Promise<number> => {
      let delivered = 0;
      for (const key of [venue.odoo, venue.billetweb])
        delivered +=
          (await new Runner(venue.process(), `by hand ${(runners += 1)}`).deliver(key))?.delivered ?? 0;
      return delivered;
    };
    assert.equal(await tell(true), 'used');
    assert.equal(await deliver(), 2);
    const [registration] = await venue.system.all(
      'event.registration',
      [['barcode', '=', barcode]],
      ['state'],
    );
    assert.equal(registration?.['state'], 'done');
    assert.equal(await tell(false), 'already');
    assert.equal(await deliver(), 0);
    const doctor = new Runner(venue.process(), 'doctor by hand');
    assert.deepEqual(await findDrift(doctor, { organizer_id: venue.organizer_id }), []);
  });

  test('a whole pull of Odoo tells it again of what somebody took back there, and of orders it never heard of', async () => {
    const office = open();
    const sold = await sellAtOrigin(park);
    const venue = await openVenue(office, park);
    await day(office, venue, new Process(), sold.barcodes[0] ?? '');
    const runner = new Runner(venue.process(), 'reconciler');
    const byCode = (code: string) =>
      venue.system.all('event.registration', [['barcode', '=', code]], ['state']);
    const [used] = await byCode(sold.used);
    await venue.system.call('event.registration', 'write', [[used?.id], { state: 'open' }]);
    // as if it had been connected only now
    await office.write((tx) =>
      tx.db.deleteFrom('outbox').where('connection_id', '=', venue.odoo.connection_id).execute(),
    );
    await runner.pull(venue.odoo, { full: true });
    assert.ok(((await runner.deliver(venue.odoo))?.delivered ?? 0) > 0);
    assert.equal((await byCode(sold.used))[0]?.['state'], 'done');
    assert.deepEqual(await findDrift(runner, { organizer_id: venue.organizer_id }), []);
    await runner.pull(venue.odoo, { full: true });
    assert.equal((await runner.deliver(venue.odoo))?.delivered, 0, 'nothing is left to tell');
  });
});

/** Takes a scan back at the origin, so that it can be told anew. */
async function uncheck(park: Park, barcode: string): Promise<void> {
  await park.client.updateProduct({
    params: { id: park.served_event },
    body: [{ barcode, used: 0 }],
  });
}
