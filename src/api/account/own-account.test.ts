import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import { codeOf, openApi, pageHeaders } from '../../../test/fixtures/api-office.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';

const password = 'correct horse battery';

async function openHouse(office: TestStore) {
  const { organizer_id } = await office.write((tx) => openEvent(tx, 10));
  const opened = await openApi(office);
  const member = await opened.openMember({ organizer_id, role: 'gate', password });
  /** Signs in as a browser does: the answer, the cookie, and a client with it. */
  const signIn = async (text = password, cookie?: string, code?: string) => {
    const answer = await opened.app.inject({
      method: 'POST',
      url: code === undefined ? '/api/sign-in' : '/api/sign-in/totp',
      headers: { ...pageHeaders, host: 'guichet.test', ...(cookie === undefined ? {} : { cookie }) },
      payload: code === undefined ? { email: member.email, password: text } : { code },
    });
    const given = String(answer.headers['set-cookie'] ?? '').split(';')[0]!;
    const body = answer.json<{ second_step?: boolean; code?: string }>();
    return { body, cookie: given, client: opened.clientWith({ ...pageHeaders, cookie: given }) };
  };
  const codeNow = (secret: string) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: office.surroundings.now() });
  return {
    ...opened,
    organizer_id,
    member,
    signIn,
    codeNow,
    [Symbol.asyncDispose]: () => opened.app.close(),
  };
}

async function withSecondStep(office: TestStore) {
  const house = await openHouse(office);
  const { client } = house.member;
  const { secret, uri } = await client.enroll_totp({ body: { password } });
  const { recovery_codes } = await client.confirm_totp({ body: { code: house.codeNow(secret) } });
  office.surroundings.advance(30_000);
  return { ...house, secret, uri, recovery_codes };
}

onEachStore('the own account', (open) => {
  test('a second step counts once it is confirmed, and then the password alone lets nobody in', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { client } = house.member;
    assert.equal(await codeOf(client.enroll_totp({ body: { password: 'wrong' } })), 'wrong_password');
    const { secret, uri } = await client.enroll_totp({ body: { password } });
    assert.match(uri, /^otpauth:\/\/totp\/Guichet:member-\d+%40example\.org\?issuer=Guichet&secret=/);
    assert.deepEqual((await house.signIn()).body, { second_step: false });
    assert.equal(await codeOf(client.confirm_totp({ body: { code: '000000' } })), 'wrong_code');
    const { recovery_codes } = await client.confirm_totp({ body: { code: house.codeNow(secret) } });
    assert.equal(new Set(recovery_codes).size, 10);
    assert.deepEqual(await client.my_second_step(), { active: true, recovery_codes_left: 10 });

    const first = await house.signIn();
    assert.deepEqual(first.body, { second_step: true });
    assert.equal(await codeOf(first.client.me()), 'unauthenticated');
    office.surroundings.advance(30_000);
    const second = await house.signIn(password, first.cookie, house.codeNow(secret));
    assert.deepEqual(second.body, { second_step: false });
    assert.notEqual(second.cookie, first.cookie);
    assert.equal((await second.client.me()).kind, 'user');
    assert.equal(await codeOf(first.client.me()), 'unauthenticated');
  });

  test('a code counts once, and none without the password before it or after ten minutes', async () => {
    const office = open();
    await using house = await withSecondStep(office);
    const code = house.codeNow(house.secret);
    const first = await house.signIn();
    assert.deepEqual((await house.signIn(password, first.cookie, code)).body, { second_step: false });
    const again = await house.signIn();
    assert.equal((await house.signIn(password, again.cookie, code)).body.code, 'wrong_code');
    office.surroundings.advance(600_000);
    const late = await house.signIn(password, again.cookie, house.codeNow(house.secret));
    assert.equal(late.body.code, 'unauthenticated');
    const none = await house.signIn(password, 'guichet_session=wrong', house.codeNow(house.secret));
    assert.equal(none.body.code, 'unauthenticated');
  });

  test('wrong codes lock the address as wrong passwords do, and the right password between them does not help', async () => {
    const office = open();
    await using house = await withSecondStep(office);
    for (let wrong = 0; wrong < 5; wrong += 1) {
      const { cookie } = await house.signIn();
      assert.equal((await house.signIn(password, cookie, '123456')).body.code, 'wrong_code');
    }
    assert.equal((await house.signIn()).body.code, 'rate_limited');
  });

  test('each recovery code lets in once, and new ones end those before', async () => {
    const office = open();
    await using house = await withSecondStep(office);
    const [one = '', other = ''] = house.recovery_codes;
    const first = await house.signIn();
    const typed = one.toUpperCase().replaceAll('-', ' ');
    const inside = await house.signIn(password, first.cookie, typed);
    assert.deepEqual(inside.body, { second_step: false });
    assert.equal((await inside.client.my_second_step()).recovery_codes_left, 9);
    const again = await house.signIn();
    assert.equal((await house.signIn(password, again.cookie, one)).body.code, 'wrong_code');
    const renewed = await inside.client.renew_recovery_codes({ body: { password } });
    assert.equal((await house.signIn(password, again.cookie, other)).body.code, 'wrong_code');
    const fresh = await house.signIn(password, again.cookie, renewed.recovery_codes[0]);
    assert.deepEqual(fresh.body, { second_step: false });
    const stored = await office.read(async (rx) => ({
      codes: await rx.db.selectFrom('recovery_code').selectAll().execute(),
      users: await rx.db.selectFrom('user').selectAll().execute(),
    }));
    const text = JSON.stringify(stored);
    for (const secret of [house.secret, other, other.replaceAll('-', '')]) assert.ok(!text.includes(secret));
  });

  test('without the second step the password is enough again', async () => {
    await using house = await withSecondStep(open());
    const { client } = house.member;
    assert.equal(await codeOf(client.remove_totp({ body: { password: 'wrong' } })), 'wrong_password');
    assert.deepEqual(await client.remove_totp({ body: { password } }), { active: false });
    assert.deepEqual((await house.signIn()).body, { second_step: false });
    const removals = () =>
      open().read((rx) =>
        rx.db.selectFrom('ledger').select('id').where('action', '=', 'user.second_step_removed').execute(),
      );
    const { length } = await removals();
    assert.deepEqual(await client.remove_totp({ body: { password } }), { active: false });
    assert.equal((await removals()).length, length, 'what was not there is not taken off');
    assert.equal(await codeOf(client.renew_recovery_codes({ body: { password } })), 'invalid_input');
  });

  test('another password signs out everywhere else, and the old one is wrong', async () => {
    await using house = await openHouse(open());
    const elsewhere = await house.signIn();
    const { client } = house.member;
    const new_password = 'a better one';
    const headers = { 'idempotency-key': 'change' };
    const body = { password, new_password };
    assert.equal(
      await codeOf(client.change_my_password({ body: { password: 'wrong', new_password } })),
      'wrong_password',
    );
    assert.equal(
      await codeOf(client.change_my_password({ body: { password, new_password: 'short' } })),
      'invalid_input',
    );
    assert.deepEqual(await client.change_my_password({ headers, body }), { changed: true });
    // the answer was lost: sent again it is given again, though the old password is wrong by now
    assert.deepEqual(await client.change_my_password({ headers, body }), { changed: true });
    assert.equal(await codeOf(client.change_my_password({ body })), 'wrong_password');
    assert.equal(await codeOf(elsewhere.client.me()), 'unauthenticated');
    assert.equal((await client.me()).kind, 'user');
    assert.equal((await house.signIn(password)).body.code, 'unauthenticated');
    assert.deepEqual((await house.signIn(new_password)).body, { second_step: false });
  });

  test('shows where the user is signed in, and signs out there', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { client } = house.member;
    const [one, two] = [await house.signIn(), await house.signIn()];
    const { items } = await client.list_my_sessions();
    assert.deepEqual(items.map(({ current }) => current).filter(Boolean), [true]);
    assert.equal(items.length, 3);
    const other = await house.openMember({ organizer_id: house.organizer_id, role: 'manager' });
    const id = items[0]!.id;
    assert.equal(await codeOf(other.client.end_my_session({ params: { id } })), 'not_found');
    await client.end_my_session({ params: { id } });
    const left = [await codeOf(one.client.me()), await codeOf(two.client.me())];
    assert.deepEqual(left.sort(), ['done', 'unauthenticated']);
    assert.deepEqual(await client.end_my_other_sessions(), { ended: 1 });
    assert.equal((await client.list_my_sessions()).items.length, 1);
  });
});
