import { statement } from '../../store/statement.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';

/** A kind of record that is linked: a table's name. */
export type LinkedKind = 'event' | 'price' | 'order' | 'ticket';

export interface LinkKey {
  readonly connection_id: number;
  readonly kind: LinkedKind;
  readonly foreign_id: string;
}

export interface Link {
  readonly local_id: number;
  /** of the record as it was last seen */
  readonly digest: string;
}

const selectLink = statement<LinkKey, Link>((db, slot) =>
  db
    .selectFrom('link')
    .select(['local_id', 'digest'])
    .where('connection_id', '=', slot('connection_id'))
    .where('kind', '=', slot('kind'))
    .where('foreign_id', '=', slot('foreign_id')),
);

const insertLink = statement<LinkKey & Link & { seen_at: number }, never>((db, slot) =>
  db.insertInto('link').values({
    connection_id: slot('connection_id'),
    kind: slot('kind'),
    foreign_id: slot('foreign_id'),
    local_id: slot('local_id'),
    digest: slot('digest'),
    seen_at: slot('seen_at'),
  }),
);

const updateLink = statement<LinkKey & { digest: string; seen_at: number }, never>((db, slot) =>
  db
    .updateTable('link')
    .set({ digest: slot('digest'), seen_at: slot('seen_at') })
    .where('connection_id', '=', slot('connection_id'))
    .where('kind', '=', slot('kind'))
    .where('foreign_id', '=', slot('foreign_id')),
);

/** What the other system's record became here; undefined when it was never taken in. */
export function findLink(rx: Rx, key: LinkKey): Promise<Link | undefined> {
  return rx.first(selectLink, key);
}

export async function putLink(tx: Tx, link: LinkKey & Link): Promise<void> {
  await tx.run(insertLink, { ...link, seen_at: tx.now });
}

export async function renewLink(tx: Tx, link: LinkKey & { readonly digest: string }): Promise<void> {
  await tx.run(updateLink, { ...link, seen_at: tx.now });
}

/**
 * The connection under which what comes from files of one source is linked: found by its name, or made. It is switched
 * off, since there is nobody to call.
 */
export async function fileConnection(
  tx: Tx,
  input: { readonly organizer_id: number; readonly dialect: string; readonly name: string },
): Promise<number> {
  const { organizer_id, dialect, name } = input;
  const known = await tx.db
    .selectFrom('connection')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .where('dialect', '=', dialect)
    .where('name', '=', name)
    .executeTakeFirst();
  if (known !== undefined) return known.id;
  const id = await tx.id();
  await tx.db
    .insertInto('connection')
    .values({
      id,
      organizer_id,
      dialect,
      name,
      base_url: '',
      enabled: 0,
      created_at: tx.now,
      updated_at: tx.now,
    })
    .execute();
  await recordChange(tx, {
    organizer_id,
    action: 'connection.created',
    subject_kind: 'connection',
    subject_id: id,
    after: { dialect, name },
  });
  return id;
}
