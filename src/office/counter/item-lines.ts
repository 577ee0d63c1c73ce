import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { safeAmount } from '../../domain/money.ts';
import { variations_per_item_max } from '../../domain/till.ts';
import { lastingStatement } from '../../store/statement.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import type { ExtraLine } from '../selling/sale.ts';

export interface ArticleItem {
  readonly kind: 'article';
  readonly article_id: number;
  readonly quantity: number;
  /** of this article, or of none; their surcharges come on top of the article's price, forced or not */
  readonly variation_ids?: readonly number[] | undefined;
  /** staff only: in place of the article's own */
  readonly title?: string | undefined;
  readonly unit_amount?: number | undefined;
}

/** Keyed in by hand; `department`: with the department's VAT, `free`: with the organizer's. */
interface FreeLine {
  readonly title: string;
  readonly quantity: number;
  readonly unit_amount: number;
}

export type FreeItem =
  | (FreeLine & { readonly kind: 'department'; readonly department_id: number })
  | (FreeLine & { readonly kind: 'free' });

interface Own {
  readonly organizer_id: number;
  readonly id: number;
}

type ArticleFacts = Pick<
  Row<'article'>,
  'name' | 'amount' | 'vat_bp' | 'department_id' | 'offer_id' | 'pool_id' | 'enabled'
>;

const selectArticle = lastingStatement<Own, ArticleFacts>((db, slot) =>
  db
    .selectFrom('article')
    .select(['name', 'amount', 'vat_bp', 'department_id', 'offer_id', 'pool_id', 'enabled'])
    .where('id', '=', slot('id'))
    .where('organizer_id', '=', slot('organizer_id'))
    .where('deleted_at', 'is', null),
);

const selectVariation = lastingStatement<Own, { article_id: number | null; name: string; surcharge: number }>(
  (db, slot) =>
    db
      .selectFrom('variation')
      .select(['article_id', 'name', 'surcharge'])
      .where('id', '=', slot('id'))
      .where('organizer_id', '=', slot('organizer_id'))
      .where('deleted_at', 'is', null),
);

const selectDepartment = lastingStatement<Own, { vat_bp: number }>((db, slot) =>
  db
    .selectFrom('department')
    .select('vat_bp')
    .where('id', '=', slot('id'))
    .where('organizer_id', '=', slot('organizer_id'))
    .where('deleted_at', 'is', null),
);

/** What an item that is no ticket by itself comes to. */
export interface Line {
  readonly extra: ExtraLine;
  /** the line is a ticket of this offer */
  readonly offer_id: number | null;
}

export async function articleLine(
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

export async function freeLine(
  rx: Rx,
  organizer_id: number,
  item: FreeItem,
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
