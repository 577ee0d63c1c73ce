import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Tree } from './architecture.ts';
import { findWebBreaches } from './web-architecture.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

test('the pages keep the rules of their architecture', () => {
  const paths = globSync('{src,web}/**/*', { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  assert(paths.includes('web/admin/routes.tsx'), 'files are looked for in the wrong folder');
  assert.deepEqual(findWebBreaches({ paths, read: (path) => readFileSync(join(root, path), 'utf8') }), []);
});

function tree(files: Readonly<Record<string, string>>): Tree {
  return { paths: Object.keys(files), read: (path) => files[path] ?? '' };
}

suite('an arrow of the pages', () => {
  const allowed = [
    `import { x } from '../kit/page.tsx';`,
    `import { x } from './words.ts';`,
    `import { useState } from 'react';`,
    `import type { api } from '../../src/api/contract.ts';`,
    `import type { Endpoint } from '../../src/contract/endpoint.ts';`,
    `import { formatAmount } from '../../src/domain/money.ts';`,
    `const load = () => import('./home/home-page.tsx');`,
  ];
  for (const source of allowed)
    test(`${source} is allowed`, () => {
      assert.deepEqual(findWebBreaches(tree({ 'web/admin/x.tsx': source, ...domain })), []);
    });

  const forbidden = [
    [`import { api } from '../../src/api/contract.ts';`, 'types alone'],
    [`import { sell } from '../../src/office/selling/sell.ts';`, 'know nothing of it'],
    [`import type { Tx } from '../../src/store/transaction.ts';`, 'know nothing of it'],
    [`import { hash } from '../../src/domain/secrets.ts';`, 'node:crypto'],
    [`import { through } from '../../src/domain/through.ts';`, 'node:crypto'],
    [`import { x } from '../gate/scan.ts';`, 'admin → gate'],
    [`const load = () => import('../gate/scan.ts');`, 'admin → gate'],
    [`import { readFile } from 'node:fs';`, 'no browser has it'],
  ] as const;
  for (const [source, reason] of forbidden)
    test(`${source} is refused`, () => {
      const breaches = findWebBreaches(tree({ 'web/admin/x.tsx': source, ...domain }));
      assert.equal(breaches.length, 1);
      const [breach = ''] = breaches;
      assert.ok(breach.includes(reason), breach);
    });

  test('of a room that is not known is refused', () => {
    assert.match(findWebBreaches(tree({ 'web/attic/box.ts': '' })).join(), /no room of the table/);
  });
});

const domain = {
  'src/domain/money.ts': `import { Fault } from './faults.ts';`,
  'src/domain/faults.ts': '',
  'src/domain/secrets.ts': `import { randomBytes } from 'node:crypto';`,
  'src/domain/through.ts': `import { hash } from './secrets.ts';`,
};
