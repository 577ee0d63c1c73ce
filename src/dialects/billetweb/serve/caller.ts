import type { Incoming } from '../../../contract/incoming.ts';
import { Fault } from '../../../domain/faults.ts';
import { createAuthenticator } from '../../../office/access/authenticator.ts';
import { createCallGuard } from '../../../office/access/call-guard.ts';
import type { Principal } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';

/** Who calls, and which of the two meanings of an answer it reads: the document's or the vendor's real one. */
export interface Caller extends Principal {
  readonly shape: 'document' | 'vendor';
}

interface Keys {
  readonly user: string;
  readonly key: string;
}

/** 100 calls a minute (wire-notes.md, "BilletWeb"). */
const calls_per_minute = 100;

/** Query `user` and `key`, or Basic; `version` is not looked at, since Basic clients leave it out. */
export function callerOf(office: Office): (incoming: Incoming) => Caller | Promise<Caller> {
  const { store, surroundings } = office;
  const letIn = createCallGuard({ office, authenticate: createAuthenticator(store), calls_per_minute });
  return (incoming) => {
    const keys = keysOf(incoming);
    if (keys === undefined) throw new Fault('unauthenticated');
    const claim = { dialect: 'billetweb', public_name: keys.user, key: keys.key, now: surroundings.now() };
    const asked = letIn(claim, incoming.request.ip);
    return asked instanceof Promise ? asked.then(withShape) : withShape(asked);
  };
}

const withShape = (principal: Principal): Caller => ({
  ...principal,
  shape: principal.settings['shape'] === 'vendor' ? 'vendor' : 'document',
});

function keysOf(incoming: Incoming): Keys | undefined {
  const { query } = incoming;
  const user = query.children?.get('user')?.text;
  const key = query.children?.get('key')?.text;
  const found = key === undefined ? basicOf(incoming.request.headers.authorization) : { user, key };
  // the user is always a part of the credential: a key alone would be looked up without it
  if (found?.user === undefined || found.user === '' || found.key === '') return undefined;
  return { user: found.user, key: found.key };
}

function basicOf(header: string | undefined): Keys | undefined {
  const [, encoded] = /^Basic\s+([A-Za-z0-9+/=_-]+)\s*$/i.exec(header ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 ? undefined : { user: text.slice(0, colon), key: text.slice(colon + 1) };
}
