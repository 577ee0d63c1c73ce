import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zipSync } from 'fflate';
import { Fault } from '../../domain/faults.ts';
import { workbookBytes } from '../../../test/fixtures/workbook.ts';
import { file_bytes_max, readSheet } from './read-sheet.ts';

const csv = (text: string) => readSheet(new TextEncoder().encode(text));
const faultOf = (reading: Promise<unknown>) =>
  reading.then(
    () => 'read',
    (error: unknown) => (error instanceof Fault ? error.code : String(error)),
  );

test('rows come as text, whatever parts the cells and whatever the file is', async () => {
  assert.deepEqual(await csv('\uFEFFNom;Prix\n"Café; crème";2,50\n'), [
    ['Nom', 'Prix'],
    ['Café; crème', '2,50'],
  ]);
  assert.deepEqual(await csv("a,b\n'=1+1,-2\n"), [
    ['a', 'b'],
    ['=1+1', '-2'],
  ]);
  const at = Date.parse('2026-07-01T18:30:00Z');
  const columns = [{ title: 'Nom' }, { title: 'Quand' }, { title: 'Prix' }];
  const bytes = await workbookBytes({ name: 'x', columns }, [
    ['Café', { at, zone: 'Europe/Paris' }, { amount: 250, currency: 'EUR' }],
  ]);
  assert.deepEqual(await readSheet(bytes), [
    ['Nom', 'Quand', 'Prix'],
    ['Café', '2026-07-01 20:30', '2.5'],
  ]);
});

test('the UTF-16 of a spreadsheet’s "Unicode text" is read, whichever byte comes first', async () => {
  const little = Buffer.from('\uFEFFNom\tVille\nZoé\tÉvian\n', 'utf16le');
  const rows = [
    ['Nom', 'Ville'],
    ['Zoé', 'Évian'],
  ];
  assert.deepEqual(await readSheet(little), rows);
  assert.deepEqual(await readSheet(Buffer.from(little).swap16()), rows);
});

test('a small file that holds much is refused before it is unpacked', async () => {
  const bomb = zipSync({ 'xl/sharedStrings.xml': new Uint8Array(70_000_000) }, { level: 9 });
  assert.ok(bomb.byteLength < file_bytes_max);
  assert.equal(await faultOf(readSheet(bomb)), 'too_large');
  assert.equal(await faultOf(readSheet(new Uint8Array(file_bytes_max + 1))), 'too_large');
});

test('a picture is no table, nor is a workbook that is broken', async () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]);
  assert.equal(await faultOf(readSheet(png)), 'invalid_input');
  assert.equal(await faultOf(readSheet(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]))), 'invalid_input');
});
