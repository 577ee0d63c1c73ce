import assert from 'node:assert/strict';
import { test } from 'node:test';
import readWorkbook from 'read-excel-file/node';
import { codeOf, openApi } from '../../../test/fixtures/api-office.ts';
import { workbookBytes } from '../../../test/fixtures/workbook.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, onSqlite, type TestStore } from '../../../test/stores.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

async function openHouse(store: TestStore) {
  const { organizer_id, event_id } = await store.write((tx) => openEvent(tx, 10));
  const api = await openApi(store);
  const { client } = await api.openMember({ organizer_id, role: 'manager' });
  return { ...api, client, organizer_id, event_id, [Symbol.asyncDispose]: () => api[Symbol.asyncDispose]() };
}

const codes =
  'Code;Remise;Utilisations;Fin;Couleur\nETE;10;5;30/09/2026;bleu\nHIVER;1O;;;\nete;20;;;\n;5;;;\n';

onEachStore('lists from spreadsheets over /api', (open) => {
  test('each row that is wrong is named with its cell, and nothing is kept until it is asked for', async () => {
    await using house = await openHouse(open());
    const { client } = house;
    const params = { kind: 'promo_codes' as const };
    const content = base64(codes);
    const looked = await client.preview_sheet({ params, body: { content } });
    assert.deepEqual(looked.columns, ['label', 'percent', 'uses', 'ends_at', null]);
    assert.deepEqual(
      looked.rows.map(({ row, outcome, complaints }) => [
        row,
        outcome,
        complaints.map(({ field, code }) => `${field} ${code}`),
      ]),
      [
        [2, 'made', []],
        [3, 'wrong', ['percent not_a_percentage']],
        [4, 'wrong', ['label twice']],
        [5, 'wrong', ['label missing']],
      ],
    );
    const refused = await client.take_sheet({ params, body: { content } });
    assert.deepEqual([refused.taken, refused.wrong], [false, 3]);
    assert.deepEqual((await client.list_promo_codes()).items, []);
    const keyed = { params, body: { content, only_good: true }, headers: { 'idempotency-key': 'a list' } };
    const taken = await client.take_sheet(keyed);
    assert.deepEqual([taken.taken, taken.made], [true, 1]);
    assert.deepEqual(await client.take_sheet(keyed), taken, 'sent again it says what it did');
    const other = { ...keyed, body: { content, only_good: false } };
    assert.equal(await codeOf(client.take_sheet(other)), 'idempotency_key_reused');
    const again = await client.take_sheet({ params, body: { content, only_good: true } });
    assert.deepEqual([again.made, again.unchanged], [0, 1]);
    const [code] = (await client.list_promo_codes()).items;
    assert.deepEqual(
      [code?.label, code?.percent_bp, code?.uses, code?.ends_at],
      [...['ETE', 1000, 5, '2026-09-29T22:00:00.000Z']],
    );
  });

  test('a comma that parts an amount is a row with a cell too many, not another amount', async () => {
    await using house = await openHouse(open());
    const { client } = house;
    const params = { kind: 'promo_codes' as const };
    const content = base64('code,discount,uses\nETE,12,50,5\nHIVER,12,5\nVIDE,10,,\n');
    const { rows } = await client.preview_sheet({ params, body: { content } });
    assert.deepEqual(
      rows.map(({ outcome, complaints }) => [outcome, complaints.map(({ code }) => code)]),
      [
        ['wrong', ['too_many_cells']],
        ['made', []],
        ['made', []],
      ],
    );
  });

  test('columns are taken as somebody says, and articles are known by their number', async () => {
    await using house = await openHouse(open());
    const { client } = house;
    const params = { kind: 'articles' as const };
    const sheet = (price: number) =>
      workbookBytes(
        {
          name: 'Carte',
          columns: ['Article', 'PLU', 'Combien', 'TVA', 'Rayon'].map((title) => ({ title })),
        },
        [['=Café', '12', price, 10, 'Bar']],
      ).then((bytes) => bytes.toString('base64'));
    const content = await sheet(2.5);
    assert.equal((await client.preview_sheet({ params, body: { content } })).wrong, 1, 'no price is known');
    const columns = ['name', 'plu', 'amount', 'vat', 'department'];
    assert.equal((await client.take_sheet({ params, body: { content, columns } })).made, 1);
    const dearer = await client.take_sheet({ params, body: { content: await sheet(3), columns } });
    assert.deepEqual([dearer.made, dearer.changed], [0, 1]);
    const [article] = (await client.list_articles()).items;
    assert.deepEqual([article?.name, article?.amount, article?.vat_bp], ['=Café', 300, 1000]);
    assert.equal((await client.list_departments()).items[0]?.name, 'Bar');
    const csv = Buffer.from(await bytesOf(await client.export_csv({ params }))).toString();
    assert.match(csv, /^\uFEFFNom;PLU;Prix;TVA;Rayon;Actif\n'=Café;12;3,00;10;Bar;Oui\n$/, 'no formula');
    assert.equal(
      (await client.take_sheet({ params, body: { content: base64(csv) } })).unchanged,
      1,
      'as it went out',
    );
    const [book] = await readWorkbook(Buffer.from(await bytesOf(await client.export_xlsx({ params }))));
    assert.deepEqual(book?.data[1], ['=Café', '12', 3, 10, 'Bar', 'Oui']);
  });

  test('tickets from elsewhere are taken in once, for an event that is here', async () => {
    await using house = await openHouse(open());
    const { client } = house;
    const params = { kind: 'tickets' as const };
    const rows = [
      'Billetterie;Invité;0;INV-1;Camille;Roy',
      'Ailleurs;Invité;0;INV-2;Sam;Petit',
      'Billetterie;Invité;0;;;',
    ];
    const content = base64(`Événement;Tarif;Prix;Numéro;Prénom;Nom\n${rows.join('\n')}\n`);
    const looked = await client.preview_sheet({ params, body: { content } });
    assert.deepEqual(
      looked.rows.map(({ outcome, complaints }) => [outcome, complaints[0]?.field, complaints[0]?.code]),
      [
        ['made', undefined, undefined],
        ['wrong', 'event', 'unknown'],
        ['wrong', 'ticket_ref', 'missing'],
      ],
    );
    assert.deepEqual((await client.list_tickets()).items, [], 'looking keeps nothing');
    assert.equal((await client.take_sheet({ params, body: { content, only_good: true } })).made, 1);
    assert.equal((await client.take_sheet({ params, body: { content, only_good: true } })).unchanged, 1);
    assert.equal((await client.list_tickets()).items.length, 1);
    assert.equal((await client.list_events()).items.length, 1, 'no event is made by a slip of the pen');
  });
});

onSqlite('files of spreadsheets', (open) => {
  test('what is no list, too long or not allowed is refused', async () => {
    await using house = await openHouse(open());
    const { client } = house;
    const params = { kind: 'articles' as const };
    const look = (content: string) => codeOf(client.preview_sheet({ params, body: { content } }));
    assert.equal(await look(Buffer.from('PK\u0003\u0004nothing').toString('base64')), 'invalid_input');
    const long = `Nom;Prix\n${'x;1\n'.repeat(2_001)}`;
    assert.equal(await look(base64(long)), 'too_large');
    const latin = Buffer.from('Nom;Prix\nCaf\u00E9;1\n', 'latin1').toString('base64');
    assert.deepEqual((await client.preview_sheet({ params, body: { content: latin } })).rows[0]?.cells, [
      'Café',
      '1',
    ]);
    const reader = await house.openMember({ organizer_id: house.organizer_id, role: 'read_only' });
    const content = base64('Nom;Prix\nCafé;1\n');
    assert.equal(await codeOf(reader.client.take_sheet({ params, body: { content } })), 'forbidden');
    const limited = await house.openMember({ ...house, role: 'manager', event_id: house.event_id });
    assert.equal(await codeOf(limited.client.take_sheet({ params, body: { content } })), 'forbidden');
  });
});

async function bytesOf(answer: unknown): Promise<Uint8Array> {
  if (answer instanceof Uint8Array) return answer;
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
