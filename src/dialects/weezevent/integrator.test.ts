import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InjectOptions } from 'fastify';
import { openHouse, type House } from '../../../test/fixtures/weezevent-house.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { createOffer } from '../../office/catalogue/offer.ts';
import { deletePrice } from '../../office/catalogue/price.ts';
import { createSession } from '../../office/catalogue/session.ts';
import { updateCustomer } from '../../office/customers/update.ts';
import { putAnswers } from '../../office/selling/answers.ts';

interface List {
  readonly participants: readonly { readonly id_participant: number; readonly id_ticket: string }[];
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const idsOf = (found: List) => found.participants.map((row) => row.id_participant);

const told = async (house: House, path: string, options: InjectOptions = {}) => {
  const { status, body } = await house.ask(`${path}${path.includes('?') ? '&' : '?'}${house.query}`, options);
  const { error } = body as { error?: { message: string } };
  return error === undefined ? status : `${status} ${error.message}`;
};

const write = (house: House, method: 'POST' | 'PATCH', participant: object) =>
  told(house, '/v3/participants', {
    method,
    headers: form,
    payload: `data=${encodeURIComponent(JSON.stringify({ participants: [participant] }))}`,
  });

/** The order of the participant whom the document asks for the answers of. */
const orderOf = async (office: TestStore, house: House) => {
  const ticket_id = await house.local('ticket', '2291148');
  return office.read((rx) =>
    rx.db
      .selectFrom('ticket as t')
      .innerJoin('order as o', 'o.id', 't.order_id')
      .select(['o.id', 'o.customer_id'])
      .where('t.id', '=', ticket_id)
      .executeTakeFirstOrThrow(),
  );
};

onEachStore('Weezevent as an integrator meets it', (open) => {
  test('takes a filter of a season: a thousand pairs of a date and a ticket, and more', async () => {
    const office = open();
    const house = await openHouse(office);
    const { organizer_id } = house;
    const event_id = await house.local('event', '11435');
    const prices = ['75632', '75633', '44272', '44274'];
    const dates = await office.write(async (tx) => {
      const ids: number[] = [];
      const price_id = await house.local('price', '75632');
      for (let day = 0; day < 260; day += 1) {
        const starts_at = office.surroundings.now() + day * 86_400_000;
        const session_id = await createSession(tx, { organizer_id, event_id, starts_at });
        if (day < 3) await createOffer(tx, { organizer_id, event_id, session_id, price_id });
        ids.push(session_id);
      }
      return ids;
    });
    const pairs = (of: (n: number) => readonly string[]) =>
      dates
        .map((id, n) =>
          of(n)
            .map((price) => `date_ticket[${1_500_000_000 + id}][]=${price}`)
            .join('&'),
        )
        .join('&');
    const sold = '&date_ticket[138][]=44272&date_ticket[138][]=44274';
    const ask = async (filter: string) => {
      const { status, body, text } = await house.ask(`/participants?${house.query}`, {
        headers: form,
        payload: filter,
      });
      assert.equal(status, 200, text.slice(0, 200));
      return idsOf(body as List);
    };
    const expected = await ask(sold.slice(1));
    assert.equal(expected.length, 7);
    assert.deepEqual(await ask(pairs(() => prices) + sold), expected);
    // each date with other tickets than its neighbours
    assert.deepEqual(await ask(pairs((n) => prices.filter((_, index) => n & (1 << index))) + sold), expected);
    const many = await told(house, '/participants', {
      headers: form,
      payload: pairs(() => Array.from({ length: 20 }, (_, n) => String(n))),
    });
    assert.equal(many, '400 Invalid parameter date_ticket: holds more than 5000 pairs');
  });

  test('lists and counts the participants of a ticket that was taken out of the sale', async () => {
    const office = open();
    const house = await openHouse(office);
    const { organizer_id } = house;
    const before = await house.get<List>('/participants?id_ticket[]=44272&id_ticket[]=44274');
    const stats = await house.get('/ticket/44272/stats?id_date=138');
    const price_id = await house.local('price', '44272');
    await office.write((tx) => deletePrice(tx, { organizer_id, price_id }));
    const after = await house.get<List>('/participants?id_ticket[]=44272&id_ticket[]=44274');
    assert.deepEqual(idsOf(after), idsOf(before));
    assert.deepEqual(
      idsOf(await house.get<List>('/participants?date_ticket[138][]=44272')),
      before.participants.filter((row) => row.id_ticket === '44272').map((row) => row.id_participant),
    );
    assert.deepEqual(await house.get('/ticket/44272/stats?id_date=138'), stats);
    assert.equal(
      await write(house, 'POST', { id_evenement: 11_435, id_billet: 44_272, id_date: 138 }),
      '404 Not found: ticket',
    );
  });

  test('shows in a window whose buyer answered, and whose buyer is called otherwise', async () => {
    const office = open();
    const house = await openHouse(office);
    const { organizer_id } = house;
    const { id: order_id, customer_id } = await orderOf(office, house);
    assert.ok(customer_id !== null);
    const since = async () => {
      const text = new Date(office.surroundings.now()).toISOString();
      const found = async () => idsOf(await house.get<List>(`/participants?last_update=${text}`));
      assert.deepEqual(await found(), []);
      return found;
    };
    office.surroundings.advance(60_000);
    const answered = await since();
    const answers = [{ label: 'Comment nous avez-vous connus ?', value: 'Par la presse' }];
    await office.write((tx) => putAnswers(tx, { organizer_id, order_id, answers }));
    assert.deepEqual(await answered(), [2_291_148]);
    office.surroundings.advance(60_000);
    const renamed = await since();
    await office.write((tx) => updateCustomer(tx, { organizer_id, customer_id, last_name: 'Nouvelle' }));
    assert.deepEqual(await renamed(), [2_291_148]);
  });

  test('takes the ends of the calendar that clients write for never and for always', async () => {
    const house = await openHouse(open());
    const all = idsOf(await house.get<List>('/participants'));
    const of = async (window: string) => idsOf(await house.get<List>(`/participants?${window}`));
    assert.deepEqual(await of('last_update=0001-01-01T00:00:00'), all);
    assert.deepEqual(await of('last_update_before=9999-12-31%2023:59:59'), all);
    assert.deepEqual(await of('last_update=9999-12-31'), []);
    const search = await house.get('/event/search/');
    const ends = 'date_start=0001-01-01&date_end=9999-12-31';
    assert.deepEqual(await house.get(`/event/search/?${ends}`), search);
  });

  test('refuses an id that is told twice and differs, and a date of another event', async () => {
    const house = await openHouse(open());
    assert.equal(await told(house, '/ticket/44272/stats?id=44272'), 200);
    assert.equal(
      await told(house, '/ticket/44272/stats?id=44274'),
      '400 Invalid parameter id: is not that of the address',
    );
    assert.equal(await told(house, '/ticket/44272/stats?id_date=116'), '404 Not found: date');
    const sale = { id_evenement: 11_435, id_billet: 75_634, id_date: 116 };
    assert.equal(await write(house, 'POST', sale), '404 Not found: date');
  });

  test('says that nothing was changed where a change names nothing that can be', async () => {
    const house = await openHouse(open());
    const change = (what: object) => write(house, 'PATCH', { id_participant: 2_291_148, ...what });
    const nothing = '400 Invalid parameter data.participants: nothing to be changed';
    assert.equal(await change({}), nothing);
    assert.equal(await change({ nomm: 'Roux' }), nothing);
    assert.equal(await change({ nom: 'Roux' }), 200);
    const [row] = (
      await house.client.changeParticipants({
        input: { data: { participants: [{ id_participant: '2291148', prenom: 'Anne' }] } },
      })
    ).participants;
    // what the answer told may come back with the next change
    assert.equal(await change({ ...row, paid: true, prenom: 'Eve' }), 200);
    for (const [field, value] of Object.entries({
      id_evenement: 11_122,
      id_billet: '75632',
      barcode: '1',
      paid: false,
      id_date: 138,
      upselling: [{ id: 135_140 }],
    }))
      assert.equal(
        await change({ [field]: value, nom: 'Petit' }),
        `400 Invalid parameter ${field}: cannot be changed`,
      );
    const [kept] = (
      await house.get<{ participants: { owner: { last_name: string } }[] }>('/participants?id_ticket=111212')
    ).participants;
    assert.equal(kept?.owner.last_name, 'Roux');
  });

  test('stores settings that stand in the address as those of a form, and none that a browser sends', async () => {
    const house = await openHouse(open(), { empty: true });
    const set = async (query: string, payload?: string) => {
      const more = payload === undefined ? {} : { headers: form, payload };
      const path = `/scan/settings?${query}&${house.query}`;
      const { body, text } = await house.ask(path, { method: 'POST', ...more });
      const { settings } = body as { settings?: Record<string, string> };
      return settings ?? text;
    };
    const stored = (await set('_=1&utm_source=x&scan_mode=1&porte=nord')) as Record<string, string>;
    assert.deepEqual([stored['scan_mode'], stored['porte']], ['1', 'nord']);
    const both = (await set('nocache=1&scan_mode=2&scan_focus=1', 'scan_mode=3')) as Record<string, string>;
    assert.deepEqual([both['scan_mode'], both['scan_focus']], ['3', '1']);
    const nested = (await set('nocache=1&settings[scan_mode]=4')) as Record<string, string>;
    assert.equal(nested['scan_mode'], '4');
    for (const name of ['_', 'utm_source', 'nocache']) assert.ok(!(name in nested), name);
  });

  test('names a parameter as the client does where a control point’s name is blank or no text', async () => {
    const house = await openHouse(open(), { empty: true });
    for (const [user, why] of [
      ['%20', 'must not be blank'],
      ['%00', 'holds U+0000'],
    ])
      assert.equal(
        await told(house, '/scan/user', { method: 'POST', headers: form, payload: `user=${user}` }),
        `400 Invalid parameter user: ${why}`,
      );
  });

  test('refuses a search by what it cannot search by, and lets pass what only sounds like it', async () => {
    const house = await openHouse(open());
    for (const name of ['q', 'name', 'title', 'keyword', 'venue'])
      assert.equal(await told(house, `/event/search/?${name}=nuit`), `400 Unknown parameter ${name}`);
    assert.equal(await told(house, '/participants?nom=Roux'), '400 Unknown parameter nom');
    assert.equal(await told(house, '/participants?device_name=porte&app_title=x&max=1'), 200);
  });

  test('holds a participant to the same lengths when it is added and changed, and names them as clients do', async () => {
    const house = await openHouse(open());
    const sale = { id_evenement: 11_122, id_billet: 1_121_223 };
    const long = {
      custom_field: 'é'.repeat(10_000),
      code_member: 'x'.repeat(200),
      comment: 'x'.repeat(10_000),
    };
    assert.equal(await write(house, 'POST', { ...sale, ...long }), 200);
    assert.equal(await write(house, 'PATCH', { id_participant: 2_291_148, ...long }), 200);
    // two units of UTF-16 each
    const wide = '😀'.repeat(150);
    for (const field of ['nom', 'prenom'])
      assert.equal(
        await write(house, 'POST', { ...sale, [field]: wide }),
        `400 Invalid parameter ${field}: must not have more than 200 characters`,
      );
  });

  test('sells to a client that writes null where nothing is known, and changes nothing for one that does', async () => {
    const house = await openHouse(open());
    const names = [
      'id_date',
      'paid',
      'email',
      'prenom',
      'telephone',
      'comment',
      'code_member',
      'custom_field',
    ];
    const nothing = Object.fromEntries([...names, 'answers'].map((name) => [name, null]));
    const sale = { id_evenement: 11_122, id_billet: 1_121_223, nom: 'Roux', ...nothing };
    assert.equal(await write(house, 'POST', { ...sale, upselling: null }), 200);
    assert.equal(await write(house, 'POST', { ...sale, upselling: [{ id: 135_140, quantity: null }] }), 200);
    const person = 'data[participants][0]';
    const brackets = `${person}[id_evenement]=11122&${person}[id_billet]=1121223&${person}[nom]=Blanc&${person}[email]=&${person}[id_date]=`;
    assert.equal(
      await told(house, '/v3/participants', { method: 'POST', headers: form, payload: brackets }),
      200,
    );
    const { participants } = await house.get<{
      participants: { paid: boolean; owner: { last_name: string } }[];
    }>('/participants?id_ticket=1121223');
    assert.deepEqual(
      participants.slice(-3).map(({ paid, owner }) => [paid, owner.last_name]),
      [
        [true, 'Roux'],
        [true, 'Roux'],
        [true, 'Blanc'],
      ],
    );
    assert.equal(
      await write(house, 'PATCH', { id_participant: 2_291_148, nom: null }),
      '400 Invalid parameter data.participants.0.nom: must be string',
    );
  });
});
