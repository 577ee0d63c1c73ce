import { servedIdOf } from '../../../domain/served-id.ts';
import type { Row } from '../../../store/tables.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { SeatOfShow, SpreadOfSeat } from '../event-shapes.ts';
import type { Shown } from './order-wire.ts';
import type { KeptOfShow } from './show-wire.ts';

/**
 * Places that the show says something of: what was sent, and as they are the capacities of areas, what is blocked or kept for
 * somebody, and prices of single places.
 */
export async function seatsOfShow(
  rx: Rx,
  session: Row<'session'>,
  kept: KeptOfShow,
  shown: Shown,
): Promise<[string, SeatOfShow][]> {
  const seats = new Map<string, SeatOfShow>();
  for (const [id, seat] of Object.entries(kept.seats ?? {})) {
    const { hot, max_quantity, shared_max_quantity } = seat;
    seats.set(id, {
      ...unsaid,
      hot: hot ? '1' : '0',
      max_quantity: number(max_quantity),
      shared_max_quantity: number(shared_max_quantity),
    });
  }
  for (const { code, zone_code, capacity, usual } of await areasOf(rx, session.id)) {
    const id = seatId(code, zone_code);
    const said = seats.get(id) ?? unsaid;
    // sent back as it is shown, a capacity that is not the hall's stays
    const hot = capacity === usual ? said.hot : '1';
    seats.set(id, { ...said, hot, max_quantity: number(capacity) });
  }
  for (const place of await placesOf(rx, session.id)) {
    const id = seatId(place.code, place.zone_code);
    const { blocked, quota, price_id } = place;
    seats.set(id, {
      ...(seats.get(id) ?? unsaid),
      disabled: blocked === 1 ? '1' : '0',
      ...(price_id === null ? {} : { price_id: String(shown('price', price_id)) }),
      ...(quota === null ? {} : { spread: spreadOf(quota) }),
    });
  }
  return [...seats];
}

const unsaid: SeatOfShow = { hot: '0', disabled: '0', max_quantity: '', shared_max_quantity: '' };
const number = (value: number | null): string => (value === null ? '' : String(value));
/** An area that has its zone's code is `1;1`. */
const seatId = (code: string, zone_code: string): string => (code === zone_code ? `${zone_code}-1;1` : code);

function areasOf(rx: Rx, session_id: number) {
  return rx.db
    .selectFrom('pool')
    .innerJoin('place', 'place.id', 'pool.place_id')
    .innerJoin('zone', 'zone.id', 'place.zone_id')
    .select(['place.code', 'zone.code as zone_code', 'pool.capacity', 'place.capacity as usual'])
    .where('pool.session_id', '=', session_id)
    .orderBy('place.id')
    .execute();
}

function placesOf(rx: Rx, session_id: number) {
  return rx.db
    .selectFrom('session_place')
    .innerJoin('place', 'place.id', 'session_place.place_id')
    .innerJoin('zone', 'zone.id', 'place.zone_id')
    .leftJoin('offer', 'offer.id', 'session_place.offer_id')
    .select(['place.code', 'zone.code as zone_code', 'session_place.blocked', 'session_place.quota'])
    .select('offer.price_id')
    .where('session_place.session_id', '=', session_id)
    .orderBy('place.id')
    .execute();
}

/** Whom a place is kept for, with the fields that seats show. */
function spreadOf(quota: string): SpreadOfSeat {
  const kept = JSON.parse(quota) as Readonly<Record<string, unknown>>;
  const list = (name: string): readonly unknown[] => {
    const found = kept[name];
    return Array.isArray(found) ? found : [];
  };
  const ids = (name: string): number[] => list(name).map((id) => Number(servedIdOf('integer', Number(id))));
  return {
    partner_id: ids('applications')[0] ?? null,
    users: ids('users'),
    client_groups: list('groups').map(String),
    client_emails: list('customers').map(String),
    agents: list('channels').includes('agent') ? '1' : '0',
  };
}
