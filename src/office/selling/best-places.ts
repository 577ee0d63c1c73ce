import { Fault } from '../../domain/faults.ts';
import type { Kysely } from 'kysely';
import {
  bestOfRows,
  bestSeats,
  seatRows,
  withoutSeats,
  type FreeSeat,
  type SeatRow,
} from '../../domain/seats.ts';
import { statement, type SlotOf, type Statement } from '../../store/statement.ts';
import type { Tables } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { quotasAgainst, quotasRefusing, sells, type Buyer, type PlaceOffer } from './kept-places.ts';
import type { WantedPlace } from './places.ts';
import { seatingOf, type OpenSeat, type Seating } from './seating.ts';
import { unsoldRanks, type RankRange } from './seat-stretches.ts';

interface UnsoldSeat extends OpenSeat {
  readonly kind: string;
  readonly blocked: number | null;
  readonly withdrawn_at: number | null;
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
    .select(['session_place.quota', 'session_place.offer_id'])
    .where('place.zone_id', '=', zone_id)
    .where('place.kind', '=', 'seat')
    .where('place.withdrawn_at', 'is', null)
    .where('place_sale.place_id', 'is', null)
    .where((eb) => eb.or([eb('session_place.blocked', 'is', null), eb('session_place.blocked', '=', 0)]));
}

/** Seats that nobody has, blocked and withdrawn ones too: what is sold is passed over in two indexes, without a look at the seat itself. */
function selectUnsold(db: Kysely<Tables>, slot: SlotOf<ZoneInSession & RankRange>, many: number) {
  return db
    .selectFrom((from) =>
      from
        .selectFrom('place')
        .select('place.id as unsold_id')
        .where('place.zone_id', '=', slot('zone_id'))
        .where('place.rank', '>=', slot('from_rank'))
        .where('place.rank', '<=', slot('to_rank'))
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('place_sale')
                .select('place_sale.place_id')
                .where('place_sale.session_id', '=', slot('session_id'))
                .whereRef('place_sale.place_id', '=', 'place.id'),
            ),
          ),
        )
        .orderBy('place.rank')
        .limit(many)
        .as('unsold'),
    )
    .innerJoin('place', 'place.id', 'unsold.unsold_id')
    .leftJoin('session_place', (join) =>
      join
        .on('session_place.session_id', '=', slot('session_id'))
        .onRef('session_place.place_id', '=', 'place.id'),
    )
    .select(['place.id', 'place.zone_id', 'place.row_label', 'place.position', 'place.rank', 'place.kind'])
    .select(['session_place.quota', 'session_place.offer_id', 'session_place.blocked', 'place.withdrawn_at']);
}

/** A statement for each number of seats: SQLite would plan anew for each run with a limit that is bound. */
const unsoldOf = new Map<number, Statement<ZoneInSession & RankRange, UnsoldSeat>>();

function unsoldSeats(many: number): Statement<ZoneInSession & RankRange, UnsoldSeat> {
  let known = unsoldOf.get(many);
  if (known === undefined) {
    known = statement((db, slot) => selectUnsold(db, slot, many));
    unsoldOf.set(many, known);
  }
  return known;
}

const selectPart = statement<ZoneInSession & PartOfRow, OpenSeat>((db, slot) =>
  freeSeats(db, slot('session_id'), slot('zone_id'))
    .where('place.row_label', '=', slot('row_label'))
    .where('place.position', '>=', slot('from_position'))
    .where('place.position', '<=', slot('to_position')),
);

interface PartOfRow {
  readonly row_label: string;
  readonly from_position: number;
  readonly to_position: number;
}

const lockSession = statement<{ session_id: number }, { id: number }>((db, slot, lock) =>
  lock(db.selectFrom('session').select('id').where('id', '=', slot('session_id')), 'turn'),
);

export interface WantedSeats {
  readonly session_id: number;
  readonly zone_id: number;
  /** by which they are to be sold */
  readonly offer: PlaceOffer;
  readonly quantity: number;
  readonly buyer: Buyer;
  /** seats that this sale has chosen already */
  readonly without?: ReadonlySet<number> | undefined;
}

/** Seats read at first; when they do not decide, so many times more. */
const seats_at_first = 128;
const widening = 16;

/** The best seats of a zone next to each other, as far as the rows allow. Throws `sold_out`. */
export async function bestPlaces(tx: Tx, wanted: WantedSeats): Promise<WantedPlace[]> {
  const seating = await seatingOf(tx, wanted);
  return seating === undefined ? placesByReading(tx, wanted) : placesAtHand(tx, wanted, seating);
}

async function placesAtHand(tx: Tx, wanted: WantedSeats, seating: Seating): Promise<WantedPlace[]> {
  const { quantity, without = new Set<number>(), buyer, offer } = wanted;
  const against = await quotasRefusing(
    tx,
    buyer,
    seating.reserved.map((seat) => seat.quota),
  );
  // of an offer for places of its own, all others are closed
  const others = offer.places_only === 1 ? [...seating.seats.values()] : seating.reserved;
  const closed = [
    ...others.filter(
      ({ quota, offer_id }) => !sells(offer, offer_id) || (quota !== null && against.has(quota)),
    ),
    ...[...without].flatMap((id) => seating.seats.get(id) ?? []),
  ];
  const rows = closed.length === 0 ? seating.rows : withoutSeats(seating.rows, closed);
  return placesFrom(bestOfRows(rows, quantity), wanted, () =>
    rows.reduce((free, { runs }) => runs.reduce((sum, run) => sum + run.length, free), 0),
  );
}

function placesFrom(
  seats: readonly FreeSeat[] | null,
  { zone_id, quantity }: WantedSeats,
  free: () => number,
): WantedPlace[] {
  if (seats === null) throw new Fault('sold_out', { zone_id, quantity, free: free() });
  return seats.map(({ id }) => ({ id, kind: 'seat', zone_id }));
}

/** Where others write meanwhile: as few seats as decide it. */
async function placesByReading(tx: Tx, wanted: WantedSeats): Promise<WantedPlace[]> {
  const { session_id, zone_id, offer, quantity, without, buyer } = wanted;
  // who chooses for the buyer waits for the one before: all of them would choose the same seats
  await tx.run(lockSession, { session_id });
  const ranges = await unsoldRanks(tx, { session_id, zone_id });
  const against = await quotasAgainst(tx, buyer, session_id);
  const open = (seats: readonly OpenSeat[]): OpenSeat[] =>
    seats.filter(
      ({ id, quota, offer_id }) =>
        without?.has(id) !== true && sells(offer, offer_id) && (quota === null || !against.has(quota)),
    );
  for (let many = seats_at_first; ; many *= widening) {
    if (many < 8 * quantity) continue;
    const read = await bestUnsold(tx, { session_id, zone_id }, ranges, many);
    const free = open(
      read.filter((seat) => seat.kind === 'seat' && seat.blocked !== 1 && seat.withdrawn_at === null),
    );
    const all = read.length < many;
    const rows = all ? null : rowsThatDecide(free, quantity, read.at(-1)?.rank ?? 0);
    if (!all && rows === null) continue;
    const known: OpenSeat[] = rows === null ? free : [];
    for (const row of rows ?? []) {
      const part = partAround(row, quantity);
      known.push(...open(await tx.run(selectPart, { session_id, zone_id, ...part })));
    }
    return placesFrom(bestSeats(known, quantity), wanted, () => known.length);
  }
}

/** So many unsold seats of the best ranks, or all of them. */
async function bestUnsold(
  rx: Rx,
  zone: ZoneInSession,
  ranges: readonly RankRange[],
  many: number,
): Promise<UnsoldSeat[]> {
  const unsold: UnsoldSeat[] = [];
  for (const range of ranges) {
    const found = await rx.run(unsoldSeats(many), { ...zone, ...range });
    unsold.push(...found.toSorted((a, b) => a.rank - b.rank));
    if (unsold.length >= many) break;
  }
  return unsold.slice(0, many);
}

/**
 * The rows that can have the best block, when the best seats of a zone are known and no other has a better rank than
 * `worst_rank`: none that is unknown could be in a block that is as good. Null when these seats do not decide it.
 */
function rowsThatDecide(best: readonly FreeSeat[], quantity: number, worst_rank: number): SeatRow[] | null {
  const rows = seatRows(best);
  // a block that is in one row; more blocks are chosen over all seats
  if (!rows.some((row) => row.longest >= quantity)) return null;
  const block = bestOfRows(rows, quantity) ?? [];
  const sum = block.reduce((ranks, seat) => ranks + seat.rank, 0);
  if (block.length === 0 || sum >= worst_rank * quantity) return null;
  return rows.filter((row) => row.best_rank * quantity <= sum);
}

/**
 * The part of a row in which the best block is, when it is in this row: it has one of the known seats, for others have a worse
 * rank. With two seats more on each side, which tell whether it would leave one alone.
 */
function partAround({ row_label, runs }: SeatRow, quantity: number): PartOfRow {
  const positions = runs.flat().map((seat) => seat.position);
  const reach = quantity + 1;
  return {
    row_label,
    from_position: Math.min(...positions) - reach,
    to_position: Math.max(...positions) + reach,
  };
}
