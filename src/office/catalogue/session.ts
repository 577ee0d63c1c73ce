import { Fault } from '../../domain/faults.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { hasLivingTickets } from './event.ts';
import { assertFields } from './fields.ts';
import { enterHall, leaveHall } from './move-to-hall.ts';
import { lockSessions } from './lock-sessions.ts';
import { changeRow, deleteRow, insertRow, ownRow, ownRowOrNone, type Creation, type Patch } from './rows.ts';

const places_max = 5_000;

/** A dated occurrence of an event. */
export async function createSession(tx: Tx, input: Creation<'session'>): Promise<number> {
  const { organizer_id } = input;
  await ownRow(tx, 'event', organizer_id, input.event_id);
  await ownRowOrNone(tx, 'hall', organizer_id, input.hall_id);
  await ownRowOrNone(tx, 'venue', organizer_id, input.venue_id);
  return insertRow(tx, 'session', input);
}

/**
 * Cancelling is `status: 'cancelled'`. In another hall its prices are on sale in each zone there. Throws `hall_in_use` for another
 * hall while tickets of it are held or sold, `hall_in_pack` where a pack is made of what it sells.
 */
export async function updateSession(
  tx: Tx,
  input: { organizer_id: number; session_id: number } & Patch<'session'>,
): Promise<Row<'session'>> {
  const { organizer_id, session_id, ...patch } = input;
  if (patch.hall_id !== undefined) await lockSessions(tx, [session_id]);
  const session = await ownRow(tx, 'session', organizer_id, session_id);
  await ownRowOrNone(tx, 'venue', organizer_id, patch.venue_id);
  if (patch.hall_id === undefined || patch.hall_id === session.hall_id)
    return changeRow(tx, 'session', session, patch);
  await ownRowOrNone(tx, 'hall', organizer_id, patch.hall_id);
  const before = await leaveHall(tx, session);
  const changed = await changeRow(tx, 'session', session, patch);
  await enterHall(tx, changed, before);
  return changed;
}

/**
 * A hall for a session that had none, whatever was sold of it: those tickets stand in no place of it, and what is on sale stays as
 * it is. It is how places that another system tells of come to stand somewhere.
 */
export async function seatSession(
  tx: Tx,
  input: { organizer_id: number; session_id: number; hall_id: number },
): Promise<void> {
  const { organizer_id, session_id, hall_id } = input;
  const session = await ownRow(tx, 'session', organizer_id, session_id);
  if (session.hall_id !== null) throw new Fault('hall_in_use', { session_id });
  await ownRow(tx, 'hall', organizer_id, hall_id);
  await changeRow(tx, 'session', session, { hall_id });
}

/** Throws `in_use` while tickets of it are held or sold: such a session is cancelled, not deleted. */
export async function deleteSession(
  tx: Tx,
  input: { organizer_id: number; session_id: number },
): Promise<void> {
  const { organizer_id, session_id } = input;
  await lockSessions(tx, [session_id]);
  const { event_id } = await ownRow(tx, 'session', organizer_id, session_id);
  if (await hasLivingTickets(tx, event_id, session_id)) {
    throw new Fault('in_use', { kind: 'session', id: session_id });
  }
  await deleteRow(tx, 'session', organizer_id, session_id);
}

/** The offers that places name, by place. */
async function ownOffers(
  rx: Rx,
  session_id: number,
  place_ids: readonly number[],
): Promise<Map<number, number | null>> {
  const rows = await rx.db
    .selectFrom('session_place')
    .select(['place_id', 'offer_id'])
    .where('session_id', '=', session_id)
    .where('place_id', 'in', place_ids)
    .where('offer_id', 'is not', null)
    .execute();
  return new Map(rows.map((row) => [row.place_id, row.offer_id]));
}

/**
 * What the session changes about places of its hall: `blocked` ones are not sold, those with a `quota` (JSON of any
 * shape) only to whom it names. Both given as nothing, the place is as the hall has it. An
 * offer that a place names (`priceOfPlaces`) stays.
 */
export async function setSessionPlaces(
  tx: Tx,
  input: {
    organizer_id: number;
    session_id: number;
    place_ids: readonly number[];
    blocked?: boolean;
    quota?: string | null;
  },
): Promise<void> {
  const { organizer_id, session_id, place_ids, quota = null } = input;
  const blocked = input.blocked === true ? 1 : 0;
  const session = await ownRow(tx, 'session', organizer_id, session_id);
  const wanted = [...new Set(place_ids)];
  if (wanted.length === 0) return;
  if (wanted.length > places_max) throw new Fault('too_large', { places_max });
  assertFields('session_place', { blocked, quota });
  const offers = await ownOffers(tx, session_id, wanted);
  const known = await tx.db
    .selectFrom('place')
    .select('id')
    .where('id', 'in', wanted)
    .where('hall_id', '=', session.hall_id ?? 0)
    .execute();
  if (known.length < wanted.length) throw new Fault('not_found', { kind: 'place', session_id });
  await tx.db
    .deleteFrom('session_place')
    .where('session_id', '=', session_id)
    .where('place_id', 'in', wanted)
    .execute();
  const rows = wanted
    .map((place_id) => ({ session_id, place_id, blocked, quota, offer_id: offers.get(place_id) ?? null }))
    .filter(({ offer_id }) => blocked === 1 || quota !== null || offer_id !== null);
  if (rows.length > 0) await tx.db.insertInto('session_place').values(rows).execute();
  await recordChange(tx, {
    organizer_id,
    action: 'session.places_changed',
    subject_kind: 'session',
    subject_id: session_id,
    after: { place_ids: wanted.slice(0, 200), places: wanted.length, blocked, quota },
  });
}
