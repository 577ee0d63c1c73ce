import { Fault } from '../../domain/faults.ts';
import type { Tx } from '../../store/transaction.ts';
import { findOffer, isMainProduct } from '../selling/offers.ts';
import { leastParts, partsOf } from '../selling/pack-parts.ts';
import { packRequests } from '../selling/packs.ts';
import type { Holder, SaleRequest } from '../selling/sale.ts';

/** Packs of one offer, all alike: sold as one thing at the pack's price, with a ticket for each of its parts. */
export interface PackItem {
  readonly kind: 'pack';
  readonly offer_id: number;
  readonly quantity: number;
  /** what the buyer chose for it; left out: as many of each part as it has to have */
  readonly parts?: readonly PackPart[] | undefined;
  /** whose each pack is, in their order; its parts have their own */
  readonly holders?: readonly Holder[] | undefined;
  /** they help the parts of a pack that costs what its parts cost */
  readonly promo_code_ids?: readonly number[] | undefined;
}

export interface PackPart {
  readonly offer_id: number;
  /** in each pack */
  readonly quantity: number;
  /** for an offer of any session */
  readonly session_id?: number | undefined;
  /** of all packs, the first pack's first; left out: the best seats where it is numbered */
  readonly place_ids?: readonly number[] | undefined;
  /** who comes with each, in the same order */
  readonly holders?: readonly Holder[] | undefined;
}

/** What the packs ask of a sale that has `before` requests already. Throws `not_found`, `pack_incomplete`, `invalid_input`. */
export async function requestsOfPacks(
  tx: Tx,
  organizer_id: number,
  item: PackItem,
  before: number,
): Promise<SaleRequest[]> {
  const { quantity, promo_code_ids } = item;
  const pack = await findOffer(tx, organizer_id, item.offer_id);
  const least =
    item.parts === undefined ? await leastParts(tx, { organizer_id, pack_price_id: pack.price_id }) : [];
  const requests: SaleRequest[] = [];
  for (let index = 0; index < quantity; index += 1) {
    const chosen = item.parts?.flatMap((part) => unitsOf(part, index, quantity)) ?? least;
    const parts = chosen.map((part) => ({ ...part, promo_code_ids }));
    const holder = item.holders?.[index];
    requests.push(...(await packRequests(tx, { pack, parts, holder }, before + requests.length)));
  }
  return requests;
}

/** The units of a part in one of the packs, one by one: each carries its own share of the pack's price. */
function unitsOf(part: PackPart, index: number, packs: number): SaleRequest[] {
  const { offer_id, quantity, session_id, place_ids = [], holders = [] } = part;
  if (place_ids.length > 0 && place_ids.length !== quantity * packs)
    throw new Fault('invalid_input', {
      field: 'place_ids',
      places: place_ids.length,
      units: quantity * packs,
    });
  return Array.from({ length: quantity }, (_, unit) => {
    const place_id = place_ids[index * quantity + unit];
    const holder = holders[index * quantity + unit];
    return {
      ...{ offer_id, quantity: 1, session_id },
      place_ids: place_id === undefined ? undefined : [place_id],
      holders: holder === undefined ? undefined : [holder],
    };
  });
}

/** What is made of parts is sold with them: without, its main ticket would open nothing. Throws `pack_incomplete`, `not_found`. */
export async function assertNoPack(tx: Tx, organizer_id: number, offer_id: number): Promise<void> {
  const offer = await findOffer(tx, organizer_id, offer_id);
  if (isMainProduct(offer.product_type) && (await partsOf(tx, offer.price_id)).length > 0)
    throw new Fault('pack_incomplete', { offer_id });
}
