import type { DirectoryKind } from '../../../office/catalogue/directory.ts';
import { ownDirectoryEntry } from '../../../office/catalogue/directory.ts';
import { isFault } from '../../../domain/faults.ts';
import { ownRow } from '../../../office/catalogue/rows.ts';
import { localId } from '../../../office/served-ids/served-ids.ts';
import type { Rx } from '../../../store/transaction.ts';
import { missing } from './shown-ids.ts';

/** Kinds of which an organizer has lists, named by their ids in orders and events. */
type NamedKind = 'payment_mode' | 'hall' | 'price' | 'session' | 'discount' | 'promo_code';

/** The local id of a thing that the client names; throws `not_found` with the field for one that the organizer has not. */
export async function named(
  rx: Rx,
  organizer_id: number,
  kind: NamedKind,
  field: string,
  served_id: number | string,
): Promise<number> {
  const id = await localId(rx, { organizer_id, dialect: 'qtickets', kind, served_id });
  return checked(field, served_id, async () => (await ownRow(rx, kind, organizer_id, id ?? 0)).id);
}

/** The same for an entry of the organizer's directory. */
export async function namedEntry(
  rx: Rx,
  organizer_id: number,
  kind: DirectoryKind,
  field: string,
  served_id: number | string,
): Promise<number> {
  const of = { organizer_id, dialect: 'qtickets', kind: 'directory_entry', served_id };
  const id = await localId(rx, of);
  return checked(field, served_id, async () => (await ownDirectoryEntry(rx, organizer_id, kind, id ?? 0)).id);
}

async function checked(
  field: string,
  served_id: number | string,
  find: () => Promise<number>,
): Promise<number> {
  try {
    return await find();
  } catch (error) {
    if (isFault(error, 'not_found')) throw missing(field, served_id);
    throw error;
  }
}
