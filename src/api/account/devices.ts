import { revokeCredential } from '../../office/access/credentials.ts';
import type { DeviceRole } from '../../domain/roles.ts';
import { joinByCode, makeDeviceCode } from '../../office/access/device-tokens.ts';
import { devicesByIds, revokeDevice } from '../../office/admission/devices.ts';
import { plain } from '../../office/filters/columns.ts';
import { tableList } from '../../office/filters/list-after.ts';
import { systemActor } from '../../store/transaction.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { instantColumn, listPageOf } from '../list.ts';
import { once } from '../once.ts';
import { toInstant, toInstantOrNull } from '../shapes.ts';
import type { deviceEndpoints } from './device-endpoints.ts';
import type { CountTry } from './tries.ts';

const devices = tableList('device', {
  name: plain('text', 'device.name'),
  role: plain('text', 'device.role'),
  control_point_id: plain('number', 'device.control_point_id'),
  joined_at: instantColumn('device.joined_at'),
  seen_at: instantColumn('device.seen_at'),
  revoked_at: instantColumn('device.revoked_at'),
});

export function deviceHandlers(face: ApiFace, countTry: CountTry): GroupHandlers<typeof deviceEndpoints> {
  const { store, surroundings, settings } = face.office;
  return {
    list_devices: ({ auth, query }) =>
      store.read((rx) =>
        listPageOf(rx, auth, query, {
          source: devices,
          event_column: undefined,
          rows: devicesByIds,
          item: ({ role, joined_at, seen_at, revoked_at, ...row }) => ({
            ...row,
            role: role as DeviceRole,
            joined_at: toInstant(joined_at),
            seen_at: toInstantOrNull(seen_at),
            revoked_at: toInstantOrNull(revoked_at),
          }),
        }),
      ),
    make_device_code: (handed) => {
      const { auth, body } = handed;
      auth.requireEverywhere();
      const { control_point_id = null, name, role } = body;
      const joining = { organizer_id: auth.organizer_id, name, role, control_point_id };
      return once(face, handed, async (tx) => {
        const { code, expires_at } = await makeDeviceCode(tx, joining);
        const link = `${settings.public_base_url}/${role}#join=${code}`;
        return { code, link, expires_at: toInstant(expires_at) };
      });
    },
    join_device: async ({ body, request }) => {
      countTry(`device ${request.ip}`, request.ip, surroundings.now());
      // who joins is nobody yet
      const joined = await store.write(systemActor, (tx) => joinByCode(tx, { code: body.code }));
      const { token, organizer_id, device_id: id, name, role, control_point_id } = joined;
      return { token, device: { id, name, role, control_point_id }, organizer_id };
    },
    revoke_device: (handed) => {
      const { auth, params } = handed;
      auth.requireEverywhere();
      const { organizer_id } = auth;
      return once(face, handed, async (tx) => {
        const { credential_id } = await revokeDevice(tx, { organizer_id, device_id: params.id });
        if (credential_id !== null) await revokeCredential(tx, { credential_id, organizer_id });
        return { revoked: true as const };
      });
    },
  };
}
