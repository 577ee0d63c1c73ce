import { hashKey } from '../../domain/secrets.ts';
import type { Store } from '../../store/transaction.ts';
import { findCredential, isSameHash, type Claim, type FoundCredential } from './authenticate.ts';
import { changesHaveSettled, credentialChanges } from './credential-changes.ts';
import type { Principal } from './principal.ts';

/** How long a credential is taken as it was read: a revocation by another process takes effect within this time. */
const credential_cache_ms = 1000;
const names_max = 1000;
/** what one name can have issued at a time */
const credentials_per_name_max = 10;

export interface Authenticator {
  /** The principal of a name and a key, or of a key alone: at once when it is remembered. Throws `unauthenticated`. */
  (claim: Claim): Principal | Promise<Principal>;
  /** the names remembered */
  size(): number;
}

interface Remembered extends FoundCredential {
  /** by the monotonic clock: that of the office may be set, or stand still */
  readonly read_at: number;
  /** the count of changes when it was read */
  readonly changes: number;
}

/**
 * `authenticate`, remembering for a second who was let in (docs/decisions/0013). What this process changes holds from
 * the next call on; what another one does, within that second. The key is hashed and compared on every call, and what is
 * not remembered is asked of the store: wrong keys and unknown names are never kept.
 */
export function createAuthenticator(store: Store, clock = () => performance.now()): Authenticator {
  const names = new Map<string, readonly Remembered[]>();

  const isFresh = (one: Remembered): boolean =>
    one.changes === credentialChanges() && clock() - one.read_at < credential_cache_ms;

  function keep(name: string, one: Remembered): void {
    // while a change is on its way, what was read may be what is just being changed
    if (one.changes !== credentialChanges() || !changesHaveSettled(one.read_at)) return;
    const others = (names.get(name) ?? []).filter(
      (other) => other.principal.credential_id !== one.principal.credential_id && isFresh(other),
    );
    names.delete(name);
    names.set(name, [...others, one].slice(-credentials_per_name_max));
    if (names.size <= names_max) return;
    for (const oldest of names.keys()) {
      names.delete(oldest);
      break;
    }
  }

  async function ask(name: string, claim: Claim, key_hash: string): Promise<Principal> {
    const read = { read_at: clock(), changes: credentialChanges() };
    const found = await store.read((rx) => findCredential(rx, claim, key_hash));
    const { principal, expires_at } = found;
    keep(name, { principal, expires_at, key_hash: found.key_hash, ...read });
    return principal;
  }

  const authenticator = (claim: Claim): Principal | Promise<Principal> => {
    const { dialect, public_name = '', now } = claim;
    const key_hash = hashKey(undefined, claim.key);
    const name = public_name === '' ? `key ${dialect} ${key_hash}` : `name ${dialect} ${public_name}`;
    let found: Remembered | undefined;
    for (const one of names.get(name) ?? []) if (isSameHash(one.key_hash, key_hash)) found = one;
    const holds = found !== undefined && isFresh(found) && (found.expires_at ?? Infinity) > now;
    return holds && found !== undefined ? found.principal : ask(name, claim, key_hash);
  };
  return Object.assign(authenticator, { size: () => names.size });
}
