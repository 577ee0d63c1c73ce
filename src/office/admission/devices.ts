import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { ownRowOrNone } from '../catalogue/rows.ts';
import { recordChange } from '../ledger/record.ts';
import { keptText } from './codes.ts';

/** A phone or a turnstile joins the gate, with the credential it will call with. Throws `not_found`, `invalid_input`. */
export async function joinDevice(
  tx: Tx,
  input: {
    readonly organizer_id: number;
    readonly name: string;
    readonly control_point_id?: number | undefined;
    readonly credential_id?: number | undefined;
    /** the login's token, where one credential serves several devices */
    readonly access_token_id?: number | undefined;
  },
): Promise<number> {
  const { organizer_id } = input;
  const name = keptText(input.name.trim(), limits.title_chars_max);
  if (name === '') throw new Fault('invalid_input', { field: 'name' });
  const point = await ownRowOrNone(tx, 'control_point', organizer_id, input.control_point_id);
  const id = await tx.id();
  const row = {
    control_point_id: point?.id ?? null,
    credential_id: input.credential_id ?? null,
    access_token_id: input.access_token_id ?? null,
  };
  await tx.db
    .insertInto('device')
    .values({ id, organizer_id, name, ...row, joined_at: tx.now })
    .execute();
  await recordChange(tx, {
    organizer_id,
    action: 'device.joined',
    subject_kind: 'device',
    subject_id: id,
    after: { name, ...row },
  });
  return id;
}

/** Moves a device to another control point, or to none. Throws `not_found`. */
export async function moveDevice(
  tx: Tx,
  input: {
    readonly organizer_id: number;
    readonly device_id: number;
    readonly control_point_id: number | null;
  },
): Promise<void> {
  const { organizer_id, device_id } = input;
  const device = await liveDevice(tx, organizer_id, device_id);
  const point = await ownRowOrNone(tx, 'control_point', organizer_id, input.control_point_id);
  const control_point_id = point?.id ?? null;
  await tx.db.updateTable('device').set({ control_point_id }).where('id', '=', device_id).execute();
  await recordChange(tx, {
    organizer_id,
    action: 'device.moved',
    subject_kind: 'device',
    subject_id: device_id,
    before: { control_point_id: device.control_point_id },
    after: { control_point_id },
  });
}

/**
 * A device that was lost or left: `deviceOfCredential` knows it no more. The answer names its credential, to be revoked
 * by the caller with `revokeCredential` in the same transaction. Throws `not_found`.
 */
export async function revokeDevice(
  tx: Tx,
  input: { readonly organizer_id: number; readonly device_id: number },
): Promise<{ credential_id: number | null }> {
  const { organizer_id, device_id } = input;
  const { credential_id } = await liveDevice(tx, organizer_id, device_id);
  await tx.db.updateTable('device').set({ revoked_at: tx.now }).where('id', '=', device_id).execute();
  await recordChange(tx, {
    organizer_id,
    action: 'device.revoked',
    subject_kind: 'device',
    subject_id: device_id,
  });
  return { credential_id };
}

/** Notes that the device was heard of. */
export async function sawDevice(
  tx: Tx,
  input: { readonly organizer_id: number; readonly device_id: number },
): Promise<void> {
  await tx.db
    .updateTable('device')
    .set({ seen_at: tx.now })
    .where('id', '=', input.device_id)
    .where('organizer_id', '=', input.organizer_id)
    .execute();
}

/** The living device that calls with a credential; undefined for a credential that is no device's. */
export async function deviceOfCredential(
  rx: Rx,
  wanted: { readonly organizer_id: number; readonly credential_id: number },
): Promise<Row<'device'> | undefined> {
  return rx.db
    .selectFrom('device')
    .selectAll()
    .where('organizer_id', '=', wanted.organizer_id)
    .where('credential_id', '=', wanted.credential_id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
}

/** By name; revoked ones too, so that one can see that they are. */
export async function listDevices(rx: Rx, organizer_id: number): Promise<Row<'device'>[]> {
  return rx.db
    .selectFrom('device')
    .selectAll()
    .where('organizer_id', '=', organizer_id)
    .orderBy('name')
    .limit(limits.page_rows_max)
    .execute();
}

/** What is shown of devices; never what they call with. */
export async function devicesByIds(
  rx: Rx,
  ids: readonly number[],
): Promise<
  Pick<Row<'device'>, 'id' | 'name' | 'role' | 'control_point_id' | 'joined_at' | 'seen_at' | 'revoked_at'>[]
> {
  return rx.db
    .selectFrom('device')
    .select(['id', 'name', 'role', 'control_point_id', 'joined_at', 'seen_at', 'revoked_at'])
    .where('id', 'in', ids)
    .execute();
}

async function liveDevice(rx: Rx, organizer_id: number, device_id: number): Promise<Row<'device'>> {
  const device = await rx.db
    .selectFrom('device')
    .selectAll()
    .where('id', '=', device_id)
    .where('organizer_id', '=', organizer_id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (device === undefined) throw new Fault('not_found', { device_id });
  return device;
}
