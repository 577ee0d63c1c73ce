import type { Row } from '../../store/tables.ts';
import type { Actor, Store, Tx } from '../../store/transaction.ts';
import { changeQuoteItems } from './change-quote.ts';
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
    /** of the ticket that has it: a pack's parts may each have seats */
    readonly offer_id: number;
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

/** A quote that is opened again holds what it held until these items take the place of its own. */
export type PreviewedSale = TillSale & { readonly quote_id?: number | undefined };

/**
 * Sells as `sellArticles` does, and takes it back: prices, discounts and the best seats come out as they would, since it is the
 * sale itself that finds them. Nothing is held, so that a seat may be gone a moment later. Throws what `sellArticles` throws.
 */
export async function previewSale(
  store: Store,
  actor: Actor,
  saleOf: (tx: Tx) => Promise<PreviewedSale>,
): Promise<SalePreview> {
  try {
    return await store.write(actor, async (tx): Promise<never> => {
      const { quote_id: order_id, ...sale } = await saleOf(tx);
      const sold =
        order_id === undefined
          ? await sellArticles(tx, { ...sale, hold_minutes: 1 })
          : await changeQuoteItems(tx, { ...sale, order_id });
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
    .select(['id', 'kind', 'quantity', 'listed_amount', 'charged_amount'])
    .where('order_id', '=', sold.order_id)
    .execute();
  const byId = new Map(lines.map((line) => [line.id, line]));
  const labels = await labelsOf(tx, sold);
  return sold.item_lines.map((ids) => {
    const own = ids.flatMap((id) => byId.get(id) ?? []);
    const seats = sold.tickets.flatMap(({ order_line_id, offer_id, place_id }) => {
      const label = ids.includes(order_line_id) && place_id !== null ? labels.get(place_id) : undefined;
      return label === undefined ? [] : [{ ...label, offer_id }];
    });
    const amount = own.reduce((sum, line) => sum + line.quantity * line.charged_amount, 0);
    return { amount, listed_amount: listedOf(own), seats };
  });
}

type Line = Pick<Row<'order_line'>, 'kind' | 'quantity' | 'listed_amount'>;

/** A pack with a price of its own costs that, whatever its parts cost alone. */
function listedOf(lines: readonly Line[]): number {
  const packs = lines.filter(({ kind, listed_amount }) => kind === 'pack' && listed_amount > 0);
  return (packs.length > 0 ? packs : lines).reduce(
    (sum, { quantity, listed_amount }) => sum + quantity * listed_amount,
    0,
  );
}

async function labelsOf(tx: Tx, { tickets }: SoldItems) {
  const ids = tickets.flatMap(({ place_id }) => place_id ?? []);
  if (ids.length === 0) return new Map<number, Omit<PreviewedItem['seats'][number], 'offer_id'>>();
  const places = await tx.db
    .selectFrom('place')
    .select(['id as place_id', 'row_label', 'seat_label'])
    .where('id', 'in', ids)
    .where('kind', '=', 'seat')
    .execute();
  return new Map(places.map((place) => [place.place_id, { ...place }]));
}
