import type { Incoming } from '../../../contract/incoming.ts';
import { Fault } from '../../../domain/faults.ts';
import { createAuthenticator } from '../../../office/access/authenticator.ts';
import { createCallGuard } from '../../../office/access/call-guard.ts';
import type { Principal } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';

export type Caller = Principal;

/** The vendor names no limit; settable by credential. */
const calls_per_minute = 600;

/** `Authorization: Bearer TOKEN` (qtickets-api.txt, "Авторизация"). */
export function callerOf(office: Office): (incoming: Incoming) => Caller | Promise<Caller> {
  const { store, surroundings } = office;
  const letIn = createCallGuard({ office, authenticate: createAuthenticator(store), calls_per_minute });
  return (incoming) => {
    const key = tokenOf(incoming.request.headers.authorization);
    if (key === undefined) throw new Fault('unauthenticated');
    return letIn({ dialect: 'qtickets', key, now: surroundings.now() }, incoming.request.ip);
  };
}

function tokenOf(header: string | undefined): string | undefined {
  return /^Bearer\s+(\S{1,500})\s*$/i.exec(header ?? '')?.[1];
}
