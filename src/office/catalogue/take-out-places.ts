/** Places that leave a hall: rows that nothing was ever sold in go, others are withdrawn and stay the place of old tickets. */
import { Fault } from '../../domain/faults.ts';
import { formatUtc } from '../../domain/local-time.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { ids_in_ledger_max, inChunks, placesOfIds, type PlaceOfHall } from './places-of-ids.ts';
import { lockSessions } from './lock-sessions.ts';
import { ownRow } from './rows.ts';

const day_ms = 86_400_000;
/** of each session, and of sessions: the refusal is to be read by a person */
const named_max = 20;

/** A session to come in which places are sold, held or kept: with what it calls them. */
export interface InTheWay {
  readonly session_id: number;
  readonly event: string;
  readonly starts_at: string;
  /** the first of them */
  readonly places: readonly {
    readonly row_label: string;
    readonly seat_label: string;
    readonly code: string;
  }[];
  readonly count: number;
}

/**
 * Takes places out of a hall. Where sessions take place in it, they are withdrawn: sold no more in any session, while sessions
 * that are over keep them. Throws `places_in_use` with the sessions to come that have sold or hold one, keep a seat for
 * somebody, or have room in an area; nothing is taken out then.
 */
export async function takeOutPlaces(
  tx: Tx,
  input: { organizer_id: number; hall_id: number; ids: readonly number[] },
): Promise<number> {
  const { organizer_id, hall_id } = input;
  await ownRow(tx, 'hall', organizer_id, hall_id);
  const places = await placesOfIds(tx, hall_id, input.ids);
  const ids = places.map(({ id }) => id);
  const used = await isUsed(tx, hall_id);
  if (used) await assertNotInUse(tx, hall_id, places);
  for (const some of inChunks(ids)) {
    if (used)
      await tx.db.updateTable('place').set({ withdrawn_at: tx.now }).where('id', 'in', some).execute();
    else await tx.db.deleteFrom('place').where('id', 'in', some).execute();
  }
  await recordChange(tx, {
    organizer_id,
    action: used ? 'hall.places_withdrawn' : 'hall.places_deleted',
    subject_kind: 'hall',
    subject_id: hall_id,
    after: { places: ids.length, ids: ids.slice(0, ids_in_ledger_max) },
  });
  return ids.length;
}

/** Whether any session takes, took or was to take place in it. */
async function isUsed(rx: Rx, hall_id: number): Promise<boolean> {
  const session = await rx.db
    .selectFrom('session')
    .select('id')
    .where('hall_id', '=', hall_id)
    .limit(1)
    .executeTakeFirst();
  return session !== undefined;
}

async function assertNotInUse(tx: Tx, hall_id: number, places: readonly PlaceOfHall[]): Promise<void> {
  const sessions = await comingSessions(tx, hall_id);
  if (sessions.length === 0) return;
  // who is selling in them has written it by then, and who is about to looks at what was taken out
  await lockSessions(
    tx,
    sessions.map(({ id }) => id),
  );
  const byId = new Map(places.map((place) => [place.id, place]));
  const inUse = await usedIn(
    tx,
    sessions.map(({ id }) => id),
    [...byId.keys()],
  );
  if (inUse.length === 0) return;
  const bySession = Map.groupBy(inUse, ({ session_id }) => session_id);
  const told = sessions.flatMap(({ id, event, starts_at }): InTheWay[] => {
    const used = [...new Set((bySession.get(id) ?? []).map(({ place_id }) => place_id))];
    if (used.length === 0) return [];
    const named = used.slice(0, named_max).flatMap((place_id) => byId.get(place_id) ?? []);
    return [
      {
        ...{ session_id: id, event, starts_at: formatUtc(starts_at), count: used.length },
        places: named.map(({ row_label, seat_label, code }) => ({ row_label, seat_label, code })),
      },
    ];
  });
  throw new Fault('places_in_use', {
    ...{ hall_id, sessions: told.slice(0, named_max), sessions_count: told.length },
  });
}

/** Those that are not over; one without an end is over a day after it began. */
function comingSessions(tx: Tx, hall_id: number) {
  return tx.db
    .selectFrom('session')
    .innerJoin('event', 'event.id', 'session.event_id')
    .select(['session.id', 'session.starts_at', 'event.name as event'])
    .where('session.hall_id', '=', hall_id)
    .where('session.deleted_at', 'is', null)
    .where('session.status', '=', 'scheduled')
    .where((eb) => eb(eb.fn.coalesce('session.ends_at', eb('session.starts_at', '+', day_ms)), '>=', tx.now))
    .orderBy('session.starts_at')
    .orderBy('session.id')
    .execute();
}

interface PlaceInSession {
  readonly session_id: number;
  readonly place_id: number;
}

/** Seats that are sold, held or kept for somebody; areas with room, or with somebody in it. */
async function usedIn(
  rx: Rx,
  session_ids: readonly number[],
  ids: readonly number[],
): Promise<PlaceInSession[]> {
  const found: PlaceInSession[] = [];
  for (const some of inChunks(ids)) {
    const sold = await rx.db
      .selectFrom('place_sale')
      .select(['session_id', 'place_id'])
      .where('session_id', 'in', session_ids)
      .where('place_id', 'in', some)
      .execute();
    const kept = await rx.db
      .selectFrom('session_place')
      .select(['session_id', 'place_id'])
      .where('session_id', 'in', session_ids)
      .where('place_id', 'in', some)
      .where('quota', 'is not', null)
      .execute();
    const areas = await rx.db
      .selectFrom('pool')
      .select(['session_id', 'place_id'])
      .where('session_id', 'in', session_ids)
      .where('place_id', 'in', some)
      .where((eb) => eb.or([eb('capacity', 'is', null), eb('capacity', '>', 0), eb('taken', '>', 0)]))
      .execute();
    found.push(...sold, ...kept);
    for (const { session_id, place_id } of areas)
      if (session_id !== null && place_id !== null) found.push({ session_id, place_id });
  }
  return found.toSorted((a, b) => a.place_id - b.place_id);
}
