import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { onEachStore, TestSurroundings, type TestStore } from '../../../test/stores.ts';
import { openStore } from '../../store/open-store.ts';
import { systemActor, type Store } from '../../store/transaction.ts';
import { createOrganizer } from '../catalogue/organizer.ts';
import { createApplication, revokeApplication, setReach } from './applications.ts';
import { createAuthenticator } from './authenticator.ts';
import { issueCredential, revokeCredential, type NewCredential } from './credentials.ts';

let slugs = 0;

function newOrganizer(store: Store): Promise<number> {
  slugs += 1;
  const slug = `remembered-${slugs}`;
  return store.write(systemActor, (tx) =>
    createOrganizer(tx, { slug, name: 'Parc', zone: 'Europe/Paris', currency: 'EUR' }),
  );
}

async function newKey(store: Store, input: Omit<NewCredential, 'application_id'>) {
  const organizer_id = await newOrganizer(store);
  return store.write(systemActor, async (tx) => {
    const application_id = await createApplication(tx, { name: 'Sync', organizer_ids: [organizer_id] });
    const issued = await issueCredential(tx, { ...input, application_id });
    return { ...issued, application_id, organizer_id };
  });
}

/**
 * The monotonic clock, ahead of the real one so that the changes which prepare a test lie behind it. It stands where the test
 * puts it: on a slow machine, a second goes by between two calls.
 */
class Monotonic {
  ahead_ms = 60_000;
  // whole, so that a second more is a second and not a rounding less
  readonly #began_at = Math.ceil(performance.now());
  readonly now = (): number => this.#began_at + this.ahead_ms;
}

/** An authenticator over the store, and how often it asked it. */
function remembering({ store, surroundings }: Pick<TestStore, 'store' | 'surroundings'>) {
  const clock = new Monotonic();
  let asked = 0;
  const counted: Store = { ...store, read: (query) => ((asked += 1), store.read(query)) };
  const authenticate = createAuthenticator(counted, clock.now);
  return {
    clock,
    size: authenticate.size,
    asked: () => asked,
    // a function that may throw at once or later, as one that always rejects
    ask: async (claim: { dialect: string; public_name?: string; key: string }) =>
      authenticate({ ...claim, now: surroundings.instant }),
  };
}

const unauthenticated = { code: 'unauthenticated', details: {} };

onEachStore('who was let in is remembered', (open) => {
  test('for a second: the store is asked once, and again after it', async () => {
    const opened = open();
    const named = { dialect: 'billetweb', public_name: 'once' };
    const { key, credential_id } = await newKey(opened.store, named);
    const { ask, asked, clock } = remembering(opened);
    const first = await ask({ ...named, key });
    assert.equal(first.credential_id, credential_id);
    assert.equal(await ask({ ...named, key }), first);
    assert.equal(asked(), 1);
    clock.ahead_ms += 1000;
    assert.deepEqual(await ask({ ...named, key }), first);
    assert.equal(asked(), 2);
  });

  test('however the clock of the office is set', async () => {
    const opened = open();
    const { key } = await newKey(opened.store, { dialect: 'qtickets' });
    const { ask, asked, clock } = remembering(opened);
    await ask({ dialect: 'qtickets', key });
    opened.surroundings.advance(86_400_000);
    await ask({ dialect: 'qtickets', key });
    opened.surroundings.advance(-86_400_000);
    await ask({ dialect: 'qtickets', key });
    assert.equal(asked(), 1);
    clock.ahead_ms += 1000;
    await ask({ dialect: 'qtickets', key });
    assert.equal(asked(), 2);
  });

  test('not past the instant at which the credential expires', async () => {
    const opened = open();
    const named = { dialect: 'billetweb', public_name: 'short' };
    const expires_at = opened.surroundings.instant + 10;
    const { key } = await newKey(opened.store, { ...named, expires_at });
    const { ask, asked } = remembering(opened);
    await ask({ ...named, key });
    opened.surroundings.advance(9);
    await ask({ ...named, key });
    assert.equal(asked(), 1);
    opened.surroundings.advance(1);
    await assert.rejects(ask({ ...named, key }), unauthenticated);
  });

  test('with the key compared each time: a wrong one is refused, and the right one known after it', async () => {
    const opened = open();
    const named = { dialect: 'billetweb', public_name: 'compared' };
    const { key } = await newKey(opened.store, named);
    const { ask, asked, size } = remembering(opened);
    const wrong = [
      { ...named, key: `${key}x` },
      { ...named, key: '' },
      { dialect: 'billetweb', key },
      { dialect: 'utick', public_name: 'compared', key },
      { ...named, public_name: 'nobody', key },
    ];
    await ask({ ...named, key });
    for (const claim of wrong) await assert.rejects(ask(claim), unauthenticated);
    assert.equal(asked(), 1 + wrong.length);
    assert.equal(size(), 1);
    await ask({ ...named, key });
    assert.equal(asked(), 1 + wrong.length);
  });

  test('each for itself where two share a name', async () => {
    const opened = open();
    const named = { dialect: 'caisse', public_name: 'both' };
    const [one, two] = [await newKey(opened.store, named), await newKey(opened.store, named)];
    const { ask, asked, size } = remembering(opened);
    for (const { key, organizer_id } of [one, two, one, two, one]) {
      assert.deepEqual((await ask({ ...named, key })).organizer_ids, [organizer_id]);
    }
    assert.deepEqual([asked(), size()], [2, 1]);
  });

  test('a thousand names at most, the oldest leave first', async () => {
    const opened = open();
    const { application_id } = await newKey(opened.store, { dialect: 'api' });
    const keys = Array.from({ length: 1001 }, (_, index) => `key-of-many-${index}`);
    await opened.write(async (tx) => {
      for (const key of keys) await issueCredential(tx, { application_id, dialect: 'many', key });
    });
    const { ask, asked, size } = remembering(opened);
    for (const key of keys) await ask({ dialect: 'many', key });
    assert.deepEqual([asked(), size()], [1001, 1000]);
    await ask({ dialect: 'many', key: keys[1]! });
    assert.equal(asked(), 1001);
    await ask({ dialect: 'many', key: keys[0]! });
    assert.equal(asked(), 1002);
  });
});

onEachStore('what this process changes of who was let in', (open) => {
  test('holds from the next call on: a revocation, a change of reach, the end of an application', async () => {
    const opened = open();
    const { store } = opened;
    const named = { dialect: 'billetweb', public_name: 'changed' };
    const [revoked, moved, ended] = [
      await newKey(store, named),
      await newKey(store, named),
      await newKey(store, named),
    ];
    const organizer_id = await newOrganizer(store);
    const { ask } = remembering(opened);
    for (const { key } of [revoked, moved, ended]) await ask({ ...named, key });
    await opened.write((tx) => revokeCredential(tx, revoked));
    await assert.rejects(ask({ ...named, key: revoked.key }), unauthenticated);
    await opened.write((tx) => setReach(tx, { ...moved, organizer_ids: [organizer_id] }));
    assert.deepEqual((await ask({ ...named, key: moved.key })).organizer_ids, [organizer_id]);
    await opened.write((tx) => revokeApplication(tx, ended));
    await assert.rejects(ask({ ...named, key: ended.key }), unauthenticated);
  });

  test('holds though calls come between the change and its commit, and remember nothing there', async () => {
    const opened = open();
    const named = { dialect: 'billetweb', public_name: 'between' };
    const { key, credential_id } = await newKey(opened.store, named);
    const { ask, clock, asked } = remembering(opened);
    await ask({ ...named, key });
    // the change is made in this very moment
    clock.ahead_ms = 0;
    await opened.write(async (tx) => {
      await revokeCredential(tx, { credential_id });
      assert.equal((await ask({ ...named, key })).credential_id, credential_id);
      assert.equal((await ask({ ...named, key })).credential_id, credential_id);
    });
    assert.equal(asked(), 3);
    await assert.rejects(ask({ ...named, key }), unauthenticated);
  });

  test('holds for a call whose question was on its way', async () => {
    const opened = open();
    const named = { dialect: 'billetweb', public_name: 'on-its-way' };
    const { key, credential_id } = await newKey(opened.store, named);
    const clock = new Monotonic();
    const [put, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slow: Store = {
      ...opened.store,
      read: async (query) => {
        const found = await opened.store.read(query);
        put.resolve();
        await gate.promise;
        return found;
      },
    };
    const authenticate = createAuthenticator(slow, clock.now);
    const claim = { ...named, key, now: opened.surroundings.instant };
    const early = authenticate(claim);
    // the question has been put before the change is made
    await put.promise;
    await opened.write((tx) => revokeCredential(tx, { credential_id }));
    gate.resolve();
    assert.equal((await early).credential_id, credential_id);
    await assert.rejects(async () => authenticate(claim), unauthenticated);
  });
});

test('what another process revokes is refused a second later', async () => {
  const data_folder = mkdtempSync(join(tmpdir(), 'guichet-two-stores-'));
  const surroundings = new TestSurroundings();
  const place = { data_folder, database_url: undefined, surroundings };
  const [store, other] = [await openStore(place), await openStore(place)];
  try {
    const named = { dialect: 'billetweb', public_name: 'elsewhere' };
    const { key, credential_id } = await newKey(store, named);
    const { ask, clock } = remembering({ store, surroundings });
    await ask({ ...named, key });
    // by hand: the use case would tell this process, as it is run in it
    await other.write(systemActor, (tx) =>
      tx.db.updateTable('credential').set({ revoked_at: tx.now }).where('id', '=', credential_id).execute(),
    );
    assert.equal((await ask({ ...named, key })).credential_id, credential_id);
    clock.ahead_ms += 1000;
    await assert.rejects(ask({ ...named, key }), unauthenticated);
  } finally {
    await Promise.all([store.close(), other.close()]);
    rmSync(data_folder, { recursive: true, force: true });
  }
});
