import { Fault } from '../../domain/faults.ts';
import { hashPassword, isPassword } from '../../domain/secrets.ts';
import type { Rx } from '../../store/transaction.ts';
import { authenticate } from './authenticate.ts';
import type { Principal } from './principal.ts';

const salt_bytes = 16;

/** The settings of a credential whose holder logs in with a password beside the key. */
export function passwordSettings(
  password: string,
  random: (bytes: number) => Uint8Array,
): { readonly password_hash: string } {
  return { password_hash: hashPassword(password, random(salt_bytes)) };
}

/**
 * The principal of a name, a key and a password, for vendors whose clients log in with all three (Weezevent). The password
 * takes tens of milliseconds to check, so that it is looked at only once the key is right: nobody guesses that one, and
 * nobody without it can keep the office busy. Throws `unauthenticated`, also for a credential without a password.
 */
export async function authenticateLogin(
  rx: Rx,
  claim: {
    readonly dialect: string;
    readonly public_name: string;
    readonly key: string;
    readonly password: string;
    readonly now: number;
  },
): Promise<Principal> {
  const { password, ...named } = claim;
  const principal = await authenticate(rx, named);
  const { password_hash } = principal.settings;
  if (typeof password_hash !== 'string' || !isPassword(password, password_hash))
    throw new Fault('unauthenticated');
  return principal;
}
