import type { Rx, Tx } from '../../store/transaction.ts';
import { limitOffers, type OffersOf } from '../catalogue/limit-offers.ts';
import { createOffer, updateOffer } from '../catalogue/offer.ts';
import { sessionPools, updatePool } from '../catalogue/pool.ts';

/** What the source says may be sold, as offers and pools here: it is a fact, so that sales beyond it are an alarm. */

interface OfPrice {
  readonly organizer_id: number;
  readonly event_id: number;
  readonly price_id: number;
}

/** An offer of the price for each of these sessions; for any, where none are named. Those that stand stay. */
export async function offerPrice(
  tx: Tx,
  { session_ids, ...of }: OfPrice & { readonly session_ids: readonly number[] | undefined },
): Promise<void> {
  const standing = await offersOf(tx, of);
  for (const session_id of session_ids ?? [null]) {
    if (!standing.some((offer) => offer.session_id === session_id)) await makeOffer(tx, of, session_id);
  }
}

/**
 * The offer that a ticket of the price goes to: the session's own. A session with a capacity gets one, so that what is sold
 * elsewhere counts there too; else one for any session, else the first there is.
 */
export async function offerOfSale(tx: Tx, of: OfPrice, session_id: number | null): Promise<number> {
  const offers = await offersOf(tx, of);
  const own = offers.find((offer) => offer.session_id === session_id);
  if (own !== undefined) return own.id;
  const limited = session_id !== null && (await sessionPool(tx, session_id)) !== undefined;
  const any =
    offers.find((offer) => offer.session_id === null) ?? (session_id === null ? offers[0] : undefined);
  return any === undefined || limited ? makeOffer(tx, of, session_id) : any.id;
}

async function makeOffer(tx: Tx, of: OfPrice, session_id: number | null): Promise<number> {
  const pool_ids = [
    ...(await pricePools(tx, of.price_id)),
    ...(await anyPools(tx, of.price_id)),
    ...(session_id === null ? [] : await sessionPools(tx, session_id)),
  ];
  return createOffer(tx, { ...of, session_id, pool_ids });
}

/** The capacity of a whole session. undefined: not told; null: none. */
export async function limitSession(
  tx: Tx,
  of: {
    readonly organizer_id: number;
    readonly event_id: number;
    readonly session_id: number;
    readonly capacity: number | null | undefined;
  },
): Promise<void> {
  const { capacity, session_id, organizer_id, event_id } = of;
  if (capacity === undefined) return;
  const pool_id = await sessionPool(tx, session_id);
  if (pool_id !== undefined) {
    await updatePool(tx, { organizer_id, pool_id, capacity, overbook: true });
    return;
  }
  if (capacity === null) return;
  await limitOffers(tx, { organizer_id, event_id, of: { session_id }, capacity, beyond: 'alarm' });
}

/** The quota of one price, over all its sessions. undefined: not told; null: none. */
export async function limitPrice(
  tx: Tx,
  of: OfPrice & { readonly name: string; readonly capacity: number | null | undefined },
): Promise<void> {
  const { capacity, price_id, organizer_id, event_id, name } = of;
  if (capacity === undefined) return;
  const [pool_id] = await pricePools(tx, price_id);
  if (pool_id !== undefined) {
    await updatePool(tx, { organizer_id, pool_id, capacity, overbook: true });
    return;
  }
  if (capacity === null) return;
  await limitOffers(tx, { organizer_id, event_id, of: { price_id }, name, capacity, beyond: 'alarm' });
}

/** Puts all offers of a price or a session on sale, or takes them off; undefined: nothing was told. */
export async function switchOffers(
  tx: Tx,
  { organizer_id, ...of }: OffersOf & { readonly organizer_id: number },
  closed: boolean | undefined,
): Promise<void> {
  if (closed === undefined) return;
  for (const { id: offer_id } of await offersWhere(tx, of)) {
    await updateOffer(tx, { organizer_id, offer_id, enabled: closed ? 0 : 1 });
  }
}

interface FoundOffer {
  readonly id: number;
  readonly session_id: number | null;
}

function offersOf(rx: Rx, { event_id, price_id }: OfPrice): Promise<FoundOffer[]> {
  return rx.db
    .selectFrom('offer')
    .select(['id', 'session_id'])
    .where('price_id', '=', price_id)
    .where('event_id', '=', event_id)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .limit(5_000)
    .execute();
}

function offersWhere(rx: Rx, of: OffersOf): Promise<{ id: number }[]> {
  const [column, id] =
    'session_id' in of ? (['session_id', of.session_id] as const) : (['price_id', of.price_id] as const);
  return rx.db
    .selectFrom('offer')
    .select('id')
    .where(column, '=', id)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute();
}

async function sessionPool(rx: Rx, session_id: number): Promise<number | undefined> {
  const [pool_id] = await sessionPools(rx, session_id);
  return pool_id;
}

/** Pools of one price alone: no session's, no area's, and not shared with another price. */
async function pricePools(rx: Rx, price_id: number): Promise<number[]> {
  const rows = await rx.db
    .selectFrom('offer_pool')
    .innerJoin('offer', 'offer.id', 'offer_pool.offer_id')
    .innerJoin('pool', 'pool.id', 'offer_pool.pool_id')
    .select('pool.id')
    .distinct()
    .where('offer.price_id', '=', price_id)
    .where('pool.kind', '=', 'quota')
    .where('pool.session_id', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('offer_pool as other')
            .innerJoin('offer as others', 'others.id', 'other.offer_id')
            .select('other.pool_id')
            .whereRef('other.pool_id', '=', 'pool.id')
            .where('others.price_id', '!=', price_id),
        ),
      ),
    )
    .orderBy('pool.id')
    .execute();
  return rows.map(({ id }) => id);
}

/** What the price draws from where it is sold for any session: shared quotas too. */
async function anyPools(rx: Rx, price_id: number): Promise<number[]> {
  const rows = await rx.db
    .selectFrom('offer_pool')
    .innerJoin('offer', 'offer.id', 'offer_pool.offer_id')
    .innerJoin('pool', 'pool.id', 'offer_pool.pool_id')
    .select('pool.id')
    .distinct()
    .where('offer.price_id', '=', price_id)
    .where('offer.session_id', 'is', null)
    .where('offer.deleted_at', 'is', null)
    .where('pool.session_id', 'is', null)
    .execute();
  return rows.map(({ id }) => id);
}
