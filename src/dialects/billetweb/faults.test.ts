import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  openBilletwebPark,
  public_base_url,
  type Park,
  type ParkWish,
} from '../../../test/fixtures/billetweb-park.ts';
import { storedRows } from '../../../test/fixtures/stored-rows.ts';
import { onEachStore } from '../../../test/stores.ts';
import { refundTickets } from '../../office/selling/refund.ts';
import { failureCases } from './failure-cases.ts';

async function sellOne(park: Park): Promise<{ id: string; code: string; link: string }> {
  const [order] = await park.client.addOrder({
    params: { id: park.served_event },
    body: [{ email: 'jean@email.com', products: [{ ticket: '12345' }] }],
  });
  const link = order!.products_details[0]!.product_download;
  return { id: order!.id, code: order!.products_eq[0]!, link };
}

/** What a request could write; a refused one leaves it as it is. */
const watched = ['order', 'ticket', 'scan', 'customer', 'payment', 'ledger', 'session', 'price'] as const;

onEachStore('What BilletWeb refuses', (open) => {
  const openPark = (wish?: ParkWish) => openBilletwebPark(open(), wish);

  test('comes in the vendor’s shape, as the README’s table says, and stores nothing', async () => {
    const office = open();
    const park = await openBilletwebPark(office, { capacity: 3 });
    const other = await openBilletwebPark(office);
    const sold = await sellOne(park);
    const theirs = await sellOne(other);
    const eventOfOthers = String(1_500_000_000 + other.event_id);
    const before = await storedRows(office, watched);
    for (const one of failureCases) {
      const words: Record<string, string> = {
        KEY: park.query,
        USER: park.user,
        THEIRS: eventOfOthers,
        CODE: sold.code,
        THEIR_CODE: theirs.code,
      };
      const fill = (text: string) => text.replace(/\{([A-Z_]+)\}/g, (_, name: string) => words[name] ?? '');
      const payload = one.body === undefined ? {} : { payload: fill(one.body) };
      const answer = await park.ask(fill(one.path), {
        method: one.method,
        headers: { 'content-type': 'application/json' },
        ...payload,
      });
      assert.equal(answer.status, one.status, one.case);
      const { error } = answer.body as { error: unknown };
      assert.equal(error, one.error, `${one.case}: ${answer.text}`);
    }
    // an unknown code at the gate is an attempt, and every attempt is kept
    const attempts = failureCases.filter((one) => one.keeps_attempt === true).length;
    assert.deepEqual(await storedRows(office, watched), { ...before, scan: before['scan']! + attempts });
  });

  test('a body of ten megabytes is refused before anything is done with it', async () => {
    const park = await openPark();
    const answer = await park.ask(`/api/event/1350897/add_order?${park.query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      payload: `{"data": ["${'x'.repeat(10_000_000)}"]}`,
    });
    assert.deepEqual([answer.status, (answer.body as { error: string }).error], [413, 'too_large']);
  });

  test('of two checks at the same time exactly one succeeds', async () => {
    const park = await openPark();
    const { code } = await sellOne(park);
    const checks = Array.from({ length: 8 }, () =>
      park.ask(`/api/event/1350897/check?${park.query}`, { method: 'POST', payload: { code } }),
    );
    const bodies = (await Promise.all(checks)).map(({ body }) => body as Record<string, unknown>);
    assert.equal(bodies.filter((body) => body['success'] === true).length, 1);
    const refused = bodies.filter((body) => body['success'] === undefined);
    for (const body of refused) assert.deepEqual(body, { error: 'Ce billet a déjà été utilisé' });
  });

  test('more than a hundred calls a minute are told to slow down, when limits are on', async () => {
    const park = await openPark({ settings: { credential_limits: true } });
    for (let call = 0; call < 100; call += 1) await park.client.userEvents();
    const answer = await park.ask(`/api/user/events?${park.query}`);
    assert.equal(answer.status, 429);
    assert.equal((answer.body as { error: string }).error, 'rate_limiting');
    open().surroundings.advance(60_000);
    assert.equal((await park.ask(`/api/user/events?${park.query}`)).status, 200);
  });
});

onEachStore('How BilletWeb’s clients call', (open) => {
  test('Basic without a version, stray slashes, forms, JSON types without a body', async () => {
    const park = await openBilletwebPark(open());
    const { code } = await sellOne(park);
    const basic = { authorization: `Basic ${Buffer.from(`${park.user}:${park.key}`).toString('base64')}` };
    const rows = async (path: string, headers: Record<string, string>) => {
      const { status, body } = await park.ask(path, { headers });
      assert.equal(status, 200, path);
      return (body as unknown[]).length;
    };
    assert.equal(await rows('/api/event/1350897/attendees', basic), 1);
    assert.equal(await rows('/api//event/1350897//attendees/', basic), 1);
    const json = { ...basic, 'content-type': 'application/json' };
    assert.equal(await rows('/api/event/1350897/attendees', json), 1);
    assert.equal(await rows(`/api/event/1350897/attendees?${park.query}&_=123&unknown=x`, {}), 1);
    const form = await park.ask('/api/event/1350897/check', {
      method: 'POST',
      headers: { ...basic, 'content-type': 'application/x-www-form-urlencoded' },
      payload: `code=${code}`,
    });
    assert.equal((form.body as { success: unknown }).success, true);
    const order = await park.ask('/api/event/1350897/add_order', {
      method: 'POST',
      headers: { ...basic, 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'data[0][name]=Dupont&data[0][products][0][ticket]=12345',
    });
    assert.equal((order.body as unknown[]).length, 1, order.text);
  });

  test('every filter finds what its values show, and one that is not understood is refused', async () => {
    const office = open();
    const park = await openBilletwebPark(office);
    const { client, served_event: id } = park;
    const first = await sellOne(park);
    office.surroundings.advance(3_600_000);
    const [second] = await client.addOrder({
      params: { id },
      body: [{ email: 'lea@email.com', products: [{ ticket: '12345', used: 1 }] }],
    });
    const found = async (query: string): Promise<string[]> => {
      const { body, text } = await park.ask(`/api/event/1350897/attendees?${park.query}&${query}`);
      assert.ok(Array.isArray(body), text);
      return (body as { id: string }[]).map((row) => row.id);
    };
    const [a, b] = [first.id, second!.id];
    const now = Math.floor(office.surroundings.now() / 1000);
    assert.deepEqual(await found('since=30'), [b]);
    assert.deepEqual(await found('since=90'), [a, b]);
    assert.deepEqual(await found('since=2026-05-15%2010:30:01'), [b]);
    assert.deepEqual(await found('since=2026-05-15+10:30:00'), [a, b]);
    assert.deepEqual(await found(`last_update=${now - 60}`), [b]);
    assert.deepEqual(await found(`to=${now - 60}`), [a]);
    assert.deepEqual(await found('used=0'), [a]);
    assert.deepEqual(await found('used=1'), [b]);
    assert.deepEqual(await found('used=2'), []);
    assert.deepEqual(await found('used=3'), []);
    assert.deepEqual(await found('ticket=12345'), [a, b]);
    assert.deepEqual(await found('ticket_id=999'), []);
    assert.deepEqual(await found('session=7'), []);
    assert.deepEqual(await found('email=Lea@Email.com'), [b]);
    assert.deepEqual(await found(`barcode=${first.code}`), [a]);
    assert.deepEqual(await found('barcode=none'), []);
    const [row] = await client.eventAttendees({ params: { id }, query: { barcode: first.code } });
    assert.deepEqual(await found(`ext_id=${row!.ext_id}`), [a]);
    assert.deepEqual(await found('ext_id=T1-2-E3'), []);
    await client.deleteOrder({ params: { id }, body: [b] });
    assert.deepEqual(await found('disabled=1'), [a]);
    assert.deepEqual(await found('disabled=0'), [a]);
    office.surroundings.advance(3_600_000);
    const later = Math.floor(office.surroundings.now() / 1000);
    assert.deepEqual(await found(`last_update=${later}`), []);
    await client.check({ params: { id }, body: { code: first.code } });
    assert.deepEqual(await found(`last_update=${later}`), [a], 'an entry is a change');
    assert.deepEqual(await found(`last_update=${later}&used=1`), [a]);
    assert.deepEqual(await found('used=0'), []);
    await client.updateProduct({ params: { id }, body: [{ barcode: first.code, used: 0 }] });
    const all = await client.attendees({ query: { used: 0 } });
    assert.deepEqual(
      all.map((one) => [one.id, one.event, one.event_name]),
      [[a, '1350897', 'Parc de la Luge - Billetterie']],
    );
  });

  test('a refunded ticket is listed as disabled when it is asked for, and refused at the gate', async () => {
    const office = open();
    const park = await openBilletwebPark(office);
    const { client, served_event: id, organizer_id } = park;
    const { id: order, code, link } = await sellOne(park);
    const ticket_id = Number(/tickets\/(\d+)\.pdf$/.exec(link)?.[1]);
    const order_id = Number(order) - 1_500_000_000;
    await office.write((tx) =>
      refundTickets(tx, { organizer_id, order_id, ticket_ids: [ticket_id], deduction: 0 }),
    );
    assert.deepEqual(await client.eventAttendees({ params: { id } }), []);
    const [row] = await client.eventAttendees({ params: { id }, query: { disabled: true } });
    assert.equal(row?.disabled, '1');
    const refused = await park.ask(`/api/event/1350897/check?${park.query}`, {
      method: 'POST',
      payload: { code },
    });
    assert.deepEqual(refused.body, { error: 'Ce billet a été remboursé' });
    const entries = await client.accounting({ query: { event: id } });
    assert.deepEqual(
      entries.map((entry) => [entry.type, entry.amount]),
      [
        ['payment', '11.00'],
        ['refund', '-11.00'],
      ],
    );
    assert.match(
      link,
      new RegExp(`^${RegExp.escape(public_base_url)}/o/[0-9a-z]+\\.[\\w-]{16,}/tickets/\\d+\\.pdf$`),
    );
  });

  test('a list longer than a page is streamed whole, in the order of sale, without a ticket twice', async () => {
    const park = await openBilletwebPark(open());
    const { client, served_event: id } = park;
    const products = Array.from({ length: 450 }, () => ({ ticket: '12345' }));
    for (let order = 0; order < 6; order += 1)
      await client.addOrder({ params: { id }, body: [{ products }] });
    const rows = await client.eventAttendees({ params: { id } });
    assert.equal(rows.length, 2_700);
    assert.equal(new Set(rows.map((row) => row.product_id)).size, 2_700);
    const changed = await client.eventAttendees({ params: { id }, query: { last_update: 0 } });
    assert.deepEqual(
      changed.map((row) => row.product_id),
      rows.map((row) => row.product_id),
    );
  });
});
