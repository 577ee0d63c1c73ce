import { createHash } from 'node:crypto';
import { Fault } from '../../domain/faults.ts';
import type { Columns } from '../../store/column.ts';
import { tables, type NewRow, type Row, type RowPatch } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { announce } from '../ledger/outbox.ts';
import { recordChange } from '../ledger/record.ts';
import { assertFields } from './fields.ts';

/** Kinds of things with an id that belong to one organizer. */
export type OwnedKind =
  | 'venue'
  | 'hall'
  | 'zone'
  | 'place'
  | 'event'
  | 'session'
  | 'price_group'
  | 'price'
  | 'offer'
  | 'pool'
  | 'allotment'
  | 'pack_part'
  | 'question'
  | 'add_on'
  | 'discount'
  | 'directory_entry'
  | 'promo_code'
  | 'department'
  | 'article'
  | 'variation'
  | 'dining_table'
  | 'payment_mode'
  | 'counter'
  | 'control_point';

/** What nobody sets by hand. */
type Kept =
  'id' | 'created_at' | 'updated_at' | 'deleted_at' | 'taken' | 'reserved' | 'released_at' | 'withdrawn_at';

/** Optional fields may also be handed over as undefined, which means the same. */
type Lenient<T> = { [K in keyof T]: T extends Record<K, T[K]> ? T[K] : T[K] | undefined };

/** What a new row of the kind takes: `organizer_id`, and its columns; those with a default or null are optional. */
export type Creation<K extends OwnedKind, Optional extends keyof NewRow<K> = never> = Lenient<
  Omit<NewRow<K>, Kept | Optional> & { [O in Optional]?: NewRow<K>[O] | undefined }
>;

/** What a change of the kind takes: the columns to set. What a thing belongs to never changes. */
export type Patch<K extends OwnedKind, Fixed extends string = never> = Lenient<
  Omit<RowPatch<K>, Kept | 'organizer_id' | 'event_id' | 'currency' | Fixed>
>;

const announced: ReadonlySet<OwnedKind> = new Set<OwnedKind>([
  'event',
  'session',
  'price',
  'offer',
  'promo_code',
  'article',
]);

/**
 * The row of a living thing of this organizer; throws `not_found` for another organizer's, so that nobody learns of it,
 * and for a deleted one.
 */
export async function ownRow<K extends OwnedKind>(
  rx: Rx,
  kind: K,
  organizer_id: number,
  id: number,
): Promise<Row<K>> {
  // Kysely types a table by its name: one that stands for all keeps the query typed
  const row = await rx.db
    .selectFrom(kind as 'event')
    .selectAll()
    .where('id', '=', id)
    .where('organizer_id', '=', organizer_id)
    .executeTakeFirst();
  if (row === undefined || (row.deleted_at ?? null) !== null) throw new Fault('not_found', { kind, id });
  return { ...row } as unknown as Row<K>;
}

/** The same for a reference that may be missing. */
export async function ownRowOrNone<K extends OwnedKind>(
  rx: Rx,
  kind: K,
  organizer_id: number,
  id: number | null | undefined,
): Promise<Row<K> | null> {
  return id === null || id === undefined ? null : ownRow(rx, kind, organizer_id, id);
}

/** What the ledger keeps of a row: what was set, long texts by their digest. */
export function abridged(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [
        field,
        typeof value === 'string' && value.length > 200
          ? `sha256:${createHash('sha256').update(value).digest('hex')}`
          : value,
      ]),
  );
}

function hasColumn(kind: OwnedKind, name: string): boolean {
  return name in (tables[kind].columns as Columns);
}

async function tell(tx: Tx, organizer_id: number, kind: OwnedKind, id: number): Promise<void> {
  if (!announced.has(kind)) return;
  await announce(tx, { organizer_id, topic: 'catalogue', subject_kind: kind, subject_id: id });
}

/** Writes a new row with its instants, and the change. The references must have been held against the organizer. */
export async function insertRow(
  tx: Tx,
  kind: OwnedKind,
  fields: Readonly<Record<string, unknown>> & { readonly organizer_id: number },
): Promise<number> {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  assertFields(kind, given);
  const id = await tx.id();
  const row: Record<string, unknown> = { ...given, id };
  for (const column of ['created_at', 'updated_at']) if (hasColumn(kind, column)) row[column] = tx.now;
  await tx.db
    .insertInto(kind as 'event')
    .values(row as unknown as NewRow<'event'>)
    .execute();
  const { organizer_id, ...after } = fields;
  await recordChange(tx, {
    organizer_id,
    action: `${kind}.created`,
    subject_kind: kind,
    subject_id: id,
    after: abridged(after),
  });
  await tell(tx, organizer_id, kind, id);
  return id;
}

/** The fields of the patch that differ from the row. */
export function differing(
  row: Readonly<Record<string, unknown>>,
  patch: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(patch).filter(([field, value]) => value !== undefined && value !== row[field]),
  );
}

/** The next value of `updated_at`: it moves with every change, also with two in one millisecond. */
export function nextUpdate(tx: Tx, row: { readonly updated_at?: number }): number {
  return Math.max(tx.now, (row.updated_at ?? 0) + 1);
}

/**
 * Sets what differs, and writes the change; nothing is written when nothing differs. Returns the row as it stands now.
 * The references in the patch must have been held against the organizer.
 */
export async function changeRow<K extends OwnedKind>(
  tx: Tx,
  kind: K,
  row: Row<K>,
  patch: Readonly<Record<string, unknown>>,
  action = `${kind}.changed`,
): Promise<Row<K>> {
  const before = row as unknown as Record<string, unknown> & {
    id: number;
    organizer_id: number;
    updated_at?: number;
  };
  const changed = differing(before, patch);
  if (Object.keys(changed).length === 0) return row;
  const after = { ...before, ...changed };
  assertFields(kind, after);
  const set = hasColumn(kind, 'updated_at') ? { ...changed, updated_at: nextUpdate(tx, before) } : changed;
  await tx.db
    .updateTable(kind as 'event')
    .set(set as unknown as RowPatch<'event'>)
    .where('id', '=', before.id)
    .execute();
  await recordChange(tx, {
    organizer_id: before.organizer_id,
    action,
    subject_kind: kind,
    subject_id: before.id,
    before: abridged(Object.fromEntries(Object.keys(changed).map((field) => [field, before[field]]))),
    after: abridged(changed),
  });
  await tell(tx, before.organizer_id, kind, before.id);
  return { ...after, ...set } as unknown as Row<K>;
}

/** Marks a thing as deleted: it is sold no more, and what was sold of it keeps pointing to it. */
export async function deleteRow(tx: Tx, kind: OwnedKind, organizer_id: number, id: number): Promise<void> {
  const row = await ownRow(tx, kind, organizer_id, id);
  await changeRow(tx, kind, row, { deleted_at: tx.now }, `${kind}.deleted`);
}

/** Takes a row out altogether: only what nothing points to by a reference, such as a question, whose answers keep its label. */
export async function removeRow(
  tx: Tx,
  kind: 'question' | 'pack_part',
  organizer_id: number,
  id: number,
): Promise<void> {
  const row = await ownRow(tx, kind, organizer_id, id);
  // Kysely types a table by its name: one that stands for both keeps the query typed
  await tx.db
    .deleteFrom(kind as 'question')
    .where('id', '=', id)
    .execute();
  await recordChange(tx, {
    organizer_id,
    action: `${kind}.deleted`,
    subject_kind: kind,
    subject_id: id,
    before: abridged({ ...row }),
  });
}
