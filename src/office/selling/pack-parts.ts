import { Fault } from '../../domain/faults.ts';
import { lastingStatement } from '../../store/statement.ts';
import type { Tx } from '../../store/transaction.ts';
import type { TicketRow } from './orders.ts';
import type { SaleRequest } from './sale.ts';

/** What a pack is made of, by the price that sells it. */
export interface PartOf {
  readonly offer_id: number;
  readonly minimum: number;
  readonly maximum: number;
}

const selectParts = lastingStatement<{ pack_price_id: number }, PartOf>((db, slot) =>
  db
    .selectFrom('pack_part')
    .select(['offer_id', 'minimum', 'maximum'])
    .where('pack_price_id', '=', slot('pack_price_id')),
);

/** None for a price that is no pack, and for one that takes anything. */
export function partsOf(tx: Tx, pack_price_id: number): Promise<PartOf[]> {
  return tx.run(selectParts, { pack_price_id });
}

/** As many of each part as the pack has to have, one by one, in the part's area, or in the best seats where it is numbered. */
export async function leastParts(
  tx: Tx,
  of: { readonly organizer_id: number; readonly pack_price_id: number },
): Promise<SaleRequest[]> {
  const parts = await tx.db
    .selectFrom('pack_part')
    .innerJoin('offer', 'offer.id', 'pack_part.offer_id')
    .leftJoin('place', (join) =>
      join.onRef('place.zone_id', '=', 'offer.zone_id').on('place.kind', '=', 'area'),
    )
    .select(['pack_part.offer_id', 'pack_part.minimum', 'place.id as place_id'])
    .where('pack_part.pack_price_id', '=', of.pack_price_id)
    .where('pack_part.organizer_id', '=', of.organizer_id)
    .orderBy('pack_part.position')
    .orderBy('pack_part.id')
    .orderBy('place.id')
    .execute();
  // of a zone with several areas the first one
  const byOffer = new Map<number, (typeof parts)[number]>();
  for (const part of parts) if (!byOffer.has(part.offer_id)) byOffer.set(part.offer_id, part);
  return [...byOffer.values()].flatMap(({ offer_id, minimum, place_id }) =>
    Array.from({ length: minimum }, () => ({
      offer_id,
      quantity: 1,
      place_ids: place_id === null ? undefined : [place_id],
    })),
  );
}

/** Throws `pack_incomplete` when a pack among the live tickets of an order lacks a part that it is made of. */
export async function assertPacksComplete(tx: Tx, live: readonly TicketRow[]): Promise<void> {
  for (const { id: main_ticket_id, price_id } of live) {
    const parts = price_id === null ? [] : await partsOf(tx, price_id);
    if (parts.length === 0) continue;
    const inside = live.filter((leaf) => leaf.main_ticket_id === main_ticket_id);
    for (const { offer_id, minimum } of parts) {
      const units = inside.filter((leaf) => leaf.offer_id === offer_id).length;
      if (units < minimum) throw new Fault('pack_incomplete', { offer_id, minimum, units });
    }
  }
}
