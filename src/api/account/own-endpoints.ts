import { Type } from 'typebox';
import { apiEndpoint } from '../endpoint.ts';
import { WriteHeaders } from '../shapes.ts';
import { Code, Language, NewPassword, Password, PersonName, User } from './shapes.ts';

const tags = ['account'] as const;
const strict = { additionalProperties: false } as const;
/** What changes how the user signs in asks for the password once more. */
const Confirmed = Type.Object({ password: Password }, strict);

const RecoveryCodes = Type.Object({
  recovery_codes: Type.Array(Type.String(), { description: 'each lets in once; shown this once' }),
});

/** The user's own account. */
export const ownEndpoints = {
  change_me: apiEndpoint({
    method: 'PATCH',
    path: '/me',
    tags,
    summary: 'Changes the own account',
    needs: 'user',
    headers: WriteHeaders,
    body: Type.Object({ name: Type.Optional(PersonName), language: Type.Optional(Language) }, strict),
    answers: { 200: User },
  }),
  change_my_password: apiEndpoint({
    method: 'POST',
    path: '/me/password',
    tags,
    summary: 'Sets another password and signs out everywhere else',
    needs: 'user',
    headers: WriteHeaders,
    body: Type.Object({ password: Password, new_password: NewPassword }, strict),
    answers: { 200: Type.Object({ changed: Type.Literal(true) }) },
  }),
  my_second_step: apiEndpoint({
    method: 'GET',
    path: '/me/totp',
    tags,
    summary: 'Whether a code is asked for at sign-in, and how many recovery codes are left',
    needs: 'user',
    answers: { 200: Type.Object({ active: Type.Boolean(), recovery_codes_left: Type.Integer() }) },
  }),
  enroll_totp: apiEndpoint({
    method: 'POST',
    path: '/me/totp',
    tags,
    summary: 'A secret for an app that makes codes; it counts once it is confirmed',
    needs: 'user',
    headers: WriteHeaders,
    body: Confirmed,
    answers: {
      200: Type.Object({
        secret: Type.String({ description: 'base 32, for who types it' }),
        uri: Type.String({ description: 'otpauth:// as a QR code shows it' }),
      }),
    },
  }),
  confirm_totp: apiEndpoint({
    method: 'POST',
    path: '/me/totp/confirm',
    tags,
    summary: 'Makes it the second step of signing in',
    needs: 'user',
    headers: WriteHeaders,
    body: Type.Object({ code: Code }, strict),
    answers: { 200: RecoveryCodes },
  }),
  remove_totp: apiEndpoint({
    method: 'POST',
    path: '/me/totp/remove',
    tags,
    summary: 'Ends the second step',
    needs: 'user',
    headers: WriteHeaders,
    body: Confirmed,
    answers: { 200: Type.Object({ active: Type.Literal(false) }) },
  }),
  renew_recovery_codes: apiEndpoint({
    method: 'POST',
    path: '/me/recovery-codes',
    tags,
    summary: 'New recovery codes in place of those before',
    needs: 'user',
    headers: WriteHeaders,
    body: Confirmed,
    answers: { 200: RecoveryCodes },
  }),
};
