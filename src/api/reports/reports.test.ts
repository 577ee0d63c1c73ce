import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Readable } from 'node:stream';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import readWorkbook from 'read-excel-file/node';
import { codeOf, openApi } from '../../../test/fixtures/api-office.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { refundTickets } from '../../office/selling/refund.ts';
import { sell } from '../../office/selling/request.ts';

async function bytesOf(body: Promise<Readable | Uint8Array>): Promise<Buffer> {
  const sent = await body;
  return Buffer.concat(sent instanceof Uint8Array ? [sent] : ((await sent.toArray()) as Uint8Array[]));
}

async function pdfText(bytes: Uint8Array): Promise<string> {
  const pdfium = await PDFiumLibrary.init();
  const document = await pdfium.loadDocument(bytes);
  const pages = [...document.pages()].map((page) => page.getText());
  document.destroy();
  pdfium.destroy();
  return pages.join('\n');
}

async function openHouse(office: TestStore) {
  const { organizer_id, offer_id, event_id } = await office.write((tx) => openEvent(tx, 100));
  const opened = await openApi(office);
  const { client } = await opened.openMember({ organizer_id, role: 'accountant' });
  const sold = (channel: string, quantity: number) =>
    office.write((tx) =>
      sell(tx, {
        ...{ organizer_id, channel, confirm: true },
        requests: [{ offer_id, quantity }],
        payment: { amount: 'total', method: 'card' },
      }),
    );
  return {
    ...{ organizer_id, event_id, client, sold },
    member: opened.openMember,
    [Symbol.asyncDispose]: () => opened.app.close(),
  };
}

onEachStore('the reports of /api', (open) => {
  test('say what was sold by platform, what was given back, and what was paid for it', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { client, organizer_id } = house;
    await house.sold('web', 3);
    const order = await house.sold('billetweb', 1);
    const ticket_ids = order.tickets.map(({ id }) => id);
    await office.write((tx) =>
      refundTickets(tx, { organizer_id, order_id: order.order_id, ticket_ids, deduction: 100 }),
    );
    const params = { report: 'sales' as const };
    const report = await client.read_report({ params, query: { by: 'platform' } });
    assert.deepEqual(report.rows, [
      { platform: 'web', currency: 'EUR', tickets: 3, sold: 3300, given_back: 0, amount: 3300 },
      { platform: 'billetweb', currency: 'EUR', tickets: 0, sold: 1100, given_back: 1000, amount: 100 },
    ]);
    assert.deepEqual(report.balance, [
      { currency: 'EUR', orders: 2, amount: 3400, payments: 4400, refunds: 1000, due: 0 },
    ]);
    const vat = await client.read_report({ params: { report: 'vat' } });
    assert.deepEqual(vat.rows, [{ vat_bp: 1000, currency: 'EUR', gross: 3400, vat: 309, net: 3091 }]);
    const rates = await bytesOf(client.read_report_csv({ params: { report: 'vat' } }));
    assert.equal(rates.toString(), '\uFEFFvat_percent,currency,gross,vat,net\n10,EUR,34.00,3.09,30.91\n');
    const csv = await bytesOf(client.read_report_csv({ params, query: { by: 'event' } }));
    assert.equal(
      csv.toString(),
      '\uFEFFevent,currency,tickets,sold,given_back,amount\nBilletterie,EUR,3,44.00,10.00,34.00\n',
    );
  });

  test('come as a spreadsheet and on paper with titles in words, sums below, and what was paid', async () => {
    await using house = await openHouse(open());
    const { client } = house;
    await house.sold('web', 3);
    await house.sold('billetweb', 1);
    const asked = { params: { report: 'platforms' as const }, query: { language: 'fr' as const } };
    const { columns, rows, totals, more } = await client.read_report(asked);
    assert.deepEqual(
      columns.map(({ title }) => title),
      [
        ...['Plateforme', 'Devise', 'Commandes', 'Billets valables', 'Vendu', 'Rendu', 'Reste', 'Part'],
        'Panier moyen',
      ],
    );
    assert.deepEqual(
      rows.map((row) => [row['platform'], row['share'], row['average']]),
      [
        ['web', 7500, 3300],
        ['billetweb', 2500, 1100],
      ],
    );
    const sums = { currency: 'EUR', orders: 2, tickets: 4, sold: 4400, given_back: 0, amount: 4400 };
    assert.deepEqual([totals, more], [[sums], false]);
    const [sheet] = await readWorkbook(await bytesOf(client.read_report_xlsx(asked)));
    assert.equal(sheet?.sheet, 'Comparaison des plateformes');
    assert.deepEqual(sheet.data.slice(1), [
      ['En ligne', 'EUR', 1, 3, 33, 0, 33, 0.75, 33],
      ['BilletWeb', 'EUR', 1, 1, 11, 0, 11, 0.25, 11],
      ['Total', 'EUR', 2, 4, 44, 0, 44, null, null],
    ]);
    const text = await pdfText(await bytesOf(client.read_report_pdf(asked)));
    for (const word of [
      'Comparaison des plateformes',
      'Parc de la Luge',
      '33,00',
      '44,00',
      'Encaissé 44,00 EUR',
    ])
      assert.ok(text.includes(word), word);
  });

  test('of one platform hold its sales alone', async () => {
    await using house = await openHouse(open());
    const { client } = house;
    await house.sold('web', 3);
    await house.sold('billetweb', 1);
    const query = { platform: 'billetweb' };
    const orders = await client.read_report({ params: { report: 'orders' }, query });
    assert.deepEqual(
      orders.rows.map(({ platform, event, amount, payments }) => [platform, event, amount, payments]),
      [['billetweb', 'Billetterie', 1100, 1100]],
    );
    assert.deepEqual(
      orders.balance?.map(({ amount }) => amount),
      [1100],
    );
    const vat = await client.read_report({ params: { report: 'vat' }, query });
    assert.deepEqual(
      vat.totals?.map(({ gross }) => gross),
      [1100],
    );
  });

  test('refuse a span that is none, and what a report is not by; other roles and organizers see nothing of it', async () => {
    await using house = await openHouse(open());
    const { client } = house;
    await house.sold('web', 1);
    type Asked = Parameters<typeof client.read_report>[0];
    const read = (query: NonNullable<Asked['query']>, report: Asked['params']['report'] = 'sales') =>
      codeOf(client.read_report({ params: { report }, query }));
    assert.equal(await read({ from: '2026-06-01', until: '2026-05-01' }), 'invalid_input');
    assert.equal(await read({ from: '2020-01-01' }), 'invalid_input');
    assert.equal(await read({ from: '2026-02-31' }), 'invalid_date');
    assert.equal(await read({ by: 'day' }, 'vat'), 'unknown_filter');
    assert.equal(await read({ by: 'hour' }), 'unknown_filter');
    assert.equal(await read({ platform: 'web' }, 'attendance'), 'unknown_filter');
    assert.equal(await read({ event_id: house.event_id }, 'closings'), 'unknown_filter');
    for (const file of [client.read_report_csv, client.read_report_xlsx, client.read_report_pdf])
      assert.equal(
        await codeOf(file({ params: { report: 'closings' }, query: { platform: 'web' } })),
        'unknown_filter',
      );
    const params = { report: 'sales' as const };
    const { client: counter } = await house.member({ organizer_id: house.organizer_id, role: 'counter' });
    assert.equal(await codeOf(counter.read_report({ params })), 'forbidden');
    const other = await open().write((tx) => openEvent(tx, 1));
    const { client: stranger } = await house.member({ organizer_id: other.organizer_id, role: 'manager' });
    assert.deepEqual((await stranger.read_report({ params })).rows, []);
    const foreign = { event_id: house.event_id };
    assert.deepEqual((await stranger.read_report({ params, query: foreign })).rows, []);
  });
});
