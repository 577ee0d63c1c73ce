import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { failureCases } from './failure-cases.ts';

/** `GUICHET_WRITE_README=1 node --test src/dialects/qtickets/readme.test.ts` writes the table anew. */
const file = new URL('README.md', import.meta.url);
const [open, close] = ['<!-- failures -->\n', '<!-- /failures -->'];

const table = [
  '| case | status | code |',
  '| --- | --- | --- |',
  ...failureCases.map((one) => `| ${one.case} | ${one.status} | \`${one.code}\` |`),
].join('\n');

/** Widths of columns are the formatter's business. */
const plain = (text: string): string =>
  text
    .replaceAll(/ *\| */g, '|')
    .replaceAll(/-{3,}/g, '---')
    .trim();

test("the README's table of failures is what the code says", () => {
  const text = readFileSync(file, 'utf8');
  const from = text.indexOf(open) + open.length;
  const until = text.indexOf(close);
  assert.ok(from >= open.length && until >= from, 'the README has no table of failures');
  if (process.env['GUICHET_WRITE_README'] === '1') {
    writeFileSync(file, `${text.slice(0, from)}\n${table}\n\n${text.slice(until)}`);
    return;
  }
  assert.equal(plain(text.slice(from, until)), plain(table));
});
