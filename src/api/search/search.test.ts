import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf } from '../../../test/fixtures/api-office.ts';
import { openSalesHouse } from '../../../test/fixtures/sales-house.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { eraseCustomer } from '../../office/customers/erase.ts';
import { sealLedger } from '../../office/ledger/seal.ts';
import { indexNext } from '../../office/search/index-next.ts';

/** What the chores do within two seconds. */
async function settle(office: TestStore): Promise<void> {
  while ((await office.write((tx) => sealLedger(tx))) > 0);
  while ((await office.write((tx) => indexNext(tx, { limit: 7 }))) > 0);
}

async function openHouse(office: TestStore) {
  const house = await openSalesHouse(office);
  const { client, standing_offer_id } = house;
  const sell = async (first_name: string, last_name: string, email: string, quantity = 1) => {
    const { id } = await client.request_order({
      body: { lines: [{ offer_id: standing_offer_id, quantity }] },
    });
    const customer = { first_name, last_name, email };
    await client.confirm_order({ params: { id }, body: { customer } });
    await client.add_payment({ params: { id }, body: { method: 'cash' } });
    return client.find_order({ params: { id } });
  };
  const find = async (q: string) =>
    (await client.search({ query: { q } })).items.map(({ kind, id, matched_by }) => [kind, id, matched_by]);
  const hold = (id: number, holder: { first_name: string; last_name: string }) =>
    client.change_ticket({ params: { id }, body: { holder } });
  return { ...house, sell, find, hold };
}

onEachStore('one search', (open) => {
  test('finds a buyer by either name in either order, without accents and case, and by the address', async () => {
    const office = open();
    await using house = await openHouse(office);
    const order = await house.sell('Jean-Noël', 'Lefèvre', 'jn.lefevre@example.org');
    await house.sell('Marie', 'Curie', 'marie@example.org');
    await settle(office);
    const buyer = ['customer', order.customer?.id, 'text'];
    for (const q of [
      'lefevre',
      'LEFÈVRE jean',
      'jean noel',
      'noël lef',
      'jn.lefevre@',
      'Jn.Lefevre@example.org',
    ])
      assert.deepEqual(await house.find(q), [buyer], q);
    // words that do not stand side by side
    assert.deepEqual(await house.find('jean lefevre'), [buyer]);
    assert.deepEqual(await house.find('pierre lefevre'), []);
    assert.deepEqual(await house.find('\0'), []);
  });

  test('finds an order by its number, label and link, and a ticket by its barcode', async () => {
    const office = open();
    await using house = await openHouse(office);
    const order = await house.sell('Ada', 'Lovelace', 'ada@example.org');
    await settle(office);
    const [ticket] = order.tickets_sold;
    const code = ticket?.barcodes[0]?.code ?? '';
    assert.deepEqual(await house.find(`#${order.id}`), [['order', order.id, 'id']]);
    assert.deepEqual(await house.find(order.label), [['order', order.id, 'text']]);
    assert.deepEqual(await house.find(code), [['ticket', ticket?.id, 'barcode']]);
    const { secret } = await office.read((rx) =>
      rx.db.selectFrom('order').select('secret').where('id', '=', order.id).executeTakeFirstOrThrow(),
    );
    const link = `https://tickets.example/o/${order.id.toString(36)}.${secret}/tickets.pdf`;
    assert.deepEqual(await house.find(link), [['order', order.id, 'id']]);
  });

  test('finds a holder who is not the buyer, also after the name was changed', async () => {
    const office = open();
    await using house = await openHouse(office);
    const order = await house.sell('Ada', 'Lovelace', 'ada@example.org', 2);
    const [one, other] = order.tickets_sold.map(({ id }) => id);
    await house.hold(one ?? 0, { first_name: 'Ada', last_name: 'Lovelace' });
    await house.hold(other ?? 0, { first_name: 'Mary', last_name: 'Somerville' });
    await settle(office);
    assert.deepEqual(await house.find('somerville'), [['ticket', other, 'text']]);
    assert.deepEqual(await house.find('lovelace'), [['customer', order.customer?.id, 'text']]);
    await house.hold(other ?? 0, { first_name: 'Grace', last_name: 'Hopper' });
    await settle(office);
    assert.deepEqual(await house.find('somerville'), []);
    assert.deepEqual(await house.find('hopper gr'), [['ticket', other, 'text']]);
  });

  test('knows nothing of who was erased, from that moment on', async () => {
    const office = open();
    await using house = await openHouse(office);
    const order = await house.sell('Ada', 'Byron', 'byron@example.org');
    await settle(office);
    const customer_id = order.customer?.id ?? 0;
    assert.equal((await house.find('byron')).length, 1);
    await office.write((tx) => eraseCustomer(tx, { organizer_id: house.organizer_id, customer_id }));
    assert.deepEqual(await house.find('byron'), []);
    const terms = await office.read((rx) => rx.db.selectFrom('search_term').select('term').execute());
    assert.doesNotMatch(JSON.stringify(terms), /byron/);
    await settle(office);
    assert.deepEqual(await house.find('byron'), []);
  });

  test('shows nobody what is another organizer’s, another event’s, or beyond the role', async () => {
    const office = open();
    await using house = await openHouse(office);
    await using other = await openHouse(office);
    const order = await other.sell('Ada', 'Elsewhere', 'elsewhere@example.org');
    const own = await house.sell('Ada', 'Here', 'here@example.org');
    await settle(office);
    assert.deepEqual(await house.find('elsewhere'), []);
    assert.deepEqual(await house.find(String(order.id)), []);
    const { organizer_id } = house;
    const limited = await house.openMember({ organizer_id, role: 'counter', event_id: own.event_id ?? 0 });
    const { items } = await limited.client.search({ query: { q: String(own.id) } });
    assert.deepEqual(
      items.map(({ kind }) => kind),
      ['order'],
    );
    assert.deepEqual((await limited.client.search({ query: { q: 'here' } })).items, []);
    const gate = await house.openMember({ organizer_id, role: 'gate' });
    assert.equal(await codeOf(gate.client.search({ query: { q: 'here' } })), 'forbidden');
  });

  test('a foreign id leads to the order that came with it', async () => {
    const office = open();
    await using house = await openHouse(office);
    const order = await house.sell('Ada', 'Foreign', 'foreign@example.org');
    await office.write((tx) =>
      tx.db.updateTable('order').set({ foreign_ref: 'BW-4711' }).where('id', '=', order.id).execute(),
    );
    assert.deepEqual(await house.find('BW-4711'), [['order', order.id, 'foreign_id']]);
  });
});
