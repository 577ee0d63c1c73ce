import { isPermission, scopeOf, type Permission, type PermissionScope } from '../domain/roles.ts';
import { Fault, isFault } from '../domain/faults.ts';
import type { Incoming } from '../contract/incoming.ts';
import { createAuthenticator } from '../office/access/authenticator.ts';
import { deviceOfToken } from '../office/access/device-tokens.ts';
import { sawDevice } from '../office/admission/devices.ts';
import { createCallLimiter, createWrongKeyLimiter } from '../office/access/call-limits.ts';
import { actorOf, hasScope, type Principal } from '../office/access/principal.ts';
import { findUserSession, touchUserSession, type FoundSession } from '../office/access/user-sessions.ts';
import { organizersByIds } from '../office/catalogue/organizer.ts';
import type { Office } from '../office/office.ts';
import { systemActor } from '../store/transaction.ts';
import { Caller, organizerNeeded, type KnownCaller, type ReachedOrganizer } from './caller.ts';
import type { Need } from './endpoint.ts';
import type { ApiFace } from './face.ts';
import { requireOwnPage } from './same-site.ts';
import { sessionToken } from './session-cookie.ts';

/** A session, a key or a device unless its own row says otherwise; a page of lists with a live view stays far below. */
const calls_per_minute_default = 1_200;
/** a session in use is noted this often */
const seen_every_ms = 60_000;

/** Who calls, from cookie or key; about which organizer; and whether that is allowed. Runs before anything is read. */
export function callers(
  face: ApiFace,
  needOf: (endpoint: string) => Need,
): (incoming: Incoming) => Promise<Caller> {
  const { office } = face;
  const know = knowing(face);
  const countCall = createCallLimiter({ calls_per_minute_default });
  return async (incoming) => {
    const known = await know(incoming);
    if (office.settings.credential_limits) {
      const { counted_id, calls_per_minute } = known;
      countCall({ credential_id: counted_id, calls_per_minute }, office.surroundings.now());
    }
    return allowed(known, organizerOf(known, incoming), needOf(incoming.endpoint));
  };
}

function allowed(known: KnownCaller, organizer: ReachedOrganizer | undefined, need: Need): Caller {
  if (need === 'user' && known.kind !== 'user')
    throw new Fault('forbidden', { reason: 'for a person who is signed in' });
  if (!isPermission(need)) return new Caller(known, organizer, 'everywhere');
  if (organizer === undefined) throw organizerNeeded();
  const scope = known.allows(organizer.id, need);
  if (scope === undefined) throw new Fault('forbidden', { permission: need });
  return new Caller(known, organizer, scope);
}

/** The organizer of the header, or the only one. Throws `not_found` for one that the caller does not reach, as for none. */
function organizerOf({ organizers }: KnownCaller, incoming: Incoming): ReachedOrganizer | undefined {
  const { request } = incoming;
  // a link, and a browser's EventSource, send no header: what only reads may name it in the query
  const reads = request.method === 'GET';
  const named =
    request.headers['guichet-organizer'] ??
    (reads ? incoming.query.children?.get('guichet-organizer')?.text : undefined);
  if (named === undefined || named === '') return organizers.length === 1 ? organizers[0] : undefined;
  const found = organizers.find((one) => String(one.id) === named);
  if (found === undefined) throw new Fault('not_found', { kind: 'organizer' });
  return found;
}

function knowing(face: ApiFace): (incoming: Incoming) => Promise<KnownCaller> {
  const byKey = keyHolders(face.office);
  return async ({ request }) => {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const key = /^Bearer (\S{1,500})$/i.exec(authorization)?.[1];
      if (key === undefined) throw new Fault('unauthenticated');
      return key.startsWith('device_') ? deviceJoined(face, key) : byKey(key, request.ip);
    }
    const token = sessionToken(request);
    if (token === undefined) throw new Fault('unauthenticated');
    if (request.method !== 'GET' && request.method !== 'HEAD') requireOwnPage(request);
    return signedIn(face, token);
  };
}

/** Who is signed in, noted as seen from time to time. */
async function signedIn({ office, life }: ApiFace, token: string): Promise<KnownCaller> {
  const { store, surroundings } = office;
  const now = surroundings.now();
  const found = await store.read((rx) => findUserSession(rx, { token, now, life }));
  if (found === undefined || found.second_step_due) throw new Fault('unauthenticated');
  const { session_id } = found;
  if (now - found.seen_at >= seen_every_ms)
    await store.write(systemActor, (tx) => touchUserSession(tx, { session_id }));
  return userCaller(found);
}

/** The device of a token, noted as seen from time to time. */
async function deviceJoined({ office }: ApiFace, token: string): Promise<KnownCaller> {
  const { store, surroundings } = office;
  const found = await store.read((rx) => deviceOfToken(rx, token));
  if (found === undefined) throw new Fault('unauthenticated');
  const { device_id, organizer_id, role } = found;
  if (surroundings.now() - (found.seen_at ?? 0) >= seen_every_ms)
    await store.write(systemActor, (tx) => sawDevice(tx, { organizer_id, device_id }));
  const { slug, organizer_name: name, zone, currency } = found;
  const held = [{ organizer_id, role, event_id: null }];
  return {
    kind: 'device',
    actor: { kind: 'device', id: device_id },
    caller_id: device_id,
    counted_id: device_id,
    calls_per_minute: null,
    session_id: undefined,
    device: { id: device_id, name: found.device_name, role, control_point_id: found.control_point_id },
    held,
    organizers: [{ id: organizer_id, slug, name, zone, currency }],
    allows: (organizer_id, permission) => scopeOf(held, organizer_id, permission),
  };
}

function userCaller({ session_id, user_id, held }: FoundSession): KnownCaller {
  const organizers = new Map<number, ReachedOrganizer>();
  for (const { organizer_id: id, slug, organizer_name: name, zone, currency } of held)
    organizers.set(id, { id, slug, name, zone, currency });
  return {
    kind: 'user',
    actor: { kind: 'user', id: user_id },
    caller_id: user_id,
    counted_id: session_id,
    calls_per_minute: null,
    session_id,
    device: undefined,
    held,
    organizers: [...organizers.values()].sort((a, b) => a.id - b.id),
    allows: (organizer_id, permission) => scopeOf(held, organizer_id, permission),
  };
}

/** The callers of keys of the dialect `api`; wrong ones are slowed down by their network. */
function keyHolders({
  store,
  surroundings,
  settings,
}: Office): (key: string, address: string) => Promise<KnownCaller> {
  const known = createAuthenticator(store);
  const wrongKeys = createWrongKeyLimiter();
  return async (key, address) => {
    const now = surroundings.now();
    const from = { dialect: 'api', address };
    if (settings.credential_limits) wrongKeys.check(from, now);
    try {
      const principal = await known({ dialect: 'api', key, now });
      const { organizer_ids } = principal;
      return keyCaller(principal, await store.read((rx) => organizersByIds(rx, organizer_ids)));
    } catch (error) {
      if (isFault(error, 'unauthenticated')) wrongKeys.wrong(from, now);
      throw error;
    }
  };
}

function keyCaller(principal: Principal, organizers: readonly ReachedOrganizer[]): KnownCaller {
  const allows = (organizer_id: number, permission: Permission): PermissionScope | undefined =>
    principal.organizer_ids.includes(organizer_id) && hasScope(principal, permission)
      ? 'everywhere'
      : undefined;
  return {
    kind: 'key',
    actor: actorOf(principal),
    caller_id: principal.application_id,
    counted_id: principal.credential_id,
    calls_per_minute: principal.calls_per_minute,
    session_id: undefined,
    device: undefined,
    held: [],
    organizers,
    allows,
  };
}
