import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { changeRow, deleteRow, insertRow, ownRow, type Creation, type Patch } from '../catalogue/rows.ts';

/** A till. */
export function createCounter(tx: Tx, input: Creation<'counter'>): Promise<number> {
  return insertRow(tx, 'counter', input);
}

export async function updateCounter(
  tx: Tx,
  input: { organizer_id: number; counter_id: number } & Patch<'counter'>,
): Promise<Row<'counter'>> {
  const { organizer_id, counter_id, ...patch } = input;
  return changeRow(tx, 'counter', await ownRow(tx, 'counter', organizer_id, counter_id), patch);
}

export async function deleteCounter(
  tx: Tx,
  input: { organizer_id: number; counter_id: number },
): Promise<void> {
  await deleteRow(tx, 'counter', input.organizer_id, input.counter_id);
}

/** How people pay: its name at the till and the method (cash, card, voucher, …) that accounts go by. */
export function createPaymentMode(tx: Tx, input: Creation<'payment_mode'>): Promise<number> {
  return insertRow(tx, 'payment_mode', input);
}

export async function updatePaymentMode(
  tx: Tx,
  input: { organizer_id: number; payment_mode_id: number } & Patch<'payment_mode'>,
): Promise<Row<'payment_mode'>> {
  const { organizer_id, payment_mode_id, ...patch } = input;
  return changeRow(
    tx,
    'payment_mode',
    await ownRow(tx, 'payment_mode', organizer_id, payment_mode_id),
    patch,
  );
}

/** A table where people eat. */
export function createDiningTable(tx: Tx, input: Creation<'dining_table'>): Promise<number> {
  return insertRow(tx, 'dining_table', input);
}

export async function updateDiningTable(
  tx: Tx,
  input: { organizer_id: number; dining_table_id: number } & Patch<'dining_table'>,
): Promise<Row<'dining_table'>> {
  const { organizer_id, dining_table_id, ...patch } = input;
  return changeRow(
    tx,
    'dining_table',
    await ownRow(tx, 'dining_table', organizer_id, dining_table_id),
    patch,
  );
}

export async function deleteDiningTable(
  tx: Tx,
  input: { organizer_id: number; dining_table_id: number },
): Promise<void> {
  await deleteRow(tx, 'dining_table', input.organizer_id, input.dining_table_id);
}
