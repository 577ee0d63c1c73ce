import { Type } from 'typebox';
import { deviceRoles } from '../../domain/roles.ts';
import { apiEndpoint } from '../endpoint.ts';
import { ById, Id, Instant, ListQuery, listOf, orNull, Title, WriteHeaders } from '../shapes.ts';

const tags = ['account'] as const;
const strict = { additionalProperties: false } as const;

const Role = Type.Enum([...deviceRoles]);

const Device = Type.Object({
  id: Id,
  name: Type.String(),
  role: Role,
  control_point_id: orNull(Id),
  joined_at: Instant,
  seen_at: orNull(Instant),
  revoked_at: orNull(Instant),
});

/** Phones and tills that call with a token of their own. */
export const deviceEndpoints = {
  list_devices: apiEndpoint({
    method: 'GET',
    path: '/devices',
    tags,
    summary: 'Devices, revoked ones too',
    description: 'Filtered and ordered by id, name, role, control_point_id, joined_at, seen_at, revoked_at.',
    needs: 'access.read',
    query: ListQuery,
    answers: { 200: listOf(Device) },
  }),
  make_device_code: apiEndpoint({
    method: 'POST',
    path: '/devices/codes',
    tags,
    summary: 'A code that a device joins by, once, within a quarter of an hour',
    needs: 'access.write',
    headers: WriteHeaders,
    body: Type.Object({ name: Title, role: Role, control_point_id: Type.Optional(orNull(Id)) }, strict),
    answers: {
      201: Type.Object({
        code: Type.String({ description: 'shown this once' }),
        link: Type.String({ description: 'as a QR code shows it: the page that joins' }),
        expires_at: Instant,
      }),
    },
  }),
  join_device: apiEndpoint({
    method: 'POST',
    path: '/devices/join',
    tags,
    summary: 'Joins with a code; the token is what the device calls with from now on',
    open: true,
    body: Type.Object({ code: Type.String({ minLength: 1, maxLength: 100 }) }),
    answers: {
      201: Type.Object({
        token: Type.String({ description: 'for `Authorization: Bearer`; shown this once' }),
        device: Type.Object({ id: Id, name: Type.String(), role: Role, control_point_id: orNull(Id) }),
        organizer_id: Id,
      }),
    },
  }),
  revoke_device: apiEndpoint({
    method: 'DELETE',
    path: '/devices/{id}',
    tags,
    summary: 'Ends what a device may do, from the next call on',
    needs: 'access.write',
    params: ById,
    headers: WriteHeaders,
    answers: { 200: Type.Object({ revoked: Type.Literal(true) }) },
  }),
};
