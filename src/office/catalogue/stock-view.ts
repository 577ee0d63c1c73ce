import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { isMainProduct } from '../../domain/pricing.ts';
import type { Rx } from '../../store/transaction.ts';
import { listOffers, type OfferView } from './list-offers.ts';
import { findSession, type SessionView } from './list-sessions.ts';
import { together } from './stock.ts';

/** A zone in a session; null for what is offered without one. `null` capacities are without limit. */
export interface StockZone {
  readonly zone_id: number | null;
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly color: string | null;
  readonly capacity_total: number | null;
  readonly free: number | null;
  /** in order of position */
  readonly offers: readonly OfferView[];
}

export interface StockView {
  readonly session: SessionView;
  readonly zones: readonly StockZone[];
  readonly capacity_total: number | null;
  readonly free: number | null;
}

/** offers of one session that a view takes in */
const offers_max = 5_000;

async function allOffers(
  rx: Rx,
  input: { organizer_ids: readonly number[]; session_id: number; channel?: string | undefined; now: number },
): Promise<OfferView[]> {
  const offers: OfferView[] = [];
  let after: number | undefined;
  do {
    const page = await listOffers(rx, { ...input, after, limit: limits.page_rows_max });
    offers.push(...page.rows);
    after = page.next ?? undefined;
  } while (after !== undefined && offers.length < offers_max);
  if (after !== undefined) throw new Fault('too_large', { offers_max });
  return offers.toSorted((a, b) => a.position - b.position || a.id - b.id);
}

/** Packs take what their parts take, and count with those. */
function sumOf(offers: readonly OfferView[]): { capacity_total: number | null; free: number | null } {
  const counted = offers.filter((offer) => !isMainProduct(offer.product_type));
  return together((counted.length > 0 ? counted : offers).map((offer) => offer.limit));
}

/**
 * Everything that can be bought for a session, zone by zone, with what is left for the channel that asks. Offers limited
 * by the same pool, or the same seats, count once in the sums. Throws `not_found`.
 */
export async function stockView(
  rx: Rx,
  input: { organizer_ids: readonly number[]; session_id: number; channel?: string | undefined; now: number },
): Promise<StockView> {
  const session = await findSession(rx, input);
  const offers = await allOffers(rx, input);
  const byZone = Map.groupBy(offers, (offer) => offer.zone_id);
  const ids = [...byZone.keys()].filter((id) => id !== null);
  const zones =
    ids.length === 0
      ? []
      : await rx.db
          .selectFrom('zone')
          .select(['id as zone_id', 'code', 'name', 'description', 'color'])
          .where('id', 'in', ids)
          .orderBy('position')
          .orderBy('id')
          .execute();
  const none = { zone_id: null, code: '', name: '', description: '', color: null };
  const headings = byZone.has(null) ? [...zones, none] : zones;
  return {
    session,
    zones: headings.map((zone) => {
      const inside = byZone.get(zone.zone_id) ?? [];
      return { ...zone, ...sumOf(inside), offers: inside };
    }),
    ...sumOf(offers),
  };
}
