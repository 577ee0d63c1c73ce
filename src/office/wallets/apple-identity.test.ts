import assert from 'node:assert/strict';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { suite, test } from 'node:test';
import { appleTestFiles } from '../../../test/fixtures/wallet-files.ts';
import { readAppleIdentity, type AppleFiles } from './apple-identity.ts';

const now = Date.UTC(2026, 4, 1);
const day_ms = 86_400_000;
const files = appleTestFiles({ from: now - day_ms, until: now + 100 * day_ms });

const refusal = (more: Partial<AppleFiles>, message: RegExp, at = now): void =>
  assert.throws(() => readAppleIdentity({ ...files, ...more }, at), { name: 'IdentityError', message });

suite('what Apple passes are signed with', () => {
  test('names type and team from the certificate, as PEM and as Apple hands it out', () => {
    const identity = readAppleIdentity(files, now);
    assert.equal(identity.pass_type, 'pass.example.tickets');
    assert.equal(identity.team, 'TEAM123456');
    assert.equal(identity.expires_at, now + 100 * day_ms);
    const der = {
      certificate: new X509Certificate(files.certificate).raw,
      wwdr: new X509Certificate(files.wwdr).raw,
    };
    assert.deepEqual(readAppleIdentity({ ...files, ...der }, now), identity);
  });

  test('is refused in clear words where a file is wrong', () => {
    const junk = Buffer.from('this is a shopping list');
    refusal({ certificate: junk }, /^the certificate of the passes cannot be read/);
    refusal({ wwdr: junk }, /WWDR\) cannot be read/);
    refusal({ key: junk }, /no PEM, or the passphrase is wrong/);
    refusal({ passphrase: 'another' }, /no PEM, or the passphrase is wrong/);
    refusal({ passphrase: undefined }, /no PEM, or the passphrase is wrong/);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    refusal({ key }, /belongs to another certificate/);
    refusal({ wwdr: files.certificate }, /issued by another intermediate certificate/);
  });

  test('is refused before its time and after it, and where it is for something else', () => {
    refusal({}, /^the certificate of the passes expired on 2026-08-09$/, now + 100 * day_ms);
    refusal({}, /^the certificate of the passes is valid from 2026-04-30 on$/, now - 2 * day_ms);
    const push = appleTestFiles({ from: now - day_ms, until: now + day_ms, pass_type: 'org.example.push' });
    refusal(push, /not one of a Pass Type ID/);
  });
});
