import { Fault } from '../../domain/faults.ts';
import { bestSeats, type FreeSeat } from '../../domain/seats.ts';
import { LostRace } from '../../store/lost-race.ts';
import { statement } from '../../store/statement.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { nothingExpired, type Sweep } from './pools.ts';

/** A place that a line wants: a seat is one row in `place_sale`, an area is only limited by its pool. */
export interface WantedPlace {
  readonly id: number;
  readonly kind: string;
  readonly zone_id: number;
}

const selectPlace = statement<{ id: number; organizer_id: number }, WantedPlace & { hall_id: number }>(
  (db, slot) =>
    db
      .selectFrom('place')
      .select(['id', 'kind', 'zone_id', 'hall_id'])
      .where('id', '=', slot('id'))
      .where('organizer_id', '=', slot('organizer_id')),
);

const selectBlocked = statement<{ session_id: number; place_id: number }, { blocked: number }>((db, slot) =>
  db
    .selectFrom('session_place')
    .select('blocked')
    .where('session_id', '=', slot('session_id'))
    .where('place_id', '=', slot('place_id'))
    .where('blocked', '=', 1),
);

const selectHall = statement<{ session_id: number }, { hall_id: number | null }>((db, slot) =>
  db.selectFrom('session').select('hall_id').where('id', '=', slot('session_id')),
);

const selectAreaPool = statement<{ session_id: number; place_id: number }, { id: number }>((db, slot) =>
  db
    .selectFrom('pool')
    .select('id')
    .where('session_id', '=', slot('session_id'))
    .where('place_id', '=', slot('place_id')),
);

/** The pool that limits an area in a session. */
export async function areaPool(rx: Rx, session_id: number, place_id: number): Promise<number | undefined> {
  return (await rx.first(selectAreaPool, { session_id, place_id }))?.id;
}

/**
 * The places that a buyer names. Throws `not_found` for a place of no such hall or of another zone than the offer's,
 * `seats_not_free` for one that the session keeps back.
 */
export async function namedPlaces(
  rx: Rx,
  wanted: { organizer_id: number; session_id: number; zone_id: number | null; place_ids: readonly number[] },
): Promise<WantedPlace[]> {
  const { organizer_id, session_id, zone_id } = wanted;
  const hall = await rx.first(selectHall, { session_id });
  const places: WantedPlace[] = [];
  for (const id of wanted.place_ids) {
    const place = await rx.first(selectPlace, { id, organizer_id });
    if (place === undefined || place.hall_id !== hall?.hall_id)
      throw new Fault('not_found', { kind: 'place', id });
    if (zone_id !== null && place.zone_id !== zone_id)
      throw new Fault('not_found', { kind: 'place', id, zone_id });
    if ((await rx.first(selectBlocked, { session_id, place_id: id })) !== undefined) {
      throw new Fault('seats_not_free', { place_ids: [id] });
    }
    places.push(place);
  }
  return places;
}

const selectFreeSeats = statement<{ session_id: number; zone_id: number }, FreeSeat>((db, slot) =>
  db
    .selectFrom('place')
    .select(['place.id', 'place.zone_id', 'place.row_label', 'place.position', 'place.rank'])
    .where('place.zone_id', '=', slot('zone_id'))
    .where('place.kind', '=', 'seat')
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
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('session_place')
            .select('session_place.place_id')
            .where('session_place.session_id', '=', slot('session_id'))
            .whereRef('session_place.place_id', '=', 'place.id')
            .where('session_place.blocked', '=', 1),
        ),
      ),
    ),
);

const lockSession = statement<{ session_id: number }, { id: number }>((db, slot, lock) =>
  lock(db.selectFrom('session').select('id').where('id', '=', slot('session_id'))),
);

/** The best seats of a zone next to each other, as far as the rows allow. Throws `sold_out`. */
export async function bestPlaces(
  rx: Rx,
  wanted: { session_id: number; zone_id: number; quantity: number; without?: ReadonlySet<number> },
): Promise<WantedPlace[]> {
  const { session_id, zone_id, quantity, without } = wanted;
  // who chooses for the buyer waits for the one before: all of them would choose the same seats
  await rx.run(lockSession, { session_id });
  const free = await rx.run(selectFreeSeats, { session_id, zone_id });
  const open = without === undefined ? free : free.filter((seat) => !without.has(seat.id));
  const seats = bestSeats(open, quantity);
  if (seats === null) throw new Fault('sold_out', { zone_id, quantity, free: open.length });
  return seats.map(({ id }) => ({ id, kind: 'seat', zone_id }));
}

/** A place sold in a session is one unique row: whoever comes second finds it there. */
const takePlace = statement<
  { session_id: number; place_id: number; organizer_id: number; ticket_id: number },
  never
>((db, slot) =>
  db
    .insertInto('place_sale')
    .values({
      session_id: slot('session_id'),
      place_id: slot('place_id'),
      organizer_id: slot('organizer_id'),
      ticket_id: slot('ticket_id'),
    })
    .onConflict((conflict) => conflict.columns(['session_id', 'place_id']).doNothing()),
);

export interface PlaceTaking {
  /** chosen here, not by the buyer: when it is gone, another one will do */
  readonly chosen: boolean;
  readonly session_id: number;
  readonly place_id: number;
  readonly organizer_id: number;
  readonly ticket_id: number;
}

/** Takes a seat if it is free. */
export async function takeFreePlace(tx: Tx, taking: PlaceTaking): Promise<boolean> {
  const { session_id, place_id, organizer_id, ticket_id } = taking;
  return (await tx.change(takePlace, { session_id, place_id, organizer_id, ticket_id })) === 1;
}

/** Takes seats in the order of their ids; throws `seats_not_free` and, with the transaction, takes none. */
export async function takePlaces(
  tx: Tx,
  takings: readonly PlaceTaking[],
  sweep: Sweep = nothingExpired,
): Promise<void> {
  for (const taking of takings.toSorted((a, b) => a.session_id - b.session_id || a.place_id - b.place_id)) {
    if (await takeFreePlace(tx, taking)) continue;
    if (!((await sweep()) && (await takeFreePlace(tx, taking)))) {
      const gone = new Fault('seats_not_free', { place_ids: [taking.place_id] });
      throw taking.chosen ? new LostRace(gone) : gone;
    }
  }
}

const freePlace = statement<{ ticket_id: number }, never>((db, slot) =>
  db.deleteFrom('place_sale').where('ticket_id', '=', slot('ticket_id')),
);

export async function releasePlace(tx: Tx, ticket_id: number): Promise<void> {
  await tx.run(freePlace, { ticket_id });
}
