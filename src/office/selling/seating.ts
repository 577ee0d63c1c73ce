import { withSeats, withoutSeats, seatRows, type FreeSeat, type SeatRow } from '../../domain/seats.ts';
import { KeptKind } from '../../store/kept-values.ts';
import { statement } from '../../store/statement.ts';
import type { Tx } from '../../store/transaction.ts';

/** A seat that nobody blocks, with what the session says about it. */
export interface OpenSeat extends FreeSeat {
  /** whom it is kept for, as it stands in the column */
  readonly quota: string | null;
  /** the offer by which alone it is sold; null: as its zone is */
  readonly offer_id: number | null;
}

/** The seats of a zone in a session. */
export interface Seating {
  /** sold ones too, but not those that the session blocks */
  readonly seats: ReadonlyMap<number, OpenSeat>;
  /** those that are kept for somebody, or sold by an offer of their own */
  readonly reserved: readonly OpenSeat[];
  /** what is free of them; all rows, empty ones too */
  readonly rows: readonly SeatRow[];
}

type ByZone = ReadonlyMap<number, Seating>;

const seats_kept_max = 300_000;

/** By session. Each choice among 20 000 seats would read hundreds of rows; at hand it is a look at a few. */
const seatings = new KeptKind<ByZone>('seating', {
  tables: ['place', 'place_sale', 'session_place'],
  weigh: (zones) => zones.values().reduce((sum, { seats }) => sum + seats.size, 0),
  weight_max: seats_kept_max,
});

interface ZoneInSession {
  readonly session_id: number;
  readonly zone_id: number;
}

interface SeatInSession extends OpenSeat {
  readonly sold: number | null;
}

const selectSeats = statement<ZoneInSession, SeatInSession>((db, slot) =>
  db
    .selectFrom('place')
    .leftJoin('place_sale', (join) =>
      join.on('place_sale.session_id', '=', slot('session_id')).onRef('place_sale.place_id', '=', 'place.id'),
    )
    .leftJoin('session_place', (join) =>
      join
        .on('session_place.session_id', '=', slot('session_id'))
        .onRef('session_place.place_id', '=', 'place.id'),
    )
    .select(['place.id', 'place.zone_id', 'place.row_label', 'place.position', 'place.rank'])
    .select(['session_place.quota', 'session_place.offer_id', 'place_sale.place_id as sold'])
    .where('place.zone_id', '=', slot('zone_id'))
    .where('place.kind', '=', 'seat')
    .where('place.withdrawn_at', 'is', null)
    .where((eb) => eb.or([eb('session_place.blocked', 'is', null), eb('session_place.blocked', '=', 0)])),
);

/** The seats of a zone, at hand for SQLite's one writer; undefined where others write meanwhile. */
export async function seatingOf(tx: Tx, zone: ZoneInSession): Promise<Seating | undefined> {
  const { kept } = tx;
  if (kept === undefined) return undefined;
  const { session_id, zone_id } = zone;
  const known = kept.get(seatings, session_id);
  const at_hand = known?.get(zone_id);
  if (at_hand !== undefined) return at_hand;
  const read = seatingFrom(await tx.run(selectSeats, { session_id, zone_id }));
  kept.set(seatings, session_id, new Map([...(known ?? []), [zone_id, read]]));
  return read;
}

function seatingFrom(found: readonly SeatInSession[]): Seating {
  const seats = found.map(({ id, zone_id, row_label, position, rank, quota, offer_id }): OpenSeat => ({
    id,
    zone_id,
    row_label,
    position,
    rank,
    quota,
    offer_id,
  }));
  const sold = seats.filter((_, index) => found[index]?.sold !== null);
  return {
    seats: new Map(seats.map((seat) => [seat.id, seat])),
    reserved: seats.filter(({ quota, offer_id }) => quota !== null || offer_id !== null),
    rows: withoutSeats(seatRows(seats), sold),
  };
}

/** A seat that was taken (1) or came back (-1). */
export interface SeatChange {
  readonly session_id: number;
  readonly place_id: number;
  readonly taken: 1 | -1;
}

/** Runs what takes seats or gives them back; what is at hand of them stays true to it. */
export async function whileSeatsChange(tx: Tx, write: () => Promise<SeatChange[]>): Promise<SeatChange[]> {
  const { kept } = tx;
  if (kept === undefined) return write();
  const changes = await kept.through(seatings, write);
  for (const [session_id, own] of Map.groupBy(changes, (change) => change.session_id)) {
    const zones = kept.get(seatings, session_id);
    if (zones === undefined) continue;
    kept.set(seatings, session_id, new Map([...zones].map(([id, zone]) => [id, after(zone, own)])));
  }
  return changes;
}

function after(zone: Seating, changes: readonly SeatChange[]): Seating {
  const seatsThat = (taken: 1 | -1): OpenSeat[] =>
    changes.flatMap((change) => (change.taken === taken ? (zone.seats.get(change.place_id) ?? []) : []));
  const [gone, back] = [seatsThat(1), seatsThat(-1)];
  if (gone.length + back.length === 0) return zone;
  const rows = back.length === 0 ? zone.rows : withSeats(zone.rows, back);
  return { ...zone, rows: gone.length === 0 ? rows : withoutSeats(rows, gone) };
}
