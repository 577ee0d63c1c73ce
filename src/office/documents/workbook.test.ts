import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import readWorkbook from 'read-excel-file/node';
import { workbookBytes } from '../../../test/fixtures/workbook.ts';
import { workbookPieces, type WorkbookCell } from './workbook.ts';

async function readBack(rows: readonly (readonly WorkbookCell[])[], name = 'Ventes') {
  const columns = (rows[0] ?? ['']).map((_, index) => ({ title: `Colonne ${index}` }));
  const bytes = await workbookBytes({ name, columns }, rows);
  const [sheet, ...others] = await readWorkbook(bytes);
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

test('what a spreadsheet would read as the code of a character stays what was written', async () => {
  const bytes = await workbookBytes({ name: 'x', columns: [{ title: 'y' }] }, [['_x0041_ _x000d_ _x41_']]);
  const { 'xl/worksheets/sheet1.xml': sheet } = unzipSync(bytes);
  assert.match(strFromU8(sheet ?? new Uint8Array()), />_x005F_x0041_ _x005F_x000d_ _x41_</);
});

test('rows that a sheet has no room for go on in another, below the same heading', async () => {
  const rows = Array.from({ length: 7 }, (_, index) => [index]);
  const pages = [rows.slice(0, 5), [], rows.slice(5)];
  const sheet = { name: 'Billets', columns: [{ title: 'Numéro' }] };
  const sheets = await readWorkbook(await buffer(Readable.from(workbookPieces(sheet, pages, 4))));
  assert.deepEqual(
    sheets.map(({ sheet: name, data }) => [name, data.flat()]),
    [
      ['Billets', ['Numéro', 0, 1, 2]],
      ['Billets 2', ['Numéro', 3, 4, 5]],
      ['Billets 3', ['Numéro', 6]],
    ],
  );
});

test('a workbook is sent while its rows are read, and reads no further when nobody takes it', async () => {
  let pages_read = 0;
  let closed = false;
  const noise = () => Array.from({ length: 500 }, () => [randomBytes(60).toString('base64')]);
  function* pages() {
    try {
      for (;;) {
        pages_read += 1;
        yield noise();
      }
    } finally {
      closed = true;
    }
  }
  let bytes = 0;
  for await (const piece of workbookPieces({ name: 'x', columns: [{ title: 'y' }] }, pages())) {
    bytes += piece.length;
    if (bytes > 200_000) break;
  }
  assert.ok(pages_read < 40, `${pages_read} pages for ${bytes} bytes`);
  assert.ok(closed);
});
