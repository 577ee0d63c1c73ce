import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { changeRow, insertRow, ownRow, type Creation, type Patch } from './rows.ts';

export function createVenue(tx: Tx, input: Creation<'venue'>): Promise<number> {
  return insertRow(tx, 'venue', input);
}

export async function updateVenue(
  tx: Tx,
  input: { organizer_id: number; venue_id: number } & Patch<'venue'>,
): Promise<Row<'venue'>> {
  const { organizer_id, venue_id, ...patch } = input;
  return changeRow(tx, 'venue', await ownRow(tx, 'venue', organizer_id, venue_id), patch);
}
