import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isFault } from '../../domain/faults.ts';
import { createCallLimiter, createWrongKeyLimiter, networkOf } from './call-limits.ts';

const start = Date.UTC(2026, 4, 15);

function refused(call: () => void): number | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (!isFault(error, 'rate_limited')) throw error;
    return error.details['retry_after_ms'] as number;
  }
}

test('a minute’s calls may come at once, the next one after a share of a minute', () => {
  const limit = createCallLimiter({ calls_per_minute_default: null });
  const credential = { credential_id: 1, calls_per_minute: 100 };
  for (let count = 0; count < 100; count += 1) limit(credential, start);
  assert.equal(
    refused(() => limit(credential, start)),
    600,
  );
  assert.equal(
    refused(() => limit(credential, start + 599)),
    1,
  );
  assert.equal(
    refused(() => limit(credential, start + 600)),
    undefined,
  );
  assert.notEqual(
    refused(() => limit(credential, start + 600)),
    undefined,
  );
  assert.equal(
    refused(() => limit({ ...credential, credential_id: 2 }, start)),
    undefined,
  );
});

test('who waits as long as told is let through, and never more calls pass than the rate allows', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 200 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), gaps, (calls_per_minute, waits) => {
      const limit = createCallLimiter({ calls_per_minute_default: null });
      const credential = { credential_id: 1, calls_per_minute };
      let now = start;
      let passed = 0;
      for (const wait of waits) {
        now += wait;
        const retry_after_ms = refused(() => limit(credential, now));
        passed += 1;
        if (retry_after_ms === undefined) continue;
        now += retry_after_ms;
        assert.equal(
          refused(() => limit(credential, now)),
          undefined,
        );
      }
      assert.ok(passed <= calls_per_minute + ((now - start) * calls_per_minute) / 60_000 + 1e-3);
    }),
  );
});

test('without a limit of its own a credential has the default, or none', () => {
  const credential = { credential_id: 1, calls_per_minute: null };
  const few = createCallLimiter({ calls_per_minute_default: 2 });
  few(credential, start);
  few(credential, start);
  assert.equal(
    refused(() => few(credential, start)),
    30_000,
  );
  const free = createCallLimiter({ calls_per_minute_default: null });
  for (let count = 0; count < 1000; count += 1) free(credential, start);
  assert.equal(free.size(), 0);
});

test('a clock that is set back neither locks out nor lets through', () => {
  const limit = createCallLimiter({ calls_per_minute_default: 1 });
  const credential = { credential_id: 1, calls_per_minute: null };
  limit(credential, start);
  const before = start - 86_400_000;
  assert.equal(
    refused(() => limit(credential, before)),
    60_000,
  );
  assert.equal(
    refused(() => limit(credential, before + 60_000)),
    undefined,
  );
});

test('what is remembered is bounded: the longest unused goes first', () => {
  const limit = createCallLimiter({ calls_per_minute_default: 1, credentials_max: 3 });
  const call = (credential_id: number) =>
    refused(() => limit({ credential_id, calls_per_minute: null }, start));
  for (let id = 1; id <= 1000; id += 1) call(id);
  assert.equal(limit.size(), 3);
  assert.equal(call(1000), 60_000);
  assert.equal(call(1), undefined);
});

test('after ten wrong keys a minute the same caller waits, and nobody else', () => {
  const wrongKeys = createWrongKeyLimiter();
  const caller = { dialect: 'billetweb', public_name: '268537', address: '192.0.2.1' };
  for (let count = 0; count < 10; count += 1) {
    wrongKeys.check(caller, start);
    wrongKeys.wrong(caller, start);
  }
  assert.equal(
    refused(() => wrongKeys.check(caller, start)),
    6000,
  );
  for (const other of [{ dialect: 'utick' }, { public_name: '1' }, { address: '192.0.2.2' }]) {
    wrongKeys.check({ ...caller, ...other }, start);
  }
  wrongKeys.check(caller, start + 6000);
});

test('wrong keys are remembered for a bounded number of callers, whatever they call themselves', () => {
  const wrongKeys = createWrongKeyLimiter({ callers_max: 100 });
  for (let count = 0; count < 1000; count += 1) {
    wrongKeys.wrong(
      { dialect: 'api', public_name: `${count}`.padEnd(10_000, 'x'), address: '192.0.2.1' },
      start,
    );
  }
  assert.equal(wrongKeys.size(), 100);
});

test('an IPv6 network is one caller, an IPv4 address in any writing too', () => {
  assert.equal(networkOf('2001:db8::1'), networkOf('2001:0db8:0:0:ffff::2'));
  assert.notEqual(networkOf('2001:db8::1'), networkOf('2001:db8:0:1::1'));
  assert.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:0');
  assert.equal(networkOf('::1'), '0:0:0:0');
  assert.equal(networkOf('::ffff:192.0.2.1'), '192.0.2.1');
  assert.equal(networkOf('192.0.2.1'), '192.0.2.1');
});
