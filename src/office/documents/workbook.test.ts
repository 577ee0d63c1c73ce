import assert from 'node:assert/strict';
import { test } from 'node:test';
import readWorkbook from 'read-excel-file/node';
import { Fault } from '../../domain/faults.ts';
import { workbook_rows_max, workbookBytes, type WorkbookCell } from './workbook.ts';

async function readBack(rows: readonly (readonly WorkbookCell[])[], name = 'Ventes') {
  const columns = (rows[0] ?? ['']).map((_, index) => ({ title: `Colonne ${index}` }));
  const bytes = await workbookBytes([{ name, columns, rows }]);
  const [sheet, ...others] = await readWorkbook(Buffer.from(bytes));
  assert.equal(others.length, 0);
  assert.ok(sheet);
  // the file counts days: an instant comes back a hair beside itself
  const whole = (cell: unknown) =>
    cell instanceof Date ? new Date(Math.round(cell.getTime() / 1000) * 1000) : cell;
  return { name: sheet.sheet, head: sheet.data[0], rows: sheet.data.slice(1).map((row) => row.map(whole)) };
}

test('a workbook holds amounts as numbers, instants by the clock of the zone, rates as parts', async () => {
  const at = Date.parse('2026-07-01T22:30:00Z');
  const { head, rows } = await readBack([
    ['Été <&>', 12, { amount: 1230, currency: 'EUR' }, { at, zone: 'Europe/Paris' }, { rate_bp: 550 }, null],
    ['', -3, { amount: -500, currency: 'JPY' }, null, null, 'fin'],
  ]);
  assert.deepEqual(
    head,
    [0, 1, 2, 3, 4, 5].map((index) => `Colonne ${index}`),
  );
  assert.deepEqual(rows, [
    ['Été <&>', 12, 12.3, new Date('2026-07-02T00:30:00Z'), 0.055, null],
    [null, -3, -500, null, null, 'fin'],
  ]);
});

test('text stays text, whatever it begins with, and what XML cannot write is left out', async () => {
  const { name, rows } = await readBack(
    [['=1+1', '+33 6', '\u0000a\u0007b\uD800c\uFFFF']],
    'Nuit / 1 [été]?',
  );
  assert.deepEqual(rows, [['=1+1', '+33 6', 'abc']]);
  assert.equal(name, 'Nuit   1  été');
});

test('a workbook beyond the rows that are allowed is refused', async () => {
  const rows = Array.from({ length: workbook_rows_max + 1 }, () => [1]);
  await assert.rejects(
    workbookBytes([{ name: 'x', columns: [{ title: 'y' }], rows }]),
    (error) => error instanceof Fault && error.code === 'too_large',
  );
});
