import { test } from 'node:test';
import { assertTable, tableOf } from '../../../test/fixtures/readme-tables.ts';
import { movesTable } from '../../domain/order-life.ts';
import { failureCases } from './failure-cases.ts';

/** `GUICHET_WRITE_README=1 node --test src/dialects/billetweb/readme.test.ts` writes the tables anew. */
const readme = new URL('README.md', import.meta.url);

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

for (const [name, table] of Object.entries(tables)) {
  test(`the README's table of ${name} is what the code says`, () => {
    assertTable(readme, name, table);
  });
}
