import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newOrganizer } from '../../../test/fixtures/model-case.ts';
import { testSealer } from '../../../test/fixtures/sealer.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import type { Store } from '../../store/transaction.ts';
import { createApplication } from './applications.ts';
import { issueCredential, revokeCredential } from './credentials.ts';
import { createSignedAuthenticator } from './signed-authenticator.ts';

let names = 0;

async function signing({ store, surroundings, write }: TestStore, expires_at: number | null = null) {
  names += 1;
  const public_name = `signs-${process.pid}-${names}`;
  const key = `private-${public_name}`;
  const { credential_id } = await write(async (tx) => {
    const organizer_id = await newOrganizer(tx);
    const application_id = await createApplication(tx, { name: 'Shop', organizer_ids: [organizer_id] });
    return issueCredential(tx, {
      application_id,
      dialect: 'utick',
      public_name,
      key,
      expires_at,
      sealer: testSealer,
    });
  });
  let asked = 0;
  // the changes that prepare the test lie behind it; it stands, as a slow machine takes a second between two calls
  let now_ms = Math.ceil(performance.now()) + 60_000;
  const counted: Store = { ...store, read: (query) => ((asked += 1), store.read(query)) };
  const authenticate = createSignedAuthenticator({ store: counted, sealer: testSealer }, () => now_ms);
  return {
    credential_id,
    asked: () => asked,
    wait: (ms: number) => (now_ms += ms),
    ask: async (signed_with: string, name = public_name) =>
      authenticate({
        dialect: 'utick',
        public_name: name,
        now: surroundings.instant,
        signedWith: (candidate) => candidate === signed_with,
      }),
    key,
  };
}

const unauthenticated = { code: 'unauthenticated', details: {} };

onEachStore('who signs is remembered', (open) => {
  test('for a second, while each signature is looked at anew', async () => {
    const { ask, asked, wait, key, credential_id } = await signing(open());
    assert.equal((await ask(key)).credential_id, credential_id);
    assert.equal((await ask(key)).credential_id, credential_id);
    await assert.rejects(ask('another key'), unauthenticated);
    assert.equal(asked(), 1);
    wait(1000);
    await ask(key);
    assert.equal(asked(), 2);
  });

  test('but not beyond a revocation in this process, nor beyond the end of the credential', async () => {
    const office = open();
    const revoked = await signing(office);
    await revoked.ask(revoked.key);
    await office.write((tx) => revokeCredential(tx, { credential_id: revoked.credential_id }));
    await assert.rejects(revoked.ask(revoked.key), unauthenticated);
    const ending = await signing(office, office.surroundings.instant + 500);
    await ending.ask(ending.key);
    office.surroundings.advance(500);
    await assert.rejects(ending.ask(ending.key), unauthenticated);
    office.surroundings.advance(-500);
  });

  test('and an unknown name is asked for each time, and refused like a wrong signature', async () => {
    const { ask, asked, key } = await signing(open());
    await assert.rejects(ask(key, 'nobody'), unauthenticated);
    await assert.rejects(ask(key, 'nobody'), unauthenticated);
    await assert.rejects(ask('', ''), unauthenticated);
    assert.equal(asked(), 3);
  });
});
