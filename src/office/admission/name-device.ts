import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { keptText } from './codes.ts';
import { createControlPoint } from './control-points.ts';
import { joinDevice, moveDevice } from './devices.ts';

/**
 * A device says what the place is called where it stands: the control point of that name, made when there is none, is its
 * own from now on. The device is known by the token that it calls with. Throws `invalid_input` for a name that is empty.
 */
export async function nameControlPoint(
  tx: Tx,
  input: {
    readonly organizer_id: number;
    readonly name: string;
    readonly credential_id: number;
    readonly access_token_id: number;
  },
): Promise<{ control_point_id: number; device_id: number }> {
  const { organizer_id, credential_id, access_token_id } = input;
  const name = keptText(input.name.trim(), limits.title_chars_max);
  if (name === '') throw new Fault('invalid_input', { field: 'name' });
  const control_point_id =
    (await pointOfName(tx, organizer_id, name)) ?? (await createPoint(tx, organizer_id, name));
  const device = await tx.db
    .selectFrom('device')
    .selectAll()
    .where('organizer_id', '=', organizer_id)
    .where('access_token_id', '=', access_token_id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (device === undefined) {
    const joining = { organizer_id, name, control_point_id, credential_id, access_token_id };
    return { control_point_id, device_id: await joinDevice(tx, joining) };
  }
  await renameDevice(tx, device, name);
  if (device.control_point_id !== control_point_id)
    await moveDevice(tx, { organizer_id, device_id: device.id, control_point_id });
  return { control_point_id, device_id: device.id };
}

async function pointOfName(tx: Tx, organizer_id: number, name: string): Promise<number | undefined> {
  const row = await tx.db
    .selectFrom('control_point')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .where('name', '=', name)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .executeTakeFirst();
  return row?.id;
}

/** Somebody at a gate sees people come and go: which way is not told. */
function createPoint(tx: Tx, organizer_id: number, name: string): Promise<number> {
  return createControlPoint(tx, { organizer_id, name, direction: 'both' });
}

async function renameDevice(tx: Tx, device: Row<'device'>, name: string): Promise<void> {
  await tx.db.updateTable('device').set({ name, seen_at: tx.now }).where('id', '=', device.id).execute();
  if (device.name === name) return;
  await recordChange(tx, {
    organizer_id: device.organizer_id,
    action: 'device.renamed',
    subject_kind: 'device',
    subject_id: device.id,
    before: { name: device.name },
    after: { name },
  });
}
