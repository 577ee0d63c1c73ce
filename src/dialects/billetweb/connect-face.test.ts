import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { openBilletwebPark, serveBilletweb, type Park } from '../../../test/fixtures/billetweb-park.ts';
import { findingsOf, openForeignPark, type ForeignPark } from '../../../test/fixtures/foreign-park.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import type { Peer, ScanDelivery } from '../../hub/port.ts';
import { createApplication } from '../../office/access/applications.ts';
import { issueCredential } from '../../office/access/credentials.ts';
import { scanCode } from '../../office/admission/scan.ts';
import { Seen, takeGone } from '../../office/imports/gone.ts';
import { refundTickets } from '../../office/selling/refund.ts';
import { connectBilletweb } from './connect.ts';

/** An origin that serves BilletWeb on a port, and a venue that pulls from it. */
interface Both extends AsyncDisposable {
  readonly origin: Park;
  readonly venue: ForeignPark;
  readonly peer: Peer;
  readonly cursor: { value: string | undefined };
}

async function both(office: TestStore, shape?: 'vendor'): Promise<Both> {
  const origin = await openBilletwebPark(office, shape === undefined ? {} : { shape: { shape } });
  const address = await origin.app.listen({ port: 0, host: '127.0.0.1' });
  const peer = peerOf(office, `${address}/billetweb`, origin);
  const venue = await openForeignPark(office);
  return {
    origin,
    venue,
    peer,
    cursor: { value: undefined },
    [Symbol.asyncDispose]: async () => {
      await origin.app.close();
    },
  };
}

function peerOf(
  { surroundings }: TestStore,
  base_url: string,
  { user, key }: { user: string; key: string },
): Peer {
  return connectBilletweb().open({
    connection_id: 1,
    base_url,
    settings: { events: [], scan: 'check', zone: 'Europe/Paris', currency: 'EUR', version: 1 },
    secrets: { user, key },
    zone: 'Europe/Paris',
    now: () => surroundings.now(),
    turn: () => Promise.resolve(),
    asked_to_wait: () => Promise.resolve(false),
    timeout_ms: 10_000,
  });
}

/** One pull into the venue: what came of it that was not nothing, and how many records came. */
async function pull({ peer, venue, cursor }: Both, full = false) {
  const counts: Record<string, number> = {};
  let records = 0;
  const seen = new Seen();
  const wish = { cursor: cursor.value, full: full || cursor.value === undefined, overlap_ms: 600_000 };
  for await (const page of peer.pull?.(wish) ?? []) {
    assert.deepEqual(page.refused, []);
    records += page.records.length;
    seen.add(page.records);
    for (const [name, many] of Object.entries(await venue.counts(page.records)))
      counts[name] = (counts[name] ?? 0) + many;
    cursor.value = page.cursor ?? cursor.value;
  }
  return { counts, records, seen };
}

type Row = Readonly<Record<string, unknown>>;

/** What differs by itself between two offices: ids of their own, links, when they changed it, where it was sold. */
const own = new Set([
  'id',
  'product_id',
  'order_id',
  'order_ext_id',
  'ext_id',
  'ref',
  'session',
  'last_update',
  'order_origin',
  'order_management',
  'product_management',
  'product_download',
]);

async function listOf(app: FastifyInstance, query: string, path: string): Promise<Row[]> {
  const { payload } = await app.inject({ method: 'GET', url: `/billetweb/api/${path}?${query}&disabled=1` });
  const rows = JSON.parse(payload) as Row[];
  return rows
    .map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !own.has(name))))
    .toSorted((a, b) => String(a['barcode'] ?? a['name']).localeCompare(String(b['barcode'] ?? b['name'])));
}

/** BilletWeb's face of the venue, to look at what it has the same way. */
async function faceOf(office: TestStore, { source }: ForeignPark) {
  const keys = { public_name: `8${source.organizer_id}`, key: `key-of-${source.organizer_id}` };
  await office.write(async (tx) => {
    const application_id = await createApplication(tx, {
      name: 'venue',
      organizer_ids: [source.organizer_id],
    });
    return issueCredential(tx, { application_id, dialect: 'billetweb', ...keys });
  });
  return { app: await serveBilletweb(office), query: `user=${keys.public_name}&key=${keys.key}` };
}

/** Sales of all kinds at the origin. */
async function sellThere(office: TestStore, { client, served_event, served_price, organizer_id }: Park) {
  const id = served_event;
  await client.datesUpdate({
    params: { id },
    body: {
      data: [{ start: '2026-07-14 20:00:00', end: '2026-07-14 22:00:00', name: 'Nocturne', quota: '10' }],
    },
  });
  const [date] = await client.dates({ params: { id } });
  const ticket = String(served_price);
  const jean = { name: 'Dupont', firstname: 'Jean', email: 'jean@email.com', language: 'fr' };
  const holder = {
    ticket,
    name: 'Dupont',
    firstname: 'Léa',
    email: 'lea@email.com',
    custom: { Taille: 'M' },
  };
  const orders = await client.addOrder({
    params: { id },
    body: {
      data: [
        {
          ...jean,
          payment_type: 'card',
          custom: { Newsletter: '1' },
          products: [holder, { ticket }, { ticket, used: 1 }],
        },
        { name: 'Martin', email: 'anne@email.com', payment_type: 'reservation', products: [{ ticket }] },
        {
          ...jean,
          products: [
            { ticket, session: date?.id ?? '' },
            { ticket, price: 5 },
          ],
        },
      ],
    },
  });
  const codes = orders.flatMap((order) => order.products_eq);
  const [, second] = codes;
  await office.write(async (tx) => {
    const { ticket_id, order_id } = await tx.db
      .selectFrom('barcode')
      .innerJoin('ticket', 'ticket.id', 'barcode.ticket_id')
      .select(['ticket.id as ticket_id', 'ticket.order_id'])
      .where('code', '=', second ?? '')
      .where('barcode.organizer_id', '=', organizer_id)
      .executeTakeFirstOrThrow();
    return refundTickets(tx, { organizer_id, order_id, ticket_ids: [ticket_id], amount: 1100 });
  });
  return codes;
}

for (const shape of [undefined, 'vendor'] as const) {
  onEachStore(`BilletWeb pulled from Guichet's own face, ${shape ?? 'document'} shape`, (open) => {
    test('everything is in the venue as it is at the origin, and a second pull imports nothing', async () => {
      const office = open();
      await using pulling = await both(office, shape);
      const { origin, venue } = pulling;
      await sellThere(office, origin);
      office.surroundings.advance(60_000);
      const first = await pull(pulling);
      assert.deepEqual(first.counts, { events: 1, sessions: 1, prices: 1, orders: 3, tickets: 6 });
      office.surroundings.advance(2_000);
      const second = await pull(pulling);
      assert.deepEqual([second.counts, second.records], [{}, 1]);
      const { counts } = await pull(pulling, true);
      assert.deepEqual(counts, { unchanged: 6 });
      const face = await faceOf(office, venue);
      const there = { app: origin.app, query: origin.query.replace('version=1', '') };
      for (const path of [
        'attendees',
        `event/${origin.served_event}/tickets`,
        `event/${origin.served_event}/dates`,
      ]) {
        const [here, back] = [
          await listOf(face.app, face.query, path),
          await listOf(there.app, there.query, path),
        ];
        if (shape === undefined) assert.deepEqual(here, back, path);
        else assert.equal(here.length, back.length, path);
      }
      assert.deepEqual(await findingsOf(office), []);
    });
  });
}

onEachStore('a change at the origin', (open) => {
  test('reaches the venue with the next pull: a holder, a use, a payment; a deletion with a whole one', async () => {
    const office = open();
    await using pulling = await both(office);
    const { origin } = pulling;
    const { client, served_event: id } = origin;
    const codes = await sellThere(office, origin);
    office.surroundings.advance(60_000);
    await pull(pulling);
    office.surroundings.advance(900_000);
    await client.check({ params: { id }, body: { code: codes[0] ?? '' } });
    await client.updateProduct({ params: { id }, body: [{ barcode: codes[4] ?? '', name: 'Durand' }] });
    const reserved = await client.eventAttendees({ params: { id }, query: { barcode: codes[3] ?? '' } });
    await client.updateOrder({ params: { id }, body: [{ id: reserved[0]?.order_id ?? '', paid: true }] });
    office.surroundings.advance(2_000);
    const { counts } = await pull(pulling);
    assert.deepEqual([counts['used'], counts['changed']], [1, 2]);
    const last = await client.eventAttendees({ params: { id }, query: { barcode: codes[5] ?? '' } });
    await client.deleteOrder({ params: { id }, body: [last[0]?.order_id ?? ''] });
    office.surroundings.advance(2_000);
    const { seen } = await pull(pulling, true);
    assert.equal((await takeGone(office, pulling.venue.source, seen)).ended, 2);
    assert.deepEqual(await findingsOf(office), []);
  });

  test('a scan at the venue is told at the origin, once, whatever was heard of the first try', async () => {
    const office = open();
    await using pulling = await both(office);
    const { origin, peer, venue } = pulling;
    const [code = ''] = await sellThere(office, origin);
    office.surroundings.advance(60_000);
    await pull(pulling);
    const { organizer_id } = venue.source;
    const here = { organizer_id, code, direction: 'in', source: 'gate' } as const;
    assert.equal((await office.write((tx) => scanCode(tx, here))).outcome, 'admitted');
    const delivery: ScanDelivery = {
      topic: 'scan',
      id: 1,
      attempts: 0,
      created_at: office.surroundings.now(),
      scan: {
        ticket: { id: 1, ref: undefined },
        event: { id: 1, ref: String(origin.served_event) },
        session: undefined,
        codes: [code],
        direction: 'in',
        scanned_at: office.surroundings.now(),
        device: 'gate',
        used: 1,
        allowed: 1,
      },
    };
    assert.deepEqual(await peer.push?.([delivery]), [{ done: true }]);
    assert.deepEqual(await peer.push?.([{ ...delivery, attempts: 1 }]), [
      { done: true, note: 'it was used there already' },
    ]);
    assert.deepEqual(await peer.push?.([delivery]), [{ done: true, note: 'Ce billet a déjà été utilisé' }]);
    office.surroundings.advance(1_000_000);
    const { counts } = await pull(pulling);
    assert.deepEqual(counts['used'], undefined);
    assert.deepEqual(await findingsOf(office), []);
  });

  test('a wrong key and a server that is gone are told apart', async () => {
    const office = open();
    const pulling = await both(office);
    const address = pulling.origin.app.listeningOrigin;
    const wrong = peerOf(office, `${address}/billetweb`, { user: pulling.origin.user, key: 'wrong' });
    await assert.rejects(wrong.probe(), { kind: 'credentials' });
    assert.equal(await pulling.peer.probe(), '1 event of BilletWeb');
    await pulling[Symbol.asyncDispose]();
    await assert.rejects(pulling.peer.probe(), { kind: 'unavailable' });
  });
});
