import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openQticketsHall, type QticketsHall } from '../../../test/fixtures/qtickets-hall.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { injectTransport, type Transport } from '../../contract/transport.ts';
import type { ForeignRecord } from '../../domain/foreign-records.ts';
import { PeerTrouble, type Delivery, type Peer } from '../../hub/port.ts';
import { connectQtickets } from './connect.ts';
import { ticketRecords } from './connect/tickets.ts';
import type { Order } from './shapes.ts';

const client = { email: 'username@gmail.com', details: { name: 'Иван', surname: 'Петров' } };

function peerOf(
  hall: QticketsHall,
  office: TestStore,
  more: { token?: string; transport?: Transport } = {},
): Peer {
  return connectQtickets({ transport: more.transport ?? injectTransport(hall.app) }).open({
    connection_id: 1,
    base_url: 'http://localhost/qtickets',
    settings: { scans_at_once: 500, capacities: true },
    secrets: { token: more.token ?? hall.token },
    zone: 'Europe/Moscow',
    now: () => office.surroundings.now(),
    turn: () => Promise.resolve(),
    asked_to_wait: () => Promise.resolve(false),
    timeout_ms: 5_000,
  });
}

async function pulled(peer: Peer, wish: { cursor?: string | undefined; full?: boolean } = {}) {
  const records: ForeignRecord[] = [];
  let cursor: string | undefined;
  for await (const page of peer.pull!({ cursor: wish.cursor, full: wish.full ?? false, overlap_ms: 1_000 })) {
    assert.deepEqual(page.refused, []);
    records.push(...page.records);
    cursor = page.cursor ?? cursor;
  }
  return { records, cursor };
}

const ofKind = <K extends ForeignRecord['kind']>(records: readonly ForeignRecord[], kind: K) =>
  records.filter((one): one is Extract<ForeignRecord, { kind: K }> => one.kind === kind);

function buy({ client: qtickets }: QticketsHall, seat_id: string, more: object = {}) {
  const data = { client, payed: true, baskets: [{ show_id: 41, seat_id, client_name: 'Иван' }], ...more };
  return qtickets.createOrder({ body: { data } }).then((told) => told.data);
}

function scanOf(order: Order, more: { session?: string; code?: string } = {}): Delivery {
  const [basket] = order.baskets;
  return {
    id: order.id,
    attempts: 0,
    created_at: 0,
    topic: 'scan',
    scan: {
      ticket: { id: 1, ref: String(basket!.id) },
      event: { id: 1, ref: '33' },
      session: { id: 1, ref: more.session ?? '41' },
      codes: [more.code ?? basket!.barcode!],
      direction: 'in',
      scanned_at: Date.UTC(2026, 4, 15, 8, 31),
      device: 'gate',
      used: 1,
      allowed: 1,
    },
  };
}

onEachStore('Qtickets connected', (open) => {
  test('tells of events, shows, prices and paid tickets, then of what changed alone', async () => {
    const office = open();
    const hall = await openQticketsHall(office);
    const abonement = await buy(hall, hall.abonement_seat);
    // beyond the overlap of the next pull
    office.surroundings.advance(5_000);
    const order = await buy(hall, 'CENTER_PARTERRE-21;12');
    await buy(hall, 'DANCE-1;1', { payed: false });
    const peer = peerOf(hall, office);
    assert.equal(await peer.probe(), 'Qtickets shows 1 events');
    const { records, cursor } = await pulled(peer, { full: true });
    assert.deepEqual(
      ofKind(records, 'event').map(({ ref, name }) => [ref, name]),
      [['33', 'Вечер']],
    );
    const [session] = ofKind(records, 'session');
    assert.deepEqual(
      [session?.ref, session?.starts_at, session?.capacity],
      ['41', office.surroundings.instant - 5_000 + 86_400_000, 228],
    );
    const tickets = ofKind(records, 'ticket');
    assert.equal(tickets.length, 5);
    const [basket] = order.baskets;
    const ticket = tickets.find(({ ref }) => ref === String(basket!.id));
    assert.deepEqual(
      [
        ticket!.ref,
        ticket!.barcode,
        ticket!.amount,
        ticket!.session_ref,
        ticket!.state,
        ticket!.place,
        ticket!.order.buyer.last_name,
      ],
      [String(basket!.id), basket!.barcode, 15000, '41', 'valid', 'Партер: Ряд 21, Место 12', 'Петров'],
    );
    const leaves = tickets.filter((one) => one.main_ref === String(abonement.baskets[0]!.id));
    assert.deepEqual([leaves.length, leaves.reduce((sum, leaf) => sum + leaf.amount, 0)], [3, 100000]);
    office.surroundings.advance(60_000);
    const refund = { deduction_amount: 0, baskets: { [basket!.id]: [] } };
    await hall.client.removeBaskets({ params: { id: order.id }, body: { refund } });
    const later = await pulled(peer, { cursor });
    assert.deepEqual(
      ofKind(later.records, 'ticket').map((one) => [one.ref, one.state, one.refunded_amount]),
      [[String(basket!.id), 'refunded', 15000]],
    );
    assert.ok(Number(later.cursor) > Number(cursor));
  });

  test('reports scans one by one and in batches, in the vendor’s time, and a repeat is a success', async () => {
    const office = open();
    const hall = await openQticketsHall(office);
    const [one, two] = [await buy(hall, 'DANCE-1;1'), await buy(hall, 'DANCE-1;1')];
    const peer = peerOf(hall, office);
    assert.deepEqual(await peer.push!([scanOf(one)]), [{ done: true }]);
    const barcode = one.baskets[0]!.barcode!;
    const told = await hall.client.barcode({ params: { id: 41, barcode } });
    assert.equal(told.checked_at, '2026-05-15T11:31:00+03:00');
    assert.deepEqual(
      await peer.push!([
        scanOf(one),
        scanOf(two),
        scanOf(two, { code: 'nobody' }),
        scanOf(two, { session: 'x' }),
      ]),
      [
        { done: true },
        { done: true },
        { refused: 'Штрихкод не найден', why: { code: 'answered', params: { words: 'Штрихкод не найден' } } },
        { refused: 'the ticket belongs to no show of Qtickets', why: { code: 'not_of_theirs', params: {} } },
      ],
    );
  });

  test('says what went wrong out there', async () => {
    const office = open();
    const hall = await openQticketsHall(office);
    const kindOf = async (peer: Peer): Promise<string> => {
      try {
        await peer.probe();
      } catch (error) {
        if (error instanceof PeerTrouble) return error.kind;
      }
      return 'none';
    };
    assert.equal(await kindOf(peerOf(hall, office, { token: 'wrong' })), 'credentials');
    const broken: Transport = () =>
      Promise.resolve({ status: 502, headers: {}, body: Buffer.from('<html>') });
    assert.equal(await kindOf(peerOf(hall, office, { transport: broken })), 'unavailable');
  });
});

test('the document’s own order is understood as it stands', () => {
  const { answer } = JSON.parse(readFileSync(new URL('fixtures/order.json', import.meta.url), 'utf8')) as {
    answer: { data: Order };
  };
  const { records, refused } = ticketRecords(answer.data, 'Europe/Moscow', new Set(['41']));
  assert.deepEqual(refused, []);
  assert.deepEqual(
    ofKind(records, 'ticket').map((one) => [one.ref, one.barcode, one.amount, one.place]),
    [
      ['63993', '877076325904', 15000, 'CENTER_PARTERRE-21;12'],
      ['63994', '877344688530', 15000, 'CENTER_PARTERRE-21;11'],
      ['63995', '875606411179', 50000, 'CENTER_BALCONY-1;14'],
    ],
  );
});
