import { Type } from 'typebox';
import { permissions, roles } from '../../domain/roles.ts';
import { apiEndpoint } from '../endpoint.ts';
import { ById, Id, Instant, listOf, orNull, WriteHeaders } from '../shapes.ts';
import { Code, Email, Organizer, Password, User } from './shapes.ts';

const tags = ['account'] as const;
const csrf = 'Takes the header `guichet-csrf: 1`, as every write with a cookie does.';

const SignedIn = Type.Object({
  second_step: Type.Boolean({ description: 'a code is still needed: POST /api/sign-in/totp' }),
});

const Session = Type.Object({
  id: Id,
  current: Type.Boolean({ description: 'the one that asks' }),
  user_agent: Type.String(),
  created_at: Instant,
  seen_at: Instant,
  expires_at: Instant,
});

/** Signing in and out, who calls, and where the user is signed in. */
export const sessionEndpoints = {
  sign_in: apiEndpoint({
    method: 'POST',
    path: '/sign-in',
    tags,
    summary: 'Signs a user in; the session comes as a cookie',
    description: csrf,
    open: true,
    body: Type.Object({ email: Email, password: Password }),
    answers: { 200: SignedIn },
  }),
  sign_in_totp: apiEndpoint({
    method: 'POST',
    path: '/sign-in/totp',
    tags,
    summary: 'The second step: a code of the app, or a recovery code',
    description: `Within ten minutes of the password, with the cookie that it gave. ${csrf}`,
    open: true,
    body: Type.Object({ code: Code }),
    answers: { 200: SignedIn },
  }),
  sign_out: apiEndpoint({
    method: 'POST',
    path: '/sign-out',
    tags,
    summary: 'Ends the session of the cookie',
    needs: 'user',
    answers: { 200: Type.Object({ signed_out: Type.Literal(true) }) },
  }),
  me: apiEndpoint({
    method: 'GET',
    path: '/me',
    tags,
    summary: 'Who calls, and what may be done where',
    needs: 'caller',
    answers: {
      200: Type.Object({
        kind: Type.Enum(['user', 'key', 'device']),
        user: orNull(User),
        device: orNull(
          Type.Object({ id: Id, name: Type.String(), role: Type.String(), control_point_id: orNull(Id) }),
        ),
        organizers: Type.Array(
          Type.Object({
            ...Organizer.properties,
            roles: Type.Array(Type.Object({ role: Type.Enum([...roles]), event_id: orNull(Id) })),
            permissions: Type.Array(Type.Enum([...permissions]), {
              description: 'that hold in all of the organizer',
            }),
          }),
        ),
      }),
    },
  }),
  list_organizers: apiEndpoint({
    method: 'GET',
    path: '/organizers',
    tags,
    summary: 'The organizers that the caller reaches; the header `guichet-organizer` names one',
    needs: 'caller',
    answers: { 200: listOf(Organizer) },
  }),
  list_my_sessions: apiEndpoint({
    method: 'GET',
    path: '/me/sessions',
    tags,
    summary: 'Where the user is signed in, the latest first',
    needs: 'user',
    answers: { 200: listOf(Session) },
  }),
  end_my_session: apiEndpoint({
    method: 'DELETE',
    path: '/me/sessions/{id}',
    tags,
    summary: 'Signs the user out there',
    needs: 'user',
    params: ById,
    headers: WriteHeaders,
    answers: { 200: Type.Object({ ended: Type.Integer() }) },
  }),
  end_my_other_sessions: apiEndpoint({
    method: 'DELETE',
    path: '/me/sessions',
    tags,
    summary: 'Signs the user out everywhere else',
    needs: 'user',
    headers: WriteHeaders,
    answers: { 200: Type.Object({ ended: Type.Integer() }) },
  }),
};
