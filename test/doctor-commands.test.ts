import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runGuichet } from './fixtures/office-process.ts';

test('doctor says what a connected platform has no way to do, and holds it against nobody', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-doctor-'));
  const env = { GUICHET_DATA: folder };
  try {
    assert.equal((await runGuichet(['organizers', 'add', 'parc', '--name', 'Parc'], env)).code, 0);
    const before = await runGuichet(['doctor', '--json'], env);
    assert.deepEqual(before.json(), { healthy: true, findings: [] });
    const secrets = join(folder, 'secrets.json');
    writeFileSync(secrets, JSON.stringify({ publickey: 'public', privatekey: 'private' }));
    const add = ['connections', 'add', 'utick', '--organizer', 'parc', '--name', 'Théâtre'];
    const added = await runGuichet([...add, '--secrets-from', secrets], env);
    assert.equal(added.code, 0, added.stderr);
    const doctor = await runGuichet(['doctor'], { ...env, LANG: 'en' });
    assert.equal(doctor.code, 0);
    assert.match(doctor.stdout, /^All is well/);
    assert.match(
      doctor.stdout,
      /Théâtre: what the connection cannot do\n {2}uTick takes no scans from outside/,
    );
    const french = await runGuichet(['doctor'], { ...env, LC_ALL: 'fr_FR.UTF-8' });
    assert.match(french.stdout, /uTick n'accepte pas de contrôle/);
    const { healthy, connections } = (await runGuichet(['doctor', '--json'], env)).json() as {
      healthy: boolean;
      connections: { dialect: string; cannot: { what: string }[] }[];
    };
    assert.equal(healthy, true);
    assert.deepEqual(
      connections.map(({ dialect, cannot }) => [dialect, cannot.map(({ what }) => what)]),
      [['utick', ['push_scan', 'push_order', 'see_deletions']]],
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
