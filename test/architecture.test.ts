import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findBreaches, holdsTest, importsOf, type Tree } from './architecture.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

test('the project keeps the rules of its architecture', () => {
  const paths = globSync('{src,web,test,bench,scripts}/**/*', { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  assert(paths.includes('test/architecture.test.ts'), 'files are looked for in the wrong folder');
  assert.deepEqual(findBreaches({ paths, read: (path) => readFileSync(join(root, path), 'utf8') }), []);
});

/** A tree made up of these files. */
function tree(files: Readonly<Record<string, string>>): Tree {
  return { paths: Object.keys(files), read: (path) => files[path] ?? '' };
}

const breachesOf = (path: string, source: string): string[] =>
  findBreaches(tree({ [path]: source })).filter(isArrow);
// a made-up tree of one file of a dialect lacks the other files
const isArrow = (breach: string): boolean => !breach.includes('lacks');

suite('an arrow', () => {
  const allowed = [
    ['src/cli.ts', '../src/http/app.ts'],
    ['src/cli.ts', './dialects/utick/connect.ts'],
    ['src/cli/serve.ts', '../config.ts'],
    ['src/http/app.ts', '../api/routes.ts'],
    ['src/api/routes.ts', '../office/selling/sell.ts'],
    ['src/office/selling/sell.ts', '../../domain/money.ts'],
    ['src/office/selling/sell.ts', '../admission/scan.ts'],
    ['src/store/sqlite.ts', '../domain/faults.ts'],
    ['src/dialects/utick/serve.ts', './wire.ts'],
    ['src/dialects/utick/serve.ts', '../../contract/endpoint.ts'],
    ['src/dialects/utick/connect.ts', '../../hub/port.ts'],
    ['src/store/sqlite.ts', 'node:sqlite'],
  ] as const;
  for (const [path, target] of allowed)
    test(`${path} → ${target} is allowed`, () => {
      assert.deepEqual(breachesOf(path, `import { x } from '${target}';`), []);
    });

  const forbidden = [
    ['src/domain/money.ts', '../store/store.ts', 'domain → store'],
    ['src/store/sqlite.ts', '../office/office.ts', 'store → office'],
    ['src/office/selling/sell.ts', '../../contract/endpoint.ts', 'office → contract'],
    ['src/office/selling/sell.ts', '../../hub/outbox.ts', 'office → hub'],
    ['src/hub/pull.ts', '../dialects/utick/connect.ts', 'hub → connect'],
    ['src/hub/pull.ts', '../contract/client.ts', 'hub → contract'],
    ['src/dialects/utick/serve.ts', '../../hub/pull.ts', 'dialect → hub'],
    ['src/dialects/utick/serve.ts', '../billetweb/wire.ts', 'utick → billetweb'],
    ['src/dialects/served.ts', './utick/serve.ts', 'dialects → dialect'],
    ['src/api/routes.ts', '../http/app.ts', 'api → http'],
    ['src/http/app.ts', '../cli.ts', 'http → cli'],
    ['src/http/app.ts', '../dialects/utick/serve.ts', 'http → dialect'],
    ['src/http/app.ts', '../../test/browser.ts', 'belongs to no room'],
    ['src/attic/box.ts', '../domain/money.ts', 'belongs to no room'],
    ['src/domain/money.ts', 'node:fs', 'nothing but itself'],
    ['src/domain/money.ts', 'kysely', 'nothing but itself'],
    ['src/api/routes.ts', 'pg', 'only store'],
    ['src/api/routes.ts', 'kysely', 'only store and office'],
  ] as const;
  for (const [path, target, reason] of forbidden)
    test(`${path} → ${target} is refused`, () => {
      const breaches = breachesOf(path, `import { x } from '${target}';`);
      assert.equal(breaches.length, 1);
      const [breach = ''] = breaches;
      assert(breach.startsWith(`${path}:`) && breach.includes(reason), breach);
    });

  test('is seen in every way to import, and not in comments or strings', () => {
    const source = `
      import './a.ts'; import type { B } from './b.ts'; import { type C } from './c.ts';
      export { d } from './d.ts'; export * from './e.ts'; export type { F } from './f.ts'; export const g = 1;
      const h = await import('./h.ts'); type I = import('./i.ts').I; let j: typeof import('./j.ts');
      // import './no.ts'
      const k = "import './no.ts'"; const l = \`import('./no.ts')\`;`;
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'h', 'i', 'j'];
    assert.deepEqual(
      importsOf('x.ts', source),
      names.map((name) => `./${name}.ts`),
    );
  });

  test('that is computed is refused, for it cannot be checked', () => {
    assert.match(breachesOf('src/api/x.ts', 'await import(name);').join(), /cannot be checked/);
  });

  test('of a test may go anywhere', () => {
    const source = `import '../store/sqlite.ts'; test('holds', () => {});`;
    assert.deepEqual(breachesOf('src/domain/money.test.ts', source), []);
  });
});

test('a pure rule that reads the clock or draws by chance is refused', () => {
  for (const source of [
    'const now = Date.now();',
    'const now = new Date();',
    'const now = Temporal.Now.instant();',
    'const draw = Math.random();',
    `import { randomBytes } from 'node:crypto';`,
    'const zone = process.env;',
  ])
    assert.match(breachesOf('src/domain/money.ts', source).join(), /clock and chance/, source);
  assert.deepEqual(breachesOf('src/domain/money.ts', 'const at = (ms: number) => new Date(ms);'), []);
  assert.deepEqual(breachesOf('src/office/ledger/seal.ts', 'const now = Date.now();'), []);
});

test('a file named after nothing it holds is refused', () => {
  for (const path of [
    'src/domain/utils.ts',
    'src/http/Helpers.ts',
    'test/common/x.ts',
    'src/store/shared.sql.ts',
  ])
    assert.match(breachesOf(path, '').join(), /name it after what it holds/, path);
  for (const path of ['src/domain/money.ts', 'src/office/common-fee.ts'])
    assert.deepEqual(breachesOf(path, ''), []);
});

test('a dialect that lacks a part is refused, one that only connects needs not serve', () => {
  const folder = 'src/dialects/utick';
  const parts = ['contract.ts', 'wire.ts', 'serve.ts', 'README.md', 'fixtures/orders.json'];
  const whole = Object.fromEntries(parts.map((name) => [`${folder}/${name}`, '']));
  assert.deepEqual(findBreaches(tree(whole)), []);
  for (const part of parts) {
    const { [`${folder}/${part}`]: _, ...rest } = whole;
    assert.deepEqual(findBreaches(tree(rest)), [`${folder}/: lacks ${part.replace(/\/.*/, '/')}`]);
  }
  const { [`${folder}/serve.ts`]: _, ...client } = whole;
  assert.deepEqual(findBreaches(tree({ ...client, [`${folder}/connect.ts`]: '' })), []);
});

test('a test file without a test is refused', () => {
  const empty = `import { test } from 'node:test'; // test('not this', () => {})`;
  assert.deepEqual(findBreaches(tree({ 'test/x.test.ts': empty })), ['test/x.test.ts: holds no test']);
  for (const source of [
    `test('adds', () => {});`,
    `test('adds', { skip: reason }, async function () {});`,
    `onBothEngines('adds', async (store) => {});`,
    'test(`${name} adds`, () => {});',
  ])
    assert(holdsTest(source), source);
});
