import { lastingStatement } from '../../store/statement.ts';
import type { Rx } from '../../store/transaction.ts';

/** An offer by what a buyer names: what is sold there, where in the hall or in the list of prices it stands, and all names. */
export interface SaleOffer {
  readonly id: number;
  readonly event_id: number;
  readonly session_id: number | null;
  readonly zone_id: number | null;
  readonly price_id: number;
  readonly price_group_id: number | null;
  readonly product_type: string;
  readonly currency: string;
  readonly title: string;
  readonly price_description: string;
  readonly event_name: string;
  readonly zone_name: string | null;
  readonly zone_description: string | null;
  readonly price_group_name: string | null;
}

type Named = { organizer_id: number; price_id: number; sold_at: number };

const selectNamed = lastingStatement<Named, SaleOffer>((db, slot) =>
  db
    .selectFrom('offer')
    .innerJoin('price', 'price.id', 'offer.price_id')
    .innerJoin('event', 'event.id', 'offer.event_id')
    .leftJoin('zone', 'zone.id', 'offer.zone_id')
    .leftJoin('price_group', 'price_group.id', 'price.price_group_id')
    .select(['offer.id', 'offer.event_id', 'offer.session_id', 'offer.zone_id', 'offer.price_id'])
    .select(['price.price_group_id', 'price.product_type', 'price.currency', 'price.name as title'])
    .select(['price.description as price_description', 'event.name as event_name'])
    .select(['zone.name as zone_name', 'zone.description as zone_description'])
    .select('price_group.name as price_group_name')
    .where('offer.price_id', '=', slot('price_id'))
    .where('offer.organizer_id', '=', slot('organizer_id'))
    .where('offer.enabled', '=', 1)
    .where('offer.deleted_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('offer.session_id', '=', slot('sold_at')),
        eb('offer.price_id', '=', slot('sold_at')),
        eb.and([
          eb('offer.session_id', 'is', null),
          eb.or([
            eb('offer.event_id', '=', slot('sold_at')),
            eb(
              'offer.event_id',
              '=',
              eb.selectFrom('session').select('session.event_id').where('session.id', '=', slot('sold_at')),
            ),
          ]),
        ]),
      ]),
    )
    .orderBy('offer.id'),
);

/**
 * The offers of a price that are sold at a session (its own, and those of its event that are good for any), at an event
 * without a session, or as a pack: `sold_at` is the id of one of these. Ids are unique over all kinds.
 */
export function offersNamed(rx: Rx, named: Named): Promise<SaleOffer[]> {
  const { organizer_id, price_id, sold_at } = named;
  return rx.run(selectNamed, { organizer_id, price_id, sold_at });
}
