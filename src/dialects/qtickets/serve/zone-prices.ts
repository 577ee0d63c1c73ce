import { ownRow } from '../../../office/catalogue/rows.ts';
import type { Row } from '../../../store/tables.ts';
import type { Tx } from '../../../store/transaction.ts';
import { named } from './named-things.ts';
import { missing } from './shown-ids.ts';

/** `#0` is the first of the show's `prices`, another value an id; nothing: the zone's price stays. */
export async function priceOf(
  tx: Tx,
  { organizer_id, event_id }: Row<'session'>,
  asked: number | string | null | undefined,
  prices: readonly number[],
): Promise<number | undefined> {
  if (asked === undefined || asked === null || asked === '') return undefined;
  const place = /^#(\d+)$/.exec(String(asked))?.[1];
  if (place !== undefined) {
    const id = prices[Number(place)];
    if (id === undefined) throw missing('price_id', String(asked));
    return id;
  }
  const id = await named(tx, organizer_id, 'price', 'price_id', asked);
  if ((await ownRow(tx, 'price', organizer_id, id)).event_id !== event_id) throw missing('price_id', asked);
  return id;
}

/** What a show has on offer in a zone: its own price, price levels by their codes, and prices of single places. */
export function offersOf(tx: Tx, session_id: number, zone_id: number) {
  return tx.db
    .selectFrom('offer')
    .innerJoin('price', 'price.id', 'offer.price_id')
    .select(['offer.id', 'offer.price_id', 'offer.places_only', 'offer.enabled', 'price.code'])
    .where('offer.session_id', '=', session_id)
    .where('offer.zone_id', '=', zone_id)
    .where('offer.deleted_at', 'is', null)
    .execute();
}
