import { Fault } from '../../domain/faults.ts';
import type { Tx } from '../../store/transaction.ts';
import { leastParts } from './pack-parts.ts';
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
    const { pack_offer_id, pack_price_id, holder } = pack;
    const least = await leastParts(tx, { organizer_id: sale.organizer_id, pack_price_id });
    const parts = least.map((part) => (holder === undefined ? part : { ...part, holders: [holder] }));
    order = await sellPack(tx, {
      ...sale,
      order_id: order?.order_id,
      pack_offer_id,
      parts,
      holder,
    });
  }
  if (order === undefined) throw new Fault('invalid_input', { field: 'requests', reason: 'empty' });
  return order;
}
