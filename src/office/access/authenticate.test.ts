import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { equalInConstantTime } from '../../domain/secrets.ts';
import type { Rx } from '../../store/transaction.ts';
import { createApplication, listApplications, revokeApplication, setReach } from './applications.ts';
import { authenticate, authenticateSigned, authenticateToken, type Claim } from './authenticate.ts';
import { issueCredential, listCredentials, revokeCredential, type NewCredential } from './credentials.ts';
import { requireReach, requireScope } from './principal.ts';
import { createSecretSealer } from './sealing.ts';
import { issueToken, revokeToken } from './tokens.ts';

let slugs = 0;

async function newOrganizer({ write }: TestStore): Promise<number> {
  slugs += 1;
  return write(async (tx) => {
    const id = await tx.id();
    await tx.db
      .insertInto('organizer')
      .values({
        id,
        slug: `o${slugs}`,
        name: 'Parc',
        zone: 'Europe/Paris',
        currency: 'EUR',
        created_at: tx.now,
      })
      .execute();
    return id;
  });
}

async function newApplication(opened: TestStore, organizers = 1) {
  const organizer_ids: number[] = [];
  for (let count = 0; count < organizers; count += 1) organizer_ids.push(await newOrganizer(opened));
  const application_id = await opened.write((tx) => createApplication(tx, { name: 'Sync', organizer_ids }));
  return { organizer_ids, application_id };
}

function issue(opened: TestStore, input: NewCredential) {
  return opened.write((tx) => issueCredential(tx, input));
}

function ask(opened: TestStore, claim: Omit<Claim, 'now'>) {
  return opened.read((rx) => authenticate(rx, { ...claim, now: opened.surroundings.instant }));
}

onEachStore('credentials', (open) => {
  test('a name and its key tell the application, its organizers, scopes and settings', async () => {
    const opened = open();
    const { application_id, organizer_ids } = await newApplication(opened, 3);
    const { credential_id, key } = await issue(opened, {
      application_id,
      dialect: 'billetweb',
      public_name: '268537',
      scopes: ['events.read', 'scan'],
      settings: { answers: 'real' },
      calls_per_minute: 100,
    });
    assert.match(key, /^guichet_[0-9a-z]{32}$/);
    const principal = await ask(opened, { dialect: 'billetweb', public_name: '268537', key });
    assert.deepEqual(principal, {
      application_id,
      credential_id,
      dialect: 'billetweb',
      organizer_ids,
      scopes: ['events.read', 'scan'],
      settings: { answers: 'real' },
      calls_per_minute: 100,
    });
    requireScope(principal, 'scan');
    assert.throws(() => requireScope(principal, 'events.write'), { code: 'forbidden' });
    requireReach(principal, organizer_ids[1]!);
    assert.throws(() => requireReach(principal, 1), { code: 'forbidden' });
  });

  test('a key without a name is found alone, one with a name only with it', async () => {
    const opened = open();
    const { application_id } = await newApplication(opened);
    const alone = await issue(opened, { application_id, dialect: 'qtickets', key: 'demo-qtickets' });
    const named = await issue(opened, { application_id, dialect: 'qtickets', public_name: 'n' });
    const found = await ask(opened, { dialect: 'qtickets', key: 'demo-qtickets' });
    assert.equal(found.credential_id, alone.credential_id);
    assert.equal(
      (await ask(opened, { dialect: 'qtickets', public_name: 'n', key: named.key })).credential_id,
      named.credential_id,
    );
    await assert.rejects(ask(opened, { dialect: 'qtickets', key: named.key }), { code: 'unauthenticated' });
    await assert.rejects(ask(opened, { dialect: 'qtickets', public_name: 'n', key: alone.key }), {
      code: 'unauthenticated',
    });
  });

  test('two applications may share a name: the key decides', async () => {
    const opened = open();
    const [one, two] = [await newApplication(opened, 2), await newApplication(opened, 1)];
    const named = { dialect: 'caisse', public_name: '1001' };
    const first = await issue(opened, { ...named, application_id: one.application_id });
    const second = await issue(opened, { ...named, application_id: two.application_id });
    assert.deepEqual((await ask(opened, { ...named, key: first.key })).organizer_ids, one.organizer_ids);
    assert.deepEqual((await ask(opened, { ...named, key: second.key })).organizer_ids, two.organizer_ids);
  });

  test('every way of being wrong is the same refusal, for the price of one statement', async () => {
    const opened = open();
    const { surroundings } = opened;
    const named = { dialect: 'billetweb', public_name: 'wrong-ways' };
    const { application_id } = await newApplication(opened);
    const good = await issue(opened, { ...named, application_id });
    const short = await issue(opened, { ...named, application_id, expires_at: surroundings.instant + 1000 });
    const ended = await issue(opened, { ...named, application_id });
    await opened.write((tx) => revokeCredential(tx, { credential_id: ended.credential_id }));
    const gone = await newApplication(opened);
    const orphan = await issue(opened, { ...named, application_id: gone.application_id });
    await opened.write((tx) => revokeApplication(tx, gone));
    await ask(opened, { ...named, key: short.key });
    surroundings.advance(1000);

    const claims: Omit<Claim, 'now'>[] = [
      { ...named, key: `${good.key}x` },
      { ...named, key: '' },
      { ...named, public_name: 'nobody', key: good.key },
      { dialect: 'billetweb', key: good.key },
      { dialect: 'utick', public_name: named.public_name, key: good.key },
      { ...named, key: short.key },
      { ...named, key: ended.key },
      { ...named, key: orphan.key },
      { ...named, public_name: "' or ''='", key: good.key },
    ];
    for (const claim of [...claims, { ...named, key: good.key }]) {
      let statements = 0;
      const counted = (rx: Rx): Rx => ({
        ...rx,
        run: (statement, values) => ((statements += 1), rx.run(statement, values)),
      });
      const asked = opened.read((rx) => authenticate(counted(rx), { ...claim, now: surroundings.instant }));
      if (claim.key === good.key && claim.public_name === 'wrong-ways' && claim.dialect === 'billetweb') {
        assert.equal((await asked).credential_id, good.credential_id);
      } else {
        await assert.rejects(asked, { code: 'unauthenticated', details: {} });
      }
      assert.equal(statements, 1);
    }
  });

  test('a change of reach, and a revocation, hold from the next call on', async () => {
    const opened = open();
    const { application_id, organizer_ids } = await newApplication(opened, 2);
    const { key, credential_id } = await issue(opened, { application_id, dialect: 'api' });
    const [first, second] = organizer_ids as [number, number];
    await opened.write((tx) => setReach(tx, { application_id, organizer_ids: [second] }));
    assert.deepEqual((await ask(opened, { dialect: 'api', key })).organizer_ids, [second]);
    assert.deepEqual(await opened.read((rx) => listApplications(rx, { organizer_id: first })), []);
    const elsewhere = { credential_id, organizer_id: first };
    await assert.rejects(
      opened.write((tx) => revokeCredential(tx, elsewhere)),
      { code: 'not_found' },
    );
    await opened.write((tx) => revokeCredential(tx, { credential_id, organizer_id: second }));
    await assert.rejects(ask(opened, { dialect: 'api', key }), { code: 'unauthenticated' });
  });

  test('a key is in the answer once and nowhere else: not in lists, nor anywhere in the database', async () => {
    const opened = open();
    const { application_id, organizer_ids } = await newApplication(opened);
    const key = 'demo-billetweb-chosen';
    const sealer = createSecretSealer(new Uint8Array(32).fill(7));
    await issue(opened, { application_id, dialect: 'billetweb', public_name: 'seen', key, sealer });
    const listed = await opened.read((rx) => listCredentials(rx, { organizer_id: organizer_ids[0]! }));
    assert.equal(listed.length, 1);
    assert.equal(listed[0]!.key_hint, '…osen');
    assert.deepEqual(
      Object.keys(listed[0]!).filter((field) => /hash|sealed|^key$/.test(field)),
      [],
    );
    for (const table of ['credential', 'ledger', 'access_token'] as const) {
      const rows = await opened.read((rx) => rx.db.selectFrom(table).selectAll().execute());
      assert.ok(!JSON.stringify(rows).includes(key), table);
    }
  });

  test('a key is never given out twice, not even after its revocation', async () => {
    const opened = open();
    const { application_id } = await newApplication(opened);
    const input = { application_id, dialect: 'caisse', public_name: '7', key: 'once-only' };
    const { credential_id } = await issue(opened, input);
    await opened.write((tx) => revokeCredential(tx, { credential_id }));
    await assert.rejects(issue(opened, input), { code: 'key_in_use' });
    const both = await Promise.allSettled([1, 2].map(() => issue(opened, { ...input, key: 'in-a-race' })));
    assert.equal(both.filter((result) => result.status === 'fulfilled').length, 1);
  });

  test('what is not usable is refused', async () => {
    const opened = open();
    const { application_id } = await newApplication(opened);
    const base = { application_id, dialect: 'api' };
    const { instant } = opened.surroundings;
    const refused: NewCredential[] = [
      { ...base, dialect: 'Api' },
      { ...base, key: 'short' },
      { ...base, scopes: ['Not A Scope'] },
      { ...base, calls_per_minute: 0 },
      { ...base, calls_per_minute: 1.5 },
      { ...base, expires_at: instant },
      { ...base, public_name: 'x'.repeat(201) },
      { ...base, settings: { text: 'x'.repeat(70_000) } },
    ];
    for (const input of refused) await assert.rejects(issue(opened, input), { code: 'invalid_input' });
    await assert.rejects(issue(opened, { ...base, application_id: 1 }), { code: 'not_found' });
    const create = (organizer_ids: number[]) =>
      opened.write((tx) => createApplication(tx, { name: 'x', organizer_ids }));
    await assert.rejects(create([]), { code: 'invalid_input' });
    await assert.rejects(create([1]), { code: 'not_found' });
  });

  test('a name carries ten live credentials and no more', async () => {
    const opened = open();
    const { application_id } = await newApplication(opened);
    const input = { application_id, dialect: 'weezevent', public_name: 'crowd' };
    const keys = [];
    for (let count = 0; count < 10; count += 1) keys.push((await issue(opened, input)).key);
    await assert.rejects(issue(opened, input), { code: 'invalid_input' });
    for (const key of keys) await ask(opened, { dialect: 'weezevent', public_name: 'crowd', key });
  });

  test('a signed request is known by the key that was sealed', async () => {
    const opened = open();
    const { application_id } = await newApplication(opened);
    const sealer = createSecretSealer(Buffer.alloc(32, 'k'));
    const named = { dialect: 'utick', public_name: 'demo-utick-public' };
    const { credential_id } = await issue(opened, {
      ...named,
      application_id,
      key: 'demo-utick-private',
      sealer,
    });
    const unsealed = { dialect: 'utick', public_name: 'cannot-sign' };
    await issue(opened, { ...unsealed, application_id, key: 'demo-utick-private' });
    const sign = (key: string) => createHmac('sha256', key).update('message').digest('hex');
    const signed = (claim: { dialect: string; public_name: string }, signature: string) =>
      opened.read((rx) =>
        authenticateSigned(rx, sealer, {
          ...claim,
          now: opened.surroundings.instant,
          signedWith: (key) => equalInConstantTime(sign(key), signature),
        }),
      );
    assert.equal((await signed(named, sign('demo-utick-private'))).credential_id, credential_id);
    const wrong: [typeof named, string][] = [
      [named, sign('other')],
      [{ ...named, public_name: 'nobody' }, sign('')],
      [{ ...named, public_name: '' }, sign('')],
      [unsealed, sign('')],
      [unsealed, sign('demo-utick-private')],
    ];
    for (const [claim, signature] of wrong) {
      await assert.rejects(signed(claim, signature), { code: 'unauthenticated' });
    }
  });

  test('a token lives as long as it, its credential and its application do', async () => {
    const opened = open();
    const { application_id } = await newApplication(opened);
    const credential = await issue(opened, { application_id, dialect: 'caisse', settings: { a: 1, b: 1 } });
    const principal = await ask(opened, { dialect: 'caisse', key: credential.key });
    const give = () => opened.write((tx) => issueToken(tx, { principal, settings: { b: 2 } }));
    const call = (token: string, dialect = 'caisse') =>
      opened.read((rx) => authenticateToken(rx, { dialect, token, now: opened.surroundings.instant }));
    const [first, second] = [await give(), await give()];
    assert.deepEqual((await call(first.token)).settings, { a: 1, b: 2 });
    await assert.rejects(call(first.token, 'weezevent'), { code: 'unauthenticated' });
    await assert.rejects(call(credential.key), { code: 'unauthenticated' });
    await opened.write((tx) => revokeToken(tx, { token: first.token }));
    await opened.write((tx) => revokeToken(tx, { token: first.token }));
    await assert.rejects(call(first.token), { code: 'unauthenticated' });
    assert.equal((await call(second.token)).credential_id, credential.credential_id);
    await opened.write((tx) => revokeCredential(tx, credential));
    await assert.rejects(call(second.token), { code: 'unauthenticated' });
  });

  test('clients that log in before each call do not fill the table', async () => {
    const opened = open();
    const { application_id } = await newApplication(opened);
    const { credential_id } = await issue(opened, { application_id, dialect: 'weezevent' });
    const principal = { application_id, credential_id };
    const tokens: string[] = [];
    for (let count = 0; count < 205; count += 1) {
      opened.surroundings.advance(1);
      tokens.push((await opened.write((tx) => issueToken(tx, { principal }))).token);
    }
    const call = (token: string) =>
      opened.read((rx) =>
        authenticateToken(rx, { dialect: 'weezevent', token, now: opened.surroundings.instant }),
      );
    await assert.rejects(call(tokens[4]!), { code: 'unauthenticated' });
    await call(tokens[5]!);
    await call(tokens.at(-1)!);
  });
});
