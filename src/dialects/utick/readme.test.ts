import { test } from 'node:test';
import { assertTable, tableOf } from '../../../test/fixtures/readme-tables.ts';
import { movesToward, orderStatuses, type AskedStatus, type OrderStatus } from '../../domain/order-life.ts';
import { addressesOf } from '../../contract/contract.ts';
import type { Endpoint } from '../../contract/endpoint.ts';
import { utick } from './contract.ts';
import { failureCases } from './failure-cases.ts';
import { words } from './serve/failures.ts';
import { scopes } from './serve/scopes.ts';

/** `GUICHET_WRITE_README=1 node --test src/dialects/utick/readme.test.ts` writes the tables anew. */
const readme = new URL('README.md', import.meta.url);

const asked: readonly (readonly [number, AskedStatus])[] = [
  [0, 'creating'],
  [1, 'confirmed'],
  [15, 'paid'],
  [30, 'completed'],
  [-10, 'cancelled'],
];

/** How one status leads to another, in the engine's moves; what is refused by the table shows as a dash. */
function wayOf(from: OrderStatus, to: AskedStatus): string {
  try {
    const way = movesToward(from, to);
    return way.length === 0 ? 'stays' : way.join(', ');
  } catch {
    return '–';
  }
}

function endpointRows(): string[][] {
  return Object.entries<Endpoint>(utick.endpoints).map(([name, one]) => {
    const [main] = addressesOf(one);
    const needs = scopes[name as keyof typeof scopes];
    return [`${one.method} \`${(main?.path ?? '').replace('/v1/', '')}\``, one.summary ?? '', needs ?? '–'];
  });
}

const tables: Readonly<Record<string, string>> = {
  endpoints: tableOf(['call', 'what it does', 'scope'], endpointRows()),
  moves: tableOf(
    ['from', ...asked.map(([code]) => `to ${code}`)],
    (Object.keys(orderStatuses) as OrderStatus[]).map((from) => [
      `${orderStatuses[from].code} ${orderStatuses[from].label}`,
      ...asked.map(([, to]) => wayOf(from, to)),
    ]),
  ),
  codes: tableOf(
    ['`error.code`', 'message', 'in French'],
    Object.values(words)
      .toSorted((a, b) => a.code - b.code)
      .map(({ code, en, fr }) => [String(code), en, fr]),
  ),
  failures: tableOf(
    ['case', 'status', '`error.code`'],
    failureCases.map((one) => [one.case, String(one.status), String(one.code)]),
  ),
};

for (const [name, table] of Object.entries(tables)) {
  test(`the README's table of ${name} is what the code says`, () => {
    assertTable(readme, name, table);
  });
}
