/**
 * Who calls? Each question here is one hot statement, and nothing is remembered between calls: a revocation holds from
 * the next call on. (What every request asks goes through `createAuthenticator`, which remembers.) Every refusal is the same `unauthenticated`: unknown name, wrong key,
 * another dialect's key, expired, revoked, an application that reaches nobody.
 */
import { timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import { Fault } from '../../domain/faults.ts';
import { hashKey } from '../../domain/secrets.ts';
import { statement } from '../../store/statement.ts';
import type { Tables } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { principalOf, type Principal, type PrincipalRow } from './principal.ts';
import { sealedFor, type SecretSealer } from './sealing.ts';

export interface Claim {
  readonly dialect: string;
  /** the public half, where the dialect has one (BilletWeb's user); without it the key alone says who it is */
  readonly public_name?: string | undefined;
  readonly key: string;
  readonly now: number;
}

type NamedRow = PrincipalRow & { key_hash: string; key_sealed: string | null; expires_at: number | null };

/** What is live, with what it reaches. The conditions stand in SQL: a revoked key takes as long as an unknown one. */
const live = (db: Kysely<Tables>, dialect: string, now: number) =>
  db
    .selectFrom('credential')
    .innerJoin('application', 'application.id', 'credential.application_id')
    .innerJoin('application_reach', 'application_reach.application_id', 'application.id')
    .select([
      'credential.id as credential_id',
      'credential.application_id',
      'credential.dialect',
      'credential.scopes',
      'credential.settings',
      'credential.calls_per_minute',
      'application_reach.organizer_id',
    ])
    .where('credential.dialect', '=', dialect)
    .where('credential.revoked_at', 'is', null)
    .where('application.revoked_at', 'is', null)
    .where((is) => is.or([is('credential.expires_at', 'is', null), is('credential.expires_at', '>', now)]));

const byName = statement<{ dialect: string; public_name: string; now: number }, NamedRow>((db, slot) =>
  live(db, slot('dialect'), slot('now'))
    .select(['credential.key_hash', 'credential.key_sealed', 'credential.expires_at'])
    .where('credential.public_name', '=', slot('public_name')),
);

/** A key that stands alone; one that has a public name is not found without it. */
const byHash = statement<{ dialect: string; key_hash: string; now: number }, NamedRow>((db, slot) =>
  live(db, slot('dialect'), slot('now'))
    .select(['credential.key_hash', 'credential.key_sealed', 'credential.expires_at'])
    .where('credential.key_hash', '=', slot('key_hash'))
    .where('credential.public_name', '=', ''),
);

/** The principal of a name and a key, or of a key alone. Throws `unauthenticated`. */
export async function authenticate(rx: Rx, claim: Claim): Promise<Principal> {
  return (await findCredential(rx, claim, hashKey(undefined, claim.key))).principal;
}

export interface FoundCredential {
  readonly principal: Principal;
  readonly key_hash: string;
  /** null: never */
  readonly expires_at: number | null;
}

/** The same for a key that has been hashed, with what tells whether it still holds later. */
export async function findCredential(rx: Rx, claim: Claim, key_hash: string): Promise<FoundCredential> {
  const { dialect, public_name = '', now } = claim;
  const rows =
    public_name === ''
      ? await rx.run(byHash, { dialect, key_hash, now })
      : await rx.run(byName, { dialect, public_name, now });
  const principal = foundOf(rows, (row) => isSameHash(row.key_hash, key_hash));
  const row = rows.find(({ credential_id }) => credential_id === principal.credential_id);
  return { principal, key_hash, expires_at: row?.expires_at ?? null };
}

export interface SignedClaim {
  readonly dialect: string;
  readonly public_name: string;
  readonly now: number;
  /** whether the request was signed with this key; must compare in constant time */
  readonly signedWith: (key: string) => boolean;
}

/** The principal of a name and a signature (uTick). Only credentials issued with a sealer can sign. */
export async function authenticateSigned(
  rx: Rx,
  sealer: SecretSealer,
  claim: SignedClaim,
): Promise<Principal> {
  const { dialect, public_name, now } = claim;
  const rows = public_name === '' ? [] : await rx.run(byName, { dialect, public_name, now });
  return foundOf(
    rows,
    (row) =>
      claim.signedWith(
        row.key_sealed === null ? '' : sealer.open(row.key_sealed, sealedFor.credential(row.credential_id)),
      ) && row.key_sealed !== null,
  );
}

/** What a name can sign with: its credentials with their keys, unsealed. */
export interface SigningCredential {
  readonly principal: Principal;
  readonly key: string;
  readonly expires_at: number | null;
}

/** The live credentials of a name that sign, for who compares signatures more often than it asks the store. */
export async function signingCredentials(
  rx: Rx,
  sealer: SecretSealer,
  claim: Pick<SignedClaim, 'dialect' | 'public_name' | 'now'>,
): Promise<SigningCredential[]> {
  const { dialect, public_name, now } = claim;
  const rows = public_name === '' ? [] : await rx.run(byName, { dialect, public_name, now });
  const byCredential = Map.groupBy(rows, (row) => row.credential_id);
  return [...byCredential.values()].flatMap((own) => {
    const [row] = own;
    const principal = principalOf(own);
    if (row === undefined || row.key_sealed === null || principal === undefined) return [];
    const key = sealer.open(row.key_sealed, sealedFor.credential(row.credential_id));
    return [{ principal, key, expires_at: row.expires_at }];
  });
}

type TokenRow = PrincipalRow & {
  access_token_id: number;
  token_hash: string;
  token_settings: string;
  key_hash: string;
};

const byToken = statement<{ dialect: string; token_hash: string; now: number }, TokenRow>((db, slot) =>
  live(db, slot('dialect'), slot('now'))
    .innerJoin('access_token', 'access_token.credential_id', 'credential.id')
    .select([
      'access_token.id as access_token_id',
      'access_token.token_hash',
      'access_token.settings as token_settings',
      'credential.key_hash',
    ])
    .where('access_token.token_hash', '=', slot('token_hash'))
    .where('access_token.revoked_at', 'is', null),
);

/** Who calls with a token, and which of the credential's tokens it is. */
export interface TokenPrincipal extends Principal {
  readonly access_token_id: number;
}

export interface TokenClaim {
  readonly dialect: string;
  readonly token: string;
  /** where the vendor's clients send the key beside the token (Weezevent): it must be that of the login */
  readonly key?: string | undefined;
  readonly now: number;
}

/** The principal of a token that a login gave (Weezevent, caisse); it lives as long as its credential. */
export async function authenticateToken(rx: Rx, claim: TokenClaim): Promise<TokenPrincipal> {
  const token_hash = hashKey(undefined, claim.token);
  const rows = await rx.run(byToken, { dialect: claim.dialect, token_hash, now: claim.now });
  const row = rows[0];
  const same = isSameHash(row?.token_hash ?? nobody.key_hash, token_hash);
  const key_hash = claim.key === undefined ? undefined : hashKey(undefined, claim.key);
  const theirs = key_hash === undefined || isSameHash(row?.key_hash ?? nobody.key_hash, key_hash);
  const principal = same && theirs ? principalOf(rows, row?.token_settings) : undefined;
  if (principal === undefined || row === undefined) throw new Fault('unauthenticated');
  return { ...principal, access_token_id: row.access_token_id };
}

/** Is compared in place of what was not found, so that an unknown name costs what a wrong key costs. */
const nobody = { credential_id: 0, key_hash: '0'.repeat(64), key_sealed: null };

function foundOf(
  rows: readonly NamedRow[],
  isTheirs: (row: Pick<NamedRow, 'credential_id' | 'key_hash' | 'key_sealed'>) => boolean,
): Principal {
  let credential_id: number | undefined;
  let compared: number | undefined;
  for (const row of rows.length === 0 ? [nobody] : rows) {
    // the rows of one credential differ in their organizer only; they come together or not, either way is right
    if (row.credential_id === compared || row.credential_id === credential_id) continue;
    compared = row.credential_id;
    if (isTheirs(row)) credential_id = row.credential_id;
  }
  const principal = principalOf(rows.filter((row) => row.credential_id === credential_id));
  if (principal === undefined) throw new Fault('unauthenticated');
  return principal;
}

/** Both are hex SHA-256, so there is no length to hide: once is enough, without hashing them again. */
export function isSameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1')];
  return left.length === right.length && timingSafeEqual(left, right);
}
