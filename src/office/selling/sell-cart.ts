import { Fault } from '../../domain/faults.ts';
import type { Tx } from '../../store/transaction.ts';
import { sellPack } from './packs.ts';
import { sell } from './request.ts';
import type { Holder, Sale, SaleRequest, SoldOrder } from './sale.ts';

/** A pack or subscription as one thing: its parts follow from it. */
export interface CartPack {
  readonly pack_offer_id: number;
  readonly pack_price_id: number;
  readonly holder?: Holder | undefined;
}

export interface Cart {
  readonly sale: Omit<Sale, 'requests'>;
  readonly requests: readonly SaleRequest[];
  readonly packs: readonly CartPack[];
}

/**
 * Holds tickets and packs in one order, all of them or none. A pack takes as many of each part as it has to, in the part's
 * area, or in the best seats where it is numbered. Throws what `sell` and `sellPack` throw.
 */
export async function sellCart(tx: Tx, { sale, requests, packs }: Cart): Promise<SoldOrder> {
  if (sale.confirm === true)
    throw new Fault('invalid_input', { field: 'confirm', reason: 'a cart is held first' });
  let order = requests.length > 0 ? await sell(tx, { ...sale, requests }) : undefined;
  for (const pack of packs) {
    const parts = await partsOf(tx, sale.organizer_id, pack);
    const { pack_offer_id } = pack;
    order = await sellPack(tx, {
      ...sale,
      order_id: order?.order_id,
      pack_offer_id,
      parts,
      holder: pack.holder,
    });
  }
  if (order === undefined) throw new Fault('invalid_input', { field: 'requests', reason: 'empty' });
  return order;
}

async function partsOf(tx: Tx, organizer_id: number, pack: CartPack): Promise<SaleRequest[]> {
  const parts = await tx.db
    .selectFrom('pack_part')
    .innerJoin('offer', 'offer.id', 'pack_part.offer_id')
    .leftJoin('place', (join) =>
      join.onRef('place.zone_id', '=', 'offer.zone_id').on('place.kind', '=', 'area'),
    )
    .select(['pack_part.offer_id', 'pack_part.minimum', 'place.id as place_id'])
    .where('pack_part.pack_price_id', '=', pack.pack_price_id)
    .where('pack_part.organizer_id', '=', organizer_id)
    .orderBy('pack_part.position')
    .orderBy('pack_part.id')
    .orderBy('place.id')
    .execute();
  // of a zone with several areas the first one
  const byOffer = new Map<number, (typeof parts)[number]>();
  for (const part of parts) if (!byOffer.has(part.offer_id)) byOffer.set(part.offer_id, part);
  const { holder } = pack;
  return [...byOffer.values()].flatMap(({ offer_id, minimum, place_id }) =>
    Array.from({ length: minimum }, () => ({
      offer_id,
      quantity: 1,
      place_ids: place_id === null ? undefined : [place_id],
      holders: holder === undefined ? undefined : [holder],
    })),
  );
}
