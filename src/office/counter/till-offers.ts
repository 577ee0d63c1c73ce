import { applicable, isMainProduct, isPriceVisible } from '../../domain/pricing.ts';
import { limits } from '../../domain/limits.ts';
import { isNamed } from '../../domain/named.ts';
import { dayBounds, formatLocalDate } from '../../domain/local-time.ts';
import { takesSeat } from '../../domain/seats.ts';
import type { Rx } from '../../store/transaction.ts';
import { listOffers, type OfferView } from '../catalogue/list-offers.ts';
import { kindsOfZones } from '../catalogue/zones-of-hall.ts';
import { findSession, listSessions, type SessionView } from '../catalogue/list-sessions.ts';
import { ownRow } from '../catalogue/rows.ts';
import { stockView } from '../catalogue/stock-view.ts';
import { findApplicableCodes } from '../promotions/find-applicable.ts';
import { groupsAbove } from '../selling/offers.ts';
import { packFits, packView, tillPackParts, type TillPackPart } from './till-packs.ts';

/** The channel that a till sells on: what is kept for it counts as left. */
export const till_channel = 'counter';

/** Something that tickets are sold for: a session, or an event that has none. */
export interface TillShow {
  readonly event_id: number;
  readonly event_name: string;
  /** null: the event has no dates, and its tickets are good on any day */
  readonly session: SessionView | null;
  /** null: without limit, or not known before its prices are looked at */
  readonly left: number | null;
}

interface ShowsWish {
  readonly organizer_id: number;
  readonly zone: string;
  /** a drawer has one: what is priced in another is not sold here */
  readonly currency: string;
  readonly now: number;
  readonly limit: number;
  /** beginnings of words of the names of event and session */
  readonly q?: string | undefined;
}

/** sessions to come that are looked through for a name */
const looked_through_max = 20_000;

/** What is on at a till: sessions from today's first hour on that are not over, the earliest first; then events without dates. */
export async function tillShows(
  rx: Rx,
  of: ShowsWish,
): Promise<{ readonly shows: readonly TillShow[]; readonly complete: boolean }> {
  const { organizer_id, currency, now, limit, q } = of;
  const { sessions, complete } = await comingSessions(rx, of);
  const shows: TillShow[] = [];
  for (const session of sessions) {
    const organizer_ids = [organizer_id];
    const seen = { organizer_ids, session_id: session.id, channel: till_channel, now };
    const { free } = await stockView(rx, seen);
    const { event_id, event_name } = session;
    shows.push({ event_id, event_name, session, left: free });
  }
  const most = q === undefined ? limit : limits.page_rows_max;
  const all = await undatedEvents(rx, { organizer_id, currency, limit: most });
  const undated = all.filter(({ name }) => q === undefined || isNamed(name, q)).slice(0, limit);
  const events = undated.map(({ id, name }) => ({
    event_id: id,
    event_name: name,
    session: null,
    left: null,
  }));
  return { shows: [...shows, ...events], complete: complete && undated.length < limit };
}

/** As many sessions as are wished for that a till sells now, page by page: those of other states and names are passed over. */
async function comingSessions(
  rx: Rx,
  { organizer_id, zone, currency, now, limit, q }: ShowsWish,
): Promise<{ readonly sessions: readonly SessionView[]; readonly complete: boolean }> {
  const { from } = dayBounds(formatLocalDate(now, zone), zone);
  const rows = q === undefined ? limit + 1 : limits.page_rows_max;
  const wish = { organizer_ids: [organizer_id], starts_from: from, limit: rows };
  const sessions: SessionView[] = [];
  let page = await listSessions(rx, wish);
  for (let looked = page.rows.length; ; looked += page.rows.length) {
    for (const session of page.rows) {
      if (session.status !== 'scheduled' || session.event_status !== 'published') continue;
      if (session.currency !== currency) continue;
      if (session.ends_at !== null && session.ends_at < now) continue;
      if (q === undefined || isNamed(`${session.event_name} ${session.name}`, q)) sessions.push(session);
    }
    const enough = sessions.length > limit;
    if (enough || page.next === null || looked >= looked_through_max)
      return { sessions: sessions.slice(0, limit), complete: !enough && page.next === null };
    page = await listSessions(rx, { ...wish, after: page.next });
  }
}

/** One of them, whatever its state: a quote may be for what is over. Throws `not_found`. */
export async function showOf(
  rx: Rx,
  organizer_id: number,
  of: { readonly session_id: number } | { readonly event_id: number },
): Promise<TillShow> {
  if ('session_id' in of) {
    const { session_id } = of;
    const session = await findSession(rx, { organizer_ids: [organizer_id], session_id });
    return { event_id: session.event_id, event_name: session.event_name, session, left: null };
  }
  const { id: event_id, name: event_name } = await ownRow(rx, 'event', organizer_id, of.event_id);
  return { event_id, event_name, session: null, left: null };
}

async function undatedEvents(
  rx: Rx,
  of: { readonly organizer_id: number; readonly currency: string; readonly limit: number },
) {
  return rx.db
    .selectFrom('event')
    .select(['event.id', 'event.name'])
    .where('event.organizer_id', '=', of.organizer_id)
    .where('event.currency', '=', of.currency)
    .where('event.status', '=', 'published')
    .where('event.deleted_at', 'is', null)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('offer')
          .select('offer.id')
          .whereRef('offer.event_id', '=', 'event.id')
          .where('offer.session_id', 'is', null)
          .where('offer.enabled', '=', 1)
          .where('offer.deleted_at', 'is', null),
      ),
    )
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('session')
            .select('session.id')
            .whereRef('session.event_id', '=', 'event.id')
            .where('session.deleted_at', 'is', null),
        ),
      ),
    )
    .orderBy('event.name')
    .orderBy('event.id')
    .limit(of.limit)
    .execute();
}

/** A price that a till sells for a session or an event. */
export interface TillOffer extends OfferView {
  readonly zone: string | null;
  /** each ticket has a seat of its own */
  readonly numbered: boolean;
  /** what a pack is made of; null: it is none */
  readonly parts: readonly TillPackPart[] | null;
  /** a pack of no price of its own: what is chosen beyond the least comes on top of `amount` */
  readonly costs_its_parts: boolean;
}

interface OffersWish {
  readonly organizer_id: number;
  readonly session_id?: number | undefined;
  readonly event_id?: number | undefined;
  /** of the buyer: hidden prices that it reveals are shown; one that reveals none changes nothing */
  readonly promo_code?: string | undefined;
  readonly now: number;
}

/**
 * What a till sells for a session, or for an event without dates: prices that everybody may see or that the buyer's code
 * reveals, and packs that say what they are made of, in the order they are shown in.
 */
export async function tillOffers(rx: Rx, of: OffersWish): Promise<TillOffer[]> {
  const { organizer_id, session_id, event_id, now } = of;
  const wish = session_id === undefined ? { event_id } : { session_id };
  const filter = { ...wish, organizer_ids: [organizer_id], channel: till_channel, now };
  const { rows } = await listOffers(rx, { ...filter, limit: limits.page_rows_max });
  const sold = rows.filter((row) => row.enabled === 1 && fits(row, session_id));
  const shown = await visibleWith(rx, of, sold);
  const prices = shown.flatMap((row) => (isMainProduct(row.product_type) ? [row.price_id] : []));
  const packs = await tillPackParts(rx, { organizer_id, channel: till_channel, now }, prices);
  const zones = await zonesOf(rx, shown);
  return shown
    .map((row) => ({ row, parts: isMainProduct(row.product_type) ? (packs.get(row.price_id) ?? []) : null }))
    .filter(
      ({ row, parts }) => parts === null || (parts.length > 0 && packFits(parts, row.event_id, session_id)),
    )
    .map(({ row, parts }) => ({
      ...row,
      ...(parts === null ? { costs_its_parts: false } : packView(row, parts)),
      parts,
      zone: zones.get(row.zone_id ?? 0)?.name ?? null,
      numbered: takesSeat(row.product_type, zones.get(row.zone_id ?? 0)?.kinds ?? []),
      rank: zones.get(row.zone_id ?? 0)?.position ?? 0,
    }))
    .toSorted((a, b) => a.rank - b.rank || a.position - b.position || a.id - b.id);
}

async function visibleWith(rx: Rx, of: OffersWish, rows: readonly OfferView[]): Promise<OfferView[]> {
  const { organizer_id, promo_code, session_id = null, now } = of;
  const labels = promo_code === undefined ? [] : [promo_code];
  const codes = await findApplicableCodes(rx, { organizer_id, labels });
  const shown: OfferView[] = [];
  for (const row of rows) {
    const hidden = row.hidden === 1 && codes.length > 0;
    const price_group_ids = hidden ? await groupsAbove(rx, row.price_group_id) : [];
    const place = { ...row, session_id: row.session_id ?? session_id, price_group_ids };
    if (isPriceVisible(row, applicable(codes, place, now))) shown.push(row);
  }
  return shown;
}

const fits = (row: OfferView, session_id: number | undefined): boolean =>
  session_id !== undefined || row.session_id === null;

interface ZoneShown {
  readonly name: string;
  readonly position: number;
  readonly kinds: readonly string[];
}

async function zonesOf(rx: Rx, offers: readonly OfferView[]): Promise<Map<number, ZoneShown>> {
  const ids = [...new Set(offers.flatMap(({ zone_id }) => zone_id ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await rx.db
    .selectFrom('zone')
    .select(['id', 'name', 'position'])
    .where('id', 'in', ids)
    .execute();
  const kinds = await kindsOfZones(rx, ids);
  return new Map(rows.map(({ id, ...zone }) => [id, { ...zone, kinds: kinds.get(id) ?? [] }]));
}
