import { Fault } from '../../domain/faults.ts';
import { permissions } from '../../domain/roles.ts';
import { formatKey } from '../../domain/secrets.ts';
import type { VendorDialect } from '../../domain/vendors.ts';
import { createApplication } from '../../office/access/applications.ts';
import {
  credentialList,
  credentialsByIds,
  issueCredential,
  revokeCredential,
} from '../../office/access/credentials.ts';
import { passwordSettings } from '../../office/access/login.ts';
import { issueVendorKey, isVendorDialect, needsPassword } from '../../office/access/vendor-keys.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { instantColumn, listPageOf } from '../list.ts';
import { once, type Writing } from '../once.ts';
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
      const { dialect = 'api' } = body;
      return isVendorDialect(dialect) ? vendorKey(face, handed, dialect) : ownKey(face, handed, dialect);
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

interface KeyWish {
  readonly name: string;
  readonly scopes?: readonly string[];
  readonly calls_per_minute?: number | null;
  readonly expires_at?: string | null;
}

type Handed = Writing & { readonly body: KeyWish };

const endOf = (until: string | null): number | null =>
  until === null ? null : fromInstant(until, 'expires_at');

function ownKey(face: ApiFace, handed: Handed, dialect: string) {
  const { auth, body } = handed;
  const { name, scopes = ['*'], calls_per_minute = null, expires_at: until = null } = body;
  // a key that may make keys would otherwise make one that may do everything
  auth.requireAll(scopes.includes('*') ? permissions : permissions.filter((one) => scopes.includes(one)));
  const expires_at = endOf(until);
  return once(face, handed, async (tx) => {
    const organizer_ids = [auth.organizer_id];
    const application_id = await createApplication(tx, { name, organizer_ids });
    const wanted = { application_id, dialect, scopes, calls_per_minute, expires_at };
    const { credential_id, key } = await issueCredential(tx, wanted);
    return { id: credential_id, key, public_name: '', password: null };
  });
}

const password_random_bytes = 15;

/** What a vendor's clients call with reaches whatever the vendor's API does: nobody gives that who may do less. */
function vendorKey(face: ApiFace, handed: Handed, dialect: VendorDialect) {
  const { auth, body } = handed;
  const { name, calls_per_minute = null, expires_at: until = null } = body;
  auth.requireAll(permissions);
  if (body.scopes !== undefined)
    throw new Fault('invalid_input', { in: 'body', path: 'scopes', message: 'is not for a dialect' });
  const { sealer, surroundings } = face.office;
  const random = (bytes: number): Uint8Array => surroundings.random(bytes);
  const password = needsPassword(dialect) ? formatKey('password', random(password_random_bytes)) : null;
  const settings = password === null ? {} : passwordSettings(password, random);
  const expires_at = endOf(until);
  return once(face, handed, async (tx) => {
    const wanted = { organizer_id: auth.organizer_id, name, dialect, settings };
    const made = await issueVendorKey(tx, { ...wanted, calls_per_minute, expires_at, sealer });
    return { id: made.credential_id, key: made.key, public_name: made.public_name, password };
  });
}
