import type { Incoming } from '../../../contract/incoming.ts';
import { Fault } from '../../../domain/faults.ts';
import { hashPassword, isPassword } from '../../../domain/secrets.ts';
import { createWrongKeyLimiter } from '../../../office/access/call-limits.ts';
import { issueToken } from '../../../office/access/tokens.ts';
import type { Office } from '../../../office/office.ts';
import { systemActor, type Rx } from '../../../store/transaction.ts';

export interface AuthToken {
  readonly result: 'OK';
  readonly success: true;
  readonly APIKEY: string;
  readonly SHOPID: string;
}

interface Found {
  readonly id: number;
  readonly application_id: number;
  readonly public_name: string;
  readonly password_hash: string;
}

/** Takes the time of a real one, so that an unknown login costs what a wrong password costs. */
const nobody = hashPassword('nobody', new Uint8Array(16));

/**
 * A key for who signs in: a token of the shop's credential, since a key itself cannot be read again. `login` is the shop's
 * number, or the `login` of the credential's settings, which also hold the password's hash. On failure there is no `APIKEY`
 * (wire-notes.md, "getAuthToken.php"). Throws `unauthenticated`, `rate_limited`.
 */
export function tokenGiver(
  office: Office,
): (incoming: Incoming, input: { login: string; password: string }) => Promise<AuthToken> {
  const { store, surroundings, settings } = office;
  const wrongKeys = createWrongKeyLimiter();
  return async (incoming, { login, password }) => {
    const now = surroundings.now();
    const claim = { dialect: 'caisse', public_name: login, key: password, now };
    const asked = { ...claim, address: incoming.request.ip };
    if (settings.credential_limits) wrongKeys.check(asked, now);
    const found = login === '' ? undefined : await store.read((rx) => findByLogin(rx, login, now));
    const same = isPassword(password, found?.password_hash ?? nobody);
    if (found === undefined || !same) {
      if (settings.credential_limits) wrongKeys.wrong(asked, now);
      throw new Fault('unauthenticated');
    }
    const principal = { application_id: found.application_id, credential_id: found.id };
    const { token } = await store.write(systemActor, (tx) =>
      issueToken(tx, { principal, label: 'getAuthToken' }),
    );
    return { result: 'OK', success: true, APIKEY: token, SHOPID: found.public_name };
  };
}

async function findByLogin(rx: Rx, login: string, now: number): Promise<Found | undefined> {
  const rows = await rx.db
    .selectFrom('credential')
    .innerJoin('application', 'application.id', 'credential.application_id')
    .select(['credential.id', 'credential.application_id', 'credential.public_name', 'credential.settings'])
    .where('credential.dialect', '=', 'caisse')
    .where('credential.revoked_at', 'is', null)
    .where('application.revoked_at', 'is', null)
    .where((eb) => eb.or([eb('credential.expires_at', 'is', null), eb('credential.expires_at', '>', now)]))
    .execute();
  for (const { settings, ...row } of rows) {
    const said = JSON.parse(settings) as { login?: unknown; password_hash?: unknown };
    if (typeof said.password_hash !== 'string') continue;
    if (row.public_name === login || said.login === login)
      return { ...row, password_hash: said.password_hash };
  }
  return undefined;
}
