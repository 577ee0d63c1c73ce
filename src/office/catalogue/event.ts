import { Fault } from '../../domain/faults.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { organizerOf } from './organizer.ts';
import { changeRow, deleteRow, insertRow, ownRow, ownRowOrNone, type Creation, type Patch } from './rows.ts';

/** A kind of event (concert, visit, …), shared by all organizers; `organizer_id` is whose change it is. */
export async function createEventCategory(
  tx: Tx,
  input: { organizer_id: number; name: string; name_other?: string },
): Promise<number> {
  const { organizer_id, name, name_other = '' } = input;
  if (name.trim() === '') throw new Fault('invalid_input', { kind: 'event_category', field: 'name' });
  const id = await tx.id();
  await tx.db.insertInto('event_category').values({ id, name, name_other }).execute();
  await recordChange(tx, {
    organizer_id,
    action: 'event_category.created',
    subject_kind: 'event_category',
    subject_id: id,
    after: { name, name_other },
  });
  return id;
}

async function assertReferences(
  rx: Rx,
  organizer_id: number,
  references: { event_category_id?: number | null | undefined; venue_id?: number | null | undefined },
): Promise<void> {
  await ownRowOrNone(rx, 'venue', organizer_id, references.venue_id);
  const category = references.event_category_id ?? null;
  if (category === null) return;
  const row = await rx.db
    .selectFrom('event_category')
    .select('id')
    .where('id', '=', category)
    .executeTakeFirst();
  if (row === undefined) throw new Fault('not_found', { kind: 'event_category', id: category });
}

/** Without a currency it has the organizer's. It is sold once it is `published`. */
export async function createEvent(tx: Tx, input: Creation<'event', 'currency'>): Promise<number> {
  const { organizer_id } = input;
  const currency = input.currency ?? (await organizerOf(tx, organizer_id)).currency;
  await assertReferences(tx, organizer_id, input);
  return insertRow(tx, 'event', { ...input, currency });
}

export async function updateEvent(
  tx: Tx,
  input: { organizer_id: number; event_id: number } & Patch<'event'>,
): Promise<Row<'event'>> {
  const { organizer_id, event_id, ...patch } = input;
  await assertReferences(tx, organizer_id, patch);
  return changeRow(tx, 'event', await ownRow(tx, 'event', organizer_id, event_id), patch);
}

/** Whether a ticket of the event (of the session, when one is named) is held or sold. */
export async function hasLivingTickets(rx: Rx, event_id: number, session_id?: number): Promise<boolean> {
  let query = rx.db
    .selectFrom('ticket')
    .select('id')
    .where('event_id', '=', event_id)
    .where('state', 'in', ['held', 'valid'])
    .limit(1);
  if (session_id !== undefined) query = query.where('session_id', '=', session_id);
  return (await query.executeTakeFirst()) !== undefined;
}

/** Throws `in_use` while tickets of it are held or sold: such an event is cancelled, not deleted. */
export async function deleteEvent(tx: Tx, input: { organizer_id: number; event_id: number }): Promise<void> {
  const { organizer_id, event_id } = input;
  await ownRow(tx, 'event', organizer_id, event_id);
  if (await hasLivingTickets(tx, event_id)) throw new Fault('in_use', { kind: 'event', id: event_id });
  await deleteRow(tx, 'event', organizer_id, event_id);
}
