import type { Rx } from '../../store/transaction.ts';
import { listPaymentModes } from './list-counters.ts';
import { listShop, openOnTables, stockLeft } from './list-shop.ts';

/** All that a till page shows: what can be sold, where it can stand, how it is paid. Amounts are minor units. */
export interface TillCatalogue {
  readonly departments: readonly { readonly id: number; readonly name: string; readonly vat_bp: number }[];
  readonly articles: readonly TillArticle[];
  readonly tables: readonly TillTable[];
  readonly payment_modes: readonly {
    readonly id: number;
    readonly name: string;
    readonly method: string;
    readonly takes: boolean;
    readonly gives_back: boolean;
  }[];
}

export interface TillArticle {
  readonly id: number;
  readonly name: string;
  /** the number keyed at the till; null: none */
  readonly plu: string | null;
  readonly department_id: number | null;
  readonly amount: number;
  readonly vat_bp: number;
  /** selling it sells a ticket of this offer */
  readonly offer_id: number | null;
  /** of its stock, or of what its offer draws from; null without a limit */
  readonly left: number | null;
  readonly variations: readonly { readonly id: number; readonly name: string; readonly surcharge: number }[];
}

export interface TillTable {
  readonly id: number;
  readonly name: string;
  readonly seats: number | null;
  /** of the orders on it that are neither paid nor given up */
  readonly open: { readonly orders: number; readonly covers: number; readonly due: number } | null;
}

/** What is switched on; articles with the variations that are theirs or anybody's. */
export async function tillCatalogue(rx: Rx, organizer_id: number): Promise<TillCatalogue> {
  const departments = await listShop(rx, 'department', organizer_id);
  const articles = (await listShop(rx, 'article', organizer_id)).filter(({ enabled }) => enabled === 1);
  const variations = await listShop(rx, 'variation', organizer_id);
  const stock = await stockLeft(
    rx,
    articles.map(({ pool_id }) => pool_id),
  );
  const offers = await offersLeft(
    rx,
    articles.map(({ offer_id }) => offer_id),
  );
  const open = await openOnTables(rx, organizer_id);
  const tables = await listShop(rx, 'dining_table', organizer_id);
  const modes = await listPaymentModes(rx, organizer_id);
  return {
    departments: departments.map(({ id, name, vat_bp }) => ({ id, name, vat_bp })),
    articles: articles.map(({ id, name, plu, department_id, amount, vat_bp, offer_id, pool_id }) => ({
      ...{ id, name, plu, department_id, amount, vat_bp, offer_id },
      left: least([
        pool_id === null ? null : (stock.get(pool_id) ?? null),
        offer_id === null ? null : (offers.get(offer_id) ?? null),
      ]),
      variations: variations
        .filter(({ article_id }) => article_id === null || article_id === id)
        .map(({ id: variation_id, name: called, surcharge }) => ({
          id: variation_id,
          name: called,
          surcharge,
        })),
    })),
    tables: tables.map(({ id, name, covers }) => ({ id, name, seats: covers, open: open.get(id) ?? null })),
    payment_modes: modes.map(({ id, name, method, refunds, refund_only }) => ({
      ...{ id, name, method },
      takes: refund_only === 0,
      gives_back: refunds === 1 || refund_only === 1,
    })),
  };
}

/** What the pools of each offer leave of it: the scarcest says it; null without a limit. */
async function offersLeft(
  rx: Rx,
  offer_ids: readonly (number | null)[],
): Promise<Map<number, number | null>> {
  const ids = [...new Set(offer_ids)].filter((id): id is number => id !== null);
  if (ids.length === 0) return new Map();
  const rows = await rx.db
    .selectFrom('offer_pool')
    .select(['offer_id', 'pool_id'])
    .where('offer_id', 'in', ids)
    .execute();
  const left = await stockLeft(
    rx,
    rows.map(({ pool_id }) => pool_id),
  );
  const byOffer = Map.groupBy(rows, ({ offer_id }) => offer_id);
  return new Map(
    [...byOffer].map(([offer_id, drawn]) => [
      offer_id,
      least(drawn.map(({ pool_id }) => left.get(pool_id) ?? null)),
    ]),
  );
}

const least = (amounts: readonly (number | null)[]): number | null =>
  amounts.reduce((all, one) => (all === null ? one : one === null ? all : Math.min(all, one)), null);
