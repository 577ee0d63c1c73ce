import { permissions } from '../../domain/roles.ts';
import { createApplication } from '../../office/access/applications.ts';
import {
  credentialList,
  credentialsByIds,
  issueCredential,
  revokeCredential,
} from '../../office/access/credentials.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { instantColumn, listPageOf } from '../list.ts';
import { once } from '../once.ts';
import { fromInstant, toInstant, toInstantOrNull } from '../shapes.ts';
import type { keyEndpoints } from './key-endpoints.ts';

const keys = credentialList({
  created_at: instantColumn('credential.created_at'),
  expires_at: instantColumn('credential.expires_at'),
  revoked_at: instantColumn('credential.revoked_at'),
});

export function keyHandlers(face: ApiFace): GroupHandlers<typeof keyEndpoints> {
  const { store } = face.office;
  return {
    list_keys: ({ auth, query }) =>
      store.read((rx) =>
        listPageOf(rx, auth, query, {
          source: keys,
          event_column: undefined,
          rows: credentialsByIds,
          item: (row) => ({
            id: row.id,
            name: row.application_name,
            dialect: row.dialect,
            public_name: row.public_name,
            hint: row.key_hint,
            scopes: [...row.scopes],
            calls_per_minute: row.calls_per_minute,
            created_at: toInstant(row.created_at),
            expires_at: toInstantOrNull(row.expires_at),
            revoked_at: toInstantOrNull(row.revoked_at),
          }),
        }),
      ),
    create_key: (handed) => {
      const { auth, body } = handed;
      auth.requireEverywhere();
      const {
        name,
        dialect = 'api',
        scopes = ['*'],
        calls_per_minute = null,
        expires_at: until = null,
      } = body;
      // a key that may make keys would otherwise make one that may do everything
      auth.requireAll(scopes.includes('*') ? permissions : permissions.filter((one) => scopes.includes(one)));
      const expires_at = until === null ? null : fromInstant(until, 'expires_at');
      return once(face, handed, async (tx) => {
        const organizer_ids = [auth.organizer_id];
        const application_id = await createApplication(tx, { name, organizer_ids });
        const wanted = { application_id, dialect, scopes, calls_per_minute, expires_at };
        const { credential_id, key } = await issueCredential(tx, wanted);
        return { id: credential_id, key };
      });
    },
    revoke_key: (handed) => {
      const { auth, params } = handed;
      auth.requireEverywhere();
      const { organizer_id } = auth;
      return once(face, handed, async (tx) => {
        await revokeCredential(tx, { credential_id: params.id, organizer_id });
        return { revoked: true as const };
      });
    },
  };
}
