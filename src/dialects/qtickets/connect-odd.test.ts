import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openQticketsHall, type QticketsHall } from '../../../test/fixtures/qtickets-hall.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { injectTransport, type Transport } from '../../contract/transport.ts';
import { PeerTrouble, type Peer, type PulledPage } from '../../hub/port.ts';
import { connectQtickets } from './connect.ts';

const client = { email: 'username@gmail.com' };

type Json = Record<string, unknown>;
interface Told {
  readonly data: (Json & { baskets: Json[]; shows: Json[] })[];
}

function peerOf(hall: QticketsHall, office: TestStore, transport: Transport): Peer {
  return connectQtickets({ transport }).open({
    connection_id: 1,
    base_url: 'http://localhost/qtickets',
    settings: { scans_at_once: 500, capacities: true },
    secrets: { token: hall.token },
    zone: 'Europe/Moscow',
    now: () => office.surroundings.now(),
    turn: () => Promise.resolve(),
    asked_to_wait: () => Promise.resolve(false),
    timeout_ms: 5_000,
  });
}

/** The vendor, whose answers to calls of a path are told in other words. */
function retold(hall: QticketsHall, path: string, words: (told: Told) => unknown): Transport {
  const asked = injectTransport(hall.app);
  return async (sent) => {
    const answer = await asked(sent);
    if (!new URL(sent.url).pathname.endsWith(path)) return answer;
    return {
      ...answer,
      body: Buffer.from(JSON.stringify(words(JSON.parse(answer.body.toString()) as Told))),
    };
  };
}

async function pages(peer: Peer, full = true): Promise<Required<Pick<PulledPage, 'records' | 'refused'>>> {
  const records: PulledPage['records'][number][] = [];
  const refused: PulledPage['refused'][number][] = [];
  for await (const page of peer.pull!({ cursor: undefined, full, overlap_ms: 0 })) {
    records.push(...page.records);
    refused.push(...page.refused);
  }
  return { records, refused };
}

const buy = (hall: QticketsHall, seat_id: string) => {
  const baskets = [{ show_id: 41, seat_id }];
  return hall.client.createOrder({ body: { data: { client, payed: 1, baskets } } }).then(({ data }) => data);
};

onEachStore('Qtickets that answers oddly', (open) => {
  test('has one order that nobody understands set aside by its tickets, and the others taken in', async () => {
    const office = open();
    const hall = await openQticketsHall(office);
    const odd = await buy(hall, hall.abonement_seat);
    const dear = await buy(hall, 'CENTER_PARTERRE-21;1');
    const good = await buy(hall, 'CENTER_PARTERRE-21;2');
    const peer = peerOf(
      hall,
      office,
      retold(hall, '/orders', ({ data }) => ({
        data: data.map((order) => {
          if (order['id'] === odd.id) return { ...order, currency_id: null };
          if (order['id'] === dear.id)
            return { ...order, baskets: order.baskets.map((basket) => ({ ...basket, price: 33.333 })) };
          // fields of which nothing is read may be anything
          return { ...order, utm: 7, client: { email: null, details: null }, refunds: 'none' };
        }),
        paging: { perPage: 50, currentPage: 1, total: 3 },
      })),
    );
    const { records, refused } = await pages(peer);
    const known = records.flatMap((record) => (record.kind === 'ticket' ? [record.ref] : []));
    assert.deepEqual(known, [String(good.baskets[0]!.id)]);
    const [main] = odd.baskets;
    const aside = [main!, ...main!.related_baskets, dear.baskets[0]!].map(({ id }) => String(id));
    assert.deepEqual(
      refused.map(({ ref }) => ref),
      aside,
    );
    assert.match(refused[0]!.reason, new RegExp(`^order ${odd.id}: currency_id `));
  });

  test('is not read on where an order does not even tell its tickets: they would be taken for gone', async () => {
    const office = open();
    const hall = await openQticketsHall(office);
    await buy(hall, 'DANCE-1;1');
    const none = retold(hall, '/orders', (told) => ({
      ...told,
      data: told.data.map(({ id }) => ({ id, updated_at: '2026-05-15T11:30:00+03:00' })),
    }));
    await assert.rejects(pages(peerOf(hall, office, none)), { name: 'PeerTrouble', kind: 'nonsense' });
  });

  test('lists shows that are deleted or off: they sell nothing more, and are asked for no seats', async () => {
    const office = open();
    const hall = await openQticketsHall(office);
    const deleted_at = '2026-05-15T11:30:00+03:00';
    const shown = retold(hall, '/events', (told) => ({
      ...told,
      data: told.data.flatMap((event) => [
        {
          ...event,
          shows: event.shows.map((show, at) =>
            at === 0 ? { ...show, deleted_at } : at === 1 ? { ...show, is_active: 0 } : show,
          ),
        },
        { ...event, id: 34, deleted_at, shows: [{ ...event.shows[0], id: 44 }] },
        { id: 35, name: 7 },
      ]),
    }));
    const asked: string[] = [];
    const transport: Transport = (sent) => {
      asked.push(new URL(sent.url).pathname.replace('/qtickets/api/rest/v1', ''));
      return shown(sent);
    };
    const { records, refused } = await pages(peerOf(hall, office, transport));
    assert.deepEqual(
      records.flatMap((record) => (record.kind === 'session' ? [[record.ref, record.closed]] : [])),
      [
        ['41', true],
        ['42', true],
        ['43', false],
        ['44', true],
      ],
    );
    assert.deepEqual(
      records.flatMap((record) => (record.kind === 'event' ? [[record.ref, record.published]] : [])),
      [
        ['33', true],
        ['34', false],
      ],
    );
    // the seats' price is asked in all three shows, and on sale in the one that is on
    assert.deepEqual(
      records.flatMap((record) =>
        record.kind === 'price' && record.name === 'Партер' ? [[record.session_refs, record.closed]] : [],
      ),
      [
        [['43'], undefined],
        [['44'], true],
      ],
    );
    assert.deepEqual(
      refused.map(({ kind, ref }) => [kind, ref]),
      [['event', '35']],
    );
    assert.deepEqual(
      asked.filter((path) => path.startsWith('/shows')),
      ['/shows/42/seats', '/shows/43/seats', '/shows/42/barcodes', '/shows/43/barcodes'],
    );
  });

  test('refuses a show that went since it was listed, and the sales are taken in all the same', async () => {
    const office = open();
    const hall = await openQticketsHall(office);
    await buy(hall, 'DANCE-1;1');
    const asked = injectTransport(hall.app);
    const transport: Transport = (sent) =>
      asked(
        sent.url.includes('/shows/41/')
          ? { ...sent, url: sent.url.replace('/shows/41/', '/shows/9/') }
          : sent,
      );
    const { records } = await pages(peerOf(hall, office, transport));
    assert.equal(records.filter(({ kind }) => kind === 'ticket').length, 1);
  });

  test('says which tickets an order has, so that one that left it without a trace is gone', async () => {
    const office = open();
    const hall = await openQticketsHall(office);
    const order = await buy(hall, hall.abonement_seat);
    const orders: unknown[] = [];
    const peer = peerOf(hall, office, injectTransport(hall.app));
    for await (const page of peer.pull!({ cursor: '1', full: false, overlap_ms: 0 }))
      orders.push(...(page.orders ?? []));
    const [main] = order.baskets;
    const ticket_refs = [main!, ...main!.related_baskets].map(({ id }) => String(id));
    assert.deepEqual(orders, [{ ref: String(order.id), ticket_refs }]);
  });

  test('is understood by its status, whatever stands around it', async () => {
    const office = open();
    const hall = await openQticketsHall(office);
    const page = '<html><body>Bad gateway</body></html>';
    for (const [status, body, kind] of [
      [403, '{"error": "Wrong authorization", "status": 403}', 'credentials'],
      [403, page, 'credentials'],
      [403, '{"error": "no", "status": 403, "code": "FORBIDDEN"}', 'refused'],
      [401, '', 'credentials'],
      [404, '{"error": "Some error", "status": 404}', 'refused'],
      [418, 'teapot', 'refused'],
      [429, page, 'limited'],
      [503, '{"error": "Some error", "status": 503}', 'unavailable'],
      [502, page, 'unavailable'],
      [200, page, 'unavailable'],
      [200, '{"data": [{"id"', 'unavailable'],
      [200, '{"data": {}}', 'nonsense'],
    ] as const) {
      const transport: Transport = () => Promise.resolve({ status, headers: {}, body: Buffer.from(body) });
      await assert.rejects(
        peerOf(hall, office, transport).probe(),
        (error) => error instanceof PeerTrouble && error.kind === kind,
        `${status} ${body}`,
      );
    }
  });
});
