import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, openApi, type Headers } from '../../test/fixtures/api-office.ts';
import { openEvent } from '../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../test/stores.ts';
import { hashKey } from '../domain/secrets.ts';
import { createApplication } from '../office/access/applications.ts';
import { issueCredential } from '../office/access/credentials.ts';
import { giveRole } from '../office/access/users.ts';
import { createEvent, deleteEvent } from '../office/catalogue/event.ts';

async function openHouse(office: TestStore) {
  const { organizer_id, event_id } = await office.write((tx) => openEvent(tx, 10));
  const opened = await openApi(office);
  const addEvent = (name: string, starts_at: number | null = null) =>
    office.write((tx) => createEvent(tx, { organizer_id, name, starts_at }));
  const key = async (scopes?: readonly string[], organizer_ids: readonly number[] = [organizer_id]) => {
    const issued = await office.write(async (tx) => {
      const application_id = await createApplication(tx, { name: 'Program', organizer_ids });
      return issueCredential(tx, {
        application_id,
        dialect: 'api',
        ...(scopes === undefined ? {} : { scopes }),
      });
    });
    return { authorization: `Bearer ${issued.key}` } satisfies Headers;
  };
  return {
    ...opened,
    organizer_id,
    event_id,
    addEvent,
    key,
    [Symbol.asyncDispose]: () => opened.app.close(),
  };
}

onEachStore('/api', (open) => {
  test('lists in pages that neither repeat nor miss a row, in any order, with what is missing', async () => {
    await using house = await openHouse(open());
    const { client } = await house.openMember({ organizer_id: house.organizer_id, role: 'read_only' });
    const ids = [house.event_id];
    for (const [index, starts_at] of [2000, null, 1000, 2000, null, 3000].entries())
      ids.push(await house.addEvent(`Event ${index % 3}`, starts_at));
    const starts = new Map<number | undefined, number | null>(
      [null, 2000, null, 1000, 2000, null, 3000].map((at, index) => [ids[index], at]),
    );
    for (const order of [undefined, 'id', '-id', 'starts_at', '-starts_at', 'name', '-name']) {
      const seen: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await client.list_events({ query: { limit: 2, order, cursor } });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
      assert.deepEqual(
        [...seen].sort((a, b) => a - b),
        ids,
        order ?? 'none',
      );
      if (order === undefined || order === 'id') assert.deepEqual(seen, ids);
      if (order === '-id') assert.deepEqual(seen, ids.toReversed());
      if (order === 'starts_at')
        assert.deepEqual(
          seen.map((id) => starts.get(id)),
          [null, null, null, 1000, 2000, 2000, 3000],
        );
      if (order === '-starts_at')
        assert.deepEqual(
          seen.map((id) => starts.get(id)),
          [3000, 2000, 2000, 1000, null, null, null],
        );
    }
  });

  test('filters by the one compiler, instants as they are answered; what is not understood is refused', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { client } = await house.openMember({ organizer_id: house.organizer_id, role: 'gate' });
    const late = await house.addEvent('Late', Date.UTC(2026, 10, 28, 18, 50));
    const gone = await house.addEvent('Gone', Date.UTC(2026, 10, 28, 18, 50));
    await office.write((tx) => deleteEvent(tx, { organizer_id: house.organizer_id, event_id: gone }));
    const where = [{ column: 'starts_at', operator: '>=', value: '2026-11-28T18:50:00.000Z' }];
    const { items } = await client.list_events({ query: { where } });
    assert.deepEqual(
      items.map(({ id, starts_at }) => [id, starts_at]),
      [[late, '2026-11-28T18:50:00.000Z']],
    );
    const wrong = [
      { where: [{ column: 'colour', value: 'red' }] },
      { where: [{ column: 'name', operator: 'like', value: 'x' }] },
      { order: 'colour' },
    ];
    for (const query of wrong) assert.equal(await codeOf(client.list_events({ query })), 'unknown_filter');
    const bent = [
      { where: [{ column: 'starts_at', value: 'yesterday' }] },
      { cursor: 'x' },
      { cursor: Buffer.from('["-id",3,3]').toString('base64url') },
      { order: 'name', cursor: Buffer.from('["name",3,3]').toString('base64url') },
    ];
    for (const query of bent) assert.equal(await codeOf(client.list_events({ query })), 'invalid_input');
    const asJson = `/api/events?where=${encodeURIComponent(JSON.stringify(where))}`;
    const { headers } = await house.openMember({ organizer_id: house.organizer_id, role: 'gate' });
    const answer = await house.app.inject({ url: asJson, headers: { ...headers } });
    assert.equal(answer.json<{ items: unknown[] }>().items.length, 1);
  });

  test('takes the organizer of the header, or the only one; another one’s does not exist', async () => {
    const office = open();
    await using house = await openHouse(office);
    const other = await openHouse(office);
    await other.app.close();
    const member = await house.openMember({ organizer_id: house.organizer_id, role: 'manager' });
    const foreign = house.clientWith({ ...member.headers, 'guichet-organizer': String(other.organizer_id) });
    assert.equal(await codeOf(foreign.list_events()), 'not_found');
    assert.equal((await member.client.list_events()).items[0]?.id, house.event_id);
    const { user_id } = member;
    await office.write((tx) =>
      giveRole(tx, { organizer_id: other.organizer_id, user_id, role: 'read_only' }),
    );
    assert.equal(await codeOf(member.client.list_events()), 'invalid_input');
    assert.equal((await foreign.list_events()).items[0]?.id, other.event_id);
    const { items } = await member.client.list_organizers();
    assert.deepEqual(
      items.map(({ id }) => id),
      [house.organizer_id, other.organizer_id],
    );
  });

  test('shows who has a role for one event alone that event', async () => {
    await using house = await openHouse(open());
    const { organizer_id, event_id } = house;
    const another = await house.addEvent('Another');
    const { client } = await house.openMember({ organizer_id, role: 'manager', event_id });
    assert.deepEqual(
      (await client.list_events()).items.map(({ id }) => id),
      [event_id],
    );
    assert.equal((await client.find_event({ params: { id: event_id } })).id, event_id);
    assert.equal(await codeOf(client.find_event({ params: { id: another } })), 'not_found');
    assert.deepEqual((await client.me()).organizers[0]?.permissions, []);
  });

  test('lets a key do what its scopes hold, and nobody in without one', async () => {
    await using house = await openHouse(open());
    const all = house.clientWith(await house.key());
    assert.equal((await all.list_events()).items[0]?.id, house.event_id);
    assert.deepEqual([(await all.me()).kind, (await all.me()).user], ['key', null]);
    assert.equal(await codeOf(all.sign_out()), 'forbidden');
    const some = house.clientWith(await house.key(['sales.read']));
    assert.equal(await codeOf(some.list_events()), 'forbidden');
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: 'Basic x' }] as Headers[])
      assert.equal(await codeOf(house.clientWith(headers).list_events()), 'unauthenticated');
    assert.equal(await codeOf(house.clientWith({ cookie: 'guichet_session=wrong' }).me()), 'unauthenticated');
  });

  test('does a write with an Idempotency-Key once, for the caller and the request that it was first sent with', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { organizer_id } = house;
    const member = await house.openMember({ organizer_id, role: 'gate' });
    const headers = { 'idempotency-key': 'k1' };
    const first = await member.client.change_me({ headers, body: { name: 'Ada' } });
    assert.equal(first.name, 'Ada');
    await member.client.change_me({ body: { name: 'Grace' } });
    assert.deepEqual(await member.client.change_me({ headers, body: { name: 'Ada' } }), first);
    assert.equal((await member.client.me()).user?.name, 'Grace');
    assert.equal(
      await codeOf(member.client.change_me({ headers, body: { name: 'Joan' } })),
      'idempotency_key_reused',
    );
    const other = await house.openMember({ organizer_id, role: 'gate' });
    assert.equal((await other.client.change_me({ headers, body: { name: 'Joan' } })).name, 'Joan');
    const kept = await office.read((rx) => rx.db.selectFrom('idempotency_key').select('answer').execute());
    assert.doesNotMatch(JSON.stringify(kept), /Ada|Joan/);
  });

  test('refuses a write of a cookie from another site, and takes one of a key from anywhere', async () => {
    await using house = await openHouse(open());
    const { headers } = await house.openMember({ organizer_id: house.organizer_id, role: 'manager' });
    const cookie = { cookie: headers['cookie']! };
    const body = { name: 'Mallory' };
    for (const more of [{}, { 'guichet-csrf': '1', 'sec-fetch-site': 'same-site' }] as Headers[]) {
      const elsewhere = house.clientWith({ ...cookie, ...more });
      assert.equal(await codeOf(elsewhere.change_me({ body })), 'forbidden');
    }
    // reading changes nothing, and what it answers no other site can read
    assert.equal((await house.clientWith(cookie).me()).kind, 'user');
  });

  test('counts the calls of each credential where limits are on', async () => {
    const office = open();
    await using house = await openHouse(office);
    await using limited = await openApi(office, { credential_limits: true });
    const { authorization } = await house.key();
    await office.write(async (tx) => {
      const key_hash = hashKey(undefined, authorization.slice('Bearer '.length));
      await tx.db
        .updateTable('credential')
        .set({ calls_per_minute: 3 })
        .where('key_hash', '=', key_hash)
        .execute();
    });
    const [counted, free] = [limited.clientWith({ authorization }), house.clientWith({ authorization })];
    const fourCalls = async (client: typeof free) => {
      const codes: string[] = [];
      for (let call = 0; call < 4; call += 1) codes.push(await codeOf(client.list_organizers()));
      return codes;
    };
    assert.deepEqual(await fourCalls(counted), ['done', 'done', 'done', 'rate_limited']);
    assert.deepEqual(await fourCalls(free), ['done', 'done', 'done', 'done']);
    office.surroundings.advance(20_000);
    assert.equal(await codeOf(counted.list_organizers()), 'done');
  });

  test('answers problem documents, of unknown addresses too', async () => {
    await using house = await openHouse(open());
    const answer = await house.app.inject({ url: '/api/nowhere' });
    assert.equal(String(answer.headers['content-type']).split(';')[0], 'application/problem+json');
    assert.equal(answer.json<{ code: string }>().code, 'not_found');
  });
});
