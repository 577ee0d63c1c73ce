import { Fault } from '../../domain/faults.ts';
import type { Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { fieldsOf, ownPoolIds, rowsOfEvent, type Copying, type Ids } from './copied-rows.ts';
import { createOffer } from './offer.ts';
import { createAllotment, createPool } from './pool.ts';

const offers_max = 5_000;
/** rows of one insert */
const chunk = 1_000;

/** The capacities of the event as large as they are, with the parts that channels have of them. */
export async function copyPools(tx: Tx, copying: Copying, sessionIds: Ids): Promise<Ids> {
  const { from_id, event_id, shift, of_sessions = false } = copying;
  const ids = new Map<number, number>();
  for (const pool of await rowsOfEvent(tx, 'pool', from_id)) {
    if (of_sessions && pool.session_id === null) continue;
    const session_id = pool.session_id === null ? null : sessionIds.get(pool.session_id);
    // the uses of a promo code are that code's; a session that is no more has no capacity
    if (pool.kind === 'code' || session_id === undefined) continue;
    ids.set(pool.id, await createPool(tx, { ...fieldsOf(pool), event_id, session_id }));
  }
  if (ids.size === 0) return ids;
  const allotments = await tx.db
    .selectFrom('allotment')
    .selectAll()
    .where('pool_id', 'in', [...ids.keys()])
    .where('released_at', 'is', null)
    .orderBy('id')
    .execute();
  for (const { organizer_id, pool_id, channel, capacity, releases_at } of allotments)
    await createAllotment(tx, {
      ...{ organizer_id, channel, capacity, releases_at: shift(releases_at) },
      pool_id: ids.get(pool_id) ?? pool_id,
    });
  return ids;
}

interface OfferRelations {
  readonly priceIds: Ids;
  readonly sessionIds: Ids;
  readonly poolIds: Ids;
}

/** What can be bought, drawing from the copied capacities, and from those that several events share. */
export async function copyOffers(
  tx: Tx,
  { from_id, event_id, shift, of_sessions = false }: Copying,
  { priceIds, sessionIds, poolIds }: OfferRelations,
): Promise<Ids> {
  const all = await rowsOfEvent(tx, 'offer', from_id);
  const offers = of_sessions ? all.filter(({ session_id }) => session_id !== null) : all;
  if (offers.length > offers_max) throw new Fault('too_large', { offers_max });
  const pools = await poolsOf(
    tx,
    offers.map(({ id }) => id),
  );
  // within an event, what is shared by its sessions is shared by one more
  const ownPools = of_sessions ? new Set<number>() : await ownPoolIds(tx, from_id);
  const own = new Set(priceIds.keys());
  const living = await livingPrices(
    tx,
    offers.map(({ price_id }) => price_id).filter((id) => !own.has(id)),
  );
  const ids = new Map<number, number>();
  for (const offer of offers) {
    const session_id = offer.session_id === null ? null : sessionIds.get(offer.session_id);
    const price_id = priceIds.get(offer.price_id) ?? living.get(offer.price_id);
    if (session_id === undefined || price_id === undefined) continue;
    ids.set(
      offer.id,
      await createOffer(tx, {
        ...{ ...fieldsOf(offer), event_id, session_id, price_id },
        sale_starts_at: shift(offer.sale_starts_at),
        sale_ends_at: shift(offer.sale_ends_at),
        pool_ids: (pools.get(offer.id) ?? []).flatMap(
          (id) => poolIds.get(id) ?? (ownPools.has(id) ? [] : id),
        ),
      }),
    );
  }
  return ids;
}

/** Prices of no event, which the copy is sold at as well: deleted ones are missing. */
async function livingPrices(tx: Tx, price_ids: readonly number[]): Promise<Ids> {
  if (price_ids.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom('price')
    .select('id')
    .where('id', 'in', [...new Set(price_ids)])
    .where('event_id', 'is', null)
    .where('deleted_at', 'is', null)
    .execute();
  return new Map(rows.map(({ id }) => [id, id]));
}

async function poolsOf(tx: Tx, offer_ids: readonly number[]): Promise<ReadonlyMap<number, number[]>> {
  if (offer_ids.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom('offer_pool')
    .selectAll()
    .where('offer_id', 'in', offer_ids)
    .orderBy('pool_id')
    .execute();
  const found = new Map<number, number[]>();
  for (const { offer_id, pool_id } of rows) found.set(offer_id, [...(found.get(offer_id) ?? []), pool_id]);
  return found;
}

/** Seats that are blocked, and those with a price of their own. */
export async function copySeats(
  tx: Tx,
  { organizer_id }: Copying,
  { sessionIds, offerIds }: { readonly sessionIds: Ids; readonly offerIds: Ids },
): Promise<void> {
  for (const [from_id, session_id] of sessionIds) {
    const seats = await tx.db
      .selectFrom('session_place')
      .select(['place_id', 'blocked', 'offer_id'])
      .where('session_id', '=', from_id)
      .orderBy('place_id')
      .execute();
    const rows = seats
      .map(({ place_id, blocked, offer_id }) => ({
        ...{ session_id, place_id, blocked },
        offer_id: offer_id === null ? null : (offerIds.get(offer_id) ?? null),
      }))
      .filter(({ blocked, offer_id }) => blocked === 1 || offer_id !== null);
    for (let start = 0; start < rows.length; start += chunk)
      await tx.db
        .insertInto('session_place')
        .values(rows.slice(start, start + chunk))
        .execute();
    if (rows.length === 0) continue;
    await recordChange(tx, {
      organizer_id,
      action: 'session.places_changed',
      subject_kind: 'session',
      subject_id: session_id,
      after: { places: rows.length, as_in: from_id },
    });
  }
}
