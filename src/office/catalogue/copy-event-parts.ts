import type { Tx } from '../../store/transaction.ts';
import { createAddOn } from './add-on.ts';
import { fieldsOf, ownPoolIds, rowsOfEvent, type Copying, type Ids } from './copied-rows.ts';
import { createPack, packParts } from './pack.ts';
import { createQuestion } from './question.ts';

/** What packs are made of; a part that is no more, or of another event, stays as it is or goes. */
export async function copyPacks(
  tx: Tx,
  { organizer_id }: Copying,
  { priceIds, offerIds }: { readonly priceIds: Ids; readonly offerIds: Ids },
): Promise<void> {
  for (const [from_id, pack_price_id] of priceIds) {
    const parts = await packParts(tx, { organizer_id, pack_price_id: from_id });
    const living = await livingOffers(
      tx,
      parts.map(({ offer_id }) => offer_id),
    );
    const copied = parts.flatMap(({ offer_id, minimum, maximum, position }) => {
      const id = offerIds.get(offer_id) ?? (living.has(offer_id) ? offer_id : undefined);
      return id === undefined ? [] : [{ offer_id: id, minimum, maximum, position }];
    });
    if (copied.length > 0) await createPack(tx, { organizer_id, pack_price_id, parts: copied });
  }
}

async function livingOffers(tx: Tx, ids: readonly number[]): Promise<ReadonlySet<number>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.db
    .selectFrom('offer')
    .select('id')
    .where('id', 'in', [...new Set(ids)])
    .where('deleted_at', 'is', null)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** One that was asked for a price that is no more is not asked again. */
export async function copyQuestions(tx: Tx, { from_id, event_id }: Copying, priceIds: Ids): Promise<void> {
  for (const question of await rowsOfEvent(tx, 'question', from_id)) {
    const price_id = question.price_id === null ? null : priceIds.get(question.price_id);
    if (price_id !== undefined) await createQuestion(tx, { ...fieldsOf(question), event_id, price_id });
  }
}

export async function copyAddOns(tx: Tx, { from_id, event_id }: Copying, poolIds: Ids): Promise<void> {
  const ownPools = await ownPoolIds(tx, from_id);
  for (const addOn of await rowsOfEvent(tx, 'add_on', from_id)) {
    const { pool_id } = addOn;
    await createAddOn(tx, {
      ...{ ...fieldsOf(addOn), event_id },
      pool_id: pool_id === null || ownPools.has(pool_id) ? (poolIds.get(pool_id ?? 0) ?? null) : pool_id,
    });
  }
}
