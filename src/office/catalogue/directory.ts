import { Fault } from '../../domain/faults.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { insertRow, ownRow, type Creation } from './rows.ts';

/** Things that events and orders name and that the office keeps for those who speak of them. */
export type DirectoryKind = 'ticket_design' | 'mail_text' | 'town' | 'site' | 'access_code';

const entries_max = 10_000;

/** Throws `too_large` once the organizer has very many of the kind: clients make some by naming them. */
export async function createDirectoryEntry(
  tx: Tx,
  input: Creation<'directory_entry'> & { readonly kind: DirectoryKind },
): Promise<number> {
  const { organizer_id, kind } = input;
  const { count } = await tx.db
    .selectFrom('directory_entry')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('organizer_id', '=', organizer_id)
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow();
  if (count >= entries_max) throw new Fault('too_large', { kind, entries_max });
  return insertRow(tx, 'directory_entry', input);
}

/** The entry of the kind; throws `not_found` for another organizer's, and for one of another kind. */
export async function ownDirectoryEntry(
  rx: Rx,
  organizer_id: number,
  kind: DirectoryKind,
  id: number,
): Promise<Row<'directory_entry'>> {
  const entry = await ownRow(rx, 'directory_entry', organizer_id, id);
  if (entry.kind !== kind) throw new Fault('not_found', { kind, id });
  return entry;
}

/** The entry of this name, made when there is none. */
export async function findOrCreateDirectoryEntry(
  tx: Tx,
  input: { readonly organizer_id: number; readonly kind: DirectoryKind; readonly name: string },
): Promise<number> {
  const found = await tx.db
    .selectFrom('directory_entry')
    .select('id')
    .where('organizer_id', '=', input.organizer_id)
    .where('kind', '=', input.kind)
    .where('name', '=', input.name)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .executeTakeFirst();
  return found?.id ?? createDirectoryEntry(tx, input);
}
