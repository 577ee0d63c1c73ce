import { Fault } from '../../domain/faults.ts';
import { permissionsOf } from '../../domain/roles.ts';
import { hashUserPassword } from '../../office/access/passwords.ts';
import {
  acceptInvitation,
  findInvitation,
  inviteUser,
  makeInvitation,
  type Invitation,
} from '../../office/access/invitations.ts';
import {
  memberList,
  memberOf,
  membersByIds,
  requireOwnMember,
  setRoles,
  type Member,
} from '../../office/access/members.ts';
import { removeTotp } from '../../office/access/second-step.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { instantColumn, listPageOf } from '../list.ts';
import { once } from '../once.ts';
import { toInstant, toInstantOrNull } from '../shapes.ts';
import type { CountTry } from './tries.ts';
import type { userEndpoints } from './user-endpoints.ts';

const members = memberList({ created_at: instantColumn('user.created_at') });

type Handlers = GroupHandlers<typeof userEndpoints>;

export function userHandlers(face: ApiFace, countTry: CountTry): Handlers {
  return { ...readers(face), ...writers(face), ...invitations(face, countTry) };
}

function readers({ office }: ApiFace): Pick<Handlers, 'list_users' | 'find_user'> {
  return {
    list_users: ({ auth, query }) =>
      office.store.read((rx) =>
        listPageOf(rx, auth, query, {
          source: members,
          event_column: undefined,
          rows: (rx, ids) => membersByIds(rx, { organizer_id: auth.organizer_id, ids }),
          item: memberItem,
        }),
      ),
    find_user: async ({ auth, params }) => {
      const of = ownOf(auth, params.id);
      return memberItem(await office.store.read((rx) => memberOf(rx, of)));
    },
  };
}

function writers(
  face: ApiFace,
): Pick<
  Handlers,
  'invite_user' | 'set_user_roles' | 'remove_user' | 'renew_invitation' | 'remove_user_totp'
> {
  return {
    invite_user: (handed) => {
      const { auth, body } = handed;
      auth.requireEverywhere();
      auth.requireAll(body.roles.flatMap(({ role }) => permissionsOf(role)));
      const { organizer_id } = auth;
      return once(face, handed, async (tx) => {
        const { language = 'fr', ...person } = body;
        const { user_id, invitation } = await inviteUser(tx, { organizer_id, language, ...person });
        const user = memberItem(await memberOf(tx, { organizer_id, user_id }));
        return { user, invitation: invitation === null ? null : invitationItem(face, invitation) };
      });
    },
    set_user_roles: (handed) => {
      const of = ownOf(handed.auth, handed.params.id);
      handed.auth.requireAll(handed.body.roles.flatMap(({ role }) => permissionsOf(role)));
      return once(face, handed, async (tx) => {
        await setRoles(tx, { ...of, roles: handed.body.roles });
        return memberItem(await memberOf(tx, of));
      });
    },
    remove_user: (handed) => {
      const of = ownOf(handed.auth, handed.params.id);
      return once(face, handed, async (tx) => {
        await setRoles(tx, { ...of, roles: [] });
        return { removed: true as const };
      });
    },
    renew_invitation: (handed) => {
      const of = ownOf(handed.auth, handed.params.id);
      requirePerson(handed.auth);
      return once(face, handed, async (tx) => {
        await requireOwnMember(tx, { ...of, within: managedBy(handed.auth) });
        return invitationItem(face, await makeInvitation(tx, of));
      });
    },
    remove_user_totp: (handed) => {
      const of = ownOf(handed.auth, handed.params.id);
      requirePerson(handed.auth);
      return once(face, handed, async (tx) => {
        await requireOwnMember(tx, { ...of, within: managedBy(handed.auth) });
        await removeTotp(tx, of);
        return memberItem(await memberOf(tx, of));
      });
    },
  };
}

/** Who comes with a link has no session yet; tokens are long, but nobody tries many. */
function invitations(
  { office }: ApiFace,
  countTry: CountTry,
): Pick<Handlers, 'look_at_invitation' | 'accept_invitation'> {
  const { store, surroundings } = office;
  return {
    look_at_invitation: async ({ body, request }) => {
      const now = surroundings.now();
      countTry(`invitation ${request.ip}`, request.ip, now);
      const { name, email, language } = await store.read((rx) => findInvitation(rx, { ...body, now }));
      return { name, email, language };
    },
    accept_invitation: async ({ body, request }) => {
      const { token, password } = body;
      const now = surroundings.now();
      countTry(`invitation ${request.ip}`, request.ip, now);
      const { user_id, email } = await store.read((rx) => findInvitation(rx, { token, now }));
      const password_hash = await hashUserPassword(password, (bytes) => surroundings.random(bytes));
      await store.write({ kind: 'user', id: user_id }, (tx) =>
        acceptInvitation(tx, { token, password_hash }),
      );
      return { email };
    },
  };
}

/** People are the whole organizer's. */
function ownOf(auth: Caller, user_id: number): { organizer_id: number; user_id: number } {
  auth.requireEverywhere();
  return { organizer_id: auth.organizer_id, user_id };
}

/** A program that sets how a person signs in would become that person. */
function requirePerson({ known }: Caller): void {
  if (known.kind !== 'user') throw new Fault('forbidden', { reason: 'for a person who is signed in' });
}

/** The organizers whose people the caller may change. */
function managedBy({ known }: Caller): number[] {
  return known.organizers.flatMap(({ id }) =>
    known.allows(id, 'access.write') === 'everywhere' ? [id] : [],
  );
}

function memberItem(member: Member) {
  return {
    ...member,
    created_at: toInstant(member.created_at),
    seen_at: toInstantOrNull(member.seen_at),
  };
}

/** The token stands behind the `#`: what follows it is sent to no server and stands in no log. */
function invitationItem({ office }: ApiFace, { token, expires_at }: Invitation) {
  const link = `${office.settings.public_base_url}/admin/invitation#${token}`;
  return { token, link, expires_at: toInstant(expires_at) };
}
