import { holderAtTill, type TillNamed } from '../../office/counter/holder-at-till.ts';
import type { Tx } from '../../store/transaction.ts';
import type { ApiFace } from '../face.ts';
import { once, type Writing } from '../once.ts';

/**
 * A write at a till, once, in the name of whoever holds it: the screen is signed in as a device, or as whoever opened it in the
 * morning, and a PIN has handed it on since. What a program does stays the program's.
 */
export async function onceAtTill<T>(
  face: ApiFace,
  handed: Writing,
  till: TillNamed,
  command: (tx: Tx) => Promise<T>,
): Promise<T> {
  const { auth } = handed;
  auth.requireEverywhere();
  if (auth.known.kind === 'key') return once(face, handed, command);
  const user_id = await face.office.store.read((rx) => holderAtTill(rx, auth.organizer_id, till));
  const named = user_id === undefined ? handed : { ...handed, auth: auth.inNameOf(user_id) };
  return once(face, named, command);
}
