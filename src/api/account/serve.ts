import { answer } from '../../contract/endpoint.ts';
import { isRole, permissions } from '../../domain/roles.ts';
import { changeProfile, recordForUser, userProfile } from '../../office/access/users.ts';
import { endUserSession } from '../../office/access/user-sessions.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { once } from '../once.ts';
import { sessionCookie } from '../session-cookie.ts';
import type { account } from './contract.ts';
import { signIn } from './sign-in.ts';

export function accountHandlers(face: ApiFace): GroupHandlers<typeof account> {
  const { office } = face;
  return {
    sign_in: signIn(face),
    sign_out: async ({ auth, request }) => {
      const { user_id } = auth;
      const { session_id } = auth.known;
      await office.store.write(auth.actor, async (tx) => {
        if (session_id === undefined || !(await endUserSession(tx, { user_id, session_id }))) return;
        await recordForUser(tx, user_id, 'user.signed_out', { session_id });
      });
      return answer(200, { signed_out: true as const }, sessionCookie(request, '', 0));
    },
    me: async ({ auth }) => {
      const { kind, caller_id } = auth.known;
      const user =
        kind === 'user' ? await office.store.read((rx) => userProfile(rx, { user_id: caller_id })) : null;
      return { kind, user, organizers: organizersOf(auth) };
    },
    change_me: (handed) => {
      const { user_id } = handed.auth;
      return once(face, handed, (tx) => changeProfile(tx, { user_id, ...handed.body }));
    },
    list_organizers: ({ auth }) => ({ items: [...auth.known.organizers], next_cursor: null }),
  };
}

function organizersOf({ known }: Caller) {
  return known.organizers.map((organizer) => ({
    ...organizer,
    roles: known.held.flatMap(({ organizer_id, role, event_id }) =>
      organizer_id === organizer.id && isRole(role) ? [{ role, event_id }] : [],
    ),
    permissions: permissions.filter((one) => known.allows(organizer.id, one) === 'everywhere'),
  }));
}
