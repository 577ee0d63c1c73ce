import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { openHouse, password, type House } from '../../../test/fixtures/weezevent-house.ts';
import { onEachStore } from '../../../test/stores.ts';
import { injectTransport, TransportFault, type Transport } from '../../contract/transport.ts';
import { PeerTrouble, type Peer } from '../../hub/port.ts';
import { checkedFields } from '../../hub/connection-fields.ts';
import { revokeToken } from '../../office/access/tokens.ts';
import { scanCode } from '../../office/admission/scan.ts';
import { examine } from '../../office/doctor/examine.ts';
import { connectWeezevent } from './connect.ts';
import { now, peerOf, pulled, ticketsIn, venueOf } from '../../../test/fixtures/weezevent-pulls.ts';

onEachStore('Weezevent pulled', (open) => {
  test('gives events, dates, tickets in their categories and participants, each before what needs it', async () => {
    const house = await openHouse(open());
    const { peer, calls, turns } = peerOf(house);
    const { records } = await pulled(peer);
    const seen = new Set<string>();
    for (const record of records) {
      seen.add(`${record.kind} ${record.ref}`);
      if (record.kind === 'event' || record.kind === 'scan') continue;
      assert.ok(seen.has(`event ${record.event_ref}`));
      if (record.kind !== 'ticket') continue;
      assert.ok(seen.has(`price ${record.price.ref}`));
      if (record.session_ref !== undefined) assert.ok(seen.has(`session ${record.session_ref}`));
    }
    const b3 = records.find((record) => record.kind === 'price' && record.ref === '65632');
    assert.deepEqual(b3?.kind === 'price' && [b3.groups, b3.session_refs, b3.capacity], [
      ['Categorie 1', 'Sous Categorie 1'],
      ['138', '139'],
      null,
    ]);
    const [first] = ticketsIn(records).filter(({ ref }) => ref === '7759645');
    assert.deepEqual(
      first?.add_ons?.map(({ amount, name }) => [name, amount]),
      [
        ['10.50 €', 1050],
        ['15.00 €', 1500],
      ],
    );
    assert.deepEqual([first.origin, first.member_code], ['saisir', 'CODEMEMBER']);
    const runner = ticketsIn(records).find(({ ref }) => ref === '2291148');
    assert.deepEqual(runner?.answers, [{ label: 'Votre club', value: 'Les Renards du Jura' }]);
    assert.deepEqual(runner.order.answers, [
      { label: 'Comment nous avez-vous connus ?', value: 'Par un ami' },
    ]);
    assert.equal(turns(), calls.length);
    assert.equal(calls.filter((call) => call === 'auth/access_token').length, 1);
  });

  test('fills the ledger: prices, add-ons, answers, refunds and scans, and again it changes nothing', async () => {
    const office = open();
    const house = await openHouse(office);
    const venue = await venueOf(office);
    const { records, cursor } = await pulled(peerOf(house).peer);
    const taken = await venue.take(records);
    assert.equal(taken.tickets, ticketsIn(records).length);
    const again = await venue.take((await pulled(peerOf(house).peer)).records);
    assert.deepEqual([again.tickets, again.changed, again.unchanged], [0, 0, taken.tickets]);
    const rows = await office.read((rx) =>
      rx.db
        .selectFrom('ticket as t')
        .innerJoin('order as o', 'o.id', 't.order_id')
        .select(['t.foreign_ref', 't.state', 't.charged_amount', 'o.total', 'o.paid'])
        .where('t.organizer_id', '=', venue.organizer_id)
        .where('t.foreign_ref', 'in', ['7759645', '7759646'])
        .orderBy('t.foreign_ref')
        .execute(),
    );
    assert.deepEqual(
      rows.map((row) => [row.state, row.charged_amount, row.total]),
      [
        ['valid', 2500, 5050],
        ['refunded', 2500, 5050],
      ],
    );
    // a scan over there is marked here within one pull
    const { organizer_id } = house;
    const [fresh] = ticketsIn(records).filter(({ price, used }) => price.ref === '44274' && used === null);
    office.surroundings.advance(60_000);
    await office.write((tx) =>
      scanCode(tx, { organizer_id, code: fresh!.barcode!, direction: 'in', source: 'gate' }),
    );
    const { peer } = peerOf(house, { now: () => office.surroundings.now() });
    const news = await pulled(peer, { cursor });
    assert.deepEqual(
      ticketsIn(news.records).map(({ ref, used }) => [ref, used?.at]),
      [[fresh!.ref, office.surroundings.now()]],
    );
    assert.equal((await venue.take(news.records)).used, 1);
    const instant = office.surroundings.now();
    const findings = await office.read((rx) => examine(rx, { now: instant }));
    assert.deepEqual(
      findings.filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  test('asks for the next page while the one before is taken in, and for none after a short one', async () => {
    const house = await openHouse(open());
    const { peer, calls } = peerOf(house, { settings: { page_rows: 10 } });
    const asked = () => calls.filter((call) => call === 'participants').length;
    const seen: [rows: number, asked: number][] = [];
    for await (const { records } of peer.pull!({ cursor: undefined, full: true, overlap_ms: 0 })) {
      const rows = ticketsIn(records).length;
      // what has been begun reaches the wire while this page is looked at
      for (let turn = 0; turn < 20; turn += 1) await setImmediate();
      if (rows > 0) seen.push([rows, asked()]);
    }
    assert.ok(seen.length > 1);
    for (const [index, [rows, many]] of seen.entries())
      assert.equal(many, rows === 10 ? index + 2 : index + 1);
  });

  test('tells a deletion by the window, and takes only the events that the settings name', async () => {
    const office = open();
    const house = await openHouse(office);
    const { peer } = peerOf(house, { settings: { events: ['11435'] } });
    const { records, cursor } = await pulled(peer);
    assert.deepEqual([...new Set(ticketsIn(records).map(({ event_ref }) => event_ref))], ['11435']);
    const { ref } = ticketsIn(records)[0]!;
    office.surroundings.advance(1_000);
    const data = { participants: [{ id_participant: ref }] };
    await house.client.removeParticipants({ input: { data } });
    const news = ticketsIn((await pulled(peer, { cursor })).records);
    assert.equal(news.find((ticket) => ticket.ref === ref)?.state, 'deleted');
    const missing = peerOf(house, { settings: { events: ['42'] } }).peer;
    await assert.rejects(pulled(missing), { name: 'PeerTrouble', kind: 'refused' });
  });

  test('renews a token that was revoked, once, and keeps it for the next pull', async () => {
    const office = open();
    const house = await openHouse(office);
    const tokens: string[] = [];
    const transport: Transport = async (sent) => {
      const token = new URL(sent.url).searchParams.get('access_token');
      if (token !== null && !tokens.includes(token)) tokens.push(token);
      return injectTransport(house.app)(sent);
    };
    const { peer, connector, calls } = peerOf(house, { transport });
    assert.match(await peer.probe(), /events of Weezevent/);
    await office.write((tx) => revokeToken(tx, { token: tokens[0]! }));
    assert.match(await peer.probe(), /events of Weezevent/);
    assert.match(await peerOf(house, { connector }).peer.probe(), /events of Weezevent/);
    assert.deepEqual(calls, [
      'auth/access_token',
      'events',
      'events',
      'auth/access_token',
      'events',
      'events',
    ]);
    assert.equal(tokens.length, 2);
  });

  test('logs in wrongly twice and no more, whoever asks, until the vendor has forgotten it', async () => {
    const house = await openHouse(open());
    let instant = now;
    const wish = { secrets: { password: 'wrong' }, now: () => instant };
    const first = peerOf(house, wish);
    const { connector, calls } = first;
    const refusedBy = (peer: Peer) =>
      assert.rejects(peer.probe(), { name: 'PeerTrouble', kind: 'credentials' });
    for (let tries = 0; tries < 10; tries += 1) {
      await refusedBy(first.peer);
      await refusedBy(peerOf(house, { ...wish, connector }).peer);
    }
    assert.equal(calls.length, 2);
    // another password is another login
    assert.match(await peerOf(house, { connector }).peer.probe(), /events of Weezevent/);
    instant += 41 * 60_000;
    await refusedBy(first.peer);
    assert.equal(calls.filter((call) => call === 'auth/access_token').length, 4);
  });
});

const json = (status: number, body: unknown): Awaited<ReturnType<Transport>> => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

const error = { error: { message: 'no' } };
for (const [what, answer, kind] of [
  ['an overloaded proxy', json(502, '<html>Bad gateway</html>'), 'unavailable'],
  ['a server that fails', json(500, error), 'unavailable'],
  ['an answer that broke off', json(200, '{"events": [{"id": 1'), 'unavailable'],
  ['nobody there', new TransportFault('connect', 'No connection (ECONNREFUSED)'), 'unavailable'],
  ['a time-out', new TransportFault('timeout', 'No answer within 1000 ms'), 'unavailable'],
  ['too many calls', json(429, error), 'limited'],
  ['a refusal', json(400, error), 'refused'],
  ['a failure with status 200', json(200, error), 'refused'],
  ['a number', json(200, 7), 'nonsense'],
  ['a token that is never good', json(403, error), 'credentials'],
] as const) {
  test(`${what} is told as ${kind}`, async () => {
    const house = { username: 'u', api_key: 'k' } as House;
    let logins = 0;
    const transport: Transport = (sent) => {
      if (sent.url.includes('/auth/')) {
        logins += 1;
        return Promise.resolve(json(200, { accessToken: `token ${logins}` }));
      }
      return answer instanceof TransportFault ? Promise.reject(answer) : Promise.resolve(answer);
    };
    const { peer } = peerOf(house, { transport });
    for (let tries = 0; tries < 2; tries += 1) {
      await assert.rejects(
        peer.probe(),
        (thrown) =>
          thrown instanceof PeerTrouble && thrown.kind === kind && !thrown.message.includes(password),
      );
    }
    assert.ok(logins <= 2, `${logins} logins`);
  });
}

onEachStore('What Weezevent keeps of a participant', (open) => {
  test('comes along: comment and custom field, and goes when they are emptied there', async () => {
    const office = open();
    const house = await openHouse(office);
    const venue = await venueOf(office);
    const { client } = house;
    const write = (words: { comment: string; custom_field: string }) =>
      client.changeParticipants({
        input: { data: { participants: [{ id_participant: '2291148', ...words }] } },
      });
    const wordsHere = async () => {
      const row = await office.read((rx) =>
        rx.db
          .selectFrom('ticket')
          .select(['comment', 'holder_metadata'])
          .where('organizer_id', '=', venue.organizer_id)
          .where('foreign_ref', '=', '2291148')
          .executeTakeFirstOrThrow(),
      );
      const { custom_field } = JSON.parse(row.holder_metadata) as { custom_field?: string };
      return [row.comment, custom_field];
    };
    await write({ comment: 'Fauteuil roulant', custom_field: 'B12' });
    const { peer } = peerOf(house);
    await venue.take((await pulled(peer)).records);
    assert.deepEqual(await wordsHere(), ['Fauteuil roulant', 'B12']);
    await write({ comment: '', custom_field: '' });
    await venue.take((await pulled(peer)).records);
    assert.deepEqual(await wordsHere(), ['', undefined]);
    assert.equal((await venue.take((await pulled(peer)).records)).changed, 0);
  });
});

test('puts a participant that it cannot read aside, and goes on', async () => {
  const row = { id_participant: 1, id_event: 7, id_ticket: '9', create_date: '2026-05-01 10:00:00' };
  const answers: Record<string, unknown> = {
    'auth/access_token': { accessToken: 'token' },
    events: { events: [{ id: '7', name: 'Event', date: null }] },
    dates: { dates: [] },
    tickets: { events: [{ id: 7, name: 'Event', tickets: [{ id: 9, name: 'Full', price: '12.50' }] }] },
    participants: {
      participants: [
        row,
        { ...row, id_participant: 2, create_date: 'yesterday' },
        7,
        { ...row, id_ticket: 8 },
      ],
    },
  };
  const transport: Transport = (sent) =>
    Promise.resolve(json(200, answers[new URL(sent.url).pathname.replace('/weezevent/', '')]));
  const { peer } = peerOf({ username: 'u', api_key: 'k' } as House, {
    transport,
    settings: { page_rows: 500 },
  });
  const pages = [];
  for await (const page of peer.pull!({ cursor: undefined, full: true, overlap_ms: 0 })) pages.push(page);
  const tickets = pages.flatMap(({ records }) => ticketsIn(records));
  assert.deepEqual(
    tickets.map(({ ref, amount, price, order, barcode }) => [ref, amount, price.name, order.ref, barcode]),
    [
      ['1', 1250, 'Full', 'P1', undefined],
      ['1', 0, 'Billet 8', 'P1', undefined],
    ],
  );
  assert.deepEqual(
    pages.flatMap(({ refused }) => refused.map(({ ref, reason }) => [ref, reason])),
    [
      ['2', '"yesterday": The date is not valid (invalid_date)'],
      ['?', 'the participant must be object'],
    ],
  );
  assert.ok(pages.at(-1)?.cursor !== undefined);
});

test('takes no zone that is none: no time of Weezevent could be read in it', () => {
  const { settings } = connectWeezevent();
  assert.equal(checkedFields(settings, { zone: 'America/Cayenne' }, 'settings')['zone'], 'America/Cayenne');
  for (const zone of ['Nowhere/X', 'Paris', ' '])
    assert.throws(() => checkedFields(settings, { zone }, 'settings'), { code: 'invalid_input' }, zone);
});

test('a proxy in front of Weezevent is told by its status alone', async () => {
  const transport: Transport = () => Promise.resolve(json(502, '<html>Bad gateway</html>'));
  const { peer } = peerOf({ username: 'u', api_key: 'k' } as House, { transport });
  await assert.rejects(peer.probe(), { kind: 'unavailable', message: 'Weezevent answers 502' });
});
