import { amountToNumber } from '../../../domain/money.ts';
import { limits } from '../../../domain/limits.ts';
import { requireScope } from '../../../office/access/principal.ts';
import { listOffers, type OfferView } from '../../../office/catalogue/list-offers.ts';
import { listPrices } from '../../../office/catalogue/list-prices.ts';
import { listSessions, type SessionView } from '../../../office/catalogue/list-sessions.ts';
import { priceQuotas, type PriceQuota } from '../../../office/catalogue/price-quotas.ts';
import type { Office } from '../../../office/office.ts';
import { servedIds } from '../../../office/served-ids/served-ids.ts';
import type { Row } from '../../../store/tables.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { AvailRow, DateRow, TicketType } from '../shapes.ts';
import { flagText, localTimesOf } from '../wire.ts';
import type { Caller } from './caller.ts';
import { isWantedDate, sessionsNamed, type DateWish } from './date-filter.ts';
import { reachedEvent, type EventFacts } from './event-facts.ts';
import { countSales } from '../../../office/selling/sales-counts.ts';

const dialect = 'billetweb';
const unlimited = '-1';

/** A quota of BilletWeb is "0" where there is no limit (DESIGN.md, "The model"). */
const quotaText = (capacity: number | null): string => String(capacity ?? 0);

/**
 * The quota that a type has to itself: what it shares with other types, a date or a part of the hall is neither its own to show
 * nor to change; `avail` tells what is left by all of them.
 */
export const ownQuota = (quotas: readonly PriceQuota[] = []): PriceQuota | undefined =>
  quotas.find(({ shared }) => !shared);

export async function listTickets(office: Office, caller: Caller, event_id: number): Promise<TicketType[]> {
  requireScope(caller, 'events.read');
  const { store } = office;
  const event = await store.read((rx) => reachedEvent(rx, caller, event_id));
  const { byPrice } = await countSales(store, event.event_id);
  const { zone, currency, organizer_id } = event;
  const time = localTimesOf(zone);
  return store.read(async (rx) => {
    const prices = (await allPrices(rx, event)).toSorted((a, b) => a.position - b.position || a.id - b.id);
    const local_ids = prices.map(({ id }) => id);
    const ids = await servedIds(rx, { organizer_id, dialect, kind: 'price', local_ids });
    const groups = await groupNames(rx, event.event_id);
    const quotas = await priceQuotas(rx, local_ids);
    const offers = Map.groupBy(
      await allOffers(rx, event, office.surroundings.now()),
      (offer) => offer.price_id,
    );
    return prices.map((price) => {
      const own = offers.get(price.id) ?? [];
      return {
        id: ids.get(price.id) ?? '',
        name: price.name,
        description: price.description,
        price: amountToNumber(price.amount, currency),
        tax_rate: (price.vat_bp / 100).toFixed(2),
        category: (price.price_group_id === null ? undefined : groups.get(price.price_group_id)) ?? '',
        quota: quotaText(ownQuota(quotas.get(price.id))?.capacity ?? null),
        total_sales: String(byPrice.get(price.id) ?? 0),
        minimum: String(price.minimum),
        maximum: quotaText(price.maximum),
        disabled: flagText(price.hidden === 1 || own.every((offer) => offer.enabled === 0)),
        last_update: time(price.updated_at),
      };
    });
  });
}

export async function listDates(
  office: Office,
  caller: Caller,
  event_id: number,
  wish: DateWish,
): Promise<DateRow[]> {
  requireScope(caller, 'events.read');
  const now = office.surroundings.now();
  const { store } = office;
  const event = await store.read((rx) => reachedEvent(rx, caller, event_id));
  const { bySession } = await countSales(store, event.event_id);
  const { organizer_id, zone } = event;
  const time = localTimesOf(zone);
  return store.read(async (rx) => {
    const sessions = (await allSessions(rx, event)).filter((session) => isWantedDate(session, wish, now));
    const local_ids = sessions.map(({ id }) => id);
    const ids = await servedIds(rx, { organizer_id, dialect, kind: 'session', local_ids });
    const quotas = await sessionQuotas(rx, event.event_id);
    const offers = await allOffers(rx, event, now);
    const rows = sessions.map((session) => {
      const own = offers.filter((offer) => offer.session_id === session.id);
      const off =
        session.status === 'cancelled' || (own.length > 0 && own.every((offer) => offer.enabled === 0));
      return {
        id: ids.get(session.id) ?? '',
        start: time(session.starts_at),
        end: time(session.ends_at),
        name: session.name,
        place: session.place_name ?? '',
        disabled: flagText(off),
        last_update: time(session.updated_at),
        quota: quotaText(quotas.get(session.id) ?? null),
        total_sales: String(bySession.get(session.id) ?? 0),
      };
    });
    return wish.disabled === undefined
      ? rows
      : rows.filter(({ disabled }) => disabled === flagText(wish.disabled === true));
  });
}

/** What is on offer now and how much of it is left; hidden types are left out. */
export async function listAvail(
  office: Office,
  caller: Caller,
  event_id: number,
  { session }: { readonly session?: string | undefined },
): Promise<AvailRow[]> {
  requireScope(caller, 'events.read');
  return office.store.read(async (rx) => {
    const event = await reachedEvent(rx, caller, event_id);
    const { organizer_id } = event;
    const chosen = session === undefined ? undefined : await sessionsNamed(rx, event, session);
    const offers = (await allOffers(rx, event, office.surroundings.now())).filter(
      (offer) =>
        offer.hidden === 0 && offer.sale_state === 'on_sale' && (chosen === undefined || chosen(offer)),
    );
    const served = (kind: string, local_ids: number[]) =>
      servedIds(rx, { organizer_id, dialect, kind, local_ids });
    const prices = await served(
      'price',
      offers.map((offer) => offer.price_id),
    );
    const sessions = await served(
      'session',
      offers.flatMap(({ session_id }) => (session_id === null ? [] : [session_id])),
    );
    return offers.map((offer) => ({
      ticket: prices.get(offer.price_id) ?? '',
      session: (offer.session_id === null ? undefined : sessions.get(offer.session_id)) ?? '0',
      quota: quotaText(offer.capacity_total),
      avail: offer.left === null ? unlimited : String(Math.max(0, offer.left)),
    }));
  });
}

export async function listWaiting(office: Office, caller: Caller, event_id: number): Promise<never[]> {
  requireScope(caller, 'events.read');
  await office.store.read((rx) => reachedEvent(rx, caller, event_id));
  return [];
}

const limit = limits.page_rows_max;

async function allPrices(rx: Rx, { organizer_id, event_id }: EventFacts): Promise<Row<'price'>[]> {
  const prices: Row<'price'>[] = [];
  let after: number | undefined;
  do {
    const page = await listPrices(rx, { organizer_ids: [organizer_id], event_ids: [event_id], after, limit });
    prices.push(...page.rows);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return prices;
}

export async function allOffers(
  rx: Rx,
  { organizer_id, event_id }: Pick<EventFacts, 'organizer_id' | 'event_id'>,
  now: number,
): Promise<OfferView[]> {
  const offers: OfferView[] = [];
  let after: number | undefined;
  do {
    const page = await listOffers(rx, {
      organizer_ids: [organizer_id],
      event_id,
      channel: dialect,
      now,
      after,
      limit,
    });
    offers.push(...page.rows);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return offers;
}

export async function allSessions(rx: Rx, { organizer_id, event_id }: EventFacts): Promise<SessionView[]> {
  const sessions: SessionView[] = [];
  let after: { starts_at: number; id: number } | undefined;
  do {
    const page = await listSessions(rx, {
      organizer_ids: [organizer_id],
      event_ids: [event_id],
      after,
      limit,
    });
    sessions.push(...page.rows);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return sessions;
}

async function groupNames(rx: Rx, event_id: number): Promise<Map<number, string>> {
  const rows = await rx.db
    .selectFrom('price_group')
    .select(['id', 'name'])
    .where('event_id', '=', event_id)
    .limit(5_000)
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Capacities of whole sessions; one without a pool of its own has none. */
async function sessionQuotas(rx: Rx, event_id: number): Promise<Map<number, number | null>> {
  const rows = await rx.db
    .selectFrom('pool')
    .select(['session_id', 'capacity'])
    .where('event_id', '=', event_id)
    .where('kind', '=', 'session')
    .orderBy('id', 'desc')
    .execute();
  return new Map(
    rows.flatMap(({ session_id, capacity }) => (session_id === null ? [] : [[session_id, capacity]])),
  );
}
