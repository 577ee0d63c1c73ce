import type { Actor, Store, Tx } from '../../store/transaction.ts';
import { sellArticles, type SoldItems, type TillSale } from './sell-articles.ts';

/** What a sale would come to. Amounts are minor units. */
export interface SalePreview {
  readonly total: number;
  /** as they were asked for */
  readonly items: readonly PreviewedItem[];
}

interface PreviewedItem {
  /** of all its units */
  readonly amount: number;
  readonly listed_amount: number;
  readonly seats: readonly {
    readonly place_id: number;
    readonly row_label: string;
    readonly seat_label: string;
  }[];
}

/** Thrown once the answer is known, so that the store keeps nothing of what was done to find it. */
class NothingKept extends Error {
  readonly preview: SalePreview;

  constructor(preview: SalePreview) {
    super('a preview is taken back');
    this.preview = preview;
  }
}

/**
 * Sells as `sellArticles` does, and takes it back: prices, discounts and the best seats come out as they would, since it is the
 * sale itself that finds them. Nothing is held, so that a seat may be gone a moment later. Throws what `sellArticles` throws.
 */
export async function previewSale(
  store: Store,
  actor: Actor,
  saleOf: (tx: Tx) => Promise<TillSale>,
): Promise<SalePreview> {
  try {
    return await store.write(actor, async (tx): Promise<never> => {
      const sold = await sellArticles(tx, { ...(await saleOf(tx)), hold_minutes: 1 });
      throw new NothingKept({ total: sold.total, items: await itemsOf(tx, sold) });
    });
  } catch (error) {
    if (error instanceof NothingKept) return error.preview;
    throw error;
  }
}

async function itemsOf(tx: Tx, sold: SoldItems): Promise<PreviewedItem[]> {
  const lines = await tx.db
    .selectFrom('order_line')
    .select(['id', 'quantity', 'listed_amount', 'charged_amount'])
    .where('order_id', '=', sold.order_id)
    .execute();
  const byId = new Map(lines.map((line) => [line.id, line]));
  const labels = await labelsOf(tx, sold);
  return sold.item_line_ids.map((id) => {
    const { quantity = 0, listed_amount = 0, charged_amount = 0 } = byId.get(id) ?? {};
    const seats = sold.tickets.flatMap(({ order_line_id, place_id }) => {
      const label = order_line_id === id && place_id !== null ? labels.get(place_id) : undefined;
      return label === undefined ? [] : [label];
    });
    return { amount: quantity * charged_amount, listed_amount: quantity * listed_amount, seats };
  });
}

async function labelsOf(tx: Tx, { tickets }: SoldItems) {
  const ids = tickets.flatMap(({ place_id }) => place_id ?? []);
  if (ids.length === 0) return new Map<number, PreviewedItem['seats'][number]>();
  const places = await tx.db
    .selectFrom('place')
    .select(['id as place_id', 'row_label', 'seat_label'])
    .where('id', 'in', ids)
    .where('kind', '=', 'seat')
    .execute();
  return new Map(places.map((place) => [place.place_id, { ...place }]));
}
