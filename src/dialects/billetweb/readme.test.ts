import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { movesTable } from '../../domain/order-life.ts';
import { failureCases } from './failure-cases.ts';

/** `GUICHET_WRITE_README=1 node --test src/dialects/billetweb/readme.test.ts` writes the tables anew. */
const file = new URL('README.md', import.meta.url);

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const tables: Readonly<Record<string, string>> = {
  moves: tableOf(
    ['move', 'what it does', 'from', 'leads to'],
    movesTable().map(({ move, words, from, to }) => [
      move,
      words,
      from.map(({ status }) => status).join(', '),
      to.map(({ status }) => status).join(', '),
    ]),
  ),
  failures: tableOf(
    ['case', 'status', '`error`'],
    failureCases.map((one) => [one.case, String(one.status), `\`${one.error}\``]),
  ),
};

/** Widths of columns are the formatter's business. */
const plain = (text: string): string =>
  text
    .replaceAll(/ *\| */g, '|')
    .replaceAll(/-{3,}/g, '---')
    .trim();

function section(text: string, name: string): { from: number; until: number } {
  const open = `<!-- ${name} -->\n`;
  const from = text.indexOf(open) + open.length;
  const until = text.indexOf(`<!-- /${name} -->`);
  assert.ok(from >= open.length && until >= from, `the README has no section ${name}`);
  return { from, until };
}

for (const [name, table] of Object.entries(tables)) {
  test(`the README's table of ${name} is what the code says`, () => {
    const text = readFileSync(file, 'utf8');
    const { from, until } = section(text, name);
    if (process.env['GUICHET_WRITE_README'] === '1') {
      writeFileSync(file, `${text.slice(0, from)}\n${table}\n\n${text.slice(until)}`);
      return;
    }
    assert.equal(plain(text.slice(from, until)), plain(table));
  });
}
