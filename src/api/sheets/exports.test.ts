import assert from 'node:assert/strict';
import { test } from 'node:test';
import readWorkbook from 'read-excel-file/node';
import { codeOf, openSalesHouse } from '../../../test/fixtures/sales-house.ts';
import { onEachStore, onSqlite } from '../../../test/stores.ts';
import { findOrCreateCustomer } from '../../office/customers/find-or-create.ts';
import { sealLedger } from '../../office/ledger/seal.ts';

type Client = Awaited<ReturnType<typeof openSalesHouse>>['client'];
type Asked = Parameters<Client['export_csv']>[0];

async function bytesOf(answer: unknown): Promise<Buffer> {
  if (answer instanceof Uint8Array) return Buffer.from(answer);
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The lines of a list that is taken away, without the mark before them. */
async function linesOf(client: Client, asked: Asked): Promise<string[]> {
  const text = (await bytesOf(await client.export_csv(asked))).toString();
  return text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\n');
}

onEachStore('lists that are taken away', (open) => {
  test('orders leave as their list is filtered, in the language that is asked for, and nothing becomes a formula', async () => {
    await using house = await openSalesHouse(open());
    const { client } = house;
    const { id, label } = await house.sold();
    const [ada] = (await client.list_customers()).items;
    await client.change_customer({ params: { id: ada?.id ?? 0 }, body: { first_name: '=1+1' } });
    await client.request_order({ body: { lines: [{ offer_id: house.standing_offer_id, quantity: 1 }] } });
    const params = { kind: 'orders' as const };
    assert.equal((await linesOf(client, { params })).length, 3);
    const where = [{ column: 'status', value: 'paid' }];
    const [head, row, ...others] = await linesOf(client, { params, query: { where } });
    assert.deepEqual(others, []);
    assert.equal(
      head,
      'Commande;État;Passée le;Plateforme;Événement;Prénom;Nom;Courriel;Billets;Total;Payé;Remboursé;Devise;Numéro ailleurs',
    );
    assert.match(
      row ?? '',
      new RegExp(
        `^${label};Payée;2026-05-15 10:30;API;[^;]+;'=1\\+1;Byron;ada@example.org;3;76,00;76,00;0,00;EUR;$`,
      ),
    );
    const english = await linesOf(client, { params, query: { where, language: 'en' } });
    assert.match(english[1] ?? '', /,Paid,.*,76\.00,76\.00,0\.00,EUR,$/);
    const [book] = await readWorkbook(await bytesOf(await client.export_xlsx({ params, query: { where } })));
    assert.deepEqual(
      [book?.data[1]?.[5], book?.data[1]?.[9], book?.data[1]?.[2]],
      ['=1+1', 76, new Date('2026-05-15T10:30:00Z')],
    );
    assert.equal(book?.data.length, 2);
    const strange = [{ column: 'colour', value: 'red' }];
    assert.equal(await codeOf(client.export_csv({ params, query: { where: strange } })), 'unknown_filter');
    assert.equal(await codeOf(client.export_csv({ params, query: { order: 'total' } })), 'unknown_filter');
    assert.ok(id > 0);
  });

  test('tickets and customers leave with what their lists show', async () => {
    await using house = await openSalesHouse(open());
    const { client } = house;
    await house.sold();
    const tickets = await linesOf(client, {
      params: { kind: 'tickets' },
      query: { where: [{ column: 'event_id', value: house.event_id }], order: '-id' },
    });
    assert.equal(tickets.length, 4);
    assert.equal(tickets.filter((line) => /;Valable;\d+;/.test(line)).length, 3);
    assert.equal(tickets.filter((line) => line.includes(';Ada;Byron;')).length, 1);
    const [head, ada] = await linesOf(client, { params: { kind: 'customers' } });
    assert.match(head ?? '', /^Courriel;Prénom;Nom;Téléphone;/);
    assert.match(ada ?? '', /^ada@example\.org;Ada;Byron;/);
  });

  test('who took a list of people away is in the ledger, without what it was filtered with', async () => {
    const office = open();
    await using house = await openSalesHouse(office);
    const { client } = house;
    await house.sold();
    const where = [{ column: 'email', value: 'ada@example.org' }];
    await linesOf(client, { params: { kind: 'customers' }, query: { where } });
    await bytesOf(await client.export_xlsx({ params: { kind: 'orders' } }));
    await linesOf(client, { params: { kind: 'prices' } });
    const [ada] = (await client.list_customers()).items;
    await client.export_customer({ params: { id: ada?.id ?? 0 } });
    await office.write(sealLedger);
    const { items } = await client.list_ledger({ query: { order: 'id' } });
    const left = items.filter(({ action }) => action.endsWith('.exported'));
    assert.deepEqual(
      left.map(({ action, after, actor }) => [action, actor.kind, after]),
      [
        ['list.exported', 'user', { list: 'customers', format: 'csv', filtered_by: ['email'] }],
        ['list.exported', 'user', { list: 'orders', format: 'xlsx', filtered_by: [] }],
        ['customer.exported', 'user', null],
      ],
    );
    assert.ok(!JSON.stringify(left).includes('ada@'));
  });

  test('who may read reports takes lists away; a cashier does not; of single events alone, theirs alone', async () => {
    await using house = await openSalesHouse(open());
    await house.sold();
    const orders = { params: { kind: 'orders' as const } };
    const customers = { params: { kind: 'customers' as const } };
    const { client: accountant } = await house.member('accountant');
    assert.equal((await linesOf(accountant, orders)).length, 2);
    assert.equal((await linesOf(accountant, customers)).length, 2);
    const { client: cashier } = await house.member('counter');
    assert.equal(await codeOf(cashier.export_csv(orders)), 'forbidden');
    assert.equal(await codeOf(cashier.export_xlsx(customers)), 'forbidden');
    const { id: other } = await house.client.create_event({ body: { name: 'Autre soir' } });
    const { client: elsewhere } = await house.member('manager', other);
    assert.equal((await linesOf(elsewhere, orders)).length, 1, 'only the heading');
    assert.equal(await codeOf(elsewhere.export_csv(customers)), 'forbidden');
    const { client: here } = await house.member('manager', house.event_id);
    assert.equal((await linesOf(here, orders)).length, 2);
  });
});

onSqlite('long lists that are taken away', (open) => {
  test('what is longer than a page comes whole, once and in order', async () => {
    const office = open();
    await using house = await openSalesHouse(office);
    const { organizer_id } = house;
    await office.write(async (tx) => {
      for (let index = 0; index < 1_201; index += 1)
        await findOrCreateCustomer(tx, { organizer_id, email: `somebody-${index}@example.org` });
    });
    const lines = await linesOf(house.client, {
      params: { kind: 'customers' },
      query: { order: '-id' },
    });
    const expected = Array.from({ length: 1_201 }, (_, index) => `somebody-${1_200 - index}@example.org`);
    assert.deepEqual(
      lines.slice(1).map((line) => line.split(';')[0]),
      expected,
    );
  });
});
