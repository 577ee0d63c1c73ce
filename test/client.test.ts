import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { dirname, join, normalize } from 'node:path/posix';
import { openGuichet } from '../src/client.ts';
import { injectTransport } from '../src/contract/transport.ts';
import { createApplication } from '../src/office/access/applications.ts';
import { issueCredential } from '../src/office/access/credentials.ts';
import { createEvent } from '../src/office/catalogue/event.ts';
import { importsOf } from './architecture.ts';
import { codeOf, openApi } from './fixtures/api-office.ts';
import { openEvent } from './fixtures/open-event.ts';
import { onEachStore, type TestStore } from './stores.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const keyFor = ({ write }: TestStore, organizer_ids: readonly number[]): Promise<{ key: string }> =>
  write(async (tx) => {
    const application_id = await createApplication(tx, { name: 'Program', organizer_ids });
    return issueCredential(tx, { application_id, dialect: 'api' });
  });

onEachStore('the published client', (open) => {
  test('runs the example of the README, as it stands there, against an office', async () => {
    const office = open();
    const { organizer_id } = await office.write((tx) => openEvent(tx, 10));
    const names = Array.from({ length: 60 }, (_, index) => `Event ${String(index).padStart(2, '0')}`);
    for (const name of names) await office.write((tx) => createEvent(tx, { organizer_id, name }));
    await using house = await openApi(office);
    const GUICHET_URL = await house.app.listen({ port: 0, host: '127.0.0.1' });
    const { key: GUICHET_KEY } = await keyFor(office, [organizer_id]);
    const example = /```ts\n([^`]*guichet\/client[^`]*)```/.exec(read('README.md'))?.[1];
    assert.ok(example !== undefined, 'the README has an example');
    const flags = ['--conditions=guichet-source', '--input-type=module-typescript', '--eval', example];
    const env = { ...process.env, GUICHET_URL, GUICHET_KEY };
    const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: root, env });
    const lines = stdout.trimEnd().split('\n');
    assert.deepEqual(lines, [
      'Billetterie published null',
      ...names.map((name) => `${name} draft null`),
      'not_found',
    ]);
  });

  test('names the organizer where its key reaches several, and brings refusals as they were told', async () => {
    const office = open();
    const one = await office.write((tx) => openEvent(tx, 1));
    const { organizer_id, event_id } = await office.write((tx) => openEvent(tx, 1));
    await using house = await openApi(office);
    const { key } = await keyFor(office, [one.organizer_id, organizer_id]);
    const transport = injectTransport(house.app);
    const url = 'http://guichet.test/';
    assert.equal(await codeOf(openGuichet({ url, key, transport }).list_events()), 'invalid_input');
    const { items } = await openGuichet({ url, key, transport, organizer_id }).list_events();
    assert.deepEqual(
      items.map(({ id }) => id),
      [event_id],
    );
  });
});

test('the client loads shapes and calls: no server, no store, no hub', () => {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    // types are gone when it runs
    const source = read(path).replaceAll(/^import type [^;]*;$/gm, '');
    for (const target of importsOf(path, source)) {
      if (target === undefined || !target.startsWith('.')) packages.add(String(target));
      else visit(normalize(join(dirname(path), target)));
    }
  };
  visit('src/client.ts');
  const serving = [...seen].filter((path) => /^src\/(store|office|hub|http|dialects|cli)\//.test(path));
  assert.deepEqual(serving, []);
  for (const name of ['fastify', 'kysely', 'pg', 'node:sqlite']) assert.ok(!packages.has(name), name);
});
