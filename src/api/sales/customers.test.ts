import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, openSalesHouse } from '../../../test/fixtures/sales-house.ts';
import { onEachStore } from '../../../test/stores.ts';
import { sealLedger } from '../../office/ledger/seal.ts';
import { verifyLedger } from '../../office/ledger/verify.ts';

onEachStore('customers of /api', (open) => {
  async function withAda() {
    const office = open();
    const house = await openSalesHouse(office);
    const order = await house.sold();
    const where = [{ column: 'email', value: 'ADA@example.org' }];
    const [ada] = (await house.client.list_customers({ query: { where } })).items;
    return { office, house, order, params: { id: ada?.id ?? 0 } };
  }

  test('a customer is found by the address in any capitals, with their orders, and changed', async () => {
    const { order, params, ...opened } = await withAda();
    await using house = opened.house;
    const { client } = house;
    const ada = await client.find_customer({ params });
    assert.deepEqual([ada.first_name, ada.orders, ada.latest_orders[0]?.id], ['Ada', 1, order.id]);
    const changed = await client.change_customer({ params, body: { city: 'London', phone: '1815' } });
    assert.deepEqual([changed.city, changed.phone, changed.email], ['London', '1815', 'ada@example.org']);
    assert.equal(await codeOf(client.change_customer({ params, body: { email: 'x' } })), 'invalid_email');
    assert.equal(await codeOf(client.list_customers({ query: { order: 'city' } })), 'unknown_filter');
    const wrong = [{ column: 'email', value: 'x' }];
    assert.equal(await codeOf(client.list_customers({ query: { where: wrong } })), 'invalid_input');
  });

  test('the buyer of an order is changed, to somebody known or described', async () => {
    const { order, ...opened } = await withAda();
    await using house = opened.house;
    const { client } = house;
    const key = { id: order.id };
    await client.change_order({
      params: key,
      body: { customer: { email: 'grace@example.org', first_name: 'Grace' } },
    });
    const whole = await client.find_order({ params: key });
    assert.equal(whole.customer?.name, 'Grace');
    const nobody = client.change_order({ params: key, body: { customer_id: order.id } });
    assert.equal(await codeOf(nobody), 'not_found');
    const both = { customer_id: whole.customer?.id ?? 0, customer: { first_name: 'X' } };
    assert.equal(await codeOf(client.change_order({ params: key, body: both })), 'invalid_input');
  });

  test('exports everything that is held of a person as a file', async () => {
    const { params, ...opened } = await withAda();
    await using house = opened.house;
    const url = `/api/customers/${params.id}/export`;
    const answer = await house.app.inject({ url, headers: { ...house.headers } });
    assert.match(String(answer.headers['content-disposition']), /attachment; filename="customer-\d+\.json"/);
    const { tables } = await house.client.export_customer({ params });
    assert.equal(tables.customer[0]?.['email'], 'ada@example.org');
    assert.equal(tables.ticket.length, 3);
    assert.doesNotMatch(JSON.stringify(tables), /secret|digest_salt/);
  });

  test('erases a person after showing what goes and what stays, and the ledger still verifies', async () => {
    const { office, order, params, ...opened } = await withAda();
    await using house = opened.house;
    const { client } = house;
    await office.write((tx) => sealLedger(tx));
    const preview = await client.preview_erasure({ params });
    assert.deepEqual([preview.stays.orders, preview.stays.tickets, preview.valid_tickets], [1, 3, 3]);
    assert.ok(preview.stays.ledger_rows > 1);
    assert.ok(preview.goes.find(({ table }) => table === 'customer')?.columns.includes('email'));
    const { erased } = await client.erase_customer({ params, body: { reason: 'asked for it' } });
    assert.deepEqual(
      erased,
      preview.goes.map(({ table, rows }) => ({ table, rows })),
    );
    assert.equal(await codeOf(client.find_customer({ params })), 'not_found');
    assert.equal(await codeOf(client.preview_erasure({ params })), 'not_found');
    assert.equal(await codeOf(client.erase_customer({ params, body: { reason: 'again' } })), 'not_found');
    const whole = await client.find_order({ params: { id: order.id } });
    assert.deepEqual([whole.customer?.name, whole.customer?.erased, whole.total], ['', true, 7600]);
    assert.equal((await client.resend_order({ params: { id: order.id } })).email, null);
    const everything = [
      whole,
      await client.order_story({ params: { id: order.id } }),
      await client.list_tickets(),
    ];
    assert.doesNotMatch(JSON.stringify(everything), /ada@example|Byron/);
    await office.write((tx) => sealLedger(tx));
    assert.deepEqual((await office.read((rx) => verifyLedger(rx))).broken, []);
  });
});
