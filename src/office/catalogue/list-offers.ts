import { isMainProduct, saleState, saleWindow, type SaleState } from '../../domain/pricing.ts';
import type { Rx } from '../../store/transaction.ts';
import {
  offerRows,
  ofSession,
  rowsOfEvent,
  rowsOfSession,
  selectOffers,
  type OfferQuery,
  type OfferRow,
} from './offer-rows.ts';
import { filterValues, pageLimit, pageOf, type Page, type PageRequest } from './page.ts';
import { poolLimits, seatLimits, seatsOf, tightest, type StockLimit } from './stock.ts';

/** What can be bought, with its price, when, and how much of it is left. */
export interface OfferView {
  readonly id: number;
  readonly organizer_id: number;
  readonly event_id: number;
  readonly session_id: number | null;
  readonly zone_id: number | null;
  readonly price_id: number;
  readonly price_group_id: number | null;
  readonly name: string;
  readonly description: string;
  readonly code: string | null;
  /** minor units, of one */
  readonly amount: number;
  readonly currency: string;
  readonly vat_bp: number;
  readonly product_type: string;
  readonly minimum: number;
  readonly maximum: number | null;
  readonly quantity_step: number;
  readonly hidden: number;
  readonly entries: number | null;
  readonly enabled: number;
  readonly position: number;
  /** the narrower of the offer's and the session's windows */
  readonly opens_at: number | null;
  readonly closes_at: number | null;
  /** `over` as well while it is switched off or its event is closed; `not_yet` while its event is a draft */
  readonly sale_state: SaleState;
  /** of what limits it first: null is without limit */
  readonly capacity_total: number | null;
  readonly left: number | null;
  readonly limit: StockLimit | null;
}

export interface OfferFilter extends PageRequest {
  readonly organizer_ids: readonly number[];
  readonly event_id?: number | undefined;
  /** offers of this session, and those of its event that are good for any */
  readonly session_id?: number | undefined;
  readonly price_ids?: readonly number[] | undefined;
  /** null: those without a zone */
  readonly zone_id?: number | null | undefined;
  readonly ids?: readonly number[] | undefined;
  /** who asks: what is kept for this channel counts as left */
  readonly channel?: string | undefined;
  readonly now: number;
}

/** parts of the packs of one page */
const parts_max = 5_000;

/** Field by field: rows of SQLite are slow to copy whole. */
function viewOf(row: OfferRow, limits: readonly StockLimit[], now: number): OfferView {
  const window = { sale_starts_at: row.sale_starts_at, sale_ends_at: row.sale_ends_at };
  const { session_starts_at, enabled } = row;
  const session =
    session_starts_at === null
      ? null
      : {
          starts_at: session_starts_at,
          ends_at: row.session_ends_at,
          sale_starts_at: row.session_sale_starts_at,
          sale_ends_at: row.session_sale_ends_at,
          status: row.session_status ?? 'scheduled',
        };
  const limit = tightest(limits);
  const { opens_at, closes_at } = saleWindow(window, session);
  return {
    id: row.id,
    organizer_id: row.organizer_id,
    event_id: row.event_id,
    session_id: row.session_id,
    zone_id: row.zone_id,
    price_id: row.price_id,
    price_group_id: row.price_group_id,
    name: row.name,
    description: row.description,
    code: row.code,
    amount: row.own_amount ?? row.price_amount,
    currency: row.currency,
    vat_bp: row.vat_bp,
    product_type: row.product_type,
    minimum: row.minimum,
    maximum: row.maximum,
    quantity_step: row.quantity_step,
    hidden: row.hidden,
    entries: row.entries,
    enabled,
    position: row.position,
    opens_at,
    closes_at,
    sale_state: stateOf(enabled, row.event_status, saleState(window, session, now)),
    capacity_total: limit?.capacity ?? null,
    left: limit?.left ?? null,
    limit,
  };
}

function stateOf(enabled: number, event_status: string, state: SaleState): SaleState {
  if (enabled === 0 || state === 'over') return 'over';
  if (event_status === 'published') return state;
  return event_status === 'draft' ? 'not_yet' : 'over';
}

/** What each buyer's page asks for; undefined when something else was asked for, or it is more than one page. */
async function wholeOf(rx: Rx, filter: OfferFilter): Promise<OfferRow[] | undefined> {
  const { organizer_ids, session_id, event_id, zone_id, ids, price_ids, after } = filter;
  const [organizer_id] = organizer_ids;
  if (organizer_id === undefined || organizer_ids.length > 1) return undefined;
  if ([zone_id, ids, price_ids, after].some((one) => one !== undefined)) return undefined;
  if ((event_id === undefined) === (session_id === undefined)) return undefined;
  const found =
    session_id === undefined
      ? await rowsOfEvent(rx, { organizer_id, event_id: event_id ?? 0 })
      : await rowsOfSession(rx, { organizer_id, session_id });
  if (found.length > pageLimit(filter)) return undefined;
  return found.sort((a, b) => a.id - b.id);
}

function queryOf(rx: Rx, filter: OfferFilter, limit: number): OfferQuery {
  let query = selectOffers(rx.db, filter.organizer_ids)
    .where('offer.id', '>', filter.after ?? 0)
    .orderBy('offer.id')
    .limit(limit + 1);
  const { event_id, session_id } = filter;
  if (event_id !== undefined) query = query.where('offer.event_id', '=', event_id);
  if (session_id !== undefined) query = ofSession(query, session_id);
  if (filter.zone_id !== undefined)
    query = query.where('offer.zone_id', filter.zone_id === null ? 'is' : '=', filter.zone_id);
  if (filter.ids !== undefined) query = query.where('offer.id', 'in', filterValues('ids', filter.ids));
  if (filter.price_ids !== undefined) {
    query = query.where('offer.price_id', 'in', filterValues('price_ids', filter.price_ids));
  }
  return query;
}

/** The living offers, by id. Hidden prices are among them (`hidden`): whether to show them is the face's to say. */
export async function listOffers(rx: Rx, filter: OfferFilter): Promise<Page<OfferView>> {
  const limit = pageLimit(filter);
  const page = pageOf(
    (await wholeOf(rx, filter)) ?? (await offerRows(rx, queryOf(rx, filter, limit))),
    limit,
  );
  const limiting = await limitsOf(rx, page.rows, filter);
  return {
    next: page.next,
    rows: page.rows.map((row) => viewOf(row, limiting.get(row.id) ?? [], filter.now)),
  };
}

/** What limits each offer: its pools, the seats of its zone, and for a pack what limits its parts. */
async function limitsOf(
  rx: Rx,
  rows: readonly OfferRow[],
  filter: Pick<OfferFilter, 'organizer_ids' | 'channel' | 'now'>,
): Promise<Map<number, StockLimit[]>> {
  const limits = await placesAndPools(rx, rows, filter);
  const packs = rows.filter((row) => isMainProduct(row.product_type));
  if (packs.length === 0) return limits;
  const parts = await rx.db
    .selectFrom('pack_part')
    .select(['pack_price_id', 'offer_id', 'minimum'])
    .where('pack_price_id', 'in', [...new Set(packs.map((row) => row.price_id))])
    .where('minimum', '>', 0)
    .limit(parts_max)
    .execute();
  if (parts.length === 0) return limits;
  const ids = [...new Set(parts.map((part) => part.offer_id))];
  const partRows = await offerRows(
    rx,
    selectOffers(rx.db, filter.organizer_ids).where('offer.id', 'in', ids),
  );
  const partLimits = await placesAndPools(rx, partRows, filter);
  for (const pack of packs) {
    const own = limits.get(pack.id) ?? [];
    for (const part of parts.filter((one) => one.pack_price_id === pack.price_id)) {
      const limit = tightest(partLimits.get(part.offer_id) ?? []);
      if (limit !== null) own.push(shareOf(limit, part.minimum));
    }
    limits.set(pack.id, own);
  }
  return limits;
}

/** How many packs a limit allows when each takes `units` of it. */
function shareOf({ key, capacity, left }: StockLimit, units: number): StockLimit {
  const share = (number: number | null): number | null =>
    number === null ? null : Math.floor(number / units);
  return { key, capacity: share(capacity), left: share(left) };
}

async function placesAndPools(
  rx: Rx,
  rows: readonly OfferRow[],
  filter: Pick<OfferFilter, 'channel' | 'now'>,
): Promise<Map<number, StockLimit[]>> {
  const offer_ids = rows.map((row) => row.id);
  const limits = await poolLimits(rx, { offer_ids, channel: filter.channel, now: filter.now });
  const seats = await seatLimits(rx, rows);
  for (const row of rows) {
    const seat = seats.get(seatsOf(row));
    if (seat !== undefined) limits.set(row.id, [seat, ...(limits.get(row.id) ?? [])]);
  }
  return limits;
}
