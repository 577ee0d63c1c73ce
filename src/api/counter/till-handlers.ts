import { Fault } from '../../domain/faults.ts';
import { tillOffers, tillShows, type TillOffer, type TillShow } from '../../office/counter/till-offers.ts';
import { tillStates } from '../../office/counter/till-setup.ts';
import type { Rx } from '../../store/transaction.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { toInstant, toInstantOrNull } from '../shapes.ts';
import { personOf, sessionItem, tillOf } from './session-handlers.ts';
import type { tillEndpoints } from './till-endpoints.ts';

const shows_default = 40;

export function tillHandlers(face: ApiFace): GroupHandlers<typeof tillEndpoints> {
  const { store, surroundings } = face.office;
  return {
    till_setup: ({ auth }) =>
      store.read(async (rx) => {
        const organizer_id = tillOf(auth);
        const { id, name, zone, currency } = auth.organizer;
        const states = await tillStates(rx, organizer_id);
        return {
          at: toInstant(surroundings.now()),
          organizer: { id, name, zone, currency },
          caller: { kind: auth.known.kind, name: await callerName(rx, auth) },
          tills: states.map(({ session, ...till }) => ({
            ...till,
            session: session === null ? null : sessionItem(session),
          })),
        };
      }),
    till_shows: ({ auth, query }) =>
      store.read(async (rx) => {
        const organizer_id = tillOf(auth);
        const now = surroundings.now();
        const { limit = shows_default, q } = query;
        const { zone, currency } = auth.organizer;
        const wish = { organizer_id, zone, currency, now, limit, q };
        const { shows, complete } = await tillShows(rx, wish);
        return { at: toInstant(now), items: shows.map(showItem), complete };
      }),
    till_offers: ({ auth, query }) =>
      store.read(async (rx) => {
        const { session_id, event_id, promo_code } = query;
        if ((session_id === undefined) === (event_id === undefined))
          throw new Fault('invalid_input', { in: 'query', message: 'session_id or event_id, one of them' });
        const organizer_id = tillOf(auth);
        const wish = { organizer_id, session_id, event_id, promo_code, now: surroundings.now() };
        return { items: (await tillOffers(rx, wish)).map(offerItem) };
      }),
  };
}

async function callerName(rx: Rx, auth: Caller): Promise<string> {
  const user_id = personOf(auth);
  if (user_id === undefined) return auth.known.device?.name ?? '';
  const user = await rx.db.selectFrom('user').select('name').where('id', '=', user_id).executeTakeFirst();
  return user?.name ?? '';
}

export function showItem({ event_id, event_name: event, session, left }: TillShow) {
  return {
    ...{ event_id, event, left },
    session_id: session?.id ?? null,
    session: session?.name ?? '',
    starts_at: toInstantOrNull(session?.starts_at ?? null),
    ends_at: toInstantOrNull(session?.ends_at ?? null),
    hall: session?.hall_name ?? session?.place_name ?? null,
  };
}

export function offerItem(offer: TillOffer) {
  const { id: offer_id, price_id, name, zone_id, zone, numbered, amount, currency } = offer;
  const { minimum, maximum, left, sale_state, costs_its_parts } = offer;
  return {
    ...{ offer_id, price_id, name, zone_id, zone, numbered, amount, currency },
    ...{ minimum, maximum, left, sale_state, costs_its_parts },
    parts: offer.parts?.map((part) => ({ ...part, starts_at: toInstantOrNull(part.starts_at) })) ?? null,
  };
}
