import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../../domain/faults.ts';
import { createCallGuard } from './call-guard.ts';
import type { Principal } from './principal.ts';

const principal = { credential_id: 1, calls_per_minute: null } as Principal;
const claim = (key: string) => ({ dialect: 'toy', public_name: 'someone', key, now: 1_000 });
type Claimed = ReturnType<typeof claim>;

/** `good` is known at once, `slow` by a promise; all else is refused in the way that the key says. */
function answerTo({ key }: Claimed): Principal | Promise<Principal> {
  if (key === 'good') return principal;
  if (key === 'slow') return Promise.resolve(principal);
  if (key === 'thrown') throw new Fault('unauthenticated');
  return Promise.reject(new Fault('unauthenticated'));
}

const guardOf = (credential_limits: boolean) =>
  createCallGuard({
    office: { settings: { public_base_url: '', credential_limits } },
    authenticate: answerTo,
    calls_per_minute: 3,
    wrong_keys_per_minute: 2,
  });

test('who is remembered is let in without a promise, and counted call by call', async () => {
  const letIn = guardOf(true);
  assert.equal(letIn(claim('good'), '1.2.3.4'), principal);
  assert.equal(await letIn(claim('slow'), '1.2.3.4'), principal);
  assert.equal(letIn(claim('good'), '1.2.3.4'), principal);
  assert.throws(() => letIn(claim('good'), '1.2.3.4'), { code: 'rate_limited' });
});

for (const wrong of ['thrown', 'rejected']) {
  test(`wrong keys slow down their network, whether the refusal is ${wrong} or not, and no other`, async () => {
    const letIn = guardOf(true);
    const ask = async (key: string, address: string) => letIn(claim(key), address);
    for (let tries = 0; tries < 2; tries += 1)
      await assert.rejects(ask(wrong, '1.2.3.4'), { code: 'unauthenticated' });
    await assert.rejects(ask('good', '1.2.3.4'), { code: 'rate_limited' });
    assert.equal(await ask('good', '5.6.7.8'), principal);
  });
}

test('nothing is counted where limits are off', async () => {
  const letIn = guardOf(false);
  for (let tries = 0; tries < 9; tries += 1) {
    await assert.rejects(async () => letIn(claim('rejected'), '1.2.3.4'), { code: 'unauthenticated' });
    assert.equal(letIn(claim('good'), '1.2.3.4'), principal);
  }
});
