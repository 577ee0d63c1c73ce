import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { actions, actionWords } from './action-names.ts';

const src = fileURLToPath(new URL('../../../src/', import.meta.url));

/** The actions that use cases write, as their sources name them. */
function writtenActions(): string[] {
  const sources = globSync('{office,hub}/**/*.ts', { cwd: src, exclude: ['**/*.test.ts'] });
  return sources.flatMap((file) =>
    [...readFileSync(src + file, 'utf8').matchAll(/\baction: ([^;{]*?),?\n/g)].flatMap(([, value = '']) =>
      [...value.matchAll(/'([a-z_]+\.[a-z_]+)'/g)].map(([, action = '']) => action),
    ),
  );
}

test('everything that the office writes into the ledger has words in both languages', () => {
  const written = new Set(writtenActions());
  assert.ok(written.size > 60, `${written.size} found`);
  for (const action of [...written, ...actions])
    for (const language of ['fr', 'en'] as const)
      assert.notEqual(actionWords(language, action), undefined, `${action} has no words`);
  assert.deepEqual(
    [...written].filter((action) => !actions.includes(action)),
    [],
    'not offered by the filter',
  );
});

test('words agree with their thing, and a code that is not known has none', () => {
  assert.equal(actionWords('fr', 'order.confirmed'), 'Commande confirmée');
  assert.equal(actionWords('fr', 'ticket.blocked'), 'Billet bloqué');
  assert.equal(actionWords('fr', 'order.refund_undone'), 'Commande\u00A0: remboursement défait');
  assert.equal(actionWords('en', 'order.refund_undone'), 'Order: refund undone');
  assert.equal(actionWords('en', 'session.created'), 'Session made');
  for (const none of ['moon.landed', 'order.eaten', 'constructor.created', ''])
    assert.equal(actionWords('fr', none), undefined);
});
