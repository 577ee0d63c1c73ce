import { Type } from 'typebox';
import { permissions } from '../../domain/roles.ts';
import { vendorDialects } from '../../domain/vendors.ts';
import { apiEndpoint } from '../endpoint.ts';
import { ById, Id, Instant, ListQuery, listOf, orNull, Title, WriteHeaders } from '../shapes.ts';

const tags = ['account'] as const;
const strict = { additionalProperties: false } as const;

const Key = Type.Object({
  id: Id,
  name: Type.String({ description: 'of the program that calls with it' }),
  dialect: Type.String({ description: '`api`, `hub`, or a vendor’s' }),
  public_name: Type.String({ description: 'the public half, where the dialect has one' }),
  hint: Type.String({ description: 'the end of the key' }),
  scopes: Type.Array(Type.String(), { description: 'permissions; `*` is all' }),
  calls_per_minute: orNull(Type.Integer()),
  created_at: Instant,
  expires_at: orNull(Instant),
  revoked_at: orNull(Instant),
});

/** What other programs call with. */
export const keyEndpoints = {
  list_keys: apiEndpoint({
    method: 'GET',
    path: '/keys',
    tags,
    summary: 'Keys of every dialect, revoked ones too; of a key itself, its end alone',
    description:
      'Filtered and ordered by id, name, dialect, public_name, created_at, expires_at, revoked_at.',
    needs: 'access.read',
    query: ListQuery,
    answers: { 200: listOf(Key) },
  }),
  create_key: apiEndpoint({
    method: 'POST',
    path: '/keys',
    tags,
    summary: 'A key for this API, for the hub’s webhooks or for a vendor’s dialect; shown this once',
    description:
      'Nobody gives more than they have: the caller needs each of the scopes, and all of them for a dialect, whose keys have none.',
    needs: 'access.write',
    headers: WriteHeaders,
    body: Type.Object(
      {
        name: Title,
        dialect: Type.Optional(Type.Enum(['api', 'hub', ...vendorDialects])),
        scopes: Type.Optional(
          Type.Array(Type.Enum(['*', ...permissions]), {
            minItems: 1,
            maxItems: permissions.length + 1,
            description: 'everything unless given; not for a dialect',
          }),
        ),
        calls_per_minute: Type.Optional(orNull(Type.Integer({ minimum: 1, maximum: 1_000_000 }))),
        expires_at: Type.Optional(orNull(Instant)),
      },
      strict,
    ),
    answers: {
      201: Type.Object({
        id: Id,
        key: Type.String(),
        public_name: Type.String({ description: 'the public half, where the dialect has one' }),
        password: orNull(Type.String({ description: 'where clients of the dialect log in with one' })),
      }),
    },
  }),
  revoke_key: apiEndpoint({
    method: 'DELETE',
    path: '/keys/{id}',
    tags,
    summary: 'Ends a key and its tokens, from the next call on',
    needs: 'access.write',
    params: ById,
    headers: WriteHeaders,
    answers: { 200: Type.Object({ revoked: Type.Literal(true) }) },
  }),
};
