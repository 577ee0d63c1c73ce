import { Fault } from '../../domain/faults.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { organizerOf } from './organizer.ts';
import { changeRow, deleteRow, insertRow, ownRow, ownRowOrNone, type Creation, type Patch } from './rows.ts';

/** Levels of price groups; reading a tree stops there too. */
export const group_depth_max = 20;

async function assertGroup(
  rx: Rx,
  organizer_id: number,
  event_id: number | null,
  group_id: number | null | undefined,
): Promise<void> {
  const group = await ownRowOrNone(rx, 'price_group', organizer_id, group_id);
  if (group !== null && group.event_id !== event_id) {
    throw new Fault('invalid_input', { field: 'price_group_id', reason: 'a group of another event' });
  }
}

/** Throws `invalid_input` when `group_id` would come to stand below itself, or too deep. */
async function assertAbove(rx: Rx, group_id: number | null, parent_id: number | null): Promise<void> {
  let next = parent_id;
  for (let depth = 1; next !== null; depth += 1) {
    if (next === group_id || depth >= group_depth_max) {
      throw new Fault('invalid_input', { field: 'parent_id', reason: 'a circle, or too deep' });
    }
    const above: { parent_id: number | null } | undefined = await rx.db
      .selectFrom('price_group')
      .select('parent_id')
      .where('id', '=', next)
      .executeTakeFirst();
    next = above?.parent_id ?? null;
  }
}

/** A heading under which prices are shown; groups stand in groups. */
export async function createPriceGroup(tx: Tx, input: Creation<'price_group'>): Promise<number> {
  await ownRow(tx, 'event', input.organizer_id, input.event_id);
  await assertGroup(tx, input.organizer_id, input.event_id, input.parent_id);
  await assertAbove(tx, null, input.parent_id ?? null);
  return insertRow(tx, 'price_group', input);
}

export async function updatePriceGroup(
  tx: Tx,
  input: { organizer_id: number; price_group_id: number } & Patch<'price_group'>,
): Promise<Row<'price_group'>> {
  const { organizer_id, price_group_id, ...patch } = input;
  const group = await ownRow(tx, 'price_group', organizer_id, price_group_id);
  await assertGroup(tx, organizer_id, group.event_id, patch.parent_id);
  await assertAbove(tx, price_group_id, patch.parent_id ?? null);
  return changeRow(tx, 'price_group', group, patch);
}

/** How much, and for whom. The currency is the event's, else the organizer's: another is refused. */
export async function createPrice(tx: Tx, input: Creation<'price', 'currency'>): Promise<number> {
  const { organizer_id } = input;
  const event = await ownRowOrNone(tx, 'event', organizer_id, input.event_id);
  const currency = event?.currency ?? (await organizerOf(tx, organizer_id)).currency;
  if (input.currency !== undefined && input.currency !== currency) {
    throw new Fault('invalid_input', { kind: 'price', field: 'currency', reason: `not ${currency}` });
  }
  await assertGroup(tx, organizer_id, input.event_id ?? null, input.price_group_id);
  return insertRow(tx, 'price', { ...input, currency });
}

/** A new amount counts for what is sold from now on; what was sold keeps the amount it was sold at. */
export async function updatePrice(
  tx: Tx,
  input: { organizer_id: number; price_id: number } & Patch<'price'>,
): Promise<Row<'price'>> {
  const { organizer_id, price_id, ...patch } = input;
  const price = await ownRow(tx, 'price', organizer_id, price_id);
  await assertGroup(tx, organizer_id, price.event_id, patch.price_group_id);
  return changeRow(tx, 'price', price, patch);
}

/** It is sold no more, in none of its offers; tickets sold at it stay as they are. */
export async function deletePrice(tx: Tx, input: { organizer_id: number; price_id: number }): Promise<void> {
  await deleteRow(tx, 'price', input.organizer_id, input.price_id);
}
