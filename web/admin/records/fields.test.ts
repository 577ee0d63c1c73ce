import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyOf, draftOf, fieldComplaints, placesAfterMove, type Field } from './fields.ts';

const context = {
  ...{ zone: 'Europe/Paris', currency: 'EUR' },
  amountText: (amount: number) => (amount / 100).toFixed(2).replace('.', ','),
  percentText: (basis_points: number) => String(basis_points / 100).replace('.', ','),
};
const fields: readonly Field[] = [
  { name: 'name', label: 'Nom', kind: 'text', needed: true },
  { name: 'amount', label: 'Prix', kind: 'amount', needed: true },
  { name: 'vat_bp', label: 'TVA', kind: 'percent' },
  { name: 'covers', label: 'Couverts', kind: 'count' },
  { name: 'department_id', label: 'Rayon', kind: 'row', fixed: true },
  { name: 'options', label: 'Choix', kind: 'lines' },
  { name: 'releases_at', label: 'Rendu', kind: 'instant' },
  { name: 'enabled', label: 'Actif', kind: 'flag', initial: true },
];
const row = {
  ...{ id: 4, name: 'Café', amount: 250, vat_bp: 550, covers: null, department_id: 9, options: ['a', 'b'] },
  ...{ releases_at: '2026-06-01T18:00:00.000Z', enabled: true },
};

test('a row is typed and sent back as it was, but for what never changes', () => {
  const draft = draftOf(fields, row, context);
  assert.deepEqual(draft, {
    ...{ name: 'Café', amount: '2,50', vat_bp: '5,5', covers: '', department_id: '9', options: 'a\nb' },
    ...{ releases_at: '2026-06-01T20:00', enabled: true },
  });
  assert.deepEqual(fieldComplaints(fields, draft, context), {});
  const { id: _, department_id: __, ...changing } = row;
  assert.deepEqual(bodyOf(fields, draft, context, true), changing);
  assert.equal(bodyOf(fields, draft, context, false)['department_id'], 9);
});

test('a new row begins as the fields say, and what is wrong is said of each', () => {
  const draft = draftOf(fields, undefined, context);
  assert.equal(draft['enabled'], true);
  assert.deepEqual(fieldComplaints(fields, draft, context), { name: 'missing', amount: 'missing' });
  const typed = { ...draft, name: 'x', amount: '-1', vat_bp: '101', covers: 'deux' };
  assert.deepEqual(fieldComplaints(fields, typed, context), {
    ...{ amount: 'amountWrong', vat_bp: 'percentWrong', covers: 'countWrong' },
  });
});

test('one place up or down is written for the rows that it concerns', () => {
  const rows = [5, 6, 7].map((id, position) => ({ id, position }));
  assert.deepEqual(placesAfterMove(rows, 6, -1), [
    { id: 6, position: 0 },
    { id: 5, position: 1 },
  ]);
  assert.deepEqual(placesAfterMove(rows, 7, 1), []);
  const alike = rows.map(({ id }) => ({ id, position: 0 }));
  assert.deepEqual(
    placesAfterMove(alike, 5, 1).map(({ id }) => id),
    [5, 7],
    'rows that had the same place get places of their own',
  );
});

test('a new row is not asked for what it has from elsewhere, and nothing may end before it begins', () => {
  const dates: readonly Field[] = [
    { name: 'opens', label: 'Ouverture', kind: 'instant', later: true },
    { name: 'closes', label: 'Fermeture', kind: 'instant', later: true, from: 'opens' },
  ];
  const draft = { opens: '2026-06-01T20:00', closes: '2026-06-01T19:59' };
  assert.deepEqual(fieldComplaints(dates, draft, context), { closes: 'tooEarly' });
  assert.deepEqual(fieldComplaints(dates, { ...draft, opens: '' }, context), {});
  assert.deepEqual(fieldComplaints(dates, { ...draft, closes: '2026-06-01T20:00' }, context), {});
  assert.deepEqual(bodyOf(dates, draft, context, false), {});
  assert.deepEqual(bodyOf(dates, draft, context, true), {
    opens: '2026-06-01T18:00:00.000Z',
    closes: '2026-06-01T17:59:00.000Z',
  });
});

test('a field that another makes needless is not missed, and sent as nothing', () => {
  const question: readonly Field[] = [
    { name: 'kind', label: 'Kind', kind: 'word' },
    {
      ...{ name: 'options', label: 'Options', kind: 'lines', needed: true },
      where: { field: 'kind', is: ['choice'] },
    },
  ];
  const typed = { kind: 'text', options: 'S\nM' };
  assert.deepEqual(fieldComplaints(question, { kind: 'text', options: '' }, context), {});
  assert.deepEqual(bodyOf(question, typed, context, false), { kind: 'text', options: [] });
  const chosen = { ...typed, kind: 'choice' };
  assert.deepEqual(bodyOf(question, chosen, context, false), { kind: 'choice', options: ['S', 'M'] });
  assert.deepEqual(fieldComplaints(question, { kind: 'choice', options: '' }, context), {
    options: 'missing',
  });
});
