import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openUtickTheatre, type UtickTheatre } from '../../../test/fixtures/utick-theatre.ts';
import { onEachStore } from '../../../test/stores.ts';
import { injectTransport, type Transport } from '../../contract/transport.ts';
import type { ForeignRecord } from '../../domain/foreign-records.ts';
import type { Peer } from '../../hub/port.ts';
import { scanCode } from '../../office/admission/scan.ts';
import { updateSession } from '../../office/catalogue/session.ts';
import { connectUtick } from './connect.ts';
import type { Stock } from './shapes.ts';

const day_ms = 86_400_000;

/** Counts the calls of each path. */
function counting(transport: Transport): { transport: Transport; calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    transport: async (sent) => {
      calls.push(new URL(sent.url).pathname.replace('/utick/v1/', ''));
      return transport(sent);
    },
  };
}

function peerOf(
  theatre: UtickTheatre,
  now: () => number,
  wish: { settings?: object; secrets?: Record<string, string>; transport?: Transport } = {},
): { peer: Peer; calls: string[] } {
  const { transport, calls } = counting(wish.transport ?? injectTransport(theatre.app));
  const { publickey, privatekey } = theatre;
  const peer = connectUtick({ transport }).open({
    connection_id: 1,
    base_url: 'http://localhost/utick',
    settings: { page_orders: 20, window_days: 3, ...wish.settings },
    secrets: { publickey, privatekey, ...wish.secrets },
    zone: 'Europe/Paris',
    now,
    turn: () => Promise.resolve(),
    asked_to_wait: () => Promise.resolve(false),
    timeout_ms: 5_000,
  });
  return { peer, calls };
}

async function pulled(peer: Peer, wish: { cursor?: string; full?: boolean } = {}) {
  const records: ForeignRecord[] = [];
  let cursor: string | undefined;
  const { full = false } = wish;
  for await (const page of peer.pull!({ cursor: wish.cursor, full, overlap_ms: 600_000 })) {
    assert.deepEqual(page.refused, []);
    records.push(...page.records);
    cursor = page.cursor ?? cursor;
  }
  return { records, cursor };
}

const ofKind = <K extends ForeignRecord['kind']>(records: readonly ForeignRecord[], kind: K) =>
  records.filter((one): one is Extract<ForeignRecord, { kind: K }> => one.kind === kind);

async function stocksOf(theatre: UtickTheatre): Promise<Stock[]> {
  const { client } = theatre;
  const { response: events } = await client.events();
  const event = events.find((one) => one.label === 'Soirée au Théâtre de la Place')!;
  return [...(await client.stocks({ input: { eventid: event.id } })).response];
}

const requestOf = (stock: Stock, quantity: number, orderid?: string) => ({
  quantity,
  stockid: stock.id,
  categoryid: stock.categories[0]!.id,
  priceid: stock.categories[0]!.prices[0]!.id,
  orderid,
});

async function sell(theatre: UtickTheatre, ...requests: ReturnType<typeof requestOf>[]) {
  const { client } = theatre;
  const { response: products } = await client.request({ input: { requests } });
  const { response: contact } = await client.createContact({
    input: { firstname: 'Anne', lastname: 'Mercier', email: 'anne.mercier@example.com' },
  });
  const params = { id: products[0]!.orderid };
  await client.changeOrder({ params, input: { statusid: 15, contactid: contact.id } });
  return { order_ref: params.id, products };
}

onEachStore('uTick pulled', (open) => {
  test('gives events, sessions, prices and tickets, each before what needs it', async () => {
    const office = open();
    const theatre = await openUtickTheatre(office);
    const [seats, area] = await stocksOf(theatre);
    const { products, order_ref } = await sell(theatre, requestOf(seats!, 2), requestOf(area!, 1));
    await theatre.client.request({ input: { requests: [requestOf(area!, 4)] } });
    const { organizer_id } = theatre;
    const { response: sold } = await theatre.client.products({ input: { orderid: order_ref } });
    office.surroundings.advance(30 * day_ms + 11 * 3_600_000);
    const used_at = office.surroundings.instant;
    await office.write((tx) =>
      scanCode(tx, { organizer_id, code: sold[0]!.ticket!.qrcode, direction: 'in', source: 'gate' }),
    );
    const { peer } = peerOf(theatre, () => office.surroundings.instant);
    assert.match(await peer.probe(), /Shop/);
    const { records } = await pulled(peer);
    const seen = new Set<string>();
    for (const record of records) {
      if (record.kind === 'session' || record.kind === 'price') assert.ok(seen.has(record.event_ref));
      if (record.kind === 'ticket') {
        for (const ref of [record.event_ref, record.session_ref!, record.price.ref!])
          assert.ok(seen.has(ref), ref);
      }
      seen.add(record.ref);
    }
    assert.equal(ofKind(records, 'event').length, 2);
    const tickets = ofKind(records, 'ticket');
    assert.deepEqual(
      tickets.map(({ ref, amount }) => [ref, amount]),
      products.map(({ id, price }) => [id, price.value.amount]),
    );
    const [first, second] = tickets;
    assert.deepEqual(first!.used, { at: used_at, inside: true });
    assert.deepEqual([second!.used, second!.state, second!.barcode?.length], [null, 'valid', 10]);
    assert.equal(first!.place, sold[0]!.ticket!.positionlabel);
    assert.deepEqual(
      [first!.order.ref, first!.order.paid, first!.order.buyer.email],
      [order_ref, true, 'anne.mercier@example.com'],
    );
    office.surroundings.advance(-(30 * day_ms + 11 * 3_600_000));
  });

  test('counts the money of a pack once, and names the pack of what is in it', async () => {
    const office = open();
    const theatre = await openUtickTheatre(office);
    const { client } = theatre;
    const pack = (await stocksOf(theatre)).find((one) => one.producttypeid === 10)!;
    const { response: parts } = await client.stocks({ input: { packid: pack.packid! } });
    const [main] = (await client.request({ input: { requests: [requestOf(pack, 1)] } })).response;
    const { orderid } = main!;
    const requests = parts.map((stock) => ({ ...requestOf(stock, 1, orderid), mainproductid: main!.id }));
    await client.request({ input: { requests } });
    const { response: contact } = await client.createContact({ input: { email: 'a@example.com' } });
    await client.changeOrder({ params: { id: orderid }, input: { statusid: 15, contactid: contact.id } });
    const { records } = await pulled(peerOf(theatre, () => office.surroundings.instant).peer);
    const tickets = ofKind(records, 'ticket');
    assert.equal(
      tickets.reduce((sum, { amount }) => sum + amount, 0),
      3800,
    );
    assert.deepEqual(
      tickets.map(({ main_ref }) => main_ref),
      [undefined, main!.id, main!.id],
    );
    // what a part costs in the pack is not its price
    assert.deepEqual(
      ofKind(records, 'price').map(({ ref, amount }) => [ref, amount]),
      [pack, ...parts].map(({ categories }) => {
        const { id, value } = categories[0]!.prices[0]!;
        return [id, value.amount];
      }),
    );
  });

  test('places what is no longer on sale by the timeslot of its tickets', async () => {
    const office = open();
    const theatre = await openUtickTheatre(office);
    const [, area] = await stocksOf(theatre);
    const { products } = await sell(theatre, requestOf(area!, 2));
    const { organizer_id, session_id } = theatre;
    await office.write((tx) => updateSession(tx, { organizer_id, session_id, status: 'cancelled' }));
    assert.equal((await theatre.ask('GET', `shop/products/stocks/${area!.id}`)).status, 404);
    const { peer, calls } = peerOf(theatre, () => office.surroundings.instant);
    const { records } = await pulled(peer);
    assert.deepEqual(
      ofKind(records, 'ticket').map(({ ref, event_ref, session_ref }) => [ref, event_ref, session_ref]),
      products.map(({ id }) => [id, area!.eventid, area!.timeslotid]),
    );
    assert.equal(calls.filter((path) => path === 'shop/orders/tickets').length, 1);
  });

  test('reads again what its window covers, and no older order, unless everything is asked for', async () => {
    const office = open();
    const theatre = await openUtickTheatre(office);
    const [, area] = await stocksOf(theatre);
    for (let many = 0; many < 45; many += 1) {
      await sell(theatre, requestOf(area!, 1));
      office.surroundings.advance(day_ms / 10);
    }
    const now = () => office.surroundings.instant;
    const all = await pulled(peerOf(theatre, now).peer);
    assert.equal(ofKind(all.records, 'ticket').length, 45);
    const cursor = all.cursor!;
    const again = peerOf(theatre, now);
    const window = await pulled(again.peer, { cursor });
    // one order each tenth of a day, over three days
    assert.equal(ofKind(window.records, 'ticket').length, 31);
    assert.equal(window.cursor, cursor);
    const narrow = peerOf(theatre, now, { settings: { window_days: 0 } });
    assert.equal(ofKind((await pulled(narrow.peer, { cursor })).records, 'ticket').length, 1);
    assert.equal(narrow.calls.filter((path) => path === 'shop/orders').length, 2);
    const full = await pulled(peerOf(theatre, now).peer, { cursor, full: true });
    assert.equal(ofKind(full.records, 'ticket').length, 45);
    office.surroundings.advance(-4.5 * day_ms);
  });

  test('says what went wrong out there in words that hold no key', async () => {
    const office = open();
    const theatre = await openUtickTheatre(office);
    const now = () => office.surroundings.instant;
    const wrong = peerOf(theatre, now, { secrets: { privatekey: 'not-the-key' } });
    await assert.rejects(wrong.peer.probe(), (error: Error & { kind?: string }) => {
      assert.equal(error.kind, 'credentials');
      assert.ok(!error.message.includes('not-the-key'));
      return true;
    });
    const late = peerOf(theatre, () => now() - day_ms);
    await assert.rejects(late.peer.probe(), { kind: 'credentials' });
    const answering =
      (status: number, body: string): Transport =>
      () =>
        Promise.resolve({ status, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) });
    const told = (transport: Transport) => peerOf(theatre, now, { transport }).peer.probe();
    await assert.rejects(told(answering(200, '{"success": true}')), { kind: 'nonsense' });
    await assert.rejects(told(answering(200, '<html>')), { name: 'PeerTrouble' });
    await assert.rejects(told(answering(502, '<html>')), { kind: 'unavailable' });
    const bare = '{"success": false, "error": {"code": 17, "message": "no"}}';
    const inside = (status: number) => bare.replace('}}', `}, "status_code": ${status}}`);
    for (const [status, body, kind] of [
      [401, 'Unauthorized', 'credentials'],
      [403, bare, 'credentials'],
      [429, '{"error": "slow down"}', 'limited'],
      [404, bare, 'refused'],
      [503, '{}', 'unavailable'],
      [200, bare, 'refused'],
      [200, inside(401), 'credentials'],
      [200, inside(429), 'limited'],
      [200, inside(500), 'unavailable'],
    ] as const)
      await assert.rejects(told(answering(status, body)), { kind }, `${status} ${body}`);
  });
});

test('the connection says itself what uTick has no way to do', () => {
  const { abilities } = connectUtick();
  assert.deepEqual(abilities.pushes, []);
  assert.deepEqual(
    abilities.cannot.map(({ what }) => what),
    ['push_scan', 'push_order', 'see_deletions'],
  );
  for (const { en, fr } of abilities.cannot) assert.ok(en.length > 20 && fr.length > 20);
});
