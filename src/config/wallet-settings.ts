import { about, hidden, maybe } from '../setting.ts';

/** What tickets for a phone's wallet are signed with: paths, read once when the office opens. */

const path = (text: string): boolean => text !== '' && !text.includes('\0');

export const walletSettings = {
  apple_pass_certificate: maybe(
    about(
      'GUICHET_APPLE_PASS_CERTIFICATE',
      'apple-pass-certificate',
      'certificate of your Pass Type ID, for tickets in Apple Wallet',
    ),
    'the path of a certificate, as .pem or as Apple hands it out (.cer)',
    path,
  ),
  apple_pass_key: maybe(
    about('GUICHET_APPLE_PASS_KEY', 'apple-pass-key', 'private key of that certificate'),
    'the path of a .pem file',
    path,
  ),
  apple_pass_passphrase: maybe(
    hidden('GUICHET_APPLE_PASS_PASSPHRASE', 'apple-pass-passphrase', 'what that key is locked with'),
    'a text',
    path,
  ),
  apple_wwdr_certificate: maybe(
    about(
      'GUICHET_APPLE_WWDR_CERTIFICATE',
      'apple-wwdr-certificate',
      "Apple's intermediate certificate (WWDR) that issued it",
    ),
    'the path of a certificate, as .pem or .cer',
    path,
  ),
  google_wallet_key: maybe(
    about(
      'GUICHET_GOOGLE_WALLET_KEY',
      'google-wallet-key',
      'key of the service account that issues tickets in Google Wallet',
    ),
    "the path of the account's .json file",
    path,
  ),
  google_wallet_issuer: maybe(
    about('GUICHET_GOOGLE_WALLET_ISSUER', 'google-wallet-issuer', 'your issuer id in Google Wallet'),
    'the digits of an issuer id',
    (text) => /^\d{5,25}$/.test(text),
  ),
} as const;

type WalletValues = { readonly [Name in keyof typeof walletSettings]: string | undefined };

/** Half a wallet is a mistake that would show as a missing button only. */
export function walletContradictions(config: WalletValues): string[] {
  const apple = [config.apple_pass_certificate, config.apple_pass_key, config.apple_wwdr_certificate].filter(
    (value) => value !== undefined,
  ).length;
  const problems: string[] = [];
  if (apple > 0 && apple < 3)
    problems.push(
      'GUICHET_APPLE_PASS_CERTIFICATE, GUICHET_APPLE_PASS_KEY and GUICHET_APPLE_WWDR_CERTIFICATE are set together or not at all.',
    );
  if (apple === 0 && config.apple_pass_passphrase !== undefined)
    problems.push('GUICHET_APPLE_PASS_PASSPHRASE is set, and GUICHET_APPLE_PASS_KEY is not.');
  if ((config.google_wallet_key === undefined) !== (config.google_wallet_issuer === undefined))
    problems.push(
      'GUICHET_GOOGLE_WALLET_KEY and GUICHET_GOOGLE_WALLET_ISSUER are set together or not at all.',
    );
  return problems;
}
