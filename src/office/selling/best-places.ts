import { Fault } from '../../domain/faults.ts';
import type { Kysely } from 'kysely';
import { bestOfRows, bestSeats, seatRows, type FreeSeat } from '../../domain/seats.ts';
import { statement } from '../../store/statement.ts';
import type { Tables } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { quotasAgainst, type Buyer } from './kept-places.ts';
import type { WantedPlace } from './places.ts';

/** A free seat, with what the session says about it. */
interface OpenSeat extends FreeSeat {
  readonly quota: string | null;
}

type ZoneInSession = { session_id: number; zone_id: number };

/** The seats of a zone that nobody has and nobody blocks. */
function freeSeats(db: Kysely<Tables>, session_id: number, zone_id: number) {
  return db
    .selectFrom('place')
    .leftJoin('place_sale', (join) =>
      join.on('place_sale.session_id', '=', session_id).onRef('place_sale.place_id', '=', 'place.id'),
    )
    .leftJoin('session_place', (join) =>
      join.on('session_place.session_id', '=', session_id).onRef('session_place.place_id', '=', 'place.id'),
    )
    .select(['place.id', 'place.zone_id', 'place.row_label', 'place.position', 'place.rank'])
    .select('session_place.quota')
    .where('place.zone_id', '=', zone_id)
    .where('place.kind', '=', 'seat')
    .where('place_sale.place_id', 'is', null)
    .where((eb) => eb.or([eb('session_place.blocked', 'is', null), eb('session_place.blocked', '=', 0)]));
}

const selectBest = statement<ZoneInSession & { many: number }, OpenSeat>((db, slot) =>
  freeSeats(db, slot('session_id'), slot('zone_id')).orderBy('place.rank').limit(slot('many')),
);

const selectRow = statement<ZoneInSession & { row_label: string }, OpenSeat>((db, slot) =>
  freeSeats(db, slot('session_id'), slot('zone_id')).where('place.row_label', '=', slot('row_label')),
);

const lockSession = statement<{ session_id: number }, { id: number }>((db, slot, lock) =>
  lock(db.selectFrom('session').select('id').where('id', '=', slot('session_id'))),
);

export interface WantedSeats {
  readonly session_id: number;
  readonly zone_id: number;
  readonly quantity: number;
  readonly buyer: Buyer;
  /** seats that this sale has chosen already */
  readonly without?: ReadonlySet<number> | undefined;
}

/** Seats read at first; when they do not decide, so many times more. */
const seats_at_first = 128;
const widening = 16;

/** The best seats of a zone next to each other, as far as the rows allow. Throws `sold_out`. */
export async function bestPlaces(rx: Rx, wanted: WantedSeats): Promise<WantedPlace[]> {
  const { session_id, zone_id, quantity, without, buyer } = wanted;
  // who chooses for the buyer waits for the one before: all of them would choose the same seats
  await rx.run(lockSession, { session_id });
  const against = await quotasAgainst(rx, buyer, session_id);
  const open = (seats: readonly OpenSeat[]): OpenSeat[] =>
    seats.filter(({ id, quota }) => without?.has(id) !== true && (quota === null || !against.has(quota)));
  for (let many = Math.max(seats_at_first, 8 * quantity); ; many *= widening) {
    const read = await rx.run(selectBest, { session_id, zone_id, many });
    const free = open(read);
    const all = read.length < many;
    const rows = all ? null : rowsThatDecide(free, quantity, read.at(-1)?.rank ?? 0);
    if (!all && rows === null) continue;
    const known: OpenSeat[] = rows === null ? free : [];
    for (const row_label of rows ?? []) {
      known.push(...open(await rx.run(selectRow, { session_id, zone_id, row_label })));
    }
    const seats = bestSeats(known, quantity);
    if (seats === null) throw new Fault('sold_out', { zone_id, quantity, free: known.length });
    return seats.map(({ id }) => ({ id, kind: 'seat', zone_id }));
  }
}

/**
 * The rows that can have the best block, when the best seats of a zone are known and no other has a better rank than
 * `worst_rank`: none that is unknown could be in a block that is as good. Null when these seats do not decide it.
 */
function rowsThatDecide(best: readonly FreeSeat[], quantity: number, worst_rank: number): string[] | null {
  const rows = seatRows(best);
  // a block that is in one row; more blocks are chosen over all seats
  if (!rows.some((row) => row.longest >= quantity)) return null;
  const block = bestOfRows(rows, quantity) ?? [];
  const sum = block.reduce((ranks, seat) => ranks + seat.rank, 0);
  if (block.length === 0 || sum >= worst_rank * quantity) return null;
  return rows.filter((row) => row.best_rank * quantity <= sum).map((row) => row.row_label);
}
