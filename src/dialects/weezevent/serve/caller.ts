import type { Incoming } from '../../../contract/incoming.ts';
import { Fault } from '../../../domain/faults.ts';
import { authenticateToken, type TokenPrincipal } from '../../../office/access/authenticate.ts';
import { createCallGuard } from '../../../office/access/call-guard.ts';
import type { Office } from '../../../office/office.ts';

export type Caller = TokenPrincipal;

/** (wire-notes.md, "Weezevent") */
const calls_per_minute = 600;
/** a client that goes on with a token that was revoked is slowed down, not a person who mistyped */
const wrong_keys_per_minute = 60;

/** The token that the call is made with, from wherever it comes. */
export function tokenOf(incoming: Incoming): string {
  return incoming.text('access_token') ?? '';
}

/** `access_token` with the `api_key` of the login that it was given for. Throws `unauthenticated`, `rate_limited`. */
export function callerOf(office: Office): (incoming: Incoming) => Promise<Caller> {
  const { store, surroundings } = office;
  const letIn = createCallGuard({
    office,
    authenticate: (claim: Parameters<typeof authenticateToken>[1]) =>
      store.read((rx) => authenticateToken(rx, claim)),
    calls_per_minute,
    wrong_keys_per_minute,
  });
  return async (incoming) => {
    const token = tokenOf(incoming);
    const key = incoming.text('api_key') ?? '';
    if (token === '' || key === '') throw new Fault('unauthenticated');
    return letIn({ dialect: 'weezevent', token, key, now: surroundings.now() }, incoming.request.ip);
  };
}
