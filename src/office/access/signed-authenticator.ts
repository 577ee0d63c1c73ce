import { Fault } from '../../domain/faults.ts';
import type { Store } from '../../store/transaction.ts';
import { signingCredentials, type SigningCredential } from './authenticate.ts';
import { changesHaveSettled, credentialChanges } from './credential-changes.ts';
import type { Principal } from './principal.ts';
import type { SecretSealer } from './sealing.ts';

const credential_cache_ms = 1000;
const names_max = 1000;

export interface Signed {
  readonly dialect: string;
  readonly public_name: string;
  readonly now: number;
  /** whether the request was signed with this key; must compare in constant time */
  readonly signedWith: (key: string) => boolean;
}

interface Remembered {
  readonly credentials: readonly SigningCredential[];
  /** by the monotonic clock: that of the office may be set, or stand still */
  readonly read_at: number;
  readonly changes: number;
}

/**
 * The principal of a name and a signature (uTick), remembering for a second what a name signs with, as `createAuthenticator`
 * does (docs/decisions/0013): neither the store is asked nor a key unsealed for each request. The signature is made and
 * compared on every call. Throws `unauthenticated`. An unknown name costs a comparison too.
 */
export function createSignedAuthenticator(
  office: { readonly store: Store; readonly sealer: SecretSealer },
  clock = () => performance.now(),
): (claim: Signed) => Principal | Promise<Principal> {
  const names = new Map<string, Remembered>();

  async function ask(name: string, claim: Signed): Promise<Principal> {
    const read = { read_at: clock(), changes: credentialChanges() };
    const credentials = await office.store.read((rx) => signingCredentials(rx, office.sealer, claim));
    // while a change is on its way, what was read may be what is just being changed; unknown names are never kept
    if (credentials.length > 0 && read.changes === credentialChanges() && changesHaveSettled(read.read_at)) {
      names.delete(name);
      names.set(name, { credentials, ...read });
      const [oldest] = names.keys();
      if (names.size > names_max && oldest !== undefined) names.delete(oldest);
    }
    return choose(credentials, claim);
  }

  return (claim) => {
    const name = `${claim.dialect} ${claim.public_name}`;
    const known = names.get(name);
    const fresh =
      known !== undefined &&
      known.changes === credentialChanges() &&
      clock() - known.read_at < credential_cache_ms;
    return fresh ? choose(known.credentials, claim) : ask(name, claim);
  };
}

function choose(credentials: readonly SigningCredential[], claim: Signed): Principal {
  let principal: Principal | undefined;
  for (const one of credentials) {
    const live = (one.expires_at ?? Infinity) > claim.now;
    if (claim.signedWith(one.key) && live) principal ??= one.principal;
  }
  if (credentials.length === 0) claim.signedWith('');
  if (principal === undefined) throw new Fault('unauthenticated');
  return principal;
}
