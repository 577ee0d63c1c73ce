import { Fault } from '../../domain/faults.ts';
import { bestSeats, type FreeSeat } from '../../domain/seats.ts';
import { statement } from '../../store/statement.ts';
import type { Rx } from '../../store/transaction.ts';
import { quotasAgainst, type Buyer } from './kept-places.ts';
import type { WantedPlace } from './places.ts';

/** A free seat, with what the session says about it. */
interface OpenSeat extends FreeSeat {
  readonly quota: string | null;
}

const selectFreeSeats = statement<{ session_id: number; zone_id: number }, OpenSeat>((db, slot) =>
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
    .select('session_place.quota')
    .where('place.zone_id', '=', slot('zone_id'))
    .where('place.kind', '=', 'seat')
    .where('place_sale.place_id', 'is', null)
    .where((eb) => eb.or([eb('session_place.blocked', 'is', null), eb('session_place.blocked', '=', 0)])),
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

/** The best seats of a zone next to each other, as far as the rows allow. Throws `sold_out`. */
export async function bestPlaces(rx: Rx, wanted: WantedSeats): Promise<WantedPlace[]> {
  const { session_id, zone_id, quantity, without, buyer } = wanted;
  // who chooses for the buyer waits for the one before: all of them would choose the same seats
  await rx.run(lockSession, { session_id });
  const against = await quotasAgainst(rx, buyer, session_id);
  const free = (await rx.run(selectFreeSeats, { session_id, zone_id })).filter(
    ({ id, quota }) => without?.has(id) !== true && (quota === null || !against.has(quota)),
  );
  const seats = bestSeats(free, quantity);
  if (seats === null) throw new Fault('sold_out', { zone_id, quantity, free: free.length });
  return seats.map(({ id }) => ({ id, kind: 'seat', zone_id }));
}
