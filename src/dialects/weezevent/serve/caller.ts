import type { Incoming } from '../../../contract/incoming.ts';
import { Fault, isFault } from '../../../domain/faults.ts';
import { authenticateToken, type TokenPrincipal } from '../../../office/access/authenticate.ts';
import {
  createCallLimiter,
  createWrongKeyLimiter,
  type CallLimiter,
  type WrongKeyLimiter,
} from '../../../office/access/call-limits.ts';
import type { Office } from '../../../office/office.ts';

export type Caller = TokenPrincipal;

/** 600 calls a minute, 5 wrong logins (wire-notes.md, "Weezevent"). */
const calls_per_minute = 600;
const wrong_logins_per_minute = 5;
/** a client that goes on with a token that was revoked is slowed down, not a person who mistyped */
const wrong_tokens_per_minute = 60;

/** What is counted of who calls, in this process. */
export interface Limiters {
  readonly calls: CallLimiter;
  readonly logins: WrongKeyLimiter;
  readonly tokens: WrongKeyLimiter;
}

export function createLimiters(): Limiters {
  return {
    calls: createCallLimiter({ calls_per_minute_default: calls_per_minute }),
    logins: createWrongKeyLimiter({ wrong_keys_per_minute: wrong_logins_per_minute }),
    tokens: createWrongKeyLimiter({ wrong_keys_per_minute: wrong_tokens_per_minute }),
  };
}

/** The token that the call is made with, from wherever it comes. */
export function tokenOf(incoming: Incoming): string {
  return incoming.text('access_token') ?? '';
}

/** `access_token` with the `api_key` of the login that it was given for. Throws `unauthenticated`, `rate_limited`. */
export function callerOf(office: Office, limiters: Limiters): (incoming: Incoming) => Promise<Caller> {
  const { store, surroundings, settings } = office;
  const limits = settings.credential_limits;
  return async (incoming) => {
    const token = tokenOf(incoming);
    const key = incoming.text('api_key') ?? '';
    if (token === '' || key === '') throw new Fault('unauthenticated');
    const now = surroundings.now();
    const from = { dialect: 'weezevent', address: incoming.request.ip };
    if (limits) limiters.tokens.check(from, now);
    try {
      const caller = await store.read((rx) =>
        authenticateToken(rx, { dialect: 'weezevent', token, key, now }),
      );
      if (limits) limiters.calls(caller, now);
      return caller;
    } catch (error) {
      if (limits && isFault(error, 'unauthenticated')) limiters.tokens.wrong(from, now);
      throw error;
    }
  };
}
