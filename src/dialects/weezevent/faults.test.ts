import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHouse, password } from '../../../test/fixtures/weezevent-house.ts';
import { storedRows } from '../../../test/fixtures/stored-rows.ts';
import { onEachStore } from '../../../test/stores.ts';
import { failureCases } from './testing/failure-cases.ts';

/** What a request could write; a refused one leaves it as it is. */
const watched = [
  'order',
  'ticket',
  'answer',
  'customer',
  'payment',
  'ledger',
  'device',
  'access_token',
] as const;

onEachStore('What Weezevent refuses', (open) => {
  test('comes in the vendor’s envelope, as the README’s table says, and stores nothing', async () => {
    const office = open();
    const house = await openHouse(office);
    const other = await openHouse(office);
    const words: Record<string, string> = {
      KEY: house.query,
      API_KEY: house.api_key,
      TOKEN: house.token,
      USER: house.username,
      PASSWORD: encodeURIComponent(password),
      THEIRS: String(1_500_000_000 + (await other.local('event', '11435'))),
      THEIR_PARTICIPANT: String(1_500_000_000 + (await other.local('ticket', '2291148'))),
    };
    const fill = (text: string) => text.replaceAll(/\{([A-Z_]+)\}/g, (_, name: string) => words[name] ?? '');
    const before = await storedRows(office, watched);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answered: [string, number, string][] = [];
    for (const one of failureCases) {
      const form = one.form === undefined ? {} : { headers, payload: fill(one.form) };
      const { status, body, text } = await house.ask(fill(one.path), {
        method: one.method ?? 'GET',
        ...form,
      });
      assert.deepEqual(Object.keys(body as object), ['error'], `${one.case}: ${text}`);
      const { message } = (body as { error: { message: string } }).error;
      answered.push([one.case, status, message]);
    }
    assert.deepEqual(
      answered,
      failureCases.map((one) => [one.case, one.status, one.message]),
    );
    assert.deepEqual(await storedRows(office, watched), before);
  });

  test('slows down wrong logins and a flood of calls, when limits are on', async () => {
    const house = await openHouse(open(), { empty: true, settings: { credential_limits: true } });
    const { username, api_key } = house;
    const login = async (given: string) => {
      const payload = new URLSearchParams({ username, password: given, api_key }).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      return (await house.ask('/auth/access_token', { method: 'POST', headers, payload })).status;
    };
    for (let tries = 0; tries < 5; tries += 1) assert.equal(await login('wrong'), 403);
    assert.equal(await login(password), 429);
    open().surroundings.advance(60_000);
    assert.equal(await login(password), 200);
    for (let calls = 0; calls < 600; calls += 1)
      assert.equal((await house.ask(`/scan/settings?${house.query}`)).status, 200);
    const { status, body } = await house.ask(`/events?${house.query}`);
    assert.equal(status, 429);
    assert.deepEqual(body, { error: { message: 'Too many requests, try again later' } });
  });

  test('does only what its scopes allow', async () => {
    const house = await openHouse(open(), { scopes: ['events.read'] });
    assert.equal((await house.ask(`/events?${house.query}`)).status, 200);
    for (const path of ['/participants', '/ticket/44272/stats', '/participant/2291148/answers'])
      assert.equal((await house.ask(`${path}?${house.query}`)).status, 403, path);
    const data = encodeURIComponent(JSON.stringify({ participants: [{ id_participant: 2_291_148 }] }));
    const removal = await house.ask(`/v3/participants?${house.query}&data=${data}`, { method: 'DELETE' });
    assert.equal(removal.status, 403);
  });
});
