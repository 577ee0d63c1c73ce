import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, openApi, pageHeaders } from '../../../test/fixtures/api-office.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { programUser } from '../../office/counter/till-users.ts';

let guests = 0;

async function openHouse(office: TestStore) {
  const { organizer_id, event_id } = await office.write((tx) => openEvent(tx, 10));
  const opened = await openApi(office);
  const manager = await opened.openMember({ organizer_id, role: 'manager' });
  const visitor = opened.clientWith(pageHeaders);
  guests += 1;
  const email = `guest-${guests}@example.org`;
  const everywhere = { role: 'gate', event_id: null } as const;
  const invite = (roles: Parameters<typeof manager.client.invite_user>[0]['body']['roles'] = [everywhere]) =>
    manager.client.invite_user({ body: { email, name: 'Guest', roles } });
  const close = () => opened.app.close();
  return { ...opened, organizer_id, event_id, manager, visitor, email, invite, [Symbol.asyncDispose]: close };
}

const password = 'chosen by the guest';

onEachStore('the people of an organizer', (open) => {
  test('somebody who is invited chooses a password by the link, once, and signs in', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { user, invitation } = await house.invite();
    assert.deepEqual([user.state, user.roles], ['invited', [{ role: 'gate', event_id: null }]]);
    const { token = '', link } = invitation ?? {};
    assert.equal(link, `https://tickets.example/admin/invitation#${token}`);
    const { visitor, email } = house;
    const unfinished = visitor.sign_in({ body: { email, password: '' } });
    assert.equal(await codeOf(unfinished), 'invalid_input');
    assert.deepEqual(await visitor.look_at_invitation({ body: { token } }), {
      name: 'Guest',
      email,
      language: 'fr',
    });
    const short = visitor.accept_invitation({ body: { token, password: 'short' } });
    assert.equal(await codeOf(short), 'invalid_input');
    assert.deepEqual(await visitor.accept_invitation({ body: { token, password } }), { email });
    assert.equal(await codeOf(visitor.accept_invitation({ body: { token, password } })), 'not_found');
    assert.equal(await codeOf(visitor.look_at_invitation({ body: { token } })), 'not_found');
    assert.deepEqual(await visitor.sign_in({ body: { email, password } }), { second_step: false });
    const found = await house.manager.client.find_user({ params: { id: user.id } });
    assert.equal(found.state, 'active');
    const stored = await office.read((rx) => rx.db.selectFrom('user_invitation').selectAll().execute());
    assert.ok(!JSON.stringify(stored).includes(token));
  });

  test('a link is over after a week, and when another was made', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { user, invitation } = await house.invite();
    const renewed = await house.manager.client.renew_invitation({ params: { id: user.id } });
    const look = (token: string) => codeOf(house.visitor.look_at_invitation({ body: { token } }));
    assert.equal(await look(invitation?.token ?? ''), 'not_found');
    assert.equal(await look(renewed.token), 'done');
    office.surroundings.advance(7 * 24 * 3_600_000);
    assert.equal(await look(renewed.token), 'not_found');
  });

  test('an invitation sent again with its Idempotency-Key gives the same link, and is kept sealed', async () => {
    const office = open();
    await using house = await openHouse(office);
    const headers = { 'idempotency-key': 'guest' };
    const body = { email: house.email, name: 'Guest', roles: [{ role: 'gate', event_id: null }] } as const;
    const first = await house.manager.client.invite_user({ headers, body });
    assert.deepEqual(await house.manager.client.invite_user({ headers, body }), first);
    const kept = await office.read((rx) => rx.db.selectFrom('idempotency_key').select('answer').execute());
    assert.ok(!JSON.stringify(kept).includes(first.invitation?.token ?? ''));
  });

  test('who has a password here already gets the roles and no link, and no other organizer’s manager makes one', async () => {
    const office = open();
    await using house = await openHouse(office);
    await using other = await openHouse(office);
    const guest = await other.openMember({ organizer_id: other.organizer_id, role: 'manager', password });
    const invited = await house.manager.client.invite_user({
      body: { email: guest.email, name: 'Other', roles: [{ role: 'read_only', event_id: null }] },
    });
    assert.equal(invited.invitation, null);
    assert.deepEqual(invited.user.roles, [{ role: 'read_only', event_id: null }]);
    const params = { id: guest.user_id };
    assert.equal(await codeOf(house.manager.client.renew_invitation({ params })), 'forbidden');
    assert.equal(await codeOf(house.manager.client.remove_user_totp({ params })), 'forbidden');
    const before = await house.manager.client.find_user({ params: { id: house.manager.user_id } });
    assert.equal(before.name.startsWith('Member'), true);
    assert.equal(await codeOf(other.manager.client.find_user({ params: { id: before.id } })), 'not_found');
    await house.manager.client.remove_user({ params });
    assert.equal((await guest.client.me()).organizers.length, 1);
  });

  test('roles hold from the next call on; who has none left is disabled and signed out, and may be invited again', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { organizer_id, event_id } = house;
    const guest = await house.openMember({ organizer_id, role: 'gate', password });
    const params = { id: guest.user_id };
    assert.equal(await codeOf(guest.client.list_users()), 'forbidden');
    const { client } = house.manager;
    await client.set_user_roles({ params, body: { roles: [{ role: 'manager', event_id }] } });
    assert.equal(await codeOf(guest.client.list_users()), 'forbidden');
    await client.set_user_roles({ params, body: { roles: [{ role: 'manager', event_id: null }] } });
    assert.equal(await codeOf(guest.client.list_users()), 'done');
    assert.deepEqual(await client.remove_user({ params }), { removed: true });
    assert.equal(await codeOf(guest.client.me()), 'unauthenticated');
    const { visitor } = house;
    const again = () => codeOf(visitor.sign_in({ body: { email: guest.email, password } }));
    assert.equal(await again(), 'unauthenticated');
    const back = await client.invite_user({
      body: { email: guest.email, name: 'Back', roles: [{ role: 'gate', event_id: null }] },
    });
    assert.equal(back.user.id, guest.user_id);
    assert.equal(await again(), 'unauthenticated');
    assert.notEqual(back.invitation, null);
    const actions = await office.read((rx) =>
      rx.db
        .selectFrom('ledger')
        .select('action')
        .where('organizer_id', '=', organizer_id)
        .where('subject_id', '=', guest.user_id)
        .execute(),
    );
    assert.ok(actions.some(({ action }) => action === 'user.roles_set'));
  });

  test('an organizer keeps a manager', async () => {
    await using house = await openHouse(open());
    const params = { id: house.manager.user_id };
    const { client } = house.manager;
    const roles = [{ role: 'gate', event_id: null }] as const;
    assert.equal(await codeOf(client.set_user_roles({ params, body: { roles } })), 'in_use');
    assert.equal(await codeOf(client.remove_user({ params })), 'in_use');
    const second = await house.openMember({ organizer_id: house.organizer_id, role: 'manager' });
    await second.client.set_user_roles({ params, body: { roles } });
    assert.equal(await codeOf(client.list_users()), 'forbidden');
  });

  test('the list has people alone, and a role for somebody else’s event is refused', async () => {
    const office = open();
    await using house = await openHouse(office);
    await using other = await openHouse(office);
    await office.write((tx) => programUser(tx, house.organizer_id, 'till'));
    await house.openMember({ organizer_id: house.organizer_id, role: 'gate' });
    const { items } = await house.manager.client.list_users({ query: { order: '-id' } });
    assert.deepEqual(
      items.map(({ roles }) => roles[0]?.role),
      ['gate', 'manager'],
    );
    const where = [{ column: 'email', value: house.manager.email }];
    assert.equal((await house.manager.client.list_users({ query: { where } })).items.length, 1);
    const foreign = house.invite([{ role: 'gate', event_id: other.event_id }]);
    assert.equal(await codeOf(foreign), 'not_found');
    assert.equal(await codeOf(house.invite([])), 'invalid_input');
  });
});
