import type { Answer, Input } from '../../api/call.ts';

/**
 * What is in the basket and for whom. Pure: the page keeps one value of it (`basket-keeper.tsx`) and replaces it by what
 * these give. Amounts are minor units.
 */

export type Show = Answer<'till_shows'>['items'][number];
export type Offer = Answer<'till_offers'>['items'][number];
export type Article = Answer<'till_catalogue'>['articles'][number];
export type Variation = Article['variations'][number];
type SaleBody = Input<'ring_up'>['body'];

interface Counted {
  /** unlike every other's in this basket */
  readonly key: string;
  readonly title: string;
  /** of one, variations included, before discounts */
  readonly amount: number;
  readonly quantity: number;
}

export interface TicketItem extends Counted {
  readonly kind: 'ticket';
  readonly offer: Offer;
  readonly show: Show;
  /** seats that somebody chose on the plan, one per ticket; none: the best that are free */
  readonly seats: readonly { readonly place_id: number; readonly label: string }[];
}

export interface ArticleItem extends Counted {
  readonly kind: 'article';
  readonly article_id: number;
  readonly variations: readonly Variation[];
}

export type Item = TicketItem | ArticleItem;

export interface Basket {
  readonly items: readonly Item[];
}

export const empty_basket: Basket = { items: [] };

/** of `limits.request_quantity_max` */
const quantity_max = 1_000;

export function ticketOf(show: Show, offer: Offer): TicketItem {
  return {
    kind: 'ticket',
    key: `ticket ${offer.offer_id} ${show.session_id ?? ''}`,
    title: offer.zone === null ? offer.name : `${offer.name} · ${offer.zone}`,
    amount: offer.amount,
    quantity: Math.max(1, offer.minimum),
    ...{ offer, show, seats: [] },
  };
}

export function articleOf(article: Article, variations: readonly Variation[]): ArticleItem {
  return {
    kind: 'article',
    key: ['article', article.id, ...variations.map(({ id }) => id)].join(' '),
    title: article.name,
    amount: variations.reduce((sum, { surcharge }) => sum + surcharge, article.amount),
    quantity: 1,
    article_id: article.id,
    variations,
  };
}

/** Adds an item, or one more of the same. */
export function withItem(basket: Basket, item: Item): Basket {
  const there = basket.items.find(({ key }) => key === item.key);
  if (there === undefined) return { ...basket, items: [...basket.items, item] };
  return withQuantity(basket, item.key, there.quantity + 1);
}

/** Another quantity of an item; below its minimum it goes. */
export function withQuantity(basket: Basket, key: string, quantity: number): Basket {
  const items = basket.items.flatMap((item): Item[] => {
    if (item.key !== key) return [item];
    const [least, most] = boundsOf(item);
    if (quantity < least) return [];
    const many = Math.min(quantity, most);
    if (item.kind === 'article') return [{ ...item, quantity: many }];
    // seats were chosen for as many as there were: the office finds them anew
    return [{ ...item, quantity: many, seats: many === item.quantity ? item.seats : [] }];
  });
  return { ...basket, items };
}

export function boundsOf(item: Item): readonly [least: number, most: number] {
  if (item.kind === 'article') return [1, quantity_max];
  return [Math.max(1, item.offer.minimum), item.offer.maximum ?? quantity_max];
}

export const countOf = ({ items }: Basket): number => items.reduce((sum, { quantity }) => sum + quantity, 0);

export const totalOf = ({ items }: Basket): number =>
  items.reduce((sum, { amount, quantity }) => sum + amount * quantity, 0);

/** What the office is to be told of the items. */
export function wishesOf({ items }: Basket): SaleBody['items'] {
  return items.map((item): SaleBody['items'][number] => {
    if (item.kind === 'article') {
      const { article_id, quantity, variations } = item;
      const chosen = variations.length === 0 ? {} : { variation_ids: variations.map(({ id }) => id) };
      return { kind: 'article', article_id, quantity, ...chosen };
    }
    const { offer, show, quantity, seats } = item;
    return {
      ...{ kind: 'ticket', offer_id: offer.offer_id, quantity },
      ...(show.session_id === null ? {} : { session_id: show.session_id }),
      ...(seats.length === 0 ? {} : { place_ids: seats.map(({ place_id }) => place_id) }),
    };
  });
}
