import { limits } from '../../domain/limits.ts';
import type { SaleState } from '../../domain/pricing.ts';
import { takesSeat } from '../../domain/seats.ts';
import type { Rx } from '../../store/transaction.ts';
import { kindsOfZones } from '../catalogue/zones-of-hall.ts';
import { listOffers, type OfferView } from '../catalogue/list-offers.ts';

/** A part of a pack, as a till shows it. */
export interface TillPackPart {
  readonly offer_id: number;
  readonly name: string;
  readonly event_id: number;
  readonly event: string;
  /** null: good for any session of its event */
  readonly session_id: number | null;
  readonly session: string;
  readonly starts_at: number | null;
  readonly zone_id: number | null;
  readonly zone: string | null;
  /** each ticket has a seat of its own */
  readonly numbered: boolean;
  /** of one, sold alone */
  readonly amount: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly left: number | null;
  readonly sale_state: SaleState;
}

interface Wish {
  readonly organizer_id: number;
  readonly channel: string;
  readonly now: number;
}

/** What packs are made of, by the price that sells them, in order. A part that is switched off is missing here. */
export async function tillPackParts(
  rx: Rx,
  { organizer_id, channel, now }: Wish,
  pack_price_ids: readonly number[],
): Promise<Map<number, TillPackPart[]>> {
  if (pack_price_ids.length === 0) return new Map();
  const rows = await rx.db
    .selectFrom('pack_part')
    .innerJoin('offer', 'offer.id', 'pack_part.offer_id')
    .innerJoin('event', 'event.id', 'offer.event_id')
    .leftJoin('session', 'session.id', 'offer.session_id')
    .leftJoin('zone', 'zone.id', 'offer.zone_id')
    .select(['pack_part.pack_price_id', 'pack_part.offer_id', 'pack_part.minimum', 'pack_part.maximum'])
    .select(['event.name as event', 'session.name as session', 'session.starts_at', 'zone.name as zone'])
    .where('pack_part.organizer_id', '=', organizer_id)
    .where('pack_part.pack_price_id', 'in', pack_price_ids)
    .orderBy('pack_part.position')
    .orderBy('pack_part.id')
    .limit(limits.page_rows_max)
    .execute();
  const ids = [...new Set(rows.map(({ offer_id }) => offer_id))];
  if (ids.length === 0) return new Map();
  const wish = { organizer_ids: [organizer_id], ids, channel, now, limit: limits.page_rows_max };
  const offers = new Map((await listOffers(rx, wish)).rows.map((offer) => [offer.id, offer]));
  const zone_ids = [...new Set([...offers.values()].flatMap(({ zone_id }) => zone_id ?? []))];
  const kinds = await kindsOfZones(rx, zone_ids);
  const parts = rows.map(({ pack_price_id, ...row }) => ({
    pack_price_id,
    part: partOf(row, offers.get(row.offer_id), kinds),
  }));
  return new Map(
    [...Map.groupBy(parts, ({ pack_price_id }) => pack_price_id)].map(([price_id, of]) => [
      price_id,
      of.flatMap(({ part }) => part ?? []),
    ]),
  );
}

type Row = Pick<TillPackPart, 'offer_id' | 'minimum' | 'maximum' | 'event' | 'starts_at' | 'zone'> & {
  readonly session: string | null;
};

function partOf(
  row: Row,
  offer: OfferView | undefined,
  kinds: ReadonlyMap<number, readonly string[]>,
): TillPackPart | undefined {
  if (offer === undefined) return undefined;
  const { name, event_id, session_id, zone_id, amount, left, sale_state, product_type } = offer;
  return {
    ...row,
    ...{ name, event_id, session_id, zone_id, amount, left, sale_state },
    session: row.session ?? '',
    numbered: takesSeat(product_type, kinds.get(zone_id ?? 0) ?? []),
  };
}

/** A pack as its parts leave it: of no price of its own it costs what they do, and it is on sale when all of them are. */
export function packView(
  pack: Pick<OfferView, 'amount' | 'sale_state'>,
  parts: readonly TillPackPart[],
): Pick<OfferView, 'amount' | 'sale_state'> & { readonly costs_its_parts: boolean } {
  const needed = parts.filter(({ minimum }) => minimum > 0);
  const sum = needed.reduce((all, { minimum, amount }) => all + minimum * amount, 0);
  const kept = needed.find(({ sale_state }) => sale_state !== 'on_sale');
  return {
    costs_its_parts: pack.amount === 0,
    amount: pack.amount === 0 ? sum : pack.amount,
    sale_state: pack.sale_state === 'on_sale' ? (kept?.sale_state ?? 'on_sale') : pack.sale_state,
  };
}

/** Whether a pack belongs among the prices of a session: it has no part of the session's event, or one that fits it. */
export function packFits(
  parts: readonly TillPackPart[],
  event_id: number,
  session_id: number | undefined,
): boolean {
  const here = parts.filter((part) => part.event_id === event_id);
  return (
    session_id === undefined ||
    here.length === 0 ||
    here.some((part) => part.session_id === null || part.session_id === session_id)
  );
}
