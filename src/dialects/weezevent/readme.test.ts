import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { failureCases } from './testing/failure-cases.ts';

/** `GUICHET_WRITE_README=1 node --test src/dialects/weezevent/readme.test.ts` writes the table anew. */
const file = new URL('README.md', import.meta.url);

const line = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const table = [
  line(['case', 'status', 'message']),
  line(['---', '---', '---']),
  ...failureCases.map((one) => line([one.case, String(one.status), one.message])),
].join('\n');

/** Widths of columns are the formatter's business. */
const plain = (text: string): string =>
  text
    .replaceAll(/ *\| */g, '|')
    .replaceAll(/-{3,}/g, '---')
    .trim();

test("the README's table of failures is what the code says", () => {
  const text = readFileSync(file, 'utf8');
  const open = '<!-- failures -->\n';
  const from = text.indexOf(open) + open.length;
  const until = text.indexOf('<!-- /failures -->');
  assert.ok(from >= open.length && until >= from, 'the README has no section of failures');
  if (process.env['GUICHET_WRITE_README'] === '1') {
    writeFileSync(file, `${text.slice(0, from)}\n${table}\n\n${text.slice(until)}`);
    return;
  }
  assert.equal(plain(text.slice(from, until)), plain(table));
});
