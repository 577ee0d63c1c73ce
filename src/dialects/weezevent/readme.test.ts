import { test } from 'node:test';
import { assertTable, tableOf } from '../../../test/fixtures/readme-tables.ts';
import { failureCases } from './testing/failure-cases.ts';

/** `GUICHET_WRITE_README=1 node --test src/dialects/weezevent/readme.test.ts` writes the table anew. */
const readme = new URL('README.md', import.meta.url);

test("the README's table of failures is what the code says", () => {
  const rows = failureCases.map((one) => [one.case, String(one.status), one.message]);
  assertTable(readme, 'failures', tableOf(['case', 'status', 'message'], rows));
});
