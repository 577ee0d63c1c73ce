import { Fault } from '../../domain/faults.ts';
import { isTimeZone } from '../../domain/local-time.ts';
import type { NewRow, Row, RowPatch } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { assertFields } from './fields.ts';
import { abridged, differing } from './rows.ts';

function assertOrganizer(row: { readonly slug?: string; readonly zone?: string }): void {
  assertFields('organizer', row);
  if (row.slug !== undefined && !/^[a-z0-9][a-z0-9-]{0,59}$/.test(row.slug)) {
    throw new Fault('invalid_input', {
      field: 'slug',
      reason: 'small letters, digits and dashes, 60 at most',
    });
  }
  if (row.zone !== undefined && !isTimeZone(row.zone)) {
    throw new Fault('unknown_time_zone', { zone: row.zone.slice(0, 60) });
  }
}

/** Who sells: its time zone (`Europe/Paris`) and its currency. Throws `already_exists` for a slug that is taken. */
export async function createOrganizer(
  tx: Tx,
  input: Omit<NewRow<'organizer'>, 'id' | 'created_at'>,
): Promise<number> {
  assertOrganizer(input);
  const id = await tx.id();
  const made = await tx.db
    .insertInto('organizer')
    .values({ ...input, id, created_at: tx.now })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made === undefined) throw new Fault('already_exists', { kind: 'organizer', slug: input.slug });
  await recordChange(tx, {
    organizer_id: id,
    action: 'organizer.created',
    subject_kind: 'organizer',
    subject_id: id,
    after: abridged(input),
  });
  return id;
}

/** The currency stays: what was sold was sold in it. */
export async function updateOrganizer(
  tx: Tx,
  input: { organizer_id: number } & Omit<RowPatch<'organizer'>, 'id' | 'created_at' | 'slug' | 'currency'>,
): Promise<Row<'organizer'>> {
  const { organizer_id, ...patch } = input;
  const before = await organizerOf(tx, organizer_id);
  const changed = differing(before, patch);
  if (Object.keys(changed).length === 0) return before;
  const after = { ...before, ...changed };
  assertOrganizer(after);
  await tx.db.updateTable('organizer').set(changed).where('id', '=', organizer_id).execute();
  await recordChange(tx, {
    organizer_id,
    action: 'organizer.changed',
    subject_kind: 'organizer',
    subject_id: organizer_id,
    after: abridged(changed),
  });
  return after;
}

/** Throws `not_found`. */
export async function organizerOf(rx: Rx, organizer_id: number): Promise<Row<'organizer'>> {
  const row = await rx.db
    .selectFrom('organizer')
    .selectAll()
    .where('id', '=', organizer_id)
    .executeTakeFirst();
  if (row === undefined) throw new Fault('not_found', { kind: 'organizer', id: organizer_id });
  return { ...row };
}

/** What a caller is told of the organizers that it reaches; by id. */
export async function organizersByIds(
  rx: Rx,
  ids: readonly number[],
): Promise<Pick<Row<'organizer'>, 'id' | 'slug' | 'name' | 'zone' | 'currency'>[]> {
  return rx.db
    .selectFrom('organizer')
    .select(['id', 'slug', 'name', 'zone', 'currency'])
    .where('id', 'in', ids)
    .orderBy('id')
    .execute();
}
