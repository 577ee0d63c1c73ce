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

/** Keyed in by hand: with the VAT of its department, or of the organizer. */
export interface FreeItem extends Counted {
  readonly kind: 'free';
  readonly department_id: number | null;
}

export type Item = TicketItem | ArticleItem | FreeItem;

/** For whom it is: somebody whom the office knows, or who is made known by the sale. */
export type Customer = { readonly label: string } & (
  { readonly customer_id: number } | { readonly customer: NonNullable<SaleBody['customer']> }
);

export interface Basket {
  readonly items: readonly Item[];
  readonly customer?: Customer | undefined;
  readonly promo_code?: string | undefined;
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

export function freeOf(title: string, amount: number, department_id: number | null): FreeItem {
  return {
    ...{ kind: 'free', key: `free ${department_id ?? ''} ${amount} ${title}`, title, amount },
    ...{ quantity: 1, department_id },
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
    if (item.kind !== 'ticket') return [{ ...item, quantity: many }];
    // seats were chosen for as many as there were: the office finds them anew
    return [{ ...item, quantity: many, seats: many === item.quantity ? item.seats : [] }];
  });
  return { ...basket, items };
}

/** Seats that somebody chose on the plan, as many as there are tickets. */
export function withSeats(basket: Basket, key: string, seats: TicketItem['seats']): Basket {
  const items = basket.items.map((item) =>
    item.key === key && item.kind === 'ticket' ? { ...item, seats } : item,
  );
  return { ...basket, items };
}

/** Who it is for, as the office is told. */
export function buyerOf({ customer }: Basket): Pick<SaleBody, 'customer_id' | 'customer'> {
  if (customer === undefined) return {};
  return 'customer_id' in customer ? { customer_id: customer.customer_id } : { customer: customer.customer };
}

export function boundsOf(item: Item): readonly [least: number, most: number] {
  if (item.kind !== 'ticket') return [1, quantity_max];
  return [Math.max(1, item.offer.minimum), item.offer.maximum ?? quantity_max];
}

export const countOf = ({ items }: Basket): number => items.reduce((sum, { quantity }) => sum + quantity, 0);

export const totalOf = ({ items }: Basket): number =>
  items.reduce((sum, { amount, quantity }) => sum + amount * quantity, 0);

/** Seats as the office would give them, by the item's key. */
export type SeatsFound = ReadonlyMap<string, readonly number[]>;

/** What the office is to be told: items with the seats that were chosen, or else those that were shown, and the code. */
export function wishOf(
  basket: Basket,
  found: SeatsFound = new Map(),
): Pick<SaleBody, 'items' | 'promo_code'> {
  const { promo_code } = basket;
  return { items: wishesOf(basket, found), ...(promo_code === undefined ? {} : { promo_code }) };
}

function wishesOf({ items }: Basket, found: SeatsFound): SaleBody['items'] {
  return items.map((item): SaleBody['items'][number] => {
    if (item.kind === 'free') {
      const { title, quantity, amount: unit_amount, department_id } = item;
      const keyed = { title, quantity, unit_amount };
      return department_id === null
        ? { kind: 'free', ...keyed }
        : { kind: 'department', department_id, ...keyed };
    }
    if (item.kind === 'article') {
      const { article_id, quantity, variations } = item;
      const chosen = variations.length === 0 ? {} : { variation_ids: variations.map(({ id }) => id) };
      return { kind: 'article', article_id, quantity, ...chosen };
    }
    const { offer, show, quantity, seats } = item;
    const place_ids = seats.length > 0 ? seats.map(({ place_id }) => place_id) : (found.get(item.key) ?? []);
    return {
      ...{ kind: 'ticket', offer_id: offer.offer_id, quantity },
      ...(show.session_id === null ? {} : { session_id: show.session_id }),
      ...(place_ids.length === 0 ? {} : { place_ids: [...place_ids] }),
    };
  });
}
