import { answer } from '../../contract/endpoint.ts';
import { Fault } from '../../domain/faults.ts';
import { isRole, permissions } from '../../domain/roles.ts';
import { recordForUser, userProfile } from '../../office/access/users.ts';
import { endUserSession, endUserSessions, listUserSessions } from '../../office/access/user-sessions.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { once } from '../once.ts';
import { sessionCookie } from '../session-cookie.ts';
import { toInstant } from '../shapes.ts';
import type { sessionEndpoints } from './session-endpoints.ts';
import { signIn, signInTotp } from './sign-in.ts';
import type { CountTry } from './tries.ts';

export function sessionHandlers(face: ApiFace, countTry: CountTry): GroupHandlers<typeof sessionEndpoints> {
  const { office, life } = face;
  return {
    sign_in: signIn(face, countTry),
    sign_in_totp: signInTotp(face, countTry),
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
      const { kind, caller_id, device = null } = auth.known;
      const user =
        kind === 'user' ? await office.store.read((rx) => userProfile(rx, { user_id: caller_id })) : null;
      return { kind, user, device, organizers: organizersOf(auth) };
    },
    list_organizers: ({ auth }) => ({ items: [...auth.known.organizers], next_cursor: null }),
    list_my_sessions: async ({ auth }) => {
      const of = { user_id: auth.user_id, now: office.surroundings.now(), life };
      const rows = await office.store.read((rx) => listUserSessions(rx, of));
      const items = rows.map((row) => ({
        id: row.id,
        current: row.id === auth.known.session_id,
        user_agent: row.user_agent,
        created_at: toInstant(row.created_at),
        seen_at: toInstant(row.seen_at),
        expires_at: toInstant(row.expires_at),
      }));
      return { items, next_cursor: null };
    },
    end_my_session: (handed) => {
      const [{ user_id }, session_id] = [handed.auth, handed.params.id];
      return once(face, handed, async (tx) => {
        if (!(await endUserSession(tx, { user_id, session_id })))
          throw new Fault('not_found', { kind: 'user_session', id: session_id });
        await recordForUser(tx, user_id, 'user.signed_out', { session_id });
        return { ended: 1 };
      });
    },
    end_my_other_sessions: (handed) => {
      const { user_id, known } = handed.auth;
      return once(face, handed, async (tx) => {
        const ended = await endUserSessions(tx, { user_id, but: known.session_id });
        if (ended > 0) await recordForUser(tx, user_id, 'user.signed_out', { ended_sessions: ended });
        return { ended };
      });
    },
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
