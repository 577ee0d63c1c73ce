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

export type PackPart = NonNullable<Offer['parts']>[number];
type Seat = TicketItem['seats'][number];

/** A pack: one thing with a price, and what the buyer chose for it. */
export interface PackItem extends Counted {
  readonly kind: 'pack';
  readonly offer: Offer;
  readonly show: Show;
  readonly parts: readonly {
    readonly part: PackPart;
    /** in each pack */
    readonly quantity: number;
    /** of all packs, chosen on the plan; none: the best that are free */
    readonly seats: readonly Seat[];
  }[];
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

export type Item = TicketItem | PackItem | ArticleItem | FreeItem;

/** For whom it is: somebody whom the office knows, or who is made known by the sale. */
export type Customer = { readonly label: string } & (
  { readonly customer_id: number } | { readonly customer: NonNullable<SaleBody['customer']> }
);

export interface Basket {
  readonly items: readonly Item[];
  readonly customer?: Customer | undefined;
  readonly promo_code?: string | undefined;
  /** what was put aside and is opened again: what is in the basket takes its place */
  readonly quote?: OpenedQuote | undefined;
}

export interface OpenedQuote {
  readonly id: number;
  readonly label: string;
  readonly dining_table_id: number | null;
  readonly covers: number | null;
  readonly private_comment: string;
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

/** A pack with as many of each part as were chosen; nothing is said of one: as many as it has to have. */
export function packOf(show: Show, offer: Offer, chosen: ReadonlyMap<number, number> = new Map()): PackItem {
  const parts = (offer.parts ?? [])
    .map((part) => ({ part, quantity: chosen.get(part.offer_id) ?? part.minimum, seats: [] }))
    .filter(({ quantity }) => quantity > 0);
  const sum = parts.reduce((all, { part, quantity }) => all + quantity * part.amount, 0);
  const what = parts.map(({ part, quantity }) => `${part.offer_id}×${quantity}`);
  return {
    ...{ kind: 'pack', title: offer.name, offer, show, parts },
    key: ['pack', offer.offer_id, show.session_id ?? '', ...what].join(' '),
    amount: offer.costs_its_parts ? sum : offer.amount,
    quantity: Math.max(1, offer.minimum),
  };
}

/** Unlike that of the same article with other variations. */
export const articleKey = (article_id: number, variations: readonly Pick<Variation, 'id'>[]): string =>
  ['article', article_id, ...variations.map(({ id }) => id)].join(' ');

export function articleOf(article: Article, variations: readonly Variation[]): ArticleItem {
  return {
    kind: 'article',
    key: articleKey(article.id, variations),
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
    // seats were chosen for as many as there were: the office finds them anew
    if (many === item.quantity) return [item];
    if (item.kind === 'ticket') return [{ ...item, quantity: many, seats: [] }];
    if (item.kind === 'pack')
      return [{ ...item, quantity: many, parts: item.parts.map((one) => ({ ...one, seats: [] })) }];
    return [{ ...item, quantity: many }];
  });
  return { ...basket, items };
}

/** Tickets of a basket that have seats of their own: an item's, or those of a part of a pack. */
export interface Seated {
  /** unlike every other's in this basket */
  readonly key: string;
  readonly title: string;
  readonly session_id: number | null;
  readonly offer_id: number;
  readonly zone_id: number | null;
  readonly quantity: number;
  readonly seats: readonly Seat[];
}

const seats_key = (item: PackItem, part: PackPart): string => `${item.key} · ${part.offer_id}`;

export function seatedOf(item: Item): readonly Seated[] {
  if (item.kind === 'ticket') {
    const { key, title, show, offer, quantity, seats } = item;
    const { offer_id, zone_id, numbered } = offer;
    return numbered ? [{ key, title, session_id: show.session_id, offer_id, zone_id, quantity, seats }] : [];
  }
  if (item.kind !== 'pack') return [];
  return item.parts
    .filter(({ part }) => part.numbered)
    .map(({ part, quantity, seats }) => ({
      ...{ key: seats_key(item, part), title: part.name, seats, quantity: quantity * item.quantity },
      ...{ session_id: sessionOf(part, item.show), offer_id: part.offer_id, zone_id: part.zone_id },
    }));
}

/** A part that is good for any session of the event that is looked at is taken for the session that is. */
const sessionOf = ({ session_id, event_id }: PackPart, show: Show): number | null =>
  session_id ?? (event_id === show.event_id ? show.session_id : null);

/** Seats that somebody chose on the plan, as many as there are tickets; by the key of `seatedOf`. */
export function withSeats(basket: Basket, key: string, seats: readonly Seat[]): Basket {
  const items = basket.items.map((item): Item => {
    if (item.kind === 'ticket') return item.key === key ? { ...item, seats } : item;
    if (item.kind !== 'pack') return item;
    const parts = item.parts.map((one) => (seats_key(item, one.part) === key ? { ...one, seats } : one));
    return { ...item, parts };
  });
  return { ...basket, items };
}

/** Who it is for, as the office is told. */
export function buyerOf({ customer }: Basket): Pick<SaleBody, 'customer_id' | 'customer'> {
  if (customer === undefined) return {};
  return 'customer_id' in customer ? { customer_id: customer.customer_id } : { customer: customer.customer };
}

export function boundsOf(item: Item): readonly [least: number, most: number] {
  if (item.kind !== 'ticket' && item.kind !== 'pack') return [1, quantity_max];
  return [Math.max(1, item.offer.minimum), item.offer.maximum ?? quantity_max];
}

export const countOf = ({ items }: Basket): number => items.reduce((sum, { quantity }) => sum + quantity, 0);

export const totalOf = ({ items }: Basket): number =>
  items.reduce((sum, { amount, quantity }) => sum + amount * quantity, 0);

/** Seats as the office would give them, by the key of `seatedOf`. */
export type SeatsFound = ReadonlyMap<string, readonly number[]>;

/** What the office is to be told: items with the seats that were chosen, or else those that were shown, and the code. */
export function wishOf(
  basket: Basket,
  found: SeatsFound = new Map(),
): Pick<SaleBody, 'items' | 'promo_code' | 'quote_id'> {
  const { promo_code, quote } = basket;
  return {
    items: wishesOf(basket, found),
    ...(promo_code === undefined ? {} : { promo_code }),
    ...(quote === undefined ? {} : { quote_id: quote.id }),
  };
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
    const placesOf = (key: string, seats: readonly Seat[]): { place_ids?: number[] } => {
      const places = seats.length > 0 ? seats.map(({ place_id }) => place_id) : (found.get(key) ?? []);
      return places.length === 0 ? {} : { place_ids: [...places] };
    };
    if (item.kind === 'pack') return packWish(item, placesOf);
    const { offer, show, quantity, seats } = item;
    return {
      ...{ kind: 'ticket', offer_id: offer.offer_id, quantity },
      ...(show.session_id === null ? {} : { session_id: show.session_id }),
      ...placesOf(item.key, seats),
    };
  });
}

function packWish(
  item: PackItem,
  placesOf: (key: string, seats: readonly Seat[]) => { place_ids?: number[] },
): SaleBody['items'][number] {
  const { offer, show, quantity } = item;
  const parts = item.parts.map(({ part, quantity: many, seats }) => {
    // only what is good for any session is told one
    const session_id = part.session_id === null ? sessionOf(part, show) : null;
    return {
      ...{ offer_id: part.offer_id, quantity: many },
      ...(session_id === null ? {} : { session_id }),
      ...placesOf(seats_key(item, part), seats),
    };
  });
  return { kind: 'pack', offer_id: offer.offer_id, quantity, parts };
}
