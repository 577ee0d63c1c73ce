import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { lastingStatement } from '../../store/statement.ts';
import type { Tx } from '../../store/transaction.ts';
import type { ApplicableCode } from '../promotions/find-applicable.ts';
import { assertCodeHelped } from '../selling/name-code.ts';
import { sell } from '../selling/request.ts';
import { articleLine, freeLine, type ArticleItem, type FreeItem, type Line } from './item-lines.ts';
import { assertNoPack, requestsOfPacks, type PackItem } from './pack-item.ts';
import type { ExtraLine, Sale, SaleRequest, SoldOrder } from '../selling/sale.ts';

/** What one line of a till's ticket sells. Amounts are per unit, in minor units; `quantity` is a whole number from 1. */
export type TillItem = ArticleItem | TicketItem | PackItem | FreeItem;

/** A ticket by its offer, with the seats and the session that were chosen: at its own price, as everywhere. */
interface TicketItem extends Pick<
  SaleRequest,
  'offer_id' | 'quantity' | 'session_id' | 'place_ids' | 'promo_code_ids' | 'holders'
> {
  readonly kind: 'ticket';
}

export interface TillSale extends Omit<Sale, 'requests' | 'extras' | 'currency' | 'fixed_amounts'> {
  readonly items: readonly TillItem[];
  /** of the whole sale: its tickets name it, and it has to help one of them */
  readonly code?: ApplicableCode | undefined;
  /** goods that come back: every amount is less than 0, no stock is taken, and tickets are refused */
  readonly returning?: boolean | undefined;
}

export interface SoldItems extends SoldOrder {
  /** the order's line of each item, in their order; of a pack that of its main ticket */
  readonly item_line_ids: readonly number[];
  /** all of them: those of a pack's parts, and what stands beside a ticket */
  readonly item_lines: readonly (readonly number[])[];
}

/**
 * Sells over the counter: articles with variations, things keyed in by hand, and tickets, by their offer or as articles that
 * stand for one; they draw from its pools like everybody's. One order, all or nothing. Throws `not_found` (an article, variation or
 * department that does not exist, is off or another's), `forbidden` (a title or price forced without `staff`),
 * `invalid_input`, and what `sell` throws.
 */
export async function sellArticles(tx: Tx, sale: TillSale): Promise<SoldItems> {
  const { items, code, returning = false, ...rest } = sale;
  const { organizer_id, staff } = sale;
  if (items.length === 0) throw new Fault('invalid_input', { field: 'items', reason: 'none' });
  if (items.length > limits.order_lines_max)
    throw new Fault('too_large', { field: 'items', order_lines_max: limits.order_lines_max });
  const organizer = await tx.first(selectOrganizer, { id: organizer_id });
  if (organizer === undefined) throw new Fault('not_found', { kind: 'organizer', id: organizer_id });
  const asked: Asked = { requests: [], extras: [], linesOf: [] };
  for (const item of items) {
    if (item.kind === 'ticket' || item.kind === 'pack') {
      if (returning) throw ticketComesBack();
      await askTickets(tx, organizer_id, item, asked);
      continue;
    }
    const line =
      item.kind === 'article'
        ? await articleLine(tx, organizer_id, item, staff !== undefined)
        : await freeLine(tx, organizer_id, item, organizer.default_vat_bp);
    askLine(line, item, returning, asked);
  }
  const { requests, extras, linesOf } = asked;
  const sold = await sell(tx, {
    ...rest,
    requests,
    extras,
    currency: organizer.currency,
    fixed_amounts: true,
    ...(code === undefined ? {} : { lenient_codes: true }),
  });
  if (code !== undefined) await assertCodeHelped(tx, sold.order_id, code);
  // the grand total of a journal never goes down: one slip of a finger must not use it up
  if (Math.abs(sold.total) > limits.till_order_amount_max)
    throw new Fault('amount_out_of_range', { amount: String(sold.total) });
  const item_lines = linesOf.map((find) => find(sold));
  return { ...sold, item_lines, item_line_ids: item_lines.map(([first]) => first ?? 0) };
}

/** What the items come to as requests and lines, and how the lines of each are found in what was sold. */
interface Asked {
  readonly requests: SaleRequest[];
  readonly extras: ExtraLine[];
  readonly linesOf: ((sold: SoldOrder) => number[])[];
}

async function askTickets(
  tx: Tx,
  organizer_id: number,
  item: TicketItem | PackItem,
  { requests, linesOf }: Asked,
): Promise<void> {
  const first = requests.length;
  if (item.kind === 'pack') {
    requests.push(...(await requestsOfPacks(tx, organizer_id, item, first)));
  } else {
    const { kind: _kind, ...request } = item;
    await assertNoPack(tx, organizer_id, request.offer_id);
    requests.push(request);
  }
  const last = requests.length;
  linesOf.push((sold) => ticketLines(sold, first, last));
}

/** The lines of the requests from `first` on, before `last`. */
const ticketLines = ({ tickets }: SoldOrder, first: number, last: number): number[] => [
  ...new Set(
    tickets.flatMap(({ request, order_line_id }) =>
      request >= first && request < last ? [order_line_id] : [],
    ),
  ),
];

function askLine(line: Line, item: TillItem, returning: boolean, { requests, extras, linesOf }: Asked): void {
  const extraLine = (sold: SoldOrder, index: number): number[] => sold.extra_line_ids.slice(index, index + 1);
  if (line.offer_id === null || returning) {
    const index = extras.push(returning ? comingBack(line) : line.extra) - 1;
    linesOf.push((sold) => extraLine(sold, index));
    return;
  }
  const index = requests.push(ticketOf(line.extra, line.offer_id, item)) - 1;
  // a ticket has no variations: they stand on a line of their own, beside it
  const { pool_id: _drawnByTheTicket, ...beside } = line.extra;
  const varied = (beside.variations ?? []).length > 0;
  const extra = varied
    ? extras.push({ ...beside, unit_amount: 0, listed_amount: 0, with_request: index }) - 1
    : undefined;
  linesOf.push((sold) => [
    ...ticketLines(sold, index, index + 1),
    ...(extra === undefined ? [] : extraLine(sold, extra)),
  ]);
}

/** The same line with every amount below 0. A ticket is refunded by itself, where its right to enter ends. */
function comingBack({ extra, offer_id }: Line): ExtraLine {
  if (offer_id !== null) throw ticketComesBack();
  const { pool_id: _notRestocked, variations = [], ...rest } = extra;
  return {
    ...rest,
    unit_amount: 0 - extra.unit_amount,
    listed_amount: 0 - (extra.listed_amount ?? extra.unit_amount),
    variations: variations.map((variation) => ({ ...variation, amount: 0 - variation.amount })),
  };
}

const ticketComesBack = (): Fault =>
  new Fault('invalid_input', { field: 'items', reason: 'a ticket is refunded, it does not come back' });

const selectOrganizer = lastingStatement<{ id: number }, { currency: string; default_vat_bp: number }>(
  (db, slot) =>
    db.selectFrom('organizer').select(['currency', 'default_vat_bp']).where('id', '=', slot('id')),
);

/** At the article's price, which is what the till shows; its title only where somebody keyed another one. */
function ticketOf(extra: ExtraLine, offer_id: number, item: TillItem): SaleRequest {
  const { quantity, unit_amount, article_id, department_id } = extra;
  const title = item.kind === 'article' && item.title !== undefined ? extra.title : undefined;
  return { offer_id, quantity, unit_amount, title, article_id, department_id };
}
