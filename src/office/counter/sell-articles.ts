import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { safeAmount } from '../../domain/money.ts';
import { variations_per_item_max } from '../../domain/till.ts';
import { statement } from '../../store/statement.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import type { ApplicableCode } from '../promotions/find-applicable.ts';
import { assertCodeHelped } from '../selling/name-code.ts';
import { sell } from '../selling/request.ts';
import type { ExtraLine, Sale, SaleRequest, SoldOrder } from '../selling/sale.ts';

/** What one line of a till's ticket sells. Amounts are per unit, in minor units; `quantity` is a whole number from 1. */
export type TillItem =
  | ArticleItem
  | TicketItem
  | (FreeLine & { readonly kind: 'department'; readonly department_id: number })
  | (FreeLine & { readonly kind: 'free' });

interface ArticleItem {
  readonly kind: 'article';
  readonly article_id: number;
  readonly quantity: number;
  /** of this article, or of none; their surcharges come on top of the article's price, forced or not */
  readonly variation_ids?: readonly number[] | undefined;
  /** staff only: in place of the article's own */
  readonly title?: string | undefined;
  readonly unit_amount?: number | undefined;
}

/** A ticket by its offer, with the seats and the session that were chosen: at its own price, as everywhere. */
interface TicketItem extends Pick<
  SaleRequest,
  'offer_id' | 'quantity' | 'session_id' | 'place_ids' | 'promo_code_ids' | 'holders'
> {
  readonly kind: 'ticket';
}

/** Keyed in by hand; `department`: with the department's VAT, `free`: with the organizer's. */
interface FreeLine {
  readonly title: string;
  readonly quantity: number;
  readonly unit_amount: number;
}

export interface TillSale extends Omit<Sale, 'requests' | 'extras' | 'currency' | 'fixed_amounts'> {
  readonly items: readonly TillItem[];
  /** of the whole sale: its tickets name it, and it has to help one of them */
  readonly code?: ApplicableCode | undefined;
  /** goods that come back: every amount is less than 0, no stock is taken, and tickets are refused */
  readonly returning?: boolean | undefined;
}

export interface SoldItems extends SoldOrder {
  /** the order's line of each item, in their order */
  readonly item_line_ids: readonly number[];
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
  const requests: SaleRequest[] = [];
  const extras: ExtraLine[] = [];
  const lineOf: ((sold: SoldOrder) => number | undefined)[] = [];
  for (const item of items) {
    if (item.kind === 'ticket') {
      if (returning) throw ticketComesBack();
      const { kind: _kind, ...request } = item;
      const index = requests.push(request) - 1;
      lineOf.push((sold) => sold.tickets.find((ticket) => ticket.request === index)?.order_line_id);
      continue;
    }
    const line =
      item.kind === 'article'
        ? await articleLine(tx, organizer_id, item, staff !== undefined)
        : await freeLine(tx, organizer_id, item, organizer.default_vat_bp);
    if (line.offer_id === null || returning) {
      const index = extras.push(returning ? comingBack(line) : line.extra) - 1;
      lineOf.push((sold) => sold.extra_line_ids[index]);
      continue;
    }
    const index = requests.push(ticketOf(line.extra, line.offer_id, item)) - 1;
    lineOf.push((sold) => sold.tickets.find((ticket) => ticket.request === index)?.order_line_id);
    // a ticket has no variations: they stand on a line of their own, beside it
    if ((line.extra.variations ?? []).length === 0) continue;
    const { pool_id: _drawnByTheTicket, ...beside } = line.extra;
    extras.push({ ...beside, unit_amount: 0, listed_amount: 0, with_request: index });
  }
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
  return { ...sold, item_line_ids: lineOf.map((find) => find(sold) ?? 0) };
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

const selectOrganizer = statement<{ id: number }, { currency: string; default_vat_bp: number }>((db, slot) =>
  db.selectFrom('organizer').select(['currency', 'default_vat_bp']).where('id', '=', slot('id')),
);

interface Own {
  readonly organizer_id: number;
  readonly id: number;
}

type ArticleFacts = Pick<
  Row<'article'>,
  'name' | 'amount' | 'vat_bp' | 'department_id' | 'offer_id' | 'pool_id' | 'enabled'
>;

const selectArticle = statement<Own, ArticleFacts>((db, slot) =>
  db
    .selectFrom('article')
    .select(['name', 'amount', 'vat_bp', 'department_id', 'offer_id', 'pool_id', 'enabled'])
    .where('id', '=', slot('id'))
    .where('organizer_id', '=', slot('organizer_id'))
    .where('deleted_at', 'is', null),
);

const selectVariation = statement<Own, { article_id: number | null; name: string; surcharge: number }>(
  (db, slot) =>
    db
      .selectFrom('variation')
      .select(['article_id', 'name', 'surcharge'])
      .where('id', '=', slot('id'))
      .where('organizer_id', '=', slot('organizer_id'))
      .where('deleted_at', 'is', null),
);

const selectDepartment = statement<Own, { vat_bp: number }>((db, slot) =>
  db
    .selectFrom('department')
    .select('vat_bp')
    .where('id', '=', slot('id'))
    .where('organizer_id', '=', slot('organizer_id'))
    .where('deleted_at', 'is', null),
);

interface Line {
  readonly extra: ExtraLine;
  /** the line is a ticket of this offer */
  readonly offer_id: number | null;
}

async function articleLine(
  rx: Rx,
  organizer_id: number,
  item: ArticleItem,
  by_staff: boolean,
): Promise<Line> {
  const { article_id, title, unit_amount, variation_ids = [] } = item;
  if ((title !== undefined || unit_amount !== undefined) && !by_staff)
    throw new Fault('forbidden', { field: title === undefined ? 'unit_amount' : 'title' });
  if (variation_ids.length > variations_per_item_max)
    throw new Fault('invalid_input', { field: 'variation_ids', limit: variations_per_item_max });
  const article = await rx.first(selectArticle, { organizer_id, id: article_id });
  if (article?.enabled !== 1) throw new Fault('not_found', { kind: 'article', id: article_id });
  const variations: { variation_id: number; title: string; amount: number }[] = [];
  for (const id of variation_ids) {
    const variation = await rx.first(selectVariation, { organizer_id, id });
    if (variation === undefined || ![null, article_id].includes(variation.article_id))
      throw new Fault('not_found', { kind: 'variation', id, article_id });
    variations.push({ variation_id: id, title: variation.name, amount: variation.surcharge });
  }
  const extra: ExtraLine = {
    kind: 'article',
    title: titleOf(title ?? article.name),
    quantity: item.quantity,
    unit_amount: amountOf(unit_amount ?? article.amount),
    listed_amount: article.amount,
    vat_bp: article.vat_bp,
    department_id: article.department_id ?? undefined,
    article_id,
    pool_id: article.pool_id ?? undefined,
    variations,
  };
  return { extra, offer_id: article.offer_id };
}

async function freeLine(
  rx: Rx,
  organizer_id: number,
  item: Exclude<TillItem, ArticleItem | TicketItem>,
  default_vat_bp: number,
): Promise<Line> {
  const id = item.kind === 'department' ? item.department_id : undefined;
  const department = id === undefined ? undefined : await rx.first(selectDepartment, { organizer_id, id });
  if (id !== undefined && department === undefined) throw new Fault('not_found', { kind: 'department', id });
  const extra: ExtraLine = {
    kind: 'free',
    title: titleOf(item.title),
    quantity: item.quantity,
    unit_amount: amountOf(item.unit_amount),
    vat_bp: department?.vat_bp ?? default_vat_bp,
    department_id: id,
  };
  return { extra, offer_id: null };
}

/** At the article's price, which is what the till shows; its title only where somebody keyed another one. */
function ticketOf(extra: ExtraLine, offer_id: number, item: TillItem): SaleRequest {
  const { quantity, unit_amount, article_id, department_id } = extra;
  const title = item.kind === 'article' && item.title !== undefined ? extra.title : undefined;
  return { offer_id, quantity, unit_amount, title, article_id, department_id };
}

function titleOf(title: string): string {
  const trimmed = title.trim();
  if (trimmed === '') throw new Fault('invalid_input', { field: 'title' });
  if (trimmed.length > limits.title_chars_max) throw new Fault('too_large', { field: 'title' });
  return trimmed;
}

function amountOf(amount: number): number {
  if (safeAmount(amount) < 0) throw new Fault('invalid_input', { field: 'unit_amount' });
  return amount;
}
