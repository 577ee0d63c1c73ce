import type { AppleIdentity } from './apple-identity.ts';
import type { GoogleIdentity } from './google-identity.ts';

/** The wallets that this installation can fill; without an identity there is no button, no link and no file. */
export interface Wallets {
  readonly apple?: AppleIdentity | undefined;
  readonly google?: GoogleIdentity | undefined;
}

/** As many as a bundle of Apple's may hold (developer.apple.com, "Distributing and updating a pass"). */
export const bundle_tickets_max = 10;

/** Which wallets are offered. */
export interface OfferedWallets {
  readonly apple: boolean;
  readonly google: boolean;
}

/** A certificate that expires while the office is open takes its links away with it. */
export function offeredWallets(wallets: Wallets | undefined, now: number): OfferedWallets {
  const { apple, google } = wallets ?? {};
  return { apple: apple !== undefined && apple.expires_at > now, google: google !== undefined };
}
