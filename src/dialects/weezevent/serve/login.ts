import { Refusal } from '../../../contract/endpoint.ts';
import { isFault } from '../../../domain/faults.ts';
import { createWrongKeyLimiter, type WrongKeyLimiter } from '../../../office/access/call-limits.ts';
import { authenticateLogin } from '../../../office/access/login.ts';
import { actorOf } from '../../../office/access/principal.ts';
import { issueToken, revokeToken } from '../../../office/access/tokens.ts';
import type { Office } from '../../../office/office.ts';
import type { Caller } from './caller.ts';

/** (wire-notes.md, "Weezevent") */
const wrong_logins_per_minute = 5;

export const createLoginLimiter = (): WrongKeyLimiter =>
  createWrongKeyLimiter({ wrong_keys_per_minute: wrong_logins_per_minute });

export interface Login {
  readonly username: string;
  readonly password: string;
  readonly api_key: string;
}

/** A new token for a login; the ones before stay good, since clients keep them. A wrong login is 403. */
export async function login(
  office: Office,
  wrongLogins: WrongKeyLimiter,
  given: Login,
  address: string,
): Promise<{ accessToken: string }> {
  const { store, surroundings, settings } = office;
  const { username: public_name, password, api_key: key } = given;
  const now = surroundings.now();
  const from = { dialect: 'weezevent', public_name, address };
  if (settings.credential_limits) wrongLogins.check(from, now);
  try {
    const principal = await store.read((rx) =>
      authenticateLogin(rx, { dialect: 'weezevent', public_name, key, password, now }),
    );
    const { token } = await store.write(actorOf(principal), (tx) => issueToken(tx, { principal }));
    return { accessToken: token };
  } catch (error) {
    if (!isFault(error, 'unauthenticated')) throw error;
    if (settings.credential_limits) wrongLogins.wrong(from, now);
    throw new Refusal(403, { error: { message: 'Wrong username, password or API key' } });
  }
}

export async function logout(office: Office, caller: Caller, token: string): Promise<{ revoked: true }> {
  await office.store.write(actorOf(caller), (tx) => revokeToken(tx, { token }));
  return { revoked: true };
}
