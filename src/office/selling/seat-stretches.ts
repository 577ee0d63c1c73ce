import { sql } from 'kysely';
import { lastingStatement, statement } from '../../store/statement.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import type { SeatChange } from './seating.ts';

/** Seats of a zone by their rank, 32 ranks to a stretch: `rank >> 5`. */
export const stretch_bits = 5;
const stretchOf = sql<number>`"rank" >> ${sql.lit(stretch_bits)}`;

const seatOf = statement<{ id: number }, { zone_id: number; stretch: number }>((db, slot) =>
  db
    .selectFrom('place')
    .select(['zone_id', stretchOf.as('stretch')])
    .where('id', '=', slot('id')),
);

const countTaken = statement<{ session_id: number; zone_id: number; stretch: number; taken: number }, never>(
  (db, slot) =>
    db
      .insertInto('seat_stretch')
      .values({
        session_id: slot('session_id'),
        zone_id: slot('zone_id'),
        stretch: slot('stretch'),
        taken: slot('taken'),
      })
      .onConflict((conflict) =>
        conflict
          .columns(['session_id', 'zone_id', 'stretch'])
          .doUpdateSet((eb) => ({ taken: eb('seat_stretch.taken', '+', eb.ref('excluded.taken')) })),
      ),
);

/** Keeps count of seats that were taken or came back, in the transaction that did it. */
export async function countSeats(tx: Tx, changes: readonly SeatChange[]): Promise<void> {
  const counts = new Map<string, { session_id: number; zone_id: number; stretch: number; taken: number }>();
  for (const { session_id, place_id, taken } of changes) {
    const seat = await tx.first(seatOf, { id: place_id });
    if (seat === undefined) continue;
    const { zone_id, stretch } = seat;
    const key = `${session_id} ${zone_id} ${stretch}`;
    counts.set(key, { session_id, zone_id, stretch, taken: taken + (counts.get(key)?.taken ?? 0) });
  }
  // in one order for everybody
  const rows = [...counts.values()].toSorted(
    (a, b) => a.session_id - b.session_id || a.zone_id - b.zone_id || a.stretch - b.stretch,
  );
  for (const row of rows) await tx.run(countTaken, row);
}

const selectTaken = statement<{ session_id: number; zone_id: number }, { stretch: number; taken: number }>(
  (db, slot) =>
    db
      .selectFrom('seat_stretch')
      .select(['stretch', 'taken'])
      .where('session_id', '=', slot('session_id'))
      .where('zone_id', '=', slot('zone_id'))
      .where('taken', '>', 0)
      .orderBy('stretch'),
);

/** From the index alone: an area among the seats keeps its stretch from ever counting as sold out. */
const selectSeats = lastingStatement<{ zone_id: number }, { stretch: number; seats: number }>((db, slot) =>
  db
    .selectFrom('place')
    .select((eb) => [stretchOf.as('stretch'), eb.fn.countAll<number>().as('seats')])
    .where('zone_id', '=', slot('zone_id'))
    .groupBy(stretchOf),
);

/** From which rank to which, both included. */
export interface RankRange {
  readonly from_rank: number;
  readonly to_rank: number;
}

const everywhere: RankRange = { from_rank: Number.MIN_SAFE_INTEGER, to_rank: Number.MAX_SAFE_INTEGER };

/** The ranks of a zone, in their order, but for the stretches of which every seat is sold in the session. */
export async function unsoldRanks(rx: Rx, of: { session_id: number; zone_id: number }): Promise<RankRange[]> {
  const { session_id, zone_id } = of;
  const taken = await rx.run(selectTaken, { session_id, zone_id });
  if (taken.length === 0) return [everywhere];
  const seats = new Map((await rx.run(selectSeats, { zone_id })).map((row) => [row.stretch, row.seats]));
  const ranges: RankRange[] = [];
  let from_rank = everywhere.from_rank;
  for (const { stretch, taken: sold } of taken) {
    if (sold < (seats.get(stretch) ?? Infinity)) continue;
    const first = stretch * 2 ** stretch_bits;
    if (from_rank < first) ranges.push({ from_rank, to_rank: first - 1 });
    from_rank = first + 2 ** stretch_bits;
  }
  ranges.push({ from_rank, to_rank: everywhere.to_rank });
  return ranges;
}
