import { Fault } from '../../../domain/faults.ts';
import { limits } from '../../../domain/limits.ts';
import { isMainProduct } from '../../../domain/pricing.ts';
import { findEvent, type EventView } from '../../../office/catalogue/list-events.ts';
import { listOffers, type OfferView } from '../../../office/catalogue/list-offers.ts';
import { findSession, type SessionView } from '../../../office/catalogue/list-sessions.ts';
import { packParts } from '../../../office/catalogue/pack.ts';
import { statement } from '../../../store/statement.ts';
import type { Rx } from '../../../store/transaction.ts';
import { productTypeOf, type StockRef } from '../wire.ts';
import { allSessions } from './whole-lists.ts';

/** What one stock is made of, before prices are worked out for a buyer. */
export interface StockSource extends StockRef {
  readonly event_id: number;
  readonly session: SessionView | null;
  /** the price of the pack that it is, or that it belongs to where a pack was asked for */
  readonly pack_price_id: number | null;
  /** in the order of their positions */
  readonly offers: readonly OfferView[];
}

export interface Selling {
  readonly organizer_id: number;
  readonly now: number;
}

const channel = 'utick';
const offers_max = 5_000;

async function offersWhere(
  rx: Rx,
  selling: Selling,
  where: { event_id?: number; session_id?: number; ids?: readonly number[]; price_ids?: readonly number[] },
): Promise<OfferView[]> {
  const { organizer_id, now } = selling;
  const offers: OfferView[] = [];
  let after: number | undefined;
  do {
    const page = await listOffers(rx, {
      ...where,
      organizer_ids: [organizer_id],
      channel,
      now,
      after,
      limit: limits.page_rows_max,
    });
    offers.push(...page.rows);
    after = page.next ?? undefined;
  } while (after !== undefined && offers.length < offers_max);
  if (after !== undefined) throw new Fault('too_large', { offers_max });
  return offers
    .filter(({ enabled }) => enabled === 1)
    .toSorted((a, b) => a.position - b.position || a.id - b.id);
}

/** One stock per product type of what is sold there; packs are stocks of their own. */
function byType(
  offers: readonly OfferView[],
  at: { local_id: number; event_id: number; session: SessionView | null },
): StockSource[] {
  const sold = offers.filter((offer) => !isMainProduct(offer.product_type));
  const types = Map.groupBy(sold, (offer) => productTypeOf(offer.product_type));
  return [...types].map(([product_type, own]) => ({ ...at, product_type, pack_price_id: null, offers: own }));
}

/** One stock for each pack. It is for its parts' sessions: one that is offered in some session is the same pack there. */
function packsOf(offers: readonly OfferView[]): StockSource[] {
  const packs = offers.filter((offer) => isMainProduct(offer.product_type));
  return [...Map.groupBy(packs, (offer) => offer.price_id)].map(([price_id, all]) => {
    const at = all.some(({ session_id }) => session_id === null) ? null : all[0]?.session_id;
    const own = all.filter(({ session_id }) => session_id === at);
    return {
      local_id: price_id,
      event_id: own[0]?.event_id ?? 0,
      session: null,
      pack_price_id: price_id,
      product_type: productTypeOf(own[0]?.product_type ?? 'pack'),
      offers: own,
    };
  });
}

/** What is sold for a session: its own offers, and those of its event that are good for any. */
function ofSession(session: SessionView, offers: readonly OfferView[]): StockSource[] {
  const own = offers.filter((offer) => offer.session_id === null || offer.session_id === session.id);
  return byType(own, { local_id: session.id, event_id: session.event_id, session });
}

const isShown = (session: SessionView): boolean =>
  session.status !== 'cancelled' && session.event_status === 'published';

/** The stocks of an event that is on sale: its sessions by their start, what is good for any, its packs. */
export async function stocksOfEvent(rx: Rx, selling: Selling, event_id: number): Promise<StockSource[]> {
  const organizer_ids = [selling.organizer_id];
  const event: EventView = await findEvent(rx, { organizer_ids, event_id });
  if (event.status !== 'published') return [];
  const offers = await offersWhere(rx, selling, { event_id });
  const sessions = await allSessions(rx, { organizer_ids, event_ids: [event_id] });
  const anySession = offers.filter((offer) => offer.session_id === null);
  return [
    ...sessions.filter(isShown).flatMap((session) => ofSession(session, offers)),
    ...byType(anySession, { local_id: event_id, event_id, session: null }),
    ...packsOf(offers),
  ];
}

export async function stocksOfSession(rx: Rx, selling: Selling, session_id: number): Promise<StockSource[]> {
  const session = await findSession(rx, { organizer_ids: [selling.organizer_id], session_id });
  if (!isShown(session)) return [];
  return ofSession(session, await offersWhere(rx, selling, { session_id }));
}

/** The stocks from which a pack is filled: of its parts alone. Throws `not_found` for a price that is no pack. */
export async function stocksOfPack(rx: Rx, selling: Selling, pack_price_id: number): Promise<StockSource[]> {
  const { organizer_id } = selling;
  const [pack] = await offersWhere(rx, selling, { price_ids: [pack_price_id] });
  if (pack === undefined || !isMainProduct(pack.product_type)) throw new Fault('not_found', { kind: 'pack' });
  const parts = await packParts(rx, { organizer_id, pack_price_id });
  if (parts.length === 0) return [];
  const offers = await offersWhere(rx, selling, { ids: parts.map(({ offer_id }) => offer_id) });
  const session_ids = [...new Set(offers.flatMap(({ session_id }) => session_id ?? []))];
  const sessions = await allSessions(rx, { organizer_ids: [organizer_id], ids: session_ids });
  const dated = sessions.filter(isShown).flatMap((session) =>
    byType(
      offers.filter((offer) => offer.session_id === session.id),
      { local_id: session.id, event_id: session.event_id, session },
    ),
  );
  const undated = Map.groupBy(
    offers.filter((offer) => offer.session_id === null),
    (offer) => offer.event_id,
  );
  const any = [...undated].flatMap(([event_id, own]) =>
    byType(own, { local_id: event_id, event_id, session: null }),
  );
  return [...dated, ...any].map((source) => ({ ...source, pack_price_id }));
}

/** The stock of an id. Throws `not_found`. */
export async function findStock(rx: Rx, selling: Selling, ref: StockRef | undefined): Promise<StockSource> {
  const missing = new Fault('not_found', { kind: 'stock' });
  if (ref === undefined) throw missing;
  const kind = await kindOf(rx, selling.organizer_id, ref.local_id);
  if (kind === undefined) throw missing;
  const all =
    kind === 'session'
      ? await stocksOfSession(rx, selling, ref.local_id)
      : kind === 'event'
        ? (await stocksOfEvent(rx, selling, ref.local_id)).filter(({ session }) => session === null)
        : packsOf(await offersWhere(rx, selling, { price_ids: [ref.local_id] }));
  const found = all.find((one) => one.local_id === ref.local_id && one.product_type === ref.product_type);
  if (found === undefined) throw missing;
  return found;
}

const kinds = ['session', 'event', 'price'] as const;

const livingOf = kinds.map((kind) =>
  statement<{ id: number; organizer_id: number }, { id: number }>((db, slot) =>
    db
      .selectFrom(kind as 'event')
      .select('id')
      .where('id', '=', slot('id'))
      .where('organizer_id', '=', slot('organizer_id'))
      .where('deleted_at', 'is', null),
  ),
);

/** Ids are unique over all kinds, so it is one of them or none. */
async function kindOf(rx: Rx, organizer_id: number, id: number): Promise<(typeof kinds)[number] | undefined> {
  for (const [index, living] of livingOf.entries())
    if ((await rx.first(living, { id, organizer_id })) !== undefined) return kinds[index];
  return undefined;
}
