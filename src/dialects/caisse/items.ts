/**
 * An entry of `itemsList[]`, both ways (caisse-sale-recording.txt, "itemsList[] — Structure"): one text with underscores
 * between its parts. The server decodes with it and the client encodes with it, so that they cannot disagree.
 */
import { Fault, isFault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { formatAmount, parseAmount } from '../../domain/money.ts';

export type Item = ArticleItem | DepartmentItem | FreeItem;

/** Ids are the vendor's. What is undefined is the article's own. */
export interface ArticleItem {
  readonly kind: 'article';
  readonly article: string;
  readonly quantity: number;
  readonly title: string | undefined;
  /** minor units */
  readonly price: number | undefined;
  readonly variations: readonly string[];
}

export interface DepartmentItem {
  readonly kind: 'department';
  readonly department: string;
  readonly price: number;
  readonly title: string;
}

export interface FreeItem {
  readonly kind: 'free';
  readonly price: number;
  readonly title: string;
}

export const variations_max = 5;

/** What is wrong with an entry, for the sentence that the client gets. */
export type ItemTrouble =
  | 'empty'
  | 'article'
  | 'quantity'
  | 'price'
  | 'price_missing'
  | 'title_missing'
  | 'title_long'
  | 'department'
  | 'variation'
  | 'variations';

function refuse(trouble: ItemTrouble): never {
  throw new Fault('invalid_input', { field: 'itemsList', trouble });
}

const id_pattern = /^[1-9]\d{0,15}$/;

/** The entry as the text says it. Throws `invalid_input` with `trouble`. */
export function parseItem(text: string, currency: string): Item {
  if (text.trim() === '') refuse('empty');
  if (text === 'Free' || text.startsWith('Free_')) {
    const [, price, ...title] = text.split('_');
    return { kind: 'free', price: priceOf(price, currency), title: titleOf(title) };
  }
  if (text.startsWith('-')) {
    const [first = '', price, ...title] = text.split('_');
    const department = first.slice(1);
    if (!id_pattern.test(department)) refuse('department');
    return { kind: 'department', department, price: priceOf(price, currency), title: titleOf(title) };
  }
  return articleOf(text, currency);
}

function articleOf(text: string, currency: string): ArticleItem {
  const [article = '', quantity = '', title = '', price = '', ...rest] = text.split('_');
  if (!id_pattern.test(article)) refuse('article');
  if (rest.length > variations_max) refuse('variations');
  // a part that is left empty overrides nothing (wire-notes.md, "caisse.enregistreuse.fr")
  const variations = rest.filter((part) => part.trim() !== '');
  if (!variations.every((id) => id_pattern.test(id))) refuse('variation');
  return {
    kind: 'article',
    article,
    quantity: quantityOf(quantity),
    title: title.trim() === '' ? undefined : titleOf([title]),
    price: price.trim() === '' ? undefined : priceOf(price, currency),
    variations,
  };
}

function quantityOf(text: string): number {
  if (text === '') return 1;
  const quantity = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (quantity < 1 || quantity > limits.request_quantity_max) refuse('quantity');
  return quantity;
}

function priceOf(text: string | undefined, currency: string): number {
  if (text === undefined || text.trim() === '') refuse('price_missing');
  try {
    const price = parseAmount(text, currency);
    if (price >= 0) return price;
  } catch (error) {
    if (!isFault(error)) throw error;
  }
  return refuse('price');
}

/** An underscore inside the title of a free line joins what stands around it. */
function titleOf(parts: readonly string[]): string {
  const title = parts.join('_').trim();
  if (title === '') refuse('title_missing');
  if (title.length > limits.title_chars_max) refuse('title_long');
  return title;
}

/**
 * The text of an entry. The title of an article must hold no underscore: it would be read as the end of the part. Throws
 * `invalid_input` for an entry that no text can say.
 */
export function formatItem(item: Item, currency: string): string {
  const price = item.price === undefined ? '' : formatAmount(item.price, currency);
  if (item.kind === 'free') return `Free_${price}_${item.title}`;
  if (item.kind === 'department') return `-${item.department}_${price}_${item.title}`;
  const { article, quantity, title = '', variations } = item;
  if (title.includes('_')) refuse('title_missing');
  if (variations.length > variations_max) refuse('variations');
  const parts = [article, String(quantity), title, price, ...variations];
  return parts.slice(0, parts.findLastIndex((part) => part !== '') + 1).join('_');
}
