import { Type } from 'typebox';
import { limits } from '../../domain/limits.ts';
import { permissions, roles } from '../../domain/roles.ts';
import { apiEndpoint } from '../endpoint.ts';
import { Currency, Id, listOf, orNull, WriteHeaders } from '../shapes.ts';

const Organizer = Type.Object({
  id: Id,
  slug: Type.String(),
  name: Type.String(),
  zone: Type.String({ description: 'IANA', examples: ['Europe/Paris'] }),
  currency: Currency,
});

const User = Type.Object({
  id: Id,
  name: Type.String(),
  email: Type.String(),
  language: Type.String(),
});

const Password = Type.String({ minLength: 1, maxLength: 200 });

const SignedIn = Type.Object({
  second_step: Type.Boolean({ description: 'a code is still needed: POST /api/sign-in/totp' }),
});

/** Sign-in and the caller's own account. */
export const account = {
  sign_in: apiEndpoint({
    method: 'POST',
    path: '/sign-in',
    tags: ['account'],
    summary: 'Signs a user in; the session comes as a cookie',
    description: 'Takes the header `guichet-csrf: 1`, as every write with a cookie does.',
    open: true,
    body: Type.Object({
      email: Type.String({ minLength: 1, maxLength: limits.email_chars_max }),
      password: Password,
    }),
    answers: { 200: SignedIn },
  }),
  sign_out: apiEndpoint({
    method: 'POST',
    path: '/sign-out',
    tags: ['account'],
    summary: 'Ends the session of the cookie',
    needs: 'user',
    answers: { 200: Type.Object({ signed_out: Type.Literal(true) }) },
  }),
  me: apiEndpoint({
    method: 'GET',
    path: '/me',
    tags: ['account'],
    summary: 'Who calls, and what may be done where',
    needs: 'caller',
    answers: {
      200: Type.Object({
        kind: Type.Enum(['user', 'key', 'device']),
        user: orNull(User),
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
  change_me: apiEndpoint({
    method: 'PATCH',
    path: '/me',
    tags: ['account'],
    summary: 'Changes the own account',
    needs: 'user',
    headers: WriteHeaders,
    body: Type.Object(
      {
        name: Type.Optional(Type.String({ minLength: 1, maxLength: limits.person_name_chars_max })),
        language: Type.Optional(Type.Enum(['fr', 'en'])),
      },
      { additionalProperties: false },
    ),
    answers: { 200: User },
  }),
  list_organizers: apiEndpoint({
    method: 'GET',
    path: '/organizers',
    tags: ['account'],
    summary: 'The organizers that the caller reaches; the header `guichet-organizer` names one',
    needs: 'caller',
    answers: { 200: listOf(Organizer) },
  }),
};
