import { Type } from 'typebox';
import { roles } from '../../domain/roles.ts';
import { apiEndpoint } from '../endpoint.ts';
import { ById, Id, Instant, ListQuery, listOf, orNull, WriteHeaders } from '../shapes.ts';
import { Email, Language, NewPassword, PersonName } from './shapes.ts';

const tags = ['account'] as const;
const strict = { additionalProperties: false } as const;

const RoleHeld = Type.Object(
  {
    role: Type.Enum([...roles]),
    event_id: orNull(Id, { description: 'for this event alone; null: all of the organizer' }),
  },
  strict,
);
const Roles = Type.Array(RoleHeld, { maxItems: 100 });

const Member = Type.Object({
  id: Id,
  name: Type.String(),
  email: Type.String(),
  language: Type.String(),
  state: Type.Enum(['invited', 'active', 'disabled']),
  second_step: Type.Boolean({ description: 'a code is asked for at sign-in' }),
  till_pin: Type.Boolean({ description: 'a till is handed over to them by a PIN (`set_till_pin`)' }),
  roles: Roles,
  created_at: Instant,
  seen_at: orNull(Instant),
});

const Invitation = Type.Object({
  token: Type.String({ description: 'shown this once' }),
  link: Type.String({ description: 'to hand over to the person' }),
  expires_at: Instant,
});

const Token = Type.String({ minLength: 1, maxLength: 100 });

/** The people of an organizer. */
export const userEndpoints = {
  list_users: apiEndpoint({
    method: 'GET',
    path: '/users',
    tags,
    summary: 'Who is with the organizer',
    description: 'Filtered and ordered by id, name, email, disabled, second_step, created_at.',
    needs: 'access.read',
    query: ListQuery,
    answers: { 200: listOf(Member) },
  }),
  find_user: apiEndpoint({
    method: 'GET',
    path: '/users/{id}',
    tags,
    summary: 'A member',
    needs: 'access.read',
    params: ById,
    answers: { 200: Member },
  }),
  invite_user: apiEndpoint({
    method: 'POST',
    path: '/users',
    tags,
    summary: 'Makes somebody a member, with a link to set the password',
    description: 'Who has a password here already gets the roles, and no link.',
    needs: 'access.write',
    headers: WriteHeaders,
    body: Type.Object(
      { email: Email, name: PersonName, language: Type.Optional(Language), roles: Roles },
      strict,
    ),
    answers: { 201: Type.Object({ user: Member, invitation: orNull(Invitation) }) },
  }),
  set_user_roles: apiEndpoint({
    method: 'PUT',
    path: '/users/{id}/roles',
    tags,
    summary: 'Sets what a member may do, from the next call on',
    needs: 'access.write',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object({ roles: Type.Array(RoleHeld, { minItems: 1, maxItems: 100 }) }, strict),
    answers: { 200: Member },
  }),
  remove_user: apiEndpoint({
    method: 'DELETE',
    path: '/users/{id}',
    tags,
    summary: 'Ends a membership; who is with no other organizer is disabled and signed out',
    needs: 'access.write',
    params: ById,
    headers: WriteHeaders,
    answers: { 200: Type.Object({ removed: Type.Literal(true) }) },
  }),
  renew_invitation: apiEndpoint({
    method: 'POST',
    path: '/users/{id}/invitation',
    tags,
    summary: 'Another link to set the password, for who has lost link or password',
    needs: 'access.write',
    params: ById,
    headers: WriteHeaders,
    answers: { 201: Invitation },
  }),
  remove_user_totp: apiEndpoint({
    method: 'POST',
    path: '/users/{id}/totp/remove',
    tags,
    summary: 'Ends the second step of a member who has lost it',
    needs: 'access.write',
    params: ById,
    headers: WriteHeaders,
    answers: { 200: Member },
  }),
  look_at_invitation: apiEndpoint({
    method: 'POST',
    path: '/invitations/look',
    tags,
    summary: 'Whom an invitation is for',
    open: true,
    body: Type.Object({ token: Token }),
    answers: { 200: Type.Object({ name: Type.String(), email: Type.String(), language: Type.String() }) },
  }),
  accept_invitation: apiEndpoint({
    method: 'POST',
    path: '/invitations/accept',
    tags,
    summary: 'Sets the password of the invited person; signing in comes next',
    open: true,
    body: Type.Object({ token: Token, password: NewPassword }),
    answers: { 200: Type.Object({ email: Type.String() }) },
  }),
};
