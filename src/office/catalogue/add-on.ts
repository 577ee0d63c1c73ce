import { Fault } from '../../domain/faults.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { changeRow, deleteRow, insertRow, ownRow, ownRowOrNone, type Creation, type Patch } from './rows.ts';

async function assertPool(
  rx: Rx,
  organizer_id: number,
  event_id: number,
  pool_id: number | null | undefined,
): Promise<void> {
  const pool = await ownRowOrNone(rx, 'pool', organizer_id, pool_id);
  if (pool !== null && pool.event_id !== null && pool.event_id !== event_id) {
    throw new Fault('invalid_input', { kind: 'add_on', field: 'pool_id', reason: 'of another event' });
  }
}

/** What is sold beside a ticket: a meal, a parking space, … */
export async function createAddOn(tx: Tx, input: Creation<'add_on'>): Promise<number> {
  await ownRow(tx, 'event', input.organizer_id, input.event_id);
  await assertPool(tx, input.organizer_id, input.event_id, input.pool_id);
  return insertRow(tx, 'add_on', input);
}

export async function updateAddOn(
  tx: Tx,
  input: { organizer_id: number; add_on_id: number } & Patch<'add_on'>,
): Promise<Row<'add_on'>> {
  const { organizer_id, add_on_id, ...patch } = input;
  const addOn = await ownRow(tx, 'add_on', organizer_id, add_on_id);
  await assertPool(tx, organizer_id, addOn.event_id, patch.pool_id);
  return changeRow(tx, 'add_on', addOn, patch);
}

export async function deleteAddOn(tx: Tx, input: { organizer_id: number; add_on_id: number }): Promise<void> {
  await deleteRow(tx, 'add_on', input.organizer_id, input.add_on_id);
}

/** The add-ons of an event that are on sale, in their order. */
export async function listAddOns(
  rx: Rx,
  input: { organizer_id: number; event_id: number },
): Promise<Row<'add_on'>[]> {
  return rx.db
    .selectFrom('add_on')
    .selectAll()
    .where('organizer_id', '=', input.organizer_id)
    .where('event_id', '=', input.event_id)
    .where('deleted_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .limit(1_000)
    .execute();
}
