import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { isUserPassword } from '../src/office/access/passwords.ts';
import { openStore } from '../src/store/open-store.ts';
import { systemSurroundings } from '../src/store/surroundings.ts';
import { runGuichet } from './fixtures/office-process.ts';

describe('people on the command line', () => {
  let folder = '';
  const guichet = (...args: string[]) => runGuichet([...args, '--json'], { GUICHET_DATA: folder });
  const user = async (email: string) => {
    const store = await openStore({ data_folder: folder, surroundings: systemSurroundings() });
    try {
      return await store.read((rx) =>
        rx.db.selectFrom('user').selectAll().where('email', '=', email).executeTakeFirstOrThrow(),
      );
    } finally {
      await store.close();
    }
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-users-'));
    for (const slug of ['parc', 'bar'])
      assert.equal((await guichet('organizers', 'add', slug, '--name', slug)).code, 0);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('the first manager is made with a password that is shown once; again: the role alone', async () => {
    const add = (organizer: string) =>
      guichet('users', 'add', 'ada@example.org', '--name', 'Ada', '--organizer', organizer);
    const made = await add('parc');
    assert.equal(made.code, 0, made.stderr);
    const { password } = JSON.parse(made.stdout) as { password: string };
    assert.ok(await isUserPassword(password, (await user('ada@example.org')).password_hash));
    const again = JSON.parse((await add('bar')).stdout) as { known: boolean; password?: string };
    assert.deepEqual([again.known, again.password], [true, undefined]);
    const listed = JSON.parse((await guichet('users', 'list')).stdout) as Record<string, unknown>[];
    assert.deepEqual(
      listed.map(({ email, organizer, role, state }) => [email, organizer, role, state]),
      [
        ['ada@example.org', 'parc', 'manager', 'may sign in'],
        ['ada@example.org', 'bar', 'manager', 'may sign in'],
      ],
    );
    const ofBar = JSON.parse((await guichet('users', 'list', '--organizer', 'bar')).stdout) as unknown[];
    assert.equal(ofBar.length, 1);
  });

  test('a password comes from a file, is long enough, and is not that of the demo', async () => {
    const add = (text: string) => {
      const file = join(folder, 'password');
      writeFileSync(file, `${text}\n`);
      const wanted = ['--name', 'Gate', '--organizer', 'parc', '--role', 'gate', '--password-from', file];
      return guichet('users', 'add', 'gate@example.org', ...wanted);
    };
    assert.equal((await add('demo-admin')).code, 2);
    assert.match((await add('short')).stderr, /10 to 200 characters/);
    const made = await add('long enough');
    assert.equal(made.code, 0, made.stderr);
    assert.ok(!made.stdout.includes('long enough'));
    assert.ok(await isUserPassword('long enough', (await user('gate@example.org')).password_hash));
  });

  test('a password is reset, a person disabled and enabled; who is not there, and roles that are none, are refused', async () => {
    const reset = await guichet('users', 'reset-password', 'gate@example.org', '--without-second-step');
    const { password } = JSON.parse(reset.stdout) as { password: string };
    assert.ok(await isUserPassword(password, (await user('gate@example.org')).password_hash));
    assert.equal((await guichet('users', 'disable', 'Gate@Example.org')).code, 0);
    assert.notEqual((await user('gate@example.org')).disabled_at, null);
    assert.equal((await guichet('users', 'enable', 'gate@example.org')).code, 0);
    assert.equal((await user('gate@example.org')).disabled_at, null);
    assert.equal((await guichet('users', 'disable', 'nobody@example.org')).code, 2);
    const wrong = ['users', 'add', 'x@example.org', '--name', 'X', '--organizer', 'parc', '--role', 'king'];
    assert.equal((await guichet(...wrong)).code, 2);
  });
});
