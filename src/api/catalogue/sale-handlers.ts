import type { Static } from 'typebox';
import { addSession } from '../../office/catalogue/add-session.ts';
import { addPrice } from '../../office/catalogue/add-price.ts';
import { changeGrid, type GridRow } from '../../office/catalogue/change-grid.ts';
import { deleteOffer, createOffer, linkPool, unlinkPool, updateOffer } from '../../office/catalogue/offer.ts';
import { listOffers, type OfferView } from '../../office/catalogue/list-offers.ts';
import { openEvent } from '../../office/catalogue/open-event.ts';
import { releaseAllotment, updatePool } from '../../office/catalogue/pool.ts';
import { rowsOfIds } from '../../office/catalogue/rows-of-ids.ts';
import { poolIdsOf } from '../../office/catalogue/stock.ts';
import { putOnSale } from '../../office/catalogue/put-on-sale.ts';
import { ownRow } from '../../office/catalogue/rows.ts';
import { plain } from '../../office/filters/columns.ts';
import { tableList } from '../../office/filters/list-after.ts';
import type { Rx } from '../../store/transaction.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { instantColumn, listPageOf } from '../list.ts';
import { once } from '../once.ts';
import { fromInstant, toInstantOrNull } from '../shapes.ts';
import type { Offer, offerEndpoints, openingEndpoints } from './sale-endpoints.ts';
import { defined } from './pack-handlers.ts';
import { requireEventOf } from './serve-resource.ts';

const offers = tableList(
  'offer',
  {
    event_id: plain('number', 'offer.event_id'),
    session_id: plain('number', 'offer.session_id'),
    zone_id: plain('number', 'offer.zone_id'),
    price_id: plain('number', 'offer.price_id'),
    enabled: plain('flag', 'offer.enabled'),
    position: plain('number', 'offer.position'),
    sale_starts_at: instantColumn('offer.sale_starts_at'),
    sale_ends_at: instantColumn('offer.sale_ends_at'),
  },
  { living: true },
);

type Given = Readonly<Record<string, unknown>>;

/** Instants and flags of a body, as columns. */
function columnsOf(body: Given, path = ''): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      if (name.endsWith('_at') && typeof value === 'string') return [name, fromInstant(value, path + name)];
      return [name, typeof value === 'boolean' ? Number(value) : value];
    }),
  );
}

/** An offer with what is its own alone: its window, and the pools that it draws from. */
interface OfferRow extends OfferView {
  readonly sale_starts_at: number | null;
  readonly sale_ends_at: number | null;
  readonly pool_ids: readonly number[];
}

async function offersOfIds(rx: Rx, auth: Caller, ids: readonly number[], now: number): Promise<OfferRow[]> {
  if (ids.length === 0) return [];
  const { organizer_id } = auth;
  const wanted = { organizer_ids: [organizer_id], ids: [...ids], limit: ids.length, now };
  const { rows } = await listOffers(rx, wanted);
  const own = new Map((await rowsOfIds(rx, 'offer', { organizer_id, ids })).map((row) => [row.id, row]));
  const pools = await poolIdsOf(rx, ids);
  return rows.map((view) => ({
    ...view,
    sale_starts_at: own.get(view.id)?.sale_starts_at ?? null,
    sale_ends_at: own.get(view.id)?.sale_ends_at ?? null,
    pool_ids: pools.get(view.id) ?? [],
  }));
}

async function offerOf(rx: Rx, auth: Caller, id: number, now: number): Promise<Static<typeof Offer>> {
  const row = await ownRow(rx, 'offer', auth.organizer_id, id);
  auth.requireEvent(row.event_id);
  const [view] = await offersOfIds(rx, auth, [id], now);
  // an offer stands with its price: one whose price was deleted is listed no more
  return offerItem(view as OfferRow);
}

function offerItem(view: OfferRow): Static<typeof Offer> {
  const { id, event_id, session_id, zone_id, price_id, name, amount, currency, position, sale_state } = view;
  return {
    ...{ id, event_id, session_id, zone_id, price_id, name, amount, currency, position, sale_state },
    hidden: view.hidden === 1,
    enabled: view.enabled === 1,
    opens_at: toInstantOrNull(view.opens_at),
    closes_at: toInstantOrNull(view.closes_at),
    sale_starts_at: toInstantOrNull(view.sale_starts_at),
    sale_ends_at: toInstantOrNull(view.sale_ends_at),
    pool_ids: [...view.pool_ids],
    capacity: view.capacity_total,
    left: view.left,
  };
}

export function offerHandlers(face: ApiFace): GroupHandlers<typeof offerEndpoints> {
  const { store, surroundings } = face.office;
  return {
    list_offers: ({ auth, query }) =>
      store.read((rx) =>
        listPageOf(rx, auth, query, {
          ...{ source: offers, event_column: 'event_id', item: offerItem },
          rows: (rx, ids) => offersOfIds(rx, auth, ids, surroundings.now()),
        }),
      ),
    find_offer: ({ auth, params }) => store.read((rx) => offerOf(rx, auth, params.id, surroundings.now())),
    create_offer: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, body } = handed;
        const { organizer_id } = auth;
        auth.requireEvent(body.event_id);
        const { pool_ids, ...fields } = body;
        const id = await createOffer(tx, {
          ...fields,
          ...columnsOf(fields),
          organizer_id,
          pool_ids,
        } as never);
        return offerOf(tx, auth, id, tx.now);
      }),
    change_offer: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        await offerOf(tx, auth, params.id, tx.now);
        await updateOffer(tx, { organizer_id: auth.organizer_id, offer_id: params.id, ...columnsOf(body) });
        return offerOf(tx, auth, params.id, tx.now);
      }),
    delete_offer: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params } = handed;
        requireEventOf(auth, await ownRow(tx, 'offer', auth.organizer_id, params.id));
        await deleteOffer(tx, { organizer_id: auth.organizer_id, offer_id: params.id });
        return { deleted: true as const };
      }),
    link_pool: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params } = handed;
        await offerOf(tx, auth, params.id, tx.now);
        const { id: offer_id, pool_id } = params;
        await linkPool(tx, { organizer_id: auth.organizer_id, offer_id, pool_id });
        return offerOf(tx, auth, offer_id, tx.now);
      }),
    unlink_pool: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params } = handed;
        await offerOf(tx, auth, params.id, tx.now);
        const { id: offer_id, pool_id } = params;
        await unlinkPool(tx, { organizer_id: auth.organizer_id, offer_id, pool_id });
        return offerOf(tx, auth, offer_id, tx.now);
      }),
    release_allotment: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params } = handed;
        const allotment = await ownRow(tx, 'allotment', auth.organizer_id, params.id);
        requireEventOf(auth, await ownRow(tx, 'pool', auth.organizer_id, allotment.pool_id));
        await releaseAllotment(tx, { organizer_id: auth.organizer_id, allotment_id: params.id });
        return { released: true as const };
      }),
    resize_pool: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        requireEventOf(auth, await ownRow(tx, 'pool', auth.organizer_id, params.id));
        const { capacity, overbook = false } = body;
        const of = { organizer_id: auth.organizer_id, pool_id: params.id };
        const { id, taken, reserved, ...pool } = await updatePool(tx, { ...of, capacity, overbook });
        return { id, capacity: pool.capacity, taken, reserved };
      }),
  };
}

export function openingHandlers(face: ApiFace): GroupHandlers<typeof openingEndpoints> {
  return {
    change_offers: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        auth.requireEvent(params.id);
        const { organizer_id } = auth;
        await ownRow(tx, 'event', organizer_id, params.id);
        const rows = body.rows.map((row, index) => columnsOf(row, `rows.${index}.`) as unknown as GridRow);
        await changeGrid(tx, { organizer_id, event_id: params.id, rows });
        return { changed: rows.length };
      }),
    add_session: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        const { organizer_id } = auth;
        requireEventOf(auth, await ownRow(tx, 'session', organizer_id, params.id));
        const { starts_at, ends_at, name } = body;
        return {
          session_id: await addSession(tx, {
            ...{ organizer_id, session_id: params.id, name },
            starts_at: fromInstant(starts_at, 'starts_at'),
            ends_at: ends_at === undefined ? undefined : instantOrNull(ends_at, 'ends_at'),
          }),
        };
      }),
    add_price: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        const { parts, ...price } = body;
        auth.requireEvent(params.id);
        return addPrice(tx, {
          ...{ ...price, organizer_id: auth.organizer_id, event_id: params.id },
          ...(parts === undefined ? {} : { parts: parts.map((part) => defined(part)) }),
        });
      }),
    put_on_sale: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        const { organizer_id } = auth;
        requireEventOf(auth, await ownRow(tx, 'session', organizer_id, params.id));
        const prices = body.prices.map((price, index) => ({
          ...price,
          ...columnsOf(price, `prices.${index}.`),
        }));
        const { capacity, pool_ids } = body;
        return putOnSale(tx, {
          ...{ organizer_id, session_id: params.id, prices: prices as never },
          ...(capacity === undefined ? {} : { capacity }),
          ...(pool_ids === undefined ? {} : { pool_ids }),
        });
      }),
    open_event: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, body } = handed;
        auth.requireEverywhere();
        const { published = true, sessions, ...plan } = body;
        return openEvent(tx, {
          ...plan,
          ...{ published, organizer_id: auth.organizer_id },
          sessions: sessions.map((session, index) => ({
            ...session,
            starts_at: fromInstant(session.starts_at, `sessions.${index}.starts_at`),
            ends_at: instantOrNull(session.ends_at, `sessions.${index}.ends_at`),
            doors_open_at: instantOrNull(session.doors_open_at, `sessions.${index}.doors_open_at`),
          })),
        });
      }),
  };
}

function instantOrNull(text: string | null | undefined, path: string): number | null {
  return text === null || text === undefined ? null : fromInstant(text, path);
}
