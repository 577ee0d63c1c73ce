import { readFileSync } from 'node:fs';
import type { Config } from '../config.ts';
import { readAppleIdentity } from '../office/wallets/apple-identity.ts';
import { readGoogleIdentity } from '../office/wallets/google-identity.ts';
import { IdentityError } from '../office/wallets/identity-error.ts';
import type { Wallets } from '../office/wallets/wallets.ts';
import { CommandError, exitCodes } from './exit.ts';

/** The wallets that the settings name. Refuses to open with files that are missing, wrong or over. */
export function openWallets(config: Config, now: number): Wallets {
  const { wallets, problems } = readWallets(config, now);
  if (problems.length > 0) throw new CommandError(problems.join('\n'), exitCodes.usage);
  return wallets;
}

/** What can be read of them, and what is wrong with the rest, a sentence each. */
export function readWallets(
  config: Config,
  now: number,
): { readonly wallets: Wallets; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const attempt = <T>(what: string, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof IdentityError)) throw error;
      problems.push(`${what}: ${error.message}.`);
      return undefined;
    }
  };
  return {
    wallets: {
      apple: attempt('Apple Wallet', () => appleOf(config, now)),
      google: attempt('Google Wallet', () => googleOf(config)),
    },
    problems,
  };
}

function appleOf(config: Config, now: number) {
  const { apple_pass_certificate, apple_pass_key, apple_wwdr_certificate } = config;
  if (apple_pass_certificate === undefined || apple_pass_key === undefined) return undefined;
  if (apple_wwdr_certificate === undefined) return undefined;
  const files = {
    certificate: fileOf(apple_pass_certificate, 'GUICHET_APPLE_PASS_CERTIFICATE'),
    key: fileOf(apple_pass_key, 'GUICHET_APPLE_PASS_KEY'),
    passphrase: config.apple_pass_passphrase,
    wwdr: fileOf(apple_wwdr_certificate, 'GUICHET_APPLE_WWDR_CERTIFICATE'),
  };
  return readAppleIdentity(files, now);
}

function googleOf({ google_wallet_key, google_wallet_issuer }: Config) {
  if (google_wallet_key === undefined || google_wallet_issuer === undefined) return undefined;
  return readGoogleIdentity(fileOf(google_wallet_key, 'GUICHET_GOOGLE_WALLET_KEY'), google_wallet_issuer);
}

function fileOf(path: string, variable: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be read';
    throw new IdentityError(`the file that ${variable} names, ${path}, cannot be read (${why})`);
  }
}
