import { Fault } from '../../domain/faults.ts';
import { safeAmount } from '../../domain/money.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { areaPoolsIn } from './area-pools.ts';
import { changeRow, deleteRow, insertRow, nextUpdate, ownRow, type Creation, type Patch } from './rows.ts';

const pools_max = 50;

type OfferReferences = Pick<Row<'offer'>, 'organizer_id' | 'event_id' | 'price_id'> & {
  readonly session_id?: number | null | undefined;
  readonly zone_id?: number | null | undefined;
};

async function assertReferences(rx: Rx, offer: OfferReferences): Promise<void> {
  const { organizer_id, event_id, price_id, session_id, zone_id } = offer;
  const event = await ownRow(rx, 'event', organizer_id, event_id);
  const price = await ownRow(rx, 'price', organizer_id, price_id);
  if (price.event_id !== null && price.event_id !== event_id) {
    throw new Fault('invalid_input', {
      kind: 'offer',
      field: 'price_id',
      reason: 'a price of another event',
    });
  }
  if (price.currency !== event.currency) {
    throw new Fault('invalid_input', { kind: 'offer', field: 'price_id', reason: 'in another currency' });
  }
  let hall_id: number | null = null;
  if (typeof session_id === 'number') {
    const session = await ownRow(rx, 'session', organizer_id, session_id);
    if (session.event_id !== event_id) {
      throw new Fault('invalid_input', { kind: 'offer', field: 'session_id', reason: 'of another event' });
    }
    hall_id = session.hall_id;
  }
  if (typeof zone_id === 'number') {
    const zone = await ownRow(rx, 'zone', organizer_id, zone_id);
    const elsewhere = typeof session_id === 'number' && zone.hall_id !== null && zone.hall_id !== hall_id;
    if (elsewhere)
      throw new Fault('invalid_input', { kind: 'offer', field: 'zone_id', reason: 'of another hall' });
  }
}

/** A pool that the offer may draw from: the same organizer's, and not one of another event, session, or of a code. */
async function assertPool(
  rx: Rx,
  offer: { organizer_id: number; event_id: number; session_id?: number | null | undefined },
  pool_id: number,
): Promise<void> {
  const pool = await ownRow(rx, 'pool', offer.organizer_id, pool_id);
  const refuse = (reason: string): never => {
    throw new Fault('invalid_input', { kind: 'offer', field: 'pool_ids', pool_id, reason });
  };
  if (pool.kind === 'code') refuse('the uses of a promo code');
  if (pool.event_id !== null && pool.event_id !== offer.event_id) refuse('of another event');
  const session_id = offer.session_id ?? null;
  if (pool.session_id !== null && session_id !== null && pool.session_id !== session_id) {
    refuse('of another session');
  }
}

/**
 * What can be bought: a price for a session (or any) in a zone (or anywhere). One unit takes one from each of its pools, and from
 * those of its zone's areas, named or not; with none it has no limit but the free seats of its zone.
 */
export async function createOffer(
  tx: Tx,
  input: Creation<'offer'> & { readonly pool_ids?: readonly number[] | undefined },
): Promise<number> {
  const { pool_ids = [], ...fields } = input;
  await assertReferences(tx, fields);
  const pools = [...new Set([...pool_ids, ...(await areaPoolsFor(tx, fields))])];
  if (pools.length > pools_max) throw new Fault('too_large', { pools_max });
  for (const pool_id of pools) await assertPool(tx, fields, pool_id);
  const offer_id = await insertRow(tx, 'offer', fields);
  if (pools.length > 0) {
    const rows = pools.map((pool_id) => ({ offer_id, pool_id }));
    await tx.db.insertInto('offer_pool').values(rows).execute();
  }
  return offer_id;
}

/** What an offer for single places names is its own: an area's one pool, or no area. */
async function areaPoolsFor(tx: Tx, offer: Creation<'offer'>): Promise<number[]> {
  const { organizer_id, session_id, zone_id, places_only } = offer;
  if (typeof session_id !== 'number' || typeof zone_id !== 'number' || places_only === 1) return [];
  return (await areaPoolsIn(tx, { organizer_id, session_id, zone_id })).pool_ids;
}

/** Windows, amount, order, switched on or off. What an offer is of stays: a different one is another offer. */
export async function updateOffer(
  tx: Tx,
  input: { organizer_id: number; offer_id: number } & Patch<
    'offer',
    'price_id' | 'session_id' | 'zone_id' | 'places_only'
  >,
): Promise<Row<'offer'>> {
  const { organizer_id, offer_id, ...patch } = input;
  if (typeof patch.amount === 'number') safeAmount(patch.amount);
  return changeRow(tx, 'offer', await ownRow(tx, 'offer', organizer_id, offer_id), patch);
}

/** It is sold no more; tickets sold of it stay as they are, and places that name it are sold as their zone is. */
export async function deleteOffer(tx: Tx, input: { organizer_id: number; offer_id: number }): Promise<void> {
  const { session_id, places_only } = await ownRow(tx, 'offer', input.organizer_id, input.offer_id);
  if (places_only === 1 && session_id !== null) await leavePlaces(tx, session_id, input.offer_id);
  await deleteRow(tx, 'offer', input.organizer_id, input.offer_id);
}

async function leavePlaces(tx: Tx, session_id: number, offer_id: number): Promise<void> {
  await tx.db
    .updateTable('session_place')
    .set({ offer_id: null })
    .where('session_id', '=', session_id)
    .where('offer_id', '=', offer_id)
    .execute();
}

interface Linking {
  readonly organizer_id: number;
  readonly offer_id: number;
  readonly pool_id: number;
}

/** From now on one unit of the offer takes one from this pool too; what is sold already took nothing from it. */
export async function linkPool(tx: Tx, input: Linking): Promise<void> {
  const { offer_id, pool_id } = input;
  const offer = await ownRow(tx, 'offer', input.organizer_id, offer_id);
  await assertPool(tx, offer, pool_id);
  const made = await tx.db
    .insertInto('offer_pool')
    .values({ offer_id, pool_id })
    .onConflict((conflict) => conflict.columns(['offer_id', 'pool_id']).doNothing())
    .returning('offer_id')
    .executeTakeFirst();
  if (made !== undefined) await recordLink(tx, offer, 'offer.pool_linked', pool_id);
}

/**
 * From now on the offer takes nothing from the pool; what is sold gives back to it when it goes. Throws `invalid_input` for the
 * pool of an area of its zone: whatever is sold there takes room there.
 */
export async function unlinkPool(tx: Tx, input: Linking): Promise<void> {
  const { offer_id, pool_id } = input;
  const offer = await ownRow(tx, 'offer', input.organizer_id, offer_id);
  const pool = await ownRow(tx, 'pool', input.organizer_id, pool_id);
  if (pool.kind === 'area' && pool.zone_id === offer.zone_id)
    throw new Fault('invalid_input', { kind: 'offer', field: 'pool_id', reason: 'an area of its zone' });
  const gone = await tx.db
    .deleteFrom('offer_pool')
    .where('offer_id', '=', offer_id)
    .where('pool_id', '=', pool_id)
    .returning('offer_id')
    .executeTakeFirst();
  if (gone !== undefined) await recordLink(tx, offer, 'offer.pool_unlinked', pool_id);
}

async function recordLink(tx: Tx, offer: Row<'offer'>, action: string, pool_id: number): Promise<void> {
  await tx.db
    .updateTable('offer')
    .set({ updated_at: nextUpdate(tx, offer) })
    .where('id', '=', offer.id)
    .execute();
  await recordChange(tx, {
    organizer_id: offer.organizer_id,
    action,
    subject_kind: 'offer',
    subject_id: offer.id,
    after: { pool_id },
  });
}
