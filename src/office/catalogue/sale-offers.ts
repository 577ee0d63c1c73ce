import type { Rx } from '../../store/transaction.ts';
import { findEvent } from './list-events.ts';
import { listOffers, type OfferView } from './list-offers.ts';

/** An offer as somebody who sells by hand sees it. */
export interface SaleOffer extends OfferView {
  readonly session: { readonly name: string; readonly starts_at: number } | null;
  readonly zone: string | null;
}

const offers_max = 500;

/** What of an event staff may sell, whether or not it is on sale now. Throws `not_found`. */
export async function saleOffers(
  rx: Rx,
  wish: {
    readonly organizer_id: number;
    readonly event_id: number;
    readonly channel: string;
    readonly now: number;
  },
): Promise<{ readonly offers: readonly SaleOffer[]; readonly complete: boolean }> {
  const { organizer_id, event_id, channel, now } = wish;
  const organizer_ids = [organizer_id];
  await findEvent(rx, { organizer_ids, event_id });
  const { rows, next } = await listOffers(rx, { organizer_ids, event_id, channel, now, limit: offers_max });
  const sessions = await rx.db
    .selectFrom('session')
    .select(['id', 'name', 'starts_at'])
    .where('event_id', '=', event_id)
    .where('deleted_at', 'is', null)
    .execute();
  const zone_ids = [...new Set(rows.flatMap(({ zone_id }) => zone_id ?? []))];
  const zones =
    zone_ids.length === 0
      ? []
      : await rx.db.selectFrom('zone').select(['id', 'name']).where('id', 'in', zone_ids).execute();
  const sessionOf = new Map(sessions.map(({ id, name, starts_at }) => [id, { name, starts_at }]));
  const zoneOf = new Map(zones.map(({ id, name }) => [id, name]));
  const offers = rows.map((row) => ({
    ...row,
    session: sessionOf.get(row.session_id ?? 0) ?? null,
    zone: zoneOf.get(row.zone_id ?? 0) ?? null,
  }));
  return { offers, complete: next === null };
}
