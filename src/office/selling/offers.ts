import { Fault } from '../../domain/faults.ts';
import { lastingStatement } from '../../store/statement.ts';
import type { Rx } from '../../store/transaction.ts';

/** An offer with everything that a sale of it depends on. */
export interface OfferFacts {
  readonly id: number;
  readonly organizer_id: number;
  readonly event_id: number;
  readonly price_id: number;
  readonly price_group_id: number | null;
  readonly session_id: number | null;
  readonly zone_id: number | null;
  /** 1: only at the places that name it */
  readonly places_only: number;
  readonly title: string;
  readonly amount: number;
  readonly currency: string;
  readonly vat_bp: number;
  readonly product_type: string;
  readonly minimum: number;
  readonly maximum: number | null;
  readonly quantity_step: number;
  readonly hidden: number;
  readonly entries: number | null;
  readonly sale_starts_at: number | null;
  readonly sale_ends_at: number | null;
  readonly session_starts_at: number | null;
  readonly session_ends_at: number | null;
  readonly session_sale_starts_at: number | null;
  readonly session_sale_ends_at: number | null;
  readonly session_status: string | null;
  readonly session_hall_id: number | null;
  readonly event_status: string;
}

export { isMainProduct } from '../../domain/pricing.ts';

const selectOffer = lastingStatement<{ organizer_id: number; offer_id: number }, OfferFacts>((db, slot) =>
  db
    .selectFrom('offer')
    .innerJoin('price', 'price.id', 'offer.price_id')
    .innerJoin('event', 'event.id', 'offer.event_id')
    .leftJoin('session', 'session.id', 'offer.session_id')
    .select((eb) => [
      'offer.id',
      'offer.organizer_id',
      'offer.event_id',
      'offer.price_id',
      'price.price_group_id',
      'offer.session_id',
      'offer.zone_id',
      'offer.places_only',
      'price.name as title',
      eb.fn.coalesce('offer.amount', 'price.amount').as('amount'),
      'price.currency',
      'price.vat_bp',
      'price.product_type',
      'price.minimum',
      'price.maximum',
      'price.quantity_step',
      'price.hidden',
      'price.entries',
      'offer.sale_starts_at',
      'offer.sale_ends_at',
      'session.starts_at as session_starts_at',
      'session.ends_at as session_ends_at',
      'session.sale_starts_at as session_sale_starts_at',
      'session.sale_ends_at as session_sale_ends_at',
      'session.status as session_status',
      'session.hall_id as session_hall_id',
      'event.status as event_status',
    ])
    .where('offer.id', '=', slot('offer_id'))
    .where('offer.organizer_id', '=', slot('organizer_id'))
    .where('offer.enabled', '=', 1)
    .where('offer.deleted_at', 'is', null)
    .where('price.deleted_at', 'is', null)
    .where('event.deleted_at', 'is', null)
    .where('session.deleted_at', 'is', null),
);

/** Throws `not_found` for an offer that does not exist, is switched off, or is another organizer's. */
export async function findOffer(rx: Rx, organizer_id: number, offer_id: number): Promise<OfferFacts> {
  const offer = await rx.first(selectOffer, { organizer_id, offer_id });
  if (offer === undefined) throw new Fault('not_found', { kind: 'offer', id: offer_id });
  return offer;
}

/** A pool of an offer, with the allotment of the selling channel when there is one. */
export interface OfferPool {
  readonly pool_id: number;
  readonly allotment_id: number | null;
}

const selectOfferPools = lastingStatement<
  { offer_id: number; channel: string },
  OfferPool & { readonly releases_at: number | null }
>((db, slot) =>
  db
    .selectFrom('offer_pool')
    .leftJoin('allotment', (join) =>
      join
        .onRef('allotment.pool_id', '=', 'offer_pool.pool_id')
        .on('allotment.channel', '=', slot('channel'))
        .on('allotment.released_at', 'is', null),
    )
    .select(['offer_pool.pool_id', 'allotment.id as allotment_id', 'allotment.releases_at'])
    .where('offer_pool.offer_id', '=', slot('offer_id')),
);

export async function poolsOfOffer(
  rx: Rx,
  offer_id: number,
  channel: string,
  now: number,
): Promise<OfferPool[]> {
  const pools = await rx.run(selectOfferPools, { offer_id, channel });
  // an allotment that is due is nobody's any more, even before it is released
  return pools.map(({ pool_id, allotment_id, releases_at }) => ({
    pool_id,
    allotment_id: releases_at !== null && releases_at <= now ? null : allotment_id,
  }));
}

const selectParentGroup = lastingStatement<{ id: number }, { parent_id: number | null }>((db, slot) =>
  db.selectFrom('price_group').select('parent_id').where('id', '=', slot('id')),
);

const group_depth_max = 20;

/** The price's group and those above it, nearest first. */
export async function groupsAbove(rx: Rx, price_group_id: number | null): Promise<number[]> {
  const groups: number[] = [];
  let next = price_group_id;
  while (next !== null && groups.length < group_depth_max) {
    groups.push(next);
    next = (await rx.first(selectParentGroup, { id: next }))?.parent_id ?? null;
  }
  return groups;
}
