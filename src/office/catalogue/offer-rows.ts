/** Offers as rows, with what their prices, events and sessions say of them. */
import type { Kysely } from 'kysely';
import { limits } from '../../domain/limits.ts';
import { statement } from '../../store/statement.ts';
import type { Tables } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { filterValues } from './page.ts';

export function selectOffers(db: Kysely<Tables>, organizer_ids: readonly number[]) {
  return db
    .selectFrom('offer')
    .innerJoin('price', 'price.id', 'offer.price_id')
    .innerJoin('event', 'event.id', 'offer.event_id')
    .leftJoin('session', 'session.id', 'offer.session_id')
    .select([
      'offer.id',
      'offer.organizer_id',
      'offer.event_id',
      'offer.session_id',
      'offer.zone_id',
      'offer.price_id',
      'offer.amount as own_amount',
      'offer.enabled',
      'offer.position',
      'offer.places_only',
      'offer.sale_starts_at',
      'offer.sale_ends_at',
      'price.price_group_id',
      'price.name',
      'price.description',
      'price.code',
      'price.amount as price_amount',
      'price.currency',
      'price.vat_bp',
      'price.product_type',
      'price.minimum',
      'price.maximum',
      'price.quantity_step',
      'price.hidden',
      'price.entries',
      'event.status as event_status',
      'session.starts_at as session_starts_at',
      'session.ends_at as session_ends_at',
      'session.sale_starts_at as session_sale_starts_at',
      'session.sale_ends_at as session_sale_ends_at',
      'session.status as session_status',
    ])
    .where('offer.organizer_id', 'in', filterValues('organizer_ids', organizer_ids))
    .where('offer.deleted_at', 'is', null)
    .where('price.deleted_at', 'is', null)
    .where('event.deleted_at', 'is', null)
    .where('session.deleted_at', 'is', null);
}

export type OfferQuery = ReturnType<typeof selectOffers>;
export type OfferRow = Awaited<ReturnType<OfferQuery['execute']>>[number];

/** Rows as arrays, in the order in which `selectOffers` names its columns: a stock with many prices is read for each buyer. */
export async function offerRows(rx: Rx, query: OfferQuery): Promise<OfferRow[]> {
  return (await rx.lists(query)).map((cells) => rowOf(cells as Values<OfferRow>));
}

type Values<T> = readonly T[keyof T][];

/** Written out: a loop over the names takes several times as long. */
function rowOf(cells: Values<OfferRow>): OfferRow {
  const row = {
    id: cells[0],
    organizer_id: cells[1],
    event_id: cells[2],
    session_id: cells[3],
    zone_id: cells[4],
    price_id: cells[5],
    own_amount: cells[6],
    enabled: cells[7],
    position: cells[8],
    places_only: cells[9],
    sale_starts_at: cells[10],
    sale_ends_at: cells[11],
    price_group_id: cells[12],
    name: cells[13],
    description: cells[14],
    code: cells[15],
    price_amount: cells[16],
    currency: cells[17],
    vat_bp: cells[18],
    product_type: cells[19],
    minimum: cells[20],
    maximum: cells[21],
    quantity_step: cells[22],
    hidden: cells[23],
    entries: cells[24],
    event_status: cells[25],
    session_starts_at: cells[26],
    session_ends_at: cells[27],
    session_sale_starts_at: cells[28],
    session_sale_ends_at: cells[29],
    session_status: cells[30],
  };
  return row as OfferRow;
}

export function ofSession(query: OfferQuery, session_id: number): OfferQuery {
  return query.where((eb) =>
    eb.or([
      eb('offer.session_id', '=', session_id),
      eb.and([
        eb('offer.session_id', 'is', null),
        eb(
          'offer.event_id',
          '=',
          eb.selectFrom('session as asked').select('asked.event_id').where('asked.id', '=', session_id),
        ),
      ]),
    ]),
  );
}

/** Without an order, so that the rows come by the session and not by the ids of everything on sale. */
const offersOfSession = statement<{ organizer_id: number; session_id: number }, OfferRow>((db, slot) =>
  ofSession(selectOffers(db, [slot('organizer_id')]), slot('session_id')).limit(limits.page_rows_max + 1),
);

/** All of a session, in no order; where there are more than one page may hold, one more than that. */
export async function rowsOfSession(
  rx: Rx,
  of: { readonly organizer_id: number; readonly session_id: number },
): Promise<OfferRow[]> {
  return (await rx.listsOf(offersOfSession, of)).map((cells) => rowOf(cells as Values<OfferRow>));
}

const offersOfEvent = statement<{ organizer_id: number; event_id: number }, OfferRow>((db, slot) =>
  selectOffers(db, [slot('organizer_id')])
    .where('offer.event_id', '=', slot('event_id'))
    .limit(limits.page_rows_max + 1),
);

/** The same of all sessions of an event. */
export async function rowsOfEvent(
  rx: Rx,
  of: { readonly organizer_id: number; readonly event_id: number },
): Promise<OfferRow[]> {
  return (await rx.listsOf(offersOfEvent, of)).map((cells) => rowOf(cells as Values<OfferRow>));
}
