import { hash } from 'node:crypto';
import { createClient, type Client } from '../../../contract/client.ts';
import type { Transport } from '../../../contract/transport.ts';
import { PeerTrouble, type OpenConnection } from '../../../hub/port.ts';
import { heeding } from '../../heeding.ts';
import { called } from './called.ts';
import { statusOf, troubleOf } from './trouble.ts';

export type WeezeventClient = Client<typeof called>;

/** One call of the vendor's API, with what went wrong out there as `PeerTrouble`. */
export type Session = <T>(call: (client: WeezeventClient) => Promise<T>) => Promise<T>;

/** Wrong logins after which nothing is tried again for a while: five of them ban an account for half an hour. */
const wrong_logins_max = 2;
const quiet_ms = 40 * 60_000;
const kept_max = 1_000;

interface Known {
  token: string | undefined;
  /** logins that were refused, ms */
  wrong: number[];
}

/**
 * The tokens of this process, which are good until they are revoked, and the logins that were refused. Both are kept over
 * pulls by who logs in where, so that neither a restarted pull nor an impatient person logs in more often than the vendor
 * bears. What was mistyped is another login once it is mended.
 */
export class Tokens {
  readonly #known = new Map<string, Known>();

  of(connection: Pick<OpenConnection, 'base_url' | 'secrets'>): Known {
    const { username, password, api_key } = connection.secrets;
    const key = hash('sha256', JSON.stringify([connection.base_url, username, password, api_key]));
    const known = this.#known.get(key) ?? { token: undefined, wrong: [] };
    this.#known.delete(key);
    this.#known.set(key, known);
    if (this.#known.size > kept_max) {
      for (const oldest of this.#known.keys()) {
        this.#known.delete(oldest);
        break;
      }
    }
    return known;
  }
}

/**
 * Logs in when there is no token, and once more when one is refused: it may have been revoked. A new token that is refused
 * too is the end of it.
 */
export function openSession(connection: OpenConnection, transport: Transport, tokens: Tokens): Session {
  const { username = '', password = '', api_key = '' } = connection.secrets;
  const known = tokens.of(connection);
  const client = createClient(called, {
    transport: heeding(transport, connection),
    baseUrl: connection.base_url,
    timeout_ms: connection.timeout_ms,
    defaults: () => ({ query: known.token === undefined ? {} : { api_key, access_token: known.token } }),
  });

  async function logIn(): Promise<void> {
    const now = connection.now();
    known.wrong = known.wrong.filter((at) => at > now - quiet_ms && at <= now);
    if (known.wrong.length >= wrong_logins_max) {
      const after_ms = (known.wrong[0] ?? now) + quiet_ms - now;
      const words =
        'Weezevent has refused this login; it is not tried again yet, so that the account is not banned';
      throw new PeerTrouble('credentials', words, { after_ms });
    }
    known.token = undefined;
    await connection.turn();
    try {
      known.token = (await client.login({ input: { username, password, api_key } })).accessToken;
    } catch (error) {
      const trouble = troubleOf(error, 'login');
      // a service that is busy or down has not looked at the password
      if (trouble instanceof PeerTrouble && trouble.kind === 'credentials') known.wrong.push(now);
      throw trouble;
    }
  }

  return async (call) => {
    const before = known.token;
    if (before === undefined) await logIn();
    await connection.turn();
    try {
      return await call(client);
    } catch (error) {
      if (!isTokenRefused(error) || before === undefined) throw troubleOf(error, 'call');
    }
    // another call may have renewed it meanwhile
    if (known.token === before) await logIn();
    await connection.turn();
    try {
      return await call(client);
    } catch (error) {
      throw troubleOf(error, 'call');
    }
  };
}

/** 401 or 403 (wire-notes.md, "Weezevent"). */
function isTokenRefused(error: unknown): boolean {
  const status = statusOf(error);
  return status === 401 || status === 403;
}
