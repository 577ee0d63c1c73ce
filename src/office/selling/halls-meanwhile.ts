/** What a sale has planned of sessions and their halls still holds when it is written, whoever changes them meanwhile. */
import { Fault } from '../../domain/faults.ts';
import { LostRace } from '../../store/lost-race.ts';
import { statement } from '../../store/statement.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import type { TicketRow } from './orders.ts';
import type { PlaceTaking, WantedPlace } from './places.ts';

interface HallNow {
  readonly hall_id: number | null;
  readonly deleted_at: number | null;
}

const keepSession = statement<{ session_id: number }, HallNow>((db, slot, lock) =>
  lock(
    db.selectFrom('session').select(['hall_id', 'deleted_at']).where('id', '=', slot('session_id')),
    'keep',
  ),
);

/**
 * Keeps sessions where they are until the transaction ends; their halls as they are by then. Other sales keep them as well, and go
 * on. Comes last, in the order of ids: who moves a session, or takes places out of its hall, locks it first (`lockSessions`).
 */
async function keepSessions(
  tx: Tx,
  session_ids: readonly number[],
): Promise<Map<number, HallNow | undefined>> {
  const halls = new Map<number, HallNow | undefined>();
  for (const session_id of [...new Set(session_ids)].toSorted((a, b) => a - b))
    halls.set(session_id, await tx.first(keepSession, { session_id }));
  return halls;
}

/** A line as far as it is sold somewhere. */
interface SoldThere {
  readonly session_id: number | null;
  /** of the session, as it was planned */
  readonly hall_id: number | null;
  readonly places: readonly WantedPlace[];
}

/**
 * Nothing to look at where there is one writer. Where others write meanwhile, a session may have been moved to another hall or
 * deleted, and a seat taken out of it, since the line was planned: the sale is planned anew then.
 */
export async function assertSoldWhereItStands(tx: Tx, lines: readonly SoldThere[]): Promise<void> {
  if (tx.sole_writer) return;
  const halls = await keepSessions(
    tx,
    lines.flatMap(({ session_id }) => session_id ?? []),
  );
  for (const { session_id, hall_id } of lines) {
    if (session_id === null) continue;
    const now = halls.get(session_id);
    if (now === undefined || now.deleted_at !== null || now.hall_id !== hall_id)
      throw new LostRace(new Fault('not_found', { kind: 'session', id: session_id }));
  }
  const ids = [...new Set(lines.flatMap(({ places }) => places.map(({ id }) => id)))];
  if (ids.length === 0) return;
  const gone = await withdrawnOf(tx, ids);
  if (gone.length > 0) throw new LostRace(new Fault('seats_not_free', { place_ids: gone }));
}

/** The same for seats that tickets are put on, or come back to. Throws `seats_not_free`. */
export async function assertSeatsStand(
  tx: Tx,
  takings: readonly { readonly session_id: number; readonly place_id: number }[],
): Promise<void> {
  if (tx.sole_writer || takings.length === 0) return;
  await keepSessions(
    tx,
    takings.map(({ session_id }) => session_id),
  );
  const gone = await withdrawnOf(
    tx,
    takings.map(({ place_id }) => place_id),
  );
  if (gone.length > 0) throw new Fault('seats_not_free', { place_ids: gone });
}

/** A session that moved to another hall since has none of the places that its cancelled tickets were for. */
export async function assertHallStays(tx: Tx, gone: readonly TicketRow[]): Promise<void> {
  if (gone.length === 0) return;
  const lost = await tx.db
    .selectFrom('ticket')
    .innerJoin('session', 'session.id', 'ticket.session_id')
    .innerJoin('zone', 'zone.id', 'ticket.zone_id')
    .select(['ticket.id', 'ticket.place_id'])
    .where(
      'ticket.id',
      'in',
      gone.map(({ id }) => id),
    )
    .where('zone.hall_id', 'is not', null)
    .where((eb) =>
      eb.or([eb('session.hall_id', 'is', null), eb('session.hall_id', '<>', eb.ref('zone.hall_id'))]),
    )
    .execute();
  if (lost.length > 0)
    throw new Fault('seats_not_free', { place_ids: lost.flatMap(({ place_id }) => place_id ?? []) });
}

/** The same of tickets that come back with their order, once they have taken what they need; theirs are the seats. */
export async function assertStillThere(
  tx: Tx,
  back: readonly TicketRow[],
  takings: readonly PlaceTaking[],
): Promise<void> {
  if (tx.sole_writer) return;
  await keepSessions(
    tx,
    back.flatMap(({ session_id }) => session_id ?? []),
  );
  await assertHallStays(tx, back);
  await assertSeatsStand(tx, takings);
}

async function withdrawnOf(rx: Rx, ids: readonly number[]): Promise<number[]> {
  const rows = await rx.db
    .selectFrom('place')
    .select('id')
    .where('id', 'in', ids)
    .where('withdrawn_at', 'is not', null)
    .execute();
  return rows.map(({ id }) => id);
}
