import { Fault } from '../../domain/faults.ts';
import type { Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { assertFields } from './fields.ts';
import { ownRow } from './rows.ts';

const places_max = 5_000;
const ids_in_ledger_max = 200;

export interface MovedPlace {
  readonly id: number;
  readonly x: number | null;
  readonly y: number | null;
  /** the smaller, the sooner it is chosen for who names no seat */
  readonly rank?: number | undefined;
}

/** Draws places of a hall elsewhere, in one change. Throws `not_found` for one that is not of the hall. */
export async function movePlaces(
  tx: Tx,
  input: { organizer_id: number; hall_id: number; places: readonly MovedPlace[] },
): Promise<number> {
  const { organizer_id, hall_id, places } = input;
  await ownRow(tx, 'hall', organizer_id, hall_id);
  await assertOfHall(
    tx,
    hall_id,
    places.map(({ id }) => id),
  );
  for (const { id, x, y, rank } of places) {
    const set = { x, y, ...(rank === undefined ? {} : { rank }) };
    assertFields('place', set);
    await tx.db.updateTable('place').set(set).where('id', '=', id).execute();
  }
  await recordChange(tx, {
    organizer_id,
    action: 'hall.places_moved',
    subject_kind: 'hall',
    subject_id: hall_id,
    after: { places: places.length, ids: places.slice(0, ids_in_ledger_max).map(({ id }) => id) },
  });
  return places.length;
}

/**
 * Takes places out of a hall. Throws `in_use` once a session takes place in the hall: tickets and plans name its places, and
 * a place that is to be sold no more is blocked in the session.
 */
export async function deletePlaces(
  tx: Tx,
  input: { organizer_id: number; hall_id: number; ids: readonly number[] },
): Promise<number> {
  const { organizer_id, hall_id } = input;
  const ids = [...new Set(input.ids)];
  await ownRow(tx, 'hall', organizer_id, hall_id);
  await assertOfHall(tx, hall_id, ids);
  const session = await tx.db
    .selectFrom('session')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .where('hall_id', '=', hall_id)
    .limit(1)
    .executeTakeFirst();
  if (session !== undefined) throw new Fault('in_use', { kind: 'hall', id: hall_id });
  await tx.db.deleteFrom('place').where('id', 'in', ids).execute();
  await recordChange(tx, {
    organizer_id,
    action: 'hall.places_deleted',
    subject_kind: 'hall',
    subject_id: hall_id,
    after: { places: ids.length, ids: ids.slice(0, ids_in_ledger_max) },
  });
  return ids.length;
}

async function assertOfHall(tx: Tx, hall_id: number, ids: readonly number[]): Promise<void> {
  const wanted = [...new Set(ids)];
  if (wanted.length > places_max) throw new Fault('too_large', { places_max });
  const known = await tx.db
    .selectFrom('place')
    .select('id')
    .where('id', 'in', wanted)
    .where('hall_id', '=', hall_id)
    .execute();
  if (known.length < wanted.length) throw new Fault('not_found', { kind: 'place', hall_id });
}
