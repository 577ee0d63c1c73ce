import { RowsByKey } from '../../store/rows-by-key.ts';
import type { Rx } from '../../store/transaction.ts';

/** What a sale made elsewhere needs to know of an offer. */
export interface ForeignOffer {
  readonly id: number;
  readonly event_id: number;
  readonly price_id: number;
  readonly session_id: number | null;
  readonly zone_id: number | null;
  readonly title: string;
  readonly currency: string;
  readonly vat_bp: number;
  readonly product_type: string;
  readonly entries: number | null;
}

/** Also those that are switched off or deleted here: what was sold is sold. */
const selectOffers = new RowsByKey<{ organizer_id: number }, number, ForeignOffer>((db, slot, keys) =>
  db
    .selectFrom('offer')
    .innerJoin('price', 'price.id', 'offer.price_id')
    .select([
      'offer.id',
      'offer.event_id',
      'offer.price_id',
      'offer.session_id',
      'offer.zone_id',
      'price.name as title',
      'price.currency',
      'price.vat_bp',
      'price.product_type',
      'price.entries',
    ])
    .where('offer.organizer_id', '=', slot('organizer_id'))
    .where('offer.id', 'in', keys),
);

export async function foreignOffers(
  rx: Rx,
  organizer_id: number,
  ids: Iterable<number>,
): Promise<Map<number, ForeignOffer>> {
  const rows = await selectOffers.read(rx, { organizer_id }, ids);
  return new Map(rows.map((row) => [row.id, row]));
}
