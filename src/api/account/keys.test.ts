import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, openApi, pageHeaders } from '../../../test/fixtures/api-office.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { createControlPoint } from '../../office/admission/control-points.ts';
import { authenticate } from '../../office/access/authenticate.ts';
import { authenticateLogin } from '../../office/access/login.ts';
import { device_code_life_ms } from '../../office/access/device-tokens.ts';

async function openHouse(office: TestStore) {
  const { organizer_id } = await office.write((tx) => openEvent(tx, 10));
  const opened = await openApi(office);
  const { client } = await opened.openMember({ organizer_id, role: 'manager' });
  const bearer = (token: string) => opened.clientWith({ authorization: `Bearer ${token}` });
  return { ...opened, organizer_id, client, bearer, [Symbol.asyncDispose]: () => opened.app.close() };
}

onEachStore('keys', (open) => {
  test('a key for each dialect comes with what its clients call with, and reaches this organizer alone', async () => {
    const office = open();
    await using house = await openHouse(office);
    const now = office.surroundings.now();
    for (const dialect of ['billetweb', 'utick', 'weezevent', 'qtickets', 'caisse'] as const) {
      const made = await house.client.create_key({ body: { name: 'Website', dialect } });
      const { id, key, public_name, password } = made;
      assert.equal(password !== null, dialect === 'weezevent', dialect);
      assert.equal(public_name === '', dialect === 'qtickets', dialect);
      if (dialect === 'billetweb' || dialect === 'caisse') assert.match(public_name, /^\d+$/);
      const claim = { dialect, public_name, key, now };
      const principal = await office.read((rx) =>
        password === null ? authenticate(rx, claim) : authenticateLogin(rx, { ...claim, password }),
      );
      assert.deepEqual([principal.credential_id, principal.organizer_ids], [id, [house.organizer_id]]);
      const kept = await office.read((rx) =>
        rx.db.selectFrom('credential').select('key_sealed').where('id', '=', id).executeTakeFirstOrThrow(),
      );
      assert.equal(kept.key_sealed !== null, dialect === 'utick', dialect);
      // shown once: no list holds it
      assert.ok(!JSON.stringify(await house.client.list_keys()).includes(key));
    }
    const scoped = { name: 'Website', dialect: 'utick', scopes: ['catalogue.read'] } as const;
    assert.equal(await codeOf(house.client.create_key({ body: scoped })), 'invalid_input');
    const { key } = await house.client.create_key({ body: { name: 'Less', scopes: ['access.write'] } });
    const less = house.bearer(key).create_key({ body: { name: 'Website', dialect: 'utick' } });
    assert.equal(await codeOf(less), 'forbidden');
  });

  test('a key is shown once, does what its scopes hold, and ends when it is revoked', async () => {
    const office = open();
    await using house = await openHouse(office);
    const expires_at = '2026-05-16T08:30:00.000Z';
    const body = { name: 'Website', scopes: ['catalogue.read'], expires_at } as const;
    const { id, key } = await house.client.create_key({ body });
    const program = house.bearer(key);
    assert.equal((await program.list_events()).items.length, 1);
    assert.equal(await codeOf(program.list_keys()), 'forbidden');
    const listed = await house.client.list_keys({ query: { where: [{ column: 'dialect', value: 'api' }] } });
    assert.deepEqual(
      listed.items.map((one) => [one.id, one.name, one.scopes, one.expires_at, one.revoked_at]),
      [[id, 'Website', ['catalogue.read'], expires_at, null]],
    );
    assert.ok(!JSON.stringify(listed).includes(key));
    await house.client.revoke_key({ params: { id } });
    assert.equal(await codeOf(program.list_events()), 'unauthenticated');
    assert.equal((await house.client.list_keys()).items[0]?.revoked_at, '2026-05-15T08:30:00.000Z');
    const late = await house.client.create_key({ body });
    office.surroundings.advance(24 * 3_600_000);
    assert.equal(await codeOf(house.bearer(late.key).list_events()), 'unauthenticated');
    office.surroundings.advance(-24 * 3_600_000);
  });

  test('a key gives no more than it has, neither to a key nor to a person', async () => {
    await using house = await openHouse(open());
    const { key } = await house.client.create_key({
      body: {
        name: 'Clerk',
        scopes: ['access.read', 'access.write', 'gate.read', 'gate.scan', 'catalogue.read'],
      },
    });
    const clerk = house.bearer(key);
    assert.equal(await codeOf(clerk.create_key({ body: { name: 'All' } })), 'forbidden');
    assert.equal(
      await codeOf(clerk.create_key({ body: { name: 'More', scopes: ['sales.read'] } })),
      'forbidden',
    );
    assert.equal(await codeOf(clerk.create_key({ body: { name: 'Less', scopes: ['gate.scan'] } })), 'done');
    const invite = (role: 'manager' | 'gate') =>
      clerk.invite_user({
        body: {
          email: `${role}-${house.organizer_id}@example.org`,
          name: 'X',
          roles: [{ role, event_id: null }],
        },
      });
    assert.equal(await codeOf(invite('manager')), 'forbidden');
    const { user } = await invite('gate');
    assert.equal(await codeOf(clerk.renew_invitation({ params: { id: user.id } })), 'forbidden');
  });

  test('another organizer’s key does not exist', async () => {
    const office = open();
    await using house = await openHouse(office);
    await using other = await openHouse(office);
    const { id, key } = await other.client.create_key({ body: { name: 'Theirs' } });
    assert.equal(await codeOf(house.client.revoke_key({ params: { id } })), 'not_found');
    assert.deepEqual((await house.client.list_keys()).items, []);
    assert.equal(await codeOf(house.bearer(key).me()), 'done');
  });
});

onEachStore('devices', (open) => {
  test('a device joins by a code, once, and does what its role may do until it is revoked', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { organizer_id } = house;
    const control_point_id = await office.write((tx) =>
      createControlPoint(tx, { organizer_id, name: 'North', direction: 'in' }),
    );
    const body = { name: 'Phone 1', role: 'gate', control_point_id } as const;
    const { code, link } = await house.client.make_device_code({ body });
    assert.equal(link, `https://tickets.example/gate#join=${code}`);
    const visitor = house.clientWith(pageHeaders);
    const { token, device } = await visitor.join_device({ body: { code } });
    assert.equal(await codeOf(visitor.join_device({ body: { code } })), 'not_found');
    const phone = house.bearer(token);
    const me = await phone.me();
    assert.deepEqual([me.kind, me.device], ['device', { ...device, control_point_id }]);
    assert.deepEqual(me.organizers[0]?.permissions, ['catalogue.read', 'gate.read', 'gate.scan']);
    assert.equal(await codeOf(phone.list_devices()), 'forbidden');
    office.surroundings.advance(60_000);
    await phone.me();
    const [listed] = (await house.client.list_devices()).items;
    assert.deepEqual(
      [listed?.id, listed?.name, listed?.seen_at],
      [device.id, 'Phone 1', new Date(office.surroundings.now()).toISOString()],
    );
    await house.client.revoke_device({ params: { id: device.id } });
    assert.equal(await codeOf(phone.me()), 'unauthenticated');
    assert.notEqual((await house.client.list_devices()).items[0]?.revoked_at, null);
    const stored = await office.read((rx) => rx.db.selectFrom('device').selectAll().execute());
    assert.ok(!JSON.stringify(stored).includes(token));
  });

  test('a code is over after a quarter of an hour, and another organizer’s device or control point does not exist', async () => {
    const office = open();
    await using house = await openHouse(office);
    await using other = await openHouse(office);
    const { code } = await house.client.make_device_code({ body: { name: 'Till', role: 'counter' } });
    office.surroundings.advance(device_code_life_ms);
    assert.equal(await codeOf(house.clientWith({}).join_device({ body: { code } })), 'not_found');
    const fresh = await house.client.make_device_code({ body: { name: 'Till', role: 'counter' } });
    const { device } = await house.clientWith({}).join_device({ body: { code: fresh.code } });
    assert.equal(await codeOf(other.client.revoke_device({ params: { id: device.id } })), 'not_found');
    const control_point_id = await office.write((tx) =>
      createControlPoint(tx, { organizer_id: other.organizer_id, name: 'Theirs', direction: 'in' }),
    );
    const body = { name: 'Phone', role: 'gate', control_point_id } as const;
    assert.equal(await codeOf(house.client.make_device_code({ body })), 'not_found');
  });
});
