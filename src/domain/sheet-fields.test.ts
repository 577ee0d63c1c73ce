import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldedHeading, guessFields, readSheetRow, type SheetField } from './sheet-fields.ts';

const fields: readonly SheetField[] = [
  { name: 'name', type: 'text', needed: true, headings: ['nom', 'article'] },
  { name: 'amount', type: 'amount', needed: true, headings: ['prix', 'prix ttc'] },
  { name: 'vat', type: 'percent', headings: ['tva'] },
  { name: 'at', type: 'instant', headings: ['date'] },
  { name: 'kind', type: 'word', words: { percent: ['pourcentage'] }, headings: ['effet'] },
  { name: 'enabled', type: 'flag', headings: ['actif'] },
];
const paris = { zone: 'Europe/Paris', currency: 'EUR' };

test('columns are known by French and English headings, whatever their accents, and each field once', () => {
  assert.equal(foldedHeading('  Prix T.T.C. (€) '), 'prix t t c');
  assert.deepEqual(guessFields(['Article', 'PRIX TTC', 'Nom', 'Couleur', 'vat'], fields), [
    ...['name', 'amount', null, null, 'vat'],
  ]);
});

test('cells are read as people write them, and what is empty has no value', () => {
  const columns = ['name', 'amount', 'vat', 'at', 'kind', 'enabled'];
  const read = (cells: string[]) => readSheetRow(cells, columns, fields, paris);
  assert.deepEqual(read(['Café', '1 234,50 €', '5,5 %', '15/05/2026 20h30', 'Pourcentage', 'Oui']), {
    values: {
      ...{ name: 'Café', amount: 123_450, vat: 550, kind: 'percent', enabled: true },
      at: Date.parse('2026-05-15T18:30:00Z'),
    },
    complaints: [],
  });
  assert.equal(read(['x', '1', '', '2026-05-15', '', '']).values['at'], Date.parse('2026-05-14T22:00:00Z'));
});

test('a row says each cell that is wrong, and what stood there', () => {
  const columns = ['name', 'amount', 'vat', 'at', 'kind', 'enabled'];
  const { values, complaints } = readSheetRow(
    ['', '-3', '101', '31/02/2026', 'don', 'peut-être'],
    columns,
    fields,
    paris,
  );
  assert.deepEqual(values, {});
  assert.deepEqual(
    complaints.map(({ field, code, value }) => `${field ?? ''} ${code} ${value}`.trim()),
    [
      'name missing',
      'amount not_an_amount -3',
      'vat not_a_percentage 101',
      'at not_a_date 31/02/2026',
      'kind not_a_word don',
      'enabled not_a_word peut-être',
    ],
  );
});
