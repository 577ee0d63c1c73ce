/** Places of a session with a price of their own: each is sold by an offer for such places alone, in place of its zone's. */
import { Fault } from '../../domain/faults.ts';
import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { createOffer, deleteOffer } from './offer.ts';
import { ownRow } from './rows.ts';

const places_max = 5_000;

export interface PricedPlaces {
  readonly organizer_id: number;
  readonly session_id: number;
  readonly zone_id: number;
  readonly place_ids: readonly number[];
  /** null, and the zone's own: as the zone is sold */
  readonly price_id: number | null;
}

/**
 * Sells places of one zone at a price of their own from now on; what is sold already keeps its price. The price takes part in
 * all limits of the zone, and a place is sold once, whatever it costs. Throws `not_found` for places of another zone,
 * `invalid_input` for a price with a code, which is a level of its zone, and for an area whose zone is not on sale.
 */
export async function priceOfPlaces(tx: Tx, input: PricedPlaces): Promise<void> {
  const { organizer_id, session_id, zone_id } = input;
  const session = await ownRow(tx, 'session', organizer_id, session_id);
  const places = await placesOf(tx, session, input);
  const zone = await offersOfZone(tx, session_id, zone_id);
  const usual = zone.filter(({ places_only, code }) => places_only === 0 && code === null);
  const same = usual.some(({ price_id }) => price_id === input.price_id);
  const price_id = same ? null : input.price_id;
  if (price_id !== null && (await ownRow(tx, 'price', organizer_id, price_id)).code !== null)
    throw new Fault('invalid_input', { field: 'price_id', reason: 'a price level' });
  const named = new Map<number, number | null>();
  const seats = places.filter(({ kind }) => kind === 'seat').map(({ id }) => id);
  const areas = places.filter(({ kind }) => kind !== 'seat').map(({ id }) => [id]);
  for (const group of seats.length === 0 ? areas : [seats, ...areas]) {
    const isArea = !seats.includes(group[0] ?? 0);
    const offer_id =
      price_id === null
        ? null
        : await offerFor(tx, session, { zone_id, price_id, area_id: isArea ? (group[0] ?? 0) : null });
    for (const id of group) named.set(id, offer_id);
  }
  if (await namePlaces(tx, session, named)) await dropUnnamed(tx, session, zone_id);
}

/** Has places of the zone that cost the same as the zone itself follow it again. */
export async function followZone(
  tx: Tx,
  { organizer_id, id: session_id }: Row<'session'>,
  zone_id: number,
): Promise<void> {
  const offers = await offersOfZone(tx, session_id, zone_id);
  const usual = new Set(offers.flatMap(({ places_only, price_id }) => (places_only === 0 ? [price_id] : [])));
  const ids = offers.flatMap(({ places_only, price_id, id }) =>
    places_only === 1 && usual.has(price_id) ? [id] : [],
  );
  for (const offer_id of ids) await deleteOffer(tx, { organizer_id, offer_id });
}

async function placesOf(tx: Tx, { hall_id }: Row<'session'>, { zone_id, place_ids }: PricedPlaces) {
  const wanted = [...new Set(place_ids)];
  if (wanted.length > places_max) throw new Fault('too_large', { places_max });
  if (wanted.length === 0) return [];
  const places = await tx.db
    .selectFrom('place')
    .select(['id', 'kind'])
    .where('id', 'in', wanted)
    .where('zone_id', '=', zone_id)
    .where('hall_id', '=', hall_id ?? 0)
    .execute();
  if (places.length < wanted.length) throw new Fault('not_found', { kind: 'place', zone_id });
  return places;
}

function offersOfZone(tx: Tx, session_id: number, zone_id: number) {
  return tx.db
    .selectFrom('offer')
    .innerJoin('price', 'price.id', 'offer.price_id')
    .select([
      'offer.id',
      'offer.price_id',
      'offer.places_only',
      'offer.enabled',
      'offer.position',
      'price.code',
    ])
    .where('offer.session_id', '=', session_id)
    .where('offer.zone_id', '=', zone_id)
    .where('offer.deleted_at', 'is', null)
    .orderBy('offer.position')
    .orderBy('offer.id')
    .execute();
}

interface WantedOffer {
  readonly zone_id: number;
  readonly price_id: number;
  /** seats of one price share an offer; an area has one alone, which draws from its pool */
  readonly area_id: number | null;
}

/** The offer that stands, or a new one that draws from all that the zone's own draws from. */
async function offerFor(
  tx: Tx,
  session: Row<'session'>,
  { zone_id, price_id, area_id }: WantedOffer,
): Promise<number> {
  const { organizer_id, event_id, id: session_id } = session;
  const zone = await offersOfZone(tx, session_id, zone_id);
  for (const { id, ...offer } of zone) {
    if (offer.places_only === 1 && offer.price_id === price_id && (await areaOf(tx, id)) === area_id)
      return id;
  }
  const usual = zone.find(({ places_only, code }) => places_only === 0 && code === null) ?? zone[0];
  const pool_ids = usual === undefined ? [] : await poolsBut(tx, usual.id);
  if (area_id !== null) pool_ids.push(await poolOfArea(tx, session_id, area_id));
  const { enabled = 1, position = 0 } = usual ?? {};
  return createOffer(tx, {
    organizer_id,
    event_id,
    session_id,
    zone_id,
    price_id,
    places_only: 1,
    enabled,
    position,
    pool_ids,
  });
}

/** The area that an offer for places is of; null: it is of seats. */
async function areaOf(tx: Tx, offer_id: number): Promise<number | null> {
  const pool = await tx.db
    .selectFrom('offer_pool')
    .innerJoin('pool', 'pool.id', 'offer_pool.pool_id')
    .select('pool.place_id')
    .where('offer_pool.offer_id', '=', offer_id)
    .where('pool.place_id', 'is not', null)
    .executeTakeFirst();
  return pool?.place_id ?? null;
}

/** All but those of areas. */
async function poolsBut(tx: Tx, offer_id: number): Promise<number[]> {
  const pools = await tx.db
    .selectFrom('offer_pool')
    .innerJoin('pool', 'pool.id', 'offer_pool.pool_id')
    .select('pool.id')
    .where('offer_pool.offer_id', '=', offer_id)
    .where('pool.place_id', 'is', null)
    .execute();
  return pools.map(({ id }) => id);
}

async function poolOfArea(tx: Tx, session_id: number, place_id: number): Promise<number> {
  const pool = await tx.db
    .selectFrom('pool')
    .select('id')
    .where('session_id', '=', session_id)
    .where('place_id', '=', place_id)
    .executeTakeFirst();
  if (pool === undefined)
    throw new Fault('invalid_input', { field: 'price_id', reason: 'the zone is not on sale' });
  return pool.id;
}

/** Whether anything changed. */
async function namePlaces(
  tx: Tx,
  { organizer_id, id: session_id }: Row<'session'>,
  named: ReadonlyMap<number, number | null>,
): Promise<boolean> {
  if (named.size === 0) return false;
  const rows = await tx.db
    .selectFrom('session_place')
    .select(['place_id', 'blocked', 'quota', 'offer_id'])
    .where('session_id', '=', session_id)
    .where('place_id', 'in', [...named.keys()])
    .execute();
  const known = new Map(rows.map((row) => [row.place_id, row]));
  const changed = [...named].filter(([id, offer_id]) => (known.get(id)?.offer_id ?? null) !== offer_id);
  if (changed.length === 0) return false;
  const ids = changed.map(([id]) => id);
  await tx.db
    .deleteFrom('session_place')
    .where('session_id', '=', session_id)
    .where('place_id', 'in', ids)
    .execute();
  const after = changed
    .map(([place_id, offer_id]) => {
      const { blocked = 0, quota = null } = known.get(place_id) ?? {};
      return { session_id, place_id, blocked, quota, offer_id };
    })
    .filter(({ blocked, quota, offer_id }) => blocked === 1 || quota !== null || offer_id !== null);
  if (after.length > 0) await tx.db.insertInto('session_place').values(after).execute();
  await recordChange(tx, {
    organizer_id,
    action: 'session.places_priced',
    subject_kind: 'session',
    subject_id: session_id,
    before: changed.slice(0, 200).map(([id]) => [id, known.get(id)?.offer_id ?? null]),
    after: changed.slice(0, 200),
  });
  return true;
}

/** What no place names any more is sold no more. */
async function dropUnnamed(
  tx: Tx,
  { organizer_id, id: session_id }: Row<'session'>,
  zone_id: number,
): Promise<void> {
  const named = await tx.db
    .selectFrom('session_place')
    .select('offer_id')
    .distinct()
    .where('session_id', '=', session_id)
    .where('offer_id', 'is not', null)
    .execute();
  const kept = new Set(named.map(({ offer_id }) => offer_id));
  for (const { id, places_only } of await offersOfZone(tx, session_id, zone_id)) {
    if (places_only === 1 && !kept.has(id)) await deleteOffer(tx, { organizer_id, offer_id: id });
  }
}
