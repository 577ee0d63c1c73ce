import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHouse, password, secondProcess, type House } from '../../../test/fixtures/weezevent-house.ts';
import { onEachStore } from '../../../test/stores.ts';
import { blockTicket } from '../../office/admission/block.ts';
import { scanCode } from '../../office/admission/scan.ts';
import { createQuestion } from '../../office/catalogue/question.ts';
import { revokeToken } from '../../office/access/tokens.ts';
import { forgetPageStarts } from '../../office/filters/page-starts.ts';
import { recordPayment } from '../../office/selling/payments.ts';
import { refundTickets } from '../../office/selling/refund.ts';
import { sell } from '../../office/selling/request.ts';
import { chooseOffer } from '../../office/selling/choose-offer.ts';
import { loginWays } from './testing/login-ways.ts';

type Row = {
  readonly id_participant: number;
  readonly id_event: number;
  readonly id_ticket: string;
  readonly id_date: number;
  readonly barcode: string;
  readonly deleted: string;
  readonly paid: boolean;
  readonly control_status: Record<string, string>;
  readonly upselling: readonly { readonly deleted: boolean; readonly barcode: string }[];
  readonly owner: Record<string, string>;
  readonly moderation?: string;
};
interface List {
  readonly participants: readonly Row[];
  readonly server_time: string;
  readonly counter?: number;
  readonly counter_deleted?: number;
  readonly counter_total?: number;
}

const list = (house: House, query = '') => house.get<List>(`/participants${query}`);
const idsOf = (found: List) => found.participants.map((row) => row.id_participant);

onEachStore('Weezevent served', (open) => {
  test('lets a login in by form, query, both, multipart and GET, each with a token of its own', async () => {
    const house = await openHouse(open(), { empty: true });
    const tokens = new Set<string>();
    for (const way of loginWays({ ...house, password })) {
      const { status, body, text } = await house.ask(`/auth/access_token${way.query}`, way.options);
      assert.equal(status, 200, `${way.name}: ${text}`);
      tokens.add((body as { accessToken: string }).accessToken);
    }
    assert.equal(tokens.size, 5);
    for (const token of tokens) {
      const answer = await house.ask(`/events?api_key=${house.api_key}&access_token=${token}`);
      assert.equal(answer.status, 200);
    }
  });

  test('answers a client that sends along what nobody knows, in the query, in a form and beside an id', async () => {
    const house = await openHouse(open());
    const plain = await list(house, '?id_event=49015');
    const noise = '_=123&nocache=1&device=ios&token=x&callback=done';
    const { status, body } = await house.ask(`/participants?id_event=49015&${noise}`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: `${house.query}&app_version=3`,
    });
    assert.equal(status, 200);
    assert.deepEqual(idsOf(body as List), idsOf(plain));
    const [id] = idsOf(plain);
    const answers = await house.get<{ answers: unknown[] }>(`/participant/${id}/answers?id=${id}`);
    assert.deepEqual(Object.keys(answers), ['answers']);
  });

  test('takes credentials in the form of a GET while the filters stand in the query', async () => {
    const house = await openHouse(open());
    const { status, body } = await house.ask('/participants/?id_event[]=49015', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: house.query,
    });
    assert.equal(status, 200);
    assert.equal((body as List).participants.length, 2);
  });

  test('refuses a token that was revoked, and one with the key of another application', async () => {
    const office = open();
    const house = await openHouse(office, { empty: true });
    const other = await openHouse(office, { empty: true });
    const mixed = await house.ask(`/events?api_key=${other.api_key}&access_token=${house.token}`);
    assert.equal(mixed.status, 401);
    await office.write((tx) => revokeToken(tx, { token: house.token }));
    assert.equal((await house.ask(`/events?${house.query}`)).status, 401);
    assert.equal((await other.ask(`/events?${other.query}`)).status, 200);
  });

  test('shows a login the events of every organizer that it reaches, and of nobody else', async () => {
    const office = open();
    const theirs = await openHouse(office);
    const both = await openHouse(office, { reaches: [theirs.organizer_id], empty: true });
    const nobody = await openHouse(office, { empty: true });
    const all = await both.get<{ events: { id: number }[] }>('/events');
    assert.ok(all.events.some(({ id }) => id === 11_435));
    assert.deepEqual(await nobody.get('/events'), { events: [] });
    assert.deepEqual((await list(nobody)).participants, []);
    const event = 1_500_000_000 + (await theirs.local('event', '11435'));
    assert.equal((await nobody.ask(`/event/${event}/details?${nobody.query}`)).status, 404);
    const ticket = 1_500_000_000 + (await theirs.local('ticket', '2291148'));
    assert.equal((await nobody.ask(`/participant/${ticket}/answers?${nobody.query}`)).status, 404);
    const removal = encodeURIComponent(JSON.stringify({ participants: [{ id_participant: ticket }] }));
    const removed = await nobody.ask(`/v3/participants?${nobody.query}&data=${removal}`, {
      method: 'DELETE',
    });
    assert.equal(removed.status, 404);
  });

  test('lists without a filter the participants of all events, and takes both spellings of every path', async () => {
    const house = await openHouse(open());
    const all = await list(house);
    assert.ok(new Set(all.participants.map((row) => row.id_event)).size > 4);
    for (const path of ['/participants/', '/participant/list', '/participant/list/', '/participants//']) {
      const found = await house.get<List>(path);
      assert.deepEqual(idsOf(found), idsOf(all), path);
    }
    const stats = { stats: { total: 5, scanned: 3, in: 3, out: 0 } };
    for (const path of ['/ticket/44272/stats', '/tickets/44272/stats/?id_date=138'])
      assert.deepEqual(await house.get(path), stats, path);
    assert.deepEqual(await house.get('/ticket/44272/stats?id_date=139'), {
      stats: { total: 0, scanned: 0, in: 0, out: 0 },
    });
    const { client } = house;
    assert.ok((await client.eventCategories()).event_categories.length > 20);
    const posted = await house.ask('/event/categories/', { method: 'POST' });
    assert.equal(posted.status, 200);
  });

  test('joins date_ticket and id_ticket, narrows both by id_event, and splits ids at commas', async () => {
    const house = await openHouse(open());
    const of = async (query: string) => {
      const { participants } = await list(house, query);
      return [...new Set(participants.map((row) => row.id_ticket))].sort();
    };
    assert.deepEqual(await of('?date_ticket[138][]=44272&date_ticket[138][]=44274'), ['44272', '44274']);
    assert.deepEqual(await of('?date_ticket[139][]=44272'), []);
    assert.deepEqual(await of('?date_ticket%5B138%5D%5B%5D=44272&id_ticket[]=111212'), ['111212', '44272']);
    assert.deepEqual(await of('?id_ticket[]=44272,111212'), ['111212', '44272']);
    assert.deepEqual(await of('?id_event=11435&id_ticket[]=44272&id_ticket[]=111212'), ['44272']);
    assert.deepEqual(await of('?date_ticket[0][]=111212'), ['111212']);
    assert.deepEqual(await of('?date_ticket[0][]=44272'), []);
    assert.deepEqual(await of('?id_event=11435&full=True&id_ticket=75633'), ['75633']);
  });

  test('walks all pages to a page that is short, and gives a page again as it was', async () => {
    const office = open();
    const house = await openHouse(office);
    const whole = idsOf(await list(house));
    for (const max of [1, 3, 7, whole.length, whole.length + 1]) {
      const walked: number[] = [];
      for (let page = 1; ; page += 1) {
        const found = idsOf(await list(house, `?max=${max}&page=${page}`));
        assert.deepEqual(idsOf(await list(house, `?max=${max}&page=${page}`)), found);
        walked.push(...found);
        if (found.length < max) break;
      }
      assert.deepEqual(walked, whole, `max=${max}`);
    }
    // nothing is kept of this walk: it is counted out
    assert.deepEqual(idsOf(await list(house, '?max=2&page=3')), whole.slice(4, 6));
    assert.deepEqual(await list(house, '?max=50&page=9').then(idsOf), []);
    assert.deepEqual(await list(house, '?page=2').then(idsOf), []);
  });

  test('a list longer than a stretch is streamed whole, under short names too, and walked to the same end', async () => {
    const office = open();
    const house = await openHouse(office);
    const { organizer_id } = house;
    const event_id = await house.local('event', '36799');
    const price_id = await house.local('price', '142001');
    await office.write(async (tx) => {
      const offer = await chooseOffer(tx, { event_id, price_id });
      assert.ok(typeof offer === 'object');
      const requests = [{ offer_id: offer.offer_id, quantity: 800 }];
      const payment = { amount: 'total', method: 'card' } as const;
      for (const channel of ['web', 'counter'])
        await sell(tx, { organizer_id, channel, requests, confirm: true, payment });
    });
    const whole = await list(house, '?id_event=36799&full=1');
    assert.equal(new Set(idsOf(whole)).size, 1_601);
    assert.equal(typeof whole.server_time, 'string');
    const short = await house.get<{ p: { id: number }[] }>('/participants?id_event=36799&minimized=1');
    assert.deepEqual(
      short.p.map(({ id }) => id),
      idsOf(whole),
    );
    const walked: number[] = [];
    for (let page = 1; page <= 3; page += 1)
      walked.push(...idsOf(await list(house, `?id_event=36799&max=700&page=${page}`)));
    assert.deepEqual(walked, idsOf(whole));
    assert.deepEqual(await list(house, '?id_event=36799&max=700&page=4').then(idsOf), []);
    const counted = await list(house, '?id_event=36799&return_count=1&max=1');
    assert.deepEqual([counted.counter, counted.counter_deleted], [1_601, 0]);
  });

  test('a walk gives every participant once though others are deleted and sold meanwhile', async () => {
    const house = await openHouse(open());
    const whole = idsOf(await list(house));
    const walked = idsOf(await list(house, '?max=4&page=1'));
    const gone = String(whole[1]);
    await house.client.removeParticipants({
      input: { data: { participants: [{ id_participant: gone }] } },
    });
    for (let page = 2; ; page += 1) {
      const found = idsOf(await list(house, `?max=4&page=${page}`));
      walked.push(...found);
      if (found.length < 4) break;
    }
    assert.deepEqual(walked, whole);
  });

  test('a walk that two processes answer in turn gives the same pages', async () => {
    const office = open();
    const house = await openHouse(office);
    const other = await secondProcess(office, house);
    const whole = idsOf(await list(house));
    const both = [house, other];
    for (const max of [1, 3, 4]) {
      const walked: number[] = [];
      for (let page = 1; ; page += 1) {
        const found = idsOf(await list(both[page % 2]!, `?max=${max}&page=${page}`));
        walked.push(...found);
        if (found.length < max) break;
      }
      assert.deepEqual(walked, whole, `max=${max}`);
    }
    // SQLite has one process; on PostgreSQL they share where pages begin, so that a deletion moves nobody out of the walk
    if (office.store.engine === 'sqlite') return;
    const walked = idsOf(await list(house, '?max=5&page=1'));
    const participants = walked.slice(0, 2).map((id) => ({ id_participant: String(id) }));
    await house.client.removeParticipants({ input: { data: { participants } } });
    for (let page = 2; ; page += 1) {
      const found = idsOf(await list(both[page % 2]!, `?max=5&page=${page}`));
      walked.push(...found);
      if (found.length < 5) break;
    }
    assert.deepEqual(walked, whole);
    office.surroundings.advance(16 * 60_000);
    assert.ok((await office.write((tx) => forgetPageStarts(tx, { limit: 500 }))) > 0);
    assert.deepEqual(idsOf(await list(other, '?max=5&page=2')), whole.slice(7, 12));
    office.surroundings.advance(-16 * 60_000);
  });

  test('finds in a window what changed in it: scans, payments, deletions, new sales', async () => {
    const office = open();
    const house = await openHouse(office);
    const { organizer_id } = house;
    const after = async (more = '') =>
      idsOf(await list(house, `?last_update=${encodeURIComponent('2026-05-15 11:30:00')}${more}`));
    office.surroundings.instant = Date.UTC(2026, 4, 15, 10, 0);
    const before = await list(house);
    assert.deepEqual(await after(), []);
    const of = (ticket: string) => before.participants.filter((row) => row.id_ticket === ticket);
    const fresh = of('44272').find((row) => row.control_status['status'] === '0')!;
    await office.write((tx) =>
      scanCode(tx, {
        organizer_id,
        code: fresh.barcode,
        direction: 'in',
        source: 'gate',
        device: 'Tablette 2',
      }),
    );
    assert.deepEqual(await after(), [fresh.id_participant]);
    const [scanned] = (await list(house, '?last_update=2026-05-15T09:30:00Z')).participants;
    assert.deepEqual(scanned?.control_status, {
      status: '1',
      scan_date: '2026-05-15 12:00:00',
      scan_user: '0',
      scan_user_name: 'Tablette 2',
    });
    const removed = of('44274')[0]!.id_participant;
    await house.client.removeParticipants({
      input: { data: { participants: [{ id_participant: String(removed) }] } },
    });
    const other = of('44274')[1]!.id_participant;
    // the order of the two was changed, so that the other one counts as changed too
    assert.deepEqual(await after(), [fresh.id_participant, other]);
    assert.deepEqual(await after('&include_deleted=1'), [fresh.id_participant, removed, other]);
    assert.deepEqual(await after('&return_removed=1'), [removed]);
    const early = `&last_update_before=${encodeURIComponent('2026-05-15 12:00:00')}`;
    assert.deepEqual(await after(early), []);
    assert.deepEqual(await after('&last_update_before=2026-05-15%2012:00:01'), [fresh.id_participant, other]);
    const everything = await list(house, '?last_update=0000-00-00%2000:00:00');
    assert.equal(everything.participants.length, before.participants.length - 1);
    const paged = await list(house, '?last_update=2026-05-15%2011:30:00&max=1&page=2');
    assert.deepEqual(idsOf(paged), [other]);
  });

  test('counts of events and of tickets are those of the list of participants', async () => {
    const office = open();
    const house = await openHouse(office);
    const { organizer_id } = house;
    const event_id = await house.local('event', '11122');
    const price_id = await house.local('price', '1121223');
    const counts = async () => {
      const { participants } = await list(house, '?id_event=11122');
      const events = await house.get<{ events: { id: number; participants: number }[] }>(
        '/events?include_closed=1&include_without_sales=1',
      );
      const { events: tickets } = await house.get<{ events: { tickets: { participants: number }[] }[] }>(
        '/tickets?id_event=11122',
      );
      return [
        participants.length,
        events.events.find(({ id }) => id === 11_122)?.participants,
        tickets.flatMap((event) => event.tickets).reduce((sum, ticket) => sum + ticket.participants, 0),
      ];
    };
    assert.deepEqual(await counts(), [2, 2, 2]);
    const { order_id, tickets } = await office.write(async (tx) => {
      const offer = await chooseOffer(tx, { event_id, price_id });
      assert.ok(typeof offer === 'object');
      const requests = [{ offer_id: offer.offer_id, quantity: 2 }];
      return sell(tx, { organizer_id, channel: 'web', confirm: true, requests });
    });
    assert.deepEqual(await counts(), [2, 2, 2]);
    await office.write((tx) => recordPayment(tx, { organizer_id, order_id, amount: 3000, method: 'card' }));
    assert.deepEqual(await counts(), [4, 4, 4]);
    // refunded ones are listed, deleted ones are not
    await office.write((tx) =>
      refundTickets(tx, { organizer_id, order_id, ticket_ids: [tickets[0]!.id], deduction: 0 }),
    );
    assert.deepEqual(await counts(), [4, 4, 4]);
  });

  test('shows unpaid and held participants when they are asked for, and counts all kinds', async () => {
    const office = open();
    const house = await openHouse(office);
    const { organizer_id } = house;
    const event_id = await house.local('event', '11122');
    const price_id = await house.local('price', '1121223');
    const sale = async (confirm: boolean) =>
      office.write(async (tx) => {
        const offer = await chooseOffer(tx, { event_id, price_id });
        assert.ok(typeof offer === 'object');
        const { offer_id } = offer;
        return sell(tx, { organizer_id, channel: 'web', confirm, requests: [{ offer_id, quantity: 1 }] });
      });
    const unpaid = await sale(true);
    await sale(false);
    const of = async (more: string) => list(house, `?id_event=11122${more}`);
    assert.equal((await of('')).participants.length, 2);
    const all = (await of('&include_unpaid=1')).participants;
    assert.deepEqual(
      all.map((row) => [row.paid, row.barcode === '']),
      [
        [true, false],
        [true, false],
        [false, false],
        [false, true],
      ],
    );
    await office.write((tx) =>
      recordPayment(tx, { organizer_id, order_id: unpaid.order_id, amount: 1500, method: 'card' }),
    );
    assert.equal((await of('')).participants.length, 3);
    const [gone] = (await of('')).participants;
    await house.client.removeParticipants({
      input: { data: { participants: [{ id_participant: String(gone!.id_participant) }] } },
    });
    const counted = await of('&return_count=1&return_count_total=1&max=1');
    assert.deepEqual(
      [counted.counter, counted.counter_deleted, counted.counter_total, counted.participants.length],
      [2, 1, 3, 1],
    );
    const window = await of('&return_count=1&return_count_total=1&last_update=2030-01-01');
    assert.deepEqual([window.counter, window.counter_deleted, window.counter_total], [0, 0, 3]);
  });

  test('a ticket that is blocked is refused at the gate and shown to who asks for moderation', async () => {
    const office = open();
    const house = await openHouse(office);
    const { organizer_id, client } = house;
    const [row] = (await list(house, '?id_ticket=111212&moderation=1')).participants;
    assert.equal(row?.moderation, 'accepted');
    const change = (moderation: 'blocked' | 'accepted') =>
      client.changeParticipants({
        input: { data: { participants: [{ id_participant: String(row.id_participant), moderation }] } },
      });
    const scan = async () => {
      const { outcome, refusal } = await office.write((tx) =>
        scanCode(tx, { organizer_id, code: row.barcode, direction: 'in', source: 'gate' }),
      );
      return [outcome, refusal];
    };
    await change('blocked');
    assert.deepEqual(await scan(), ['refused', 'blocked']);
    const [blocked] = (await list(house, '?id_ticket=111212&moderation=1')).participants;
    assert.equal(blocked?.moderation, 'blocked');
    const ticket_id = await house.local('ticket', '2291148');
    await office.write((tx) => blockTicket(tx, { organizer_id, ticket_id, blocked: true }));
    await change('accepted');
    assert.deepEqual(await scan(), ['admitted', null]);
  });

  test('falls back to the answers of the buyer, and then to none', async () => {
    const office = open();
    const house = await openHouse(office);
    assert.deepEqual(await house.get('/participant/2291148/answers'), {
      answers: [{ label: 'Votre club', value: 'Les Renards du Jura' }],
    });
    const ticket_id = await house.local('ticket', '2291148');
    await office.write((tx) => tx.db.deleteFrom('answer').where('ticket_id', '=', ticket_id).execute());
    assert.deepEqual(await house.get('/participant/2291148/answers/'), {
      answers: [{ label: 'Comment nous avez-vous connus ?', value: 'Par un ami' }],
    });
    assert.deepEqual(await house.get('/participant/7759645/answers'), { answers: [] });
  });

  test('keeps settings by login and names a control point by token', async () => {
    const house = await openHouse(open());
    const other = await openHouse(open(), { empty: true });
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const stored = await house.ask('/scan/settings', {
      method: 'POST',
      headers: form,
      payload: `${house.query}&settings[sync_interval]=30&settings[test]=test`,
    });
    assert.equal(stored.status, 200, stored.text);
    const { settings } = await house.get<{ settings: Record<string, string> }>('/scan/settings');
    assert.deepEqual(
      [settings['sync_interval'], settings['test'], settings['scan_mode']],
      ['30', 'test', '0'],
    );
    const untouched = await other.get<{ settings: Record<string, string> }>('/scan/settings');
    assert.equal(untouched.settings['sync_interval'], '120');
    const name = async (user: string) => {
      const { body } = await house.ask('/scan/user', {
        method: 'POST',
        headers: form,
        payload: `${house.query}&user=${user}`,
      });
      return (body as { id: string }).id;
    };
    const first = await name('Porte+A');
    assert.equal(await name('Porte+A'), first);
    assert.notEqual(await name('Porte+B'), first);
    assert.equal(await name('Entr%C3%A9e+nord'), '1789');
  });

  test('keeps settings that are fields of the form by themselves, or of a JSON body', async () => {
    const house = await openHouse(open(), { empty: true });
    const { api_key, token: access_token } = house;
    const form = await house.ask('/api/v2/scan/settings/', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: `${house.query}&scan_mode=1&last_event_status=on`,
    });
    assert.equal(form.status, 200, form.text);
    const json = await house.ask('/scan/settings?_=1', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify({ api_key, access_token, sync_interval: 30 }),
    });
    assert.equal(json.status, 200, json.text);
    const { settings } = await house.get<{ settings: Record<string, string> }>('/scan/settings');
    assert.deepEqual(settings, {
      sync_interval: '30',
      scan_device: '',
      scan_focus: '0',
      scan_mode: '1',
      scan_vibration: '0',
      scan_sound: '0',
      last_event_status: 'on',
    });
  });

  test('takes what PHP writes for false and null as not set, and an id that is empty for none', async () => {
    const house = await openHouse(open());
    const empty = [
      'max',
      'page',
      'last_update',
      'last_update_before',
      'full',
      'include_deleted',
      'minimized',
    ];
    const query = `?id_event=49015&${empty.map((name) => `${name}=`).join('&')}`;
    assert.deepEqual(await list(house, query), await list(house, '?id_event=49015'));
    const events = await house.get('/events?include_closed=&include_without_sales=&include_not_published=');
    assert.deepEqual(events, await house.get('/events'));
    const search = await house.get('/event/search/?date=&date_start=&category=&city=&country=&max_result=');
    assert.deepEqual(search, await house.get('/event/search/'));
    for (const id of ['id_event=', 'id_event[]=', 'id_ticket=', 'date_ticket[138][]=', 'date_ticket='])
      assert.equal((await house.ask(`/participants?${house.query}&${id}`)).status, 400, id);
    const timed = await house.get(
      '/event/search/?date_start=2012-07-20%2000:00:00&date_end=2013-06-30T23:55',
    );
    assert.deepEqual(timed, await house.get('/event/search/?date_start=2012-07-20&date_end=2013-06-30'));
  });

  test('sells for a client that asks for mails, says that none is sent, and where the tickets are', async () => {
    const office = open();
    const house = await openHouse(office);
    const event_id = await house.local('event', '11122');
    await office.write(async (tx) => {
      const question = { organizer_id: house.organizer_id, event_id, required: 1 };
      await createQuestion(tx, { ...question, scope: 'ticket', label: 'Taille', position: 1 });
      await createQuestion(tx, { ...question, scope: 'order', label: 'Association', position: 2 });
    });
    const one = { id_evenement: 11_122, id_billet: 1_121_223, nom: 'Roux' };
    const participants = [
      one,
      { ...one, paid: false, answers: [{ label: 'Taille', value: 'M' }] },
      { ...one, answers: [{ label: 'Taille', value: '' }] },
    ];
    const sell = (data: object) =>
      house.ask(`/v3/participants?${house.query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: `data=${encodeURIComponent(JSON.stringify(data))}`,
      });
    const { status, body } = await sell({ participants, notify: true });
    assert.equal(status, 200);
    const added = body as {
      notification?: { notified: number };
      participants: { ticket_url: string; missing_answers: string[] }[];
    };
    assert.equal(added.notification?.notified, 0);
    assert.deepEqual(
      added.participants.map((row) => row.missing_answers),
      [['Taille', 'Association'], ['Association'], ['Taille', 'Association']],
    );
    const [paid, unpaid] = added.participants.map((row) => row.ticket_url);
    assert.match(paid!, /^https:\/\/tickets\.example\/o\/[\w.-]+\/tickets\/\d+\.pdf$/);
    assert.equal(unpaid, '');
    const silent = await sell({ participants: [one], notify: false });
    assert.deepEqual(Object.keys(silent.body as object), ['total_added', 'participants']);
  });

  test('lists events by the prose of the document, and others when they are asked for', async () => {
    const house = await openHouse(open());
    const ids = async (query = '') =>
      (await house.get<{ events: { id: number }[] }>(`/events${query}`)).events.map(({ id }) => id);
    assert.ok(!(await ids()).includes(13_824));
    assert.ok((await ids('?include_without_sales=True')).includes(13_824));
    assert.ok(!(await ids('?include_without_sales=1')).includes(19_988));
    assert.ok((await ids('?include_without_sales=1&include_closed=1')).includes(19_988));
    const dates = async (query: string) =>
      (await house.get<{ dates: { id: number }[] }>(`/dates?id_event=11435${query}`)).dates;
    assert.equal((await dates('')).length, 2);
    open().surroundings.advance(40 * 86_400_000);
    assert.equal((await dates('')).length, 0);
    assert.equal((await dates('&display_passed=1')).length, 2);
    open().surroundings.advance(-40 * 86_400_000);
  });
});
