/** Devices of the gate and the counter join by a code that is shown as a QR code, once, and call with a token after that. */
import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import type { DeviceRole } from '../../domain/roles.ts';
import { formatKey, hashKey } from '../../domain/secrets.ts';
import { statement } from '../../store/statement.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { keptText } from '../admission/codes.ts';
import { joinDevice } from '../admission/devices.ts';
import { ownRowOrNone } from '../catalogue/rows.ts';
import { recordChange } from '../ledger/record.ts';

const code_random_bytes = 15;
const token_random_bytes = 20;
export const device_code_life_ms = 15 * 60_000;

export interface JoiningDevice {
  readonly organizer_id: number;
  readonly name: string;
  readonly role: DeviceRole;
  /** where it stands */
  readonly control_point_id: number | null;
}

/** A code to join by; it is in this answer and nowhere else afterwards. Throws `not_found`, `invalid_input`. */
export async function makeDeviceCode(
  tx: Tx,
  input: JoiningDevice,
): Promise<{ device_code_id: number; code: string; expires_at: number }> {
  const { organizer_id, role } = input;
  const name = keptText(input.name.trim(), limits.title_chars_max);
  if (name === '') throw new Fault('invalid_input', { in: 'body', path: 'name', message: 'is empty' });
  const point = await ownRowOrNone(tx, 'control_point', organizer_id, input.control_point_id ?? undefined);
  const code = formatKey('join', tx.random(code_random_bytes));
  const [id, expires_at] = [await tx.id(), tx.now + device_code_life_ms];
  const control_point_id = point?.id ?? null;
  await tx.db
    .insertInto('device_code')
    .values({
      id,
      organizer_id,
      code_hash: hashKey(undefined, code),
      name,
      role,
      control_point_id,
      expires_at,
    })
    .execute();
  // those that nobody used are in nobody's way, but for their number
  await tx.db.deleteFrom('device_code').where('expires_at', '<=', tx.now).execute();
  await recordChange(tx, {
    organizer_id,
    action: 'device.code_made',
    subject_kind: 'device_code',
    subject_id: id,
    after: { name, role, control_point_id },
  });
  return { device_code_id: id, code, expires_at };
}

/** The device of a code, with the token that it calls with from now on. Throws `not_found` for a code that is over or used. */
export async function joinByCode(
  tx: Tx,
  input: { readonly code: string },
): Promise<JoiningDevice & { readonly device_id: number; readonly token: string }> {
  const found = await tx.db
    .deleteFrom('device_code')
    .where('code_hash', '=', hashKey(undefined, input.code))
    .where('expires_at', '>', tx.now)
    .returning(['organizer_id', 'name', 'role', 'control_point_id'])
    .executeTakeFirst();
  if (found === undefined) throw new Fault('not_found', { kind: 'device_code' });
  const { organizer_id, name, control_point_id } = found;
  const role = found.role as DeviceRole;
  const token = formatKey('device', tx.random(token_random_bytes));
  const device_id = await joinDevice(tx, {
    organizer_id,
    name,
    control_point_id: control_point_id ?? undefined,
  });
  await tx.db
    .updateTable('device')
    .set({ token_hash: hashKey(undefined, token), role, seen_at: tx.now })
    .where('id', '=', device_id)
    .execute();
  return { organizer_id, name, role, control_point_id, device_id, token };
}

export interface FoundDevice {
  readonly device_id: number;
  readonly organizer_id: number;
  readonly device_name: string;
  readonly role: string;
  readonly control_point_id: number | null;
  readonly seen_at: number | null;
  readonly slug: string;
  readonly organizer_name: string;
  readonly zone: string;
  readonly currency: string;
}

const byToken = statement<{ token_hash: string }, FoundDevice>((db, slot) =>
  db
    .selectFrom('device')
    .innerJoin('organizer', 'organizer.id', 'device.organizer_id')
    .select([
      'device.id as device_id',
      'device.organizer_id',
      'device.name as device_name',
      'device.role',
      'device.control_point_id',
      'device.seen_at',
      'organizer.slug',
      'organizer.name as organizer_name',
      'organizer.zone',
      'organizer.currency',
    ])
    .where('device.token_hash', '=', slot('token_hash'))
    .where('device.revoked_at', 'is', null),
);

/** The living device that calls with a token. */
export function deviceOfToken(rx: Rx, token: string): Promise<FoundDevice | undefined> {
  return rx.first(byToken, { token_hash: hashKey(undefined, token) });
}
