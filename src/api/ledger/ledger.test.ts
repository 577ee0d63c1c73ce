import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as soon } from 'node:timers/promises';
import { codeOf, openApi, type ApiClient } from '../../../test/fixtures/api-office.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { updateEvent } from '../../office/catalogue/event.ts';
import { sealLedger } from '../../office/ledger/seal.ts';

async function openHouse(office: TestStore) {
  const { organizer_id, event_id } = await office.write((tx) => openEvent(tx, 10));
  const opened = await openApi(office);
  const member = await opened.openMember({ organizer_id, role: 'accountant' });
  return { ...opened, organizer_id, event_id, member, [Symbol.asyncDispose]: () => opened.app.close() };
}

async function checked(client: ApiClient) {
  for (;;) {
    const found = await client.ledger_check();
    if (found.state !== 'running') return found;
    await soon();
  }
}

onEachStore('the ledger over /api', (open) => {
  test('tells what was done to a thing, by whom, what before and after', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { organizer_id, event_id, member } = house;
    const actor = { kind: 'user', id: member.user_id } as const;
    await office.store.write(actor, (tx) => updateEvent(tx, { organizer_id, event_id, name: 'Winter' }));
    const where = [
      { column: 'subject_kind', value: 'event' },
      { column: 'subject_id', value: event_id },
    ];
    const { items } = await member.client.list_ledger({ query: { where, order: '-id' } });
    assert.deepEqual(
      items.map(({ action, actor: by }) => [action, by.kind, by.id]),
      [
        ['event.changed', 'user', member.user_id],
        ['event.created', 'system', null],
      ],
    );
    assert.match(items[0]?.actor.name ?? '', /^Member \d+$/);
    assert.deepEqual([items[0]?.before, items[0]?.after], [{ name: 'Billetterie' }, { name: 'Winter' }]);
  });

  test('another organizer’s rows are not told, and a role that may not is refused', async () => {
    const office = open();
    await using house = await openHouse(office);
    await using other = await openHouse(office);
    const own = await house.member.client.list_ledger({ query: { limit: 200 } });
    const theirs = await other.member.client.list_ledger({ query: { limit: 200 } });
    const ids = new Set(own.items.map(({ id }) => id));
    assert.ok(own.items.length > 3 && theirs.items.every(({ id }) => !ids.has(id)));
    const gate = await house.openMember({ organizer_id: house.organizer_id, role: 'gate' });
    assert.equal(await codeOf(gate.client.list_ledger()), 'forbidden');
    assert.equal(await codeOf(gate.client.start_ledger_check()), 'forbidden');
  });

  test('the chain is checked in the background, and what was touched is named', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { client } = house.member;
    while ((await office.write((tx) => sealLedger(tx))) > 0);
    assert.equal((await client.start_ledger_check()).state, 'running');
    const good = await checked(client);
    assert.deepEqual([good.state, good.broken], ['verified', []]);
    assert.ok((good.rows ?? 0) > 3 && good.head !== null);
    const [first] = (await client.list_ledger()).items;
    const touch = (action: string) =>
      office.write((tx) =>
        tx.db
          .updateTable('ledger')
          .set({ action })
          .where('id', '=', first?.id ?? 0)
          .execute(),
      );
    await touch('event.forged');
    await client.start_ledger_check();
    const bad = await checked(client);
    assert.deepEqual(
      [bad.state, bad.broken[0]?.row_id, bad.broken[0]?.field],
      ['broken', first?.id, 'action'],
    );
    await touch(first?.action ?? '');
  });
});
