import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  document,
  event,
  now,
  open,
  park,
  pulled,
  Raw,
  vendor,
  type Answers,
} from '../../../test/fixtures/billetweb-answers.ts';
import { TransportFault } from '../../contract/transport.ts';
import { PeerTrouble } from '../../hub/port.ts';

test("pulls the document's shape and the vendor's, each known by itself", async () => {
  const { records, refused } = await pulled(open(park([document, vendor])));
  assert.deepEqual(refused, []);
  assert.deepEqual(
    records.map(({ kind, ref }) => `${kind} ${ref}`),
    ['event 1350897', 'price 12345', 'ticket 6743097169', 'ticket 1829'],
  );
  const [found, , first, second] = records;
  assert.ok(found?.kind === 'event' && first?.kind === 'ticket' && second?.kind === 'ticket');
  assert.deepEqual(
    [found.starts_at, found.ends_at, found.published],
    [Date.UTC(2025, 11, 31, 23), Date.UTC(2026, 11, 31, 22, 59, 59), true],
  );
  assert.deepEqual(
    [first.order.ref, first.order.label, first.holder.first_name],
    ['12345678', 'BW-XXXXXX', 'Jean'],
  );
  assert.deepEqual(
    [second.order.ref, second.order.label, second.holder.last_name],
    ['77', 'ABC77', 'de la Tour'],
  );
  assert.deepEqual(second.answers, [
    { label: 'Taille', value: 'M' },
    { label: 'Options', value: 'a, b' },
  ]);
  assert.deepEqual(second.order.answers, []);
  assert.deepEqual(second.used, { at: Date.UTC(2026, 5, 1, 12), inside: true });
});

test('puts an attendee that it cannot read aside, and goes on', async () => {
  const { records, refused } = await pulled(open(park([{ ...document, price: 'free' }, 7, vendor])));
  assert.equal(records.filter(({ kind }) => kind === 'ticket').length, 1);
  assert.deepEqual(
    refused.map(({ ref, reason }) => [ref, reason]),
    [
      ['6743097169', 'price "free" is no amount such as 11.00'],
      ['?', 'the attendee must be object'],
    ],
  );
});

test('an attendee that was put aside is read anew, and stays aside while it cannot be', () => {
  const { peer } = open(park([]));
  const aside = { kind: 'ticket', ref: '1829', reason: 'odd' } as const;
  assert.equal(peer.understand?.({ ...aside, payload: { ...vendor, price: 'free' } }), undefined);
  assert.equal(peer.understand?.({ ...aside, payload: vendor })?.ref, '1829');
});

test('JSON that comes as text/html is JSON', async () => {
  const text = new Raw(JSON.stringify([document]));
  assert.equal((await pulled(open(park(text)))).records.length, 3);
});

test('a disabled ticket that was paid is refunded without an amount, an unpaid one is cancelled', async () => {
  const disabled = { ...vendor, disabled: '1' };
  const unpaid = { ...vendor, id: '1830', ext_id: 'T12345-1830-E1350897', disabled: '1', order_paid: '0' };
  const { records } = await pulled(open(park([disabled, unpaid])));
  assert.deepEqual(
    records.flatMap((record) => (record.kind === 'ticket' ? [[record.state, record.refunded_amount]] : [])),
    [
      ['refunded', undefined],
      ['cancelled', undefined],
    ],
  );
});

const list = JSON.stringify([document, vendor]);
for (const [what, answer, kind] of [
  ['an overloaded proxy', new Raw('<html>Bad gateway</html>'), 'unavailable'],
  ['a page with a status of its own', new Raw('<html>Bad gateway</html>', 502), 'unavailable'],
  ['a server that fails', new Raw('oops', 500, 'text/plain'), 'unavailable'],
  ['an answer that broke off', new Raw(list.slice(0, -20)), 'unavailable'],
  ['a time-out', new TransportFault('timeout', 'No answer within 1000 ms'), 'unavailable'],
  ['nobody there', new TransportFault('connect', 'No connection (ECONNREFUSED)'), 'unavailable'],
  ['too many calls', { error: 'rate_limiting', description: 'slow down' }, 'limited'],
  ['too many calls, by status', new Raw('{"error":"x"}', 429), 'limited'],
  ['a key that expired', { error: 'unauthorized', description: 'invalid key' }, 'credentials'],
  ['a key that is forbidden, by status', new Raw('no', 403, 'text/plain'), 'credentials'],
  ['another refusal', { error: 'not_found', description: 'no such event' }, 'refused'],
  ['a number', 7, 'nonsense'],
  ['text that is no JSON', new Raw('hello'), 'nonsense'],
] as const) {
  test(`${what} in the middle of a pull is told as ${kind}, and moves no cursor`, async () => {
    const opened = open(park(answer), { events: ['1350897'] });
    let cursor: string | undefined;
    await assert.rejects(
      async () => {
        const wish = { cursor: undefined, full: true, overlap_ms: 0 };
        for await (const page of opened.peer.pull?.(wish) ?? []) cursor ??= page.cursor;
      },
      (error) => error instanceof PeerTrouble && error.kind === kind && !error.message.includes('secret'),
    );
    assert.equal(cursor, undefined);
  });
}

test('every call takes a turn, carries the keys, and asks for disabled tickets too', async () => {
  const asked: URLSearchParams[] = [];
  const opened = open((path, query, request) => {
    asked.push(query);
    return park([])(path, query, request);
  });
  await pulled(opened);
  assert.deepEqual([opened.turns(), asked.length], [4, 4]);
  for (const query of asked) {
    assert.deepEqual([query.get('user'), query.get('key'), query.get('version')], ['268537', 'secret', '1']);
  }
  assert.equal(asked.at(-1)?.get('disabled'), '1');
});

test('falls back on the list of events that the document knows', async () => {
  const { peer, calls } = open((path, query, request) => {
    if (path === 'events') return { error: 'unknown endpoint' };
    return path === 'user/events' ? [event] : park([])(path, query, request);
  });
  assert.equal(await peer.probe(), '1 event of BilletWeb');
  assert.deepEqual(calls, ['/api/events', '/api/user/events']);
});

test('the next pull asks for what changed since, and one that comes later for what may have come late', async () => {
  const since = async (cursor: string | undefined, at: number) => {
    const asked: (string | null)[] = [];
    const opened = open(
      (path, query, request) => {
        if (path.endsWith('attendees')) asked.push(query.get('last_update'));
        return park([])(path, query, request);
      },
      { events: ['1350897'] },
      at,
    );
    const { cursor: next } = await pulled(opened, { cursor, full: cursor === undefined });
    return { next, asked };
  };
  const seconds = (at: number): string => String(Math.floor(at / 1000) - 1);
  const first = await since(undefined, now);
  assert.deepEqual(first.asked, [null]);
  const second = await since(first.next, now + 5_000);
  assert.deepEqual(second.asked, [seconds(now)]);
  const third = await since(second.next, now + 900_000);
  assert.deepEqual(third.asked, [seconds(now - 600_000)]);
  const fourth = await since(third.next, now + 1_800_000);
  assert.deepEqual(fourth.asked, [seconds(now + 900_000 - 600_000)]);
  assert.deepEqual((await since('no cursor', now)).asked, [null]);
});

test('of all events, what changed is one call, and the catalogue is looked at where something was sold', async () => {
  const answers: Answers = (path, query, request) => {
    if (path === 'events') return [event, { ...event, id: '2', name: 'BON CADEAU' }];
    return path === 'attendees' ? [{ ...vendor, event: '1350897' }] : park([])(path, query, request);
  };
  const opened = open(answers);
  const { cursor } = await pulled(opened);
  opened.calls.length = 0;
  const { records } = await pulled(opened, { cursor, full: false });
  assert.deepEqual(opened.calls, [
    '/api/events',
    '/api/attendees',
    '/api/event/1350897/dates',
    '/api/event/1350897/tickets',
  ]);
  assert.equal(records.at(-1)?.ref, '1829');
});

test('an event of the settings that the account lacks is said, not passed over', async () => {
  await assert.rejects(pulled(open(park([]), { events: ['7'] })), { kind: 'refused' });
});

test('across both changes of clocks, with the repeated hour told apart by asking for the sales since', async () => {
  const at = Date.UTC(2026, 9, 25, 12);
  const rows = [
    { ...vendor, id: '1', ext_id: 'T1-1-E1350897', barcode: 'b1', order_date: '2026-03-29 02:30:00' },
    { ...vendor, id: '2', ext_id: 'T1-2-E1350897', barcode: 'b2', order_date: '2026-10-25 02:30:00' },
    { ...vendor, id: '3', ext_id: 'T1-3-E1350897', barcode: 'b3', order_date: '2026-10-25 02:10:00' },
    { ...vendor, id: '4', ext_id: 'T1-4-E1350897', barcode: 'b4', order_date: '2026-10-25 03:10:00' },
  ].map((row) => ({ ...row, used: '0' }));
  const asked: string[] = [];
  const answers: Answers = (path, query, request) => {
    const since = query.get('since');
    if (since === null) return park(rows)(path, query, request);
    asked.push(`${since} ${query.get('barcode')}`);
    // sold after the change: of the two in question the third row alone
    return query.get('barcode') === 'b3' ? [rows[2]] : [];
  };
  const { records } = await pulled(open(answers, {}, at));
  const sold = records.flatMap((record) =>
    record.kind === 'ticket' ? [[record.ref, record.order.sold_at]] : [],
  );
  assert.deepEqual(Object.fromEntries(sold), {
    1: Date.UTC(2026, 2, 29, 1, 30),
    2: Date.UTC(2026, 9, 25, 0, 30),
    3: Date.UTC(2026, 9, 25, 1, 10),
    4: Date.UTC(2026, 9, 25, 2, 10),
  });
  // eleven hours before now, the clock was put back
  assert.deepEqual(asked, ['660 b2', '660 b3']);
});

test('an entry before the sale was in the second of the two equal hours', async () => {
  const row = { ...vendor, order_date: '2026-10-25 01:50:00', used_date: '2026-10-25 02:05:00' };
  const late = { ...vendor, order_date: '2026-10-25 03:00:00', used_date: '2026-10-25 02:05:00' };
  const used = async (attendee: unknown) => {
    const { records } = await pulled(open(park([attendee])));
    const [ticket] = records.filter(({ kind }) => kind === 'ticket');
    return ticket?.kind === 'ticket' ? ticket.used?.at : undefined;
  };
  assert.equal(await used(row), Date.UTC(2026, 9, 25, 0, 5));
  assert.equal(await used(late), Date.UTC(2026, 9, 25, 1, 5));
});
