import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { changeRow, insertRow, ownRow, type Creation, type Patch } from './rows.ts';

export function createVenue(tx: Tx, input: Creation<'venue'>): Promise<number> {
  return insertRow(tx, 'venue', input);
}

/** The organizer's venue of this name and address, made when there is none; the address alone does not tell two apart. */
export async function findOrCreateVenue(
  tx: Tx,
  input: { readonly organizer_id: number; readonly name: string; readonly address_1: string },
): Promise<number> {
  const { organizer_id, name, address_1 } = input;
  let query = tx.db
    .selectFrom('venue')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .where('name', '=', name)
    .orderBy('id');
  if (address_1 !== '') query = query.where('address_1', 'in', ['', address_1]);
  const found = await query.executeTakeFirst();
  if (found === undefined) return createVenue(tx, input);
  await updateVenue(tx, { organizer_id, venue_id: found.id, ...(address_1 === '' ? {} : { address_1 }) });
  return found.id;
}

export async function updateVenue(
  tx: Tx,
  input: { organizer_id: number; venue_id: number } & Patch<'venue'>,
): Promise<Row<'venue'>> {
  const { organizer_id, venue_id, ...patch } = input;
  return changeRow(tx, 'venue', await ownRow(tx, 'venue', organizer_id, venue_id), patch);
}
