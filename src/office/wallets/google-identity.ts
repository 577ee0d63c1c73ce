import { createPrivateKey, type KeyObject } from 'node:crypto';
import { IdentityError } from './identity-error.ts';

/** What links to Google Wallet are signed with. */
export interface GoogleIdentity {
  /** digits: every pass of an issuer begins with them */
  readonly issuer: string;
  /** of the service account */
  readonly email: string;
  readonly key: KeyObject;
  readonly key_id: string;
}

/** `key_file` is the JSON that Google hands out for a key of a service account. Throws `IdentityError`. */
export function readGoogleIdentity(key_file: Uint8Array, issuer: string): GoogleIdentity {
  const { client_email: email, private_key, private_key_id: key_id } = accountOf(key_file);
  if (typeof email !== 'string' || typeof private_key !== 'string' || typeof key_id !== 'string')
    throw new IdentityError(
      "the service account's file lacks client_email, private_key or private_key_id: it is not the key of one",
    );
  const key = keyOf(private_key);
  if (key.asymmetricKeyType !== 'rsa') throw new IdentityError("the service account's key is no RSA key");
  return { issuer, email, key, key_id };
}

function accountOf(file: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const account: unknown = JSON.parse(Buffer.from(file).toString('utf8'));
    if (typeof account === 'object' && account !== null) return { ...account };
  } catch {
    // said below, and nothing of the file with it
  }
  throw new IdentityError("the service account's file is no JSON");
}

function keyOf(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new IdentityError("the service account's private_key cannot be read");
  }
}
