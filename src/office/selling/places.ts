import { Fault } from '../../domain/faults.ts';
import { maySit, takesSeat } from '../../domain/seats.ts';
import { LostRace } from '../../store/lost-race.ts';
import { lastingStatement, statement } from '../../store/statement.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { keptPlace, mayTake, sells, type Buyer, type PlaceOffer } from './kept-places.ts';
import { nothingExpired, type Sweep } from './pools.ts';
import { countSeats } from './seat-stretches.ts';
import { whileSeatsChange, type SeatChange } from './seating.ts';

/** A place that a line wants: a seat is one row in `place_sale`, an area is only limited by its pool. */
export interface WantedPlace {
  readonly id: number;
  readonly kind: string;
  readonly zone_id: number;
}

interface PlaceOfHall extends WantedPlace {
  readonly hall_id: number;
  readonly withdrawn_at: number | null;
}

const selectPlace = statement<{ id: number; organizer_id: number }, PlaceOfHall>((db, slot) =>
  db
    .selectFrom('place')
    .select(['id', 'kind', 'zone_id', 'hall_id', 'withdrawn_at'])
    .where('id', '=', slot('id'))
    .where('organizer_id', '=', slot('organizer_id')),
);

const selectHall = statement<{ session_id: number }, { hall_id: number | null }>((db, slot) =>
  db.selectFrom('session').select('hall_id').where('id', '=', slot('session_id')),
);

const selectKinds = lastingStatement<{ zone_id: number }, { kind: string }>((db, slot) =>
  db.selectFrom('place').select('kind').distinct().where('zone_id', '=', slot('zone_id')),
);

/** What is sold, and where. */
interface SoldIn {
  readonly product_type: string;
  readonly session_id: number | null;
  readonly zone_id: number | null;
}

/** Whether a unit takes a seat here: by the zone's places, or where it is of none, by whether the session has a hall. */
export async function givesSeats(rx: Rx, { product_type, session_id, zone_id }: SoldIn): Promise<boolean> {
  if (!maySit(product_type)) return false;
  if (zone_id !== null) {
    const kinds = (await rx.run(selectKinds, { zone_id })).map(({ kind }) => kind);
    // a numbered zone that has no places yet is sold out, not sold without a seat
    if (kinds.length === 0) return product_type === 'numbered_seat';
    return takesSeat(product_type, kinds);
  }
  if (product_type !== 'numbered_seat') return false;
  return session_id === null || (await rx.first(selectHall, { session_id }))?.hall_id !== null;
}

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
 * The places that a buyer names. Throws `not_found` for a place of no such hall, of another zone than the offer's, or with
 * another offer of its own; `seats_not_free` for one that was taken out of the hall, that the session keeps back, or keeps for
 * somebody else.
 */
export async function namedPlaces(
  rx: Rx,
  wanted: {
    session_id: number;
    zone_id: number | null;
    offer: PlaceOffer;
    place_ids: readonly number[];
    buyer: Buyer;
  },
): Promise<WantedPlace[]> {
  const { session_id, zone_id, offer, buyer } = wanted;
  const { organizer_id } = buyer;
  const hall = await rx.first(selectHall, { session_id });
  const places: WantedPlace[] = [];
  for (const id of wanted.place_ids) {
    const place = await rx.first(selectPlace, { id, organizer_id });
    if (place === undefined || place.hall_id !== hall?.hall_id)
      throw new Fault('not_found', { kind: 'place', id });
    if (zone_id !== null && place.zone_id !== zone_id)
      throw new Fault('not_found', { kind: 'place', id, zone_id });
    const kept = await keptPlace(rx, { session_id, place_id: id });
    if (!sells(offer, kept?.offer_id ?? null))
      throw new Fault('not_found', { kind: 'place', id, offer_id: offer.id });
    if (place.withdrawn_at !== null || !(await mayTake(rx, buyer, kept)))
      throw new Fault('seats_not_free', { place_ids: [id] });
    places.push(place);
  }
  return places;
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
  const changes = await changeSeats(tx, async () => ((await takeIfFree(tx, taking)) ? [taken(taking)] : []));
  return changes.length === 1;
}

async function takeIfFree(tx: Tx, taking: PlaceTaking): Promise<boolean> {
  const { session_id, place_id, organizer_id, ticket_id } = taking;
  return (await tx.change(takePlace, { session_id, place_id, organizer_id, ticket_id })) === 1;
}

function taken({ session_id, place_id }: PlaceTaking): SeatChange {
  return { session_id, place_id, taken: 1 };
}

/** Writes `place_sale`, and counts what that did. */
async function changeSeats(tx: Tx, write: () => Promise<SeatChange[]>): Promise<SeatChange[]> {
  const changes = await whileSeatsChange(tx, write);
  await countSeats(tx, changes);
  return changes;
}

/** Takes seats in the order of their ids; throws `seats_not_free` and, with the transaction, takes none. */
export async function takePlaces(
  tx: Tx,
  takings: readonly PlaceTaking[],
  sweep: Sweep = nothingExpired,
): Promise<void> {
  if (takings.length === 0) return;
  await changeSeats(tx, async () => {
    const changes: SeatChange[] = [];
    for (const taking of takings.toSorted(bySeat)) {
      if (!(await takeIfFree(tx, taking)) && !((await sweep()) && (await takeIfFree(tx, taking)))) {
        const gone = new Fault('seats_not_free', { place_ids: [taking.place_id] });
        throw taking.chosen ? new LostRace(gone) : gone;
      }
      changes.push(taken(taking));
    }
    return changes;
  });
}

function bySeat(a: PlaceTaking, b: PlaceTaking): number {
  return a.session_id - b.session_id || a.place_id - b.place_id;
}

const freePlace = statement<{ ticket_id: number }, { session_id: number; place_id: number }>((db, slot) =>
  db
    .deleteFrom('place_sale')
    .where('ticket_id', '=', slot('ticket_id'))
    .returning(['session_id', 'place_id']),
);

export async function releasePlace(tx: Tx, ticket_id: number): Promise<void> {
  await changeSeats(tx, async () =>
    (await tx.run(freePlace, { ticket_id })).map((freed) => ({ ...freed, taken: -1 })),
  );
}
