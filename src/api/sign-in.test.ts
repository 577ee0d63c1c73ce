import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, openApi, pageHeaders, sessionLife, type ApiClient } from '../../test/fixtures/api-office.ts';
import { openEvent } from '../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../test/stores.ts';

const password = 'correct horse battery';

async function openHouse(office: TestStore) {
  const { organizer_id } = await office.write((tx) => openEvent(tx, 10));
  const opened = await openApi(office);
  const member = await opened.openMember({ organizer_id, role: 'manager', password });
  const visitor = opened.clientWith(pageHeaders);
  const ledger = () =>
    office.read((rx) =>
      rx.db
        .selectFrom('ledger')
        .select(['action', 'after'])
        .where('organizer_id', '=', organizer_id)
        .where('action', 'like', 'user.sign%')
        .orderBy('id')
        .execute(),
    );
  return {
    ...opened,
    organizer_id,
    member,
    visitor,
    ledger,
    [Symbol.asyncDispose]: () => opened.app.close(),
  };
}

const tryPassword = (visitor: ApiClient, email: string, text: string) =>
  codeOf(visitor.sign_in({ body: { email, password: text } }));

onEachStore('signing in', (open) => {
  test('gives a session as a cookie that no script reads and no other site sends', async () => {
    await using house = await openHouse(open());
    const answer = await house.app.inject({
      method: 'POST',
      url: '/api/sign-in',
      headers: { ...pageHeaders, host: 'tickets.example' },
      payload: { email: ` ${house.member.email.toUpperCase()} `, password },
    });
    assert.equal(answer.statusCode, 200);
    const cookie = String(answer.headers['set-cookie']);
    assert.match(
      cookie,
      /^guichet_session=session_[0-9a-z]{32}; Max-Age=86400; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    const client = house.clientWith({ cookie: cookie.split(';')[0]! });
    const me = await client.me();
    assert.equal(me.user?.email, house.member.email);
    assert.deepEqual(
      me.organizers.map(({ id, roles }) => ({ id, roles })),
      [{ id: house.organizer_id, roles: [{ role: 'manager', event_id: null }] }],
    );
    assert.equal((await house.ledger()).at(-1)?.action, 'user.signed_in');
  });

  test('says the same of a wrong password and of an address that nobody has', async () => {
    const office = open();
    await using house = await openHouse(office);
    assert.equal(await tryPassword(house.visitor, house.member.email, 'wrong'), 'unauthenticated');
    assert.equal(await tryPassword(house.visitor, 'nobody@example.org', password), 'unauthenticated');
    assert.equal(await tryPassword(house.visitor, 'no address', password), 'unauthenticated');
    assert.deepEqual(
      (await house.ledger()).map(({ action, after }) => [action, after]),
      [['user.sign_in_failed', '{"step":"password","failures":1,"locked":false}']],
    );
    const { rows } = await office.read(async (rx) => ({
      rows: await rx.db.selectFrom('ledger').selectAll().where('organizer_id', '=', 0).execute(),
    }));
    assert.doesNotMatch(JSON.stringify(rows), /nobody@|correct horse/);
  });

  test('locks an address for a while after five wrong passwords, known or not, and forgets them after the right one', async () => {
    const office = open();
    await using house = await openHouse(office);
    for (const email of [house.member.email, `ghost-${house.organizer_id}@example.org`]) {
      for (let wrong = 0; wrong < 5; wrong += 1)
        assert.equal(await tryPassword(house.visitor, email, 'wrong'), 'unauthenticated');
      assert.equal(await tryPassword(house.visitor, email, password), 'rate_limited');
    }
    // who was signed in stays so
    assert.equal((await house.member.client.me()).kind, 'user');
    office.surroundings.advance(60_000);
    assert.equal(await tryPassword(house.visitor, house.member.email, password), 'done');
    assert.equal(await tryPassword(house.visitor, house.member.email, 'wrong'), 'unauthenticated');
    assert.equal(await tryPassword(house.visitor, house.member.email, password), 'done');
  });

  test('tries that come at once are counted before a password is compared', async () => {
    await using house = await openHouse(open());
    const tries = Array.from({ length: 25 }, () => tryPassword(house.visitor, house.member.email, 'wrong'));
    const codes = await Promise.all(tries);
    assert.equal(codes.filter((code) => code === 'unauthenticated').length, 20);
    assert.equal(codes.filter((code) => code === 'rate_limited').length, 5);
  });

  test('needs a page of the office: no header, no word of the browser, another site are refused', async () => {
    await using house = await openHouse(open());
    const body = { email: house.member.email, password };
    const refused: Record<string, string>[] = [
      {},
      { 'guichet-csrf': '1' },
      { 'sec-fetch-site': 'same-origin' },
      { 'guichet-csrf': '1', 'sec-fetch-site': 'cross-site' },
      { 'guichet-csrf': '1', origin: 'https://evil.example' },
      { 'guichet-csrf': '1', 'sec-fetch-site': 'same-origin', origin: 'null' },
    ];
    for (const headers of refused)
      assert.equal(await codeOf(house.clientWith(headers).sign_in({ body })), 'forbidden');
    const own = house.clientWith({ 'guichet-csrf': '1', origin: 'http://guichet.test' });
    assert.deepEqual(await own.sign_in({ body }), { second_step: false });
  });

  test('a session ends by signing out, when it is idle, and after its life however much it is used', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { organizer_id } = house;
    const openMember = () => house.openMember({ organizer_id, role: 'gate' });
    const one = await openMember();
    assert.deepEqual(await one.client.sign_out(), { signed_out: true });
    assert.equal(await codeOf(one.client.me()), 'unauthenticated');
    const idle = await openMember();
    office.surroundings.advance(sessionLife.session_idle_ms);
    assert.equal(await codeOf(idle.client.me()), 'unauthenticated');
    const busy = await openMember();
    for (let used = 0; used < 47; used += 1) {
      office.surroundings.advance(sessionLife.session_idle_ms / 2);
      assert.equal(await codeOf(busy.client.me()), 'done');
    }
    office.surroundings.advance(sessionLife.session_idle_ms / 2);
    assert.equal(await codeOf(busy.client.me()), 'unauthenticated');
  });
});
