import { laidOut } from '../../domain/laid-out.ts';
import { movePlaces, redrawHall } from '../../office/catalogue/change-places.ts';
import { createPlaces } from '../../office/catalogue/hall.ts';
import { openHall } from '../../office/catalogue/open-hall.ts';
import { priceSeats } from '../../office/catalogue/price-seats.ts';
import { ownRow } from '../../office/catalogue/rows.ts';
import { seatPlan, type SeatInPlan } from '../../office/catalogue/seat-plan.ts';
import { setSessionPlaces } from '../../office/catalogue/session.ts';
import { takeOutPlaces } from '../../office/catalogue/take-out-places.ts';
import { placesOfHall, zoneIdsOfHall } from '../../office/catalogue/zones-of-hall.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { once } from '../once.ts';
import type { hallEndpoints } from './hall-endpoints.ts';
import { requireEventOf } from './serve-resource.ts';

function stateOf({ free, blocked, order_id }: SeatInPlan) {
  if (order_id !== null) return 'sold' as const;
  if (blocked) return 'blocked' as const;
  return free ? ('free' as const) : ('kept' as const);
}

export function hallHandlers(face: ApiFace): GroupHandlers<typeof hallEndpoints> {
  const { store } = face.office;
  return {
    open_hall: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, body } = handed;
        auth.requireEverywhere();
        const { name, venue_id = null, zones } = body;
        const { organizer_id } = auth;
        const opened = await openHall(tx, { organizer_id, venue_id, hall: { name }, zones });
        return { hall_id: opened.hall_id, zone_ids: opened.zones.map(({ zone_id }) => zone_id) };
      }),
    find_hall_plan: ({ auth, params }) =>
      store.read(async (rx) => {
        auth.requireEverywhere();
        await ownRow(rx, 'hall', auth.organizer_id, params.id);
        return { items: laidOut(await placesOfHall(rx, params.id)) };
      }),
    create_places: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        auth.requireEverywhere();
        const { organizer_id } = auth;
        return {
          ids: await createPlaces(tx, { organizer_id, zone_id: params.id, places: body.places }),
        };
      }),
    move_places: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        auth.requireEverywhere();
        const of = { organizer_id: auth.organizer_id, hall_id: params.id };
        return { moved: await movePlaces(tx, { ...of, places: body.places }) };
      }),
    redraw_hall: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        auth.requireEverywhere();
        return redrawHall(tx, { ...body, organizer_id: auth.organizer_id, hall_id: params.id });
      }),
    delete_places: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        auth.requireEverywhere();
        const of = { organizer_id: auth.organizer_id, hall_id: params.id };
        return { deleted: await takeOutPlaces(tx, { ...of, ids: body.ids }) };
      }),
    list_session_seats: ({ auth, params, query }) =>
      store.read(async (rx) => {
        const { organizer_id } = auth;
        const session = await ownRow(rx, 'session', organizer_id, params.id);
        auth.requireEvent(session.event_id);
        const all = session.hall_id === null ? [] : await zoneIdsOfHall(rx, session.hall_id);
        const zone_ids = query.zone_id === undefined ? all : all.filter((id) => id === query.zone_id);
        const nobody = { application_id: undefined, customer_id: undefined, user_id: undefined };
        const buyer = { organizer_id, channel: 'api', ...nobody, staff: false };
        const seats = await seatPlan(rx, { session_id: params.id, zone_ids, buyer });
        return {
          items: laidOut(seats).map((seat) => {
            const { place_id, zone_id, code, row_label, seat_label, order_id, own_price } = seat;
            const { x, y, drawn } = seat;
            return {
              ...{ place_id, zone_id, code, row_label, seat_label, x, y, drawn, order_id, own_price },
              state: stateOf(seat),
            };
          }),
        };
      }),
    set_session_places: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        const { organizer_id } = auth;
        requireEventOf(auth, await ownRow(tx, 'session', organizer_id, params.id));
        const { place_ids, blocked } = body;
        await setSessionPlaces(tx, { organizer_id, session_id: params.id, place_ids, blocked });
        return { places: new Set(place_ids).size };
      }),
    price_session_places: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        const { organizer_id } = auth;
        requireEventOf(auth, await ownRow(tx, 'session', organizer_id, params.id));
        const price_id = await priceSeats(tx, { organizer_id, session_id: params.id, ...body });
        return { places: new Set(body.place_ids).size, price_id };
      }),
  };
}
