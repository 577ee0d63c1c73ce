/** A session that nothing was sold of yet takes place in another hall: what was on sale in the one is on sale in the other. */
import { Fault } from '../../domain/faults.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { areaPoolsIn } from './area-pools.ts';
import { hasLivingTickets } from './event.ts';
import { createOffer, deleteOffer } from './offer.ts';
import { changeRow, ownRow } from './rows.ts';
import { anySeats, zoneIdsOfHall } from './zones-of-hall.ts';

type Session = Row<'session'>;

/** A price as it was on sale before: in its first zone, where zones differ. */
interface WasOnSale {
  readonly offer: Row<'offer'>;
  /** what it drew from that is not of the old hall */
  readonly pool_ids: readonly number[];
}

/**
 * Takes what the session sells out of its hall, to be put into another. Throws `hall_in_use` while tickets of it are held or
 * sold, `hall_in_pack` where a pack is made of its offers.
 */
export async function leaveHall(tx: Tx, session: Session): Promise<WasOnSale[]> {
  const { organizer_id, event_id, id: session_id } = session;
  if (await hasLivingTickets(tx, event_id, session_id)) throw new Fault('hall_in_use', { session_id });
  const offers = await offersInHall(tx, session_id);
  await assertInNoPack(tx, session_id, offers);
  const left: WasOnSale[] = [];
  for (const [, [offer]] of Map.groupBy(
    offers.filter(({ places_only }) => places_only === 0),
    ({ price_id }) => price_id,
  ))
    if (offer !== undefined) left.push({ offer, pool_ids: await poolsElsewhere(tx, offer.id) });
  for (const { id: offer_id } of offers) await deleteOffer(tx, { organizer_id, offer_id });
  await dropPlaces(tx, session);
  await dropPools(tx, session_id);
  return left;
}

/** Puts on sale what was before, in every zone of the hall that the session is in now; without a hall, once each. */
export async function enterHall(tx: Tx, session: Session, before: readonly WasOnSale[]): Promise<void> {
  const { organizer_id, hall_id, id: session_id } = session;
  const zone_ids = hall_id === null ? [null] : await zoneIdsOfHall(tx, hall_id);
  if (hall_id !== null && (await anySeats(tx, [hall_id]))) await numberPrices(tx, before);
  for (const zone_id of zone_ids) {
    const areas =
      zone_id === null ? [] : (await areaPoolsIn(tx, { organizer_id, session_id, zone_id })).pool_ids;
    for (const { offer, pool_ids } of before) {
      const { id: _, updated_at: __, deleted_at: ___, ...fields } = offer;
      await createOffer(tx, { ...fields, zone_id, pool_ids: [...pool_ids, ...areas] });
    }
  }
}

/** As where an event is opened in a hall with seats: who names no seat gets the best that is left. */
async function numberPrices(tx: Tx, before: readonly WasOnSale[]): Promise<void> {
  for (const { offer } of before) {
    const price = await ownRow(tx, 'price', offer.organizer_id, offer.price_id);
    if (price.product_type === 'seat') await changeRow(tx, 'price', price, { product_type: 'numbered_seat' });
  }
}

/** Its offers in zones of a hall, and in none; those of a vendor's category, which is in no hall, stay as they are. */
function offersInHall(rx: Rx, session_id: number): Promise<Row<'offer'>[]> {
  return rx.db
    .selectFrom('offer')
    .leftJoin('zone', 'zone.id', 'offer.zone_id')
    .selectAll('offer')
    .where('offer.session_id', '=', session_id)
    .where('offer.deleted_at', 'is', null)
    .where((eb) => eb.or([eb('offer.zone_id', 'is', null), eb('zone.hall_id', 'is not', null)]))
    .orderBy('offer.position')
    .orderBy('offer.id')
    .execute();
}

async function assertInNoPack(rx: Rx, session_id: number, offers: readonly Row<'offer'>[]): Promise<void> {
  if (offers.length === 0) return;
  const part = await rx.db
    .selectFrom('pack_part')
    .innerJoin('price', 'price.id', 'pack_part.pack_price_id')
    .innerJoin('offer', 'offer.id', 'pack_part.offer_id')
    .select('price.id')
    .where('offer.session_id', '=', session_id)
    .where('offer.deleted_at', 'is', null)
    .where('price.deleted_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (part !== undefined) throw new Fault('hall_in_pack', { session_id, pack_price_id: part.id });
}

async function poolsElsewhere(rx: Rx, offer_id: number): Promise<number[]> {
  const rows = await rx.db
    .selectFrom('offer_pool')
    .innerJoin('pool', 'pool.id', 'offer_pool.pool_id')
    .select('pool.id')
    .where('offer_pool.offer_id', '=', offer_id)
    .where('pool.zone_id', 'is', null)
    .where('pool.place_id', 'is', null)
    .orderBy('pool.id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Places that were blocked, kept or priced: they are of the hall that is left. */
async function dropPlaces(tx: Tx, { organizer_id, id: session_id }: Session): Promise<void> {
  const gone = await tx.db
    .deleteFrom('session_place')
    .where('session_id', '=', session_id)
    .returning('place_id')
    .execute();
  if (gone.length === 0) return;
  await recordChange(tx, {
    organizer_id,
    action: 'session.places_changed',
    subject_kind: 'session',
    subject_id: session_id,
    before: { places: gone.length, place_ids: gone.slice(0, 200).map(({ place_id }) => place_id) },
    after: { places: 0 },
  });
}

/** Capacities of areas and zones that are left. One that something was ever drawn from, or kept for a channel, stays: it is history. */
async function dropPools(tx: Tx, session_id: number): Promise<void> {
  const rows = await tx.db
    .selectFrom('pool')
    .innerJoin('zone', 'zone.id', 'pool.zone_id')
    .select('pool.id')
    .where('pool.session_id', '=', session_id)
    .where('zone.hall_id', 'is not', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('pool_draw')
            .select('pool_draw.pool_id')
            .whereRef('pool_draw.pool_id', '=', 'pool.id'),
        ),
      ),
    )
    .where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom('allotment').select('allotment.id').whereRef('allotment.pool_id', '=', 'pool.id'),
        ),
      ),
    )
    .execute();
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  await tx.db.deleteFrom('offer_pool').where('pool_id', 'in', ids).execute();
  await tx.db.deleteFrom('pool').where('id', 'in', ids).execute();
}
