import type { Incoming } from '../../../contract/incoming.ts';
import { Fault, isFault } from '../../../domain/faults.ts';
import { createAuthenticator } from '../../../office/access/authenticator.ts';
import { createCallLimiter, createWrongKeyLimiter } from '../../../office/access/call-limits.ts';
import type { Principal } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';

export type Caller = Principal;

/** The vendor names no limit; settable by credential. */
const calls_per_minute = 600;

/** `Authorization: Bearer TOKEN` (qtickets-api.txt, "Авторизация"). */
export function callerOf(office: Office): (incoming: Incoming) => Caller | Promise<Caller> {
  const { store, surroundings, settings } = office;
  const limits = settings.credential_limits;
  const authenticate = createAuthenticator(store);
  const countCall = createCallLimiter({ calls_per_minute_default: calls_per_minute });
  const wrongKeys = createWrongKeyLimiter();
  return (incoming) => {
    const key = tokenOf(incoming.request.headers.authorization);
    if (key === undefined) throw new Fault('unauthenticated');
    const now = surroundings.now();
    const claim = { dialect: 'qtickets', key, now };
    const known = (principal: Principal): Caller => {
      if (limits) countCall(principal, now);
      return principal;
    };
    const unknown = (error: unknown): never => {
      if (limits && isFault(error, 'unauthenticated')) {
        wrongKeys.wrong({ ...claim, address: incoming.request.ip }, now);
      }
      throw error;
    };
    if (limits) wrongKeys.check({ ...claim, address: incoming.request.ip }, now);
    const asked = authenticate(claim);
    return asked instanceof Promise ? asked.then(known, unknown) : known(asked);
  };
}

function tokenOf(header: string | undefined): string | undefined {
  return /^Bearer\s+(\S{1,500})\s*$/i.exec(header ?? '')?.[1];
}
