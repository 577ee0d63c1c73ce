import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { appleTestFiles, googleTestFile } from '../../test/fixtures/wallet-files.ts';
import { readConfig } from '../config.ts';
import { openWallets, readWallets } from './open-wallets.ts';

const now = Date.UTC(2026, 4, 1);
const day_ms = 86_400_000;

function withFiles(run: (env: Record<string, string>) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-wallets-'));
  const apple = appleTestFiles({ from: now - day_ms, until: now + day_ms });
  const put = (name: string, content: Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  try {
    run({
      GUICHET_APPLE_PASS_CERTIFICATE: put('pass.pem', apple.certificate),
      GUICHET_APPLE_PASS_KEY: put('pass.key', apple.key),
      GUICHET_APPLE_PASS_PASSPHRASE: apple.passphrase,
      GUICHET_APPLE_WWDR_CERTIFICATE: put('wwdr.pem', apple.wwdr),
      GUICHET_GOOGLE_WALLET_KEY: put('google.json', googleTestFile().file),
      GUICHET_GOOGLE_WALLET_ISSUER: '3388000000012345678',
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

suite('the wallets that the settings name', () => {
  test('open with the files, and there are none without settings', () =>
    withFiles((env) => {
      const { apple, google } = openWallets(readConfig({ mode: 'serve', env }), now);
      assert.equal(apple?.pass_type, 'pass.example.tickets');
      assert.equal(google?.issuer, '3388000000012345678');
      assert.deepEqual(openWallets(readConfig({ mode: 'serve', env: {} }), now), {
        apple: undefined,
        google: undefined,
      });
    }));

  test('keep the office shut where a file is missing, is another or is over', () =>
    withFiles((env) => {
      const config = readConfig({ mode: 'serve', env });
      const refusal = (more: Record<string, string>, at = now): string => {
        try {
          openWallets(readConfig({ mode: 'serve', env: { ...env, ...more } }), at);
        } catch (error) {
          return (error as Error).message;
        }
        return '';
      };
      assert.match(
        refusal({ GUICHET_APPLE_PASS_KEY: '/nowhere/pass.key' }),
        /GUICHET_APPLE_PASS_KEY names, \/nowhere\/pass\.key, cannot be read \(ENOENT\)/,
      );
      assert.match(
        refusal({ GUICHET_GOOGLE_WALLET_KEY: env['GUICHET_APPLE_PASS_KEY'] ?? '' }),
        /^Google Wallet: the service account's file is no JSON\.$/,
      );
      assert.match(
        refusal({ GUICHET_APPLE_PASS_PASSPHRASE: 'wrong' }),
        /^Apple Wallet: .*passphrase is wrong\.$/,
      );
      assert.match(
        refusal({}, now + 2 * day_ms),
        /^Apple Wallet: the certificate of the passes expired on 2026-05-02\.$/,
      );
      // a command does what it can all the same
      const { wallets, problems } = readWallets(config, now + 2 * day_ms);
      assert.deepEqual([wallets.apple, wallets.google?.key_id, problems.length], [undefined, 'key-1', 1]);
    }));

  test('are set whole or not at all', () => {
    const problemsOf = (env: Record<string, string>): string => {
      try {
        readConfig({ mode: 'serve', env });
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };
    assert.match(problemsOf({ GUICHET_APPLE_PASS_KEY: 'pass.key' }), /are set together or not at all/);
    assert.match(problemsOf({ GUICHET_APPLE_PASS_PASSPHRASE: 'x' }), /GUICHET_APPLE_PASS_KEY is not/);
    assert.match(
      problemsOf({ GUICHET_GOOGLE_WALLET_ISSUER: '3388000000012345678' }),
      /GUICHET_GOOGLE_WALLET_KEY and/,
    );
    assert.match(problemsOf({ GUICHET_GOOGLE_WALLET_ISSUER: 'me' }), /must be the digits/);
  });
});
