import type { Answer } from '../../api/call.ts';
import {
  articleKey,
  empty_basket,
  freeOf,
  packOf,
  ticketOf,
  withItem,
  type Basket,
  type Item,
} from './basket.ts';

type Opened = Answer<'find_quote_items'>;
type Seat = { readonly place_id: number; readonly label: string };

/** What was put aside as a basket again, with the seats that it holds; paying or putting it aside again changes the quote. */
export function basketOf({ order, items, promo_code }: Opened): Basket {
  const { id, label, customer_id, customer, dining_table_id, covers, private_comment } = order;
  const basket = items.map(itemOf).reduce(withMore, empty_basket);
  return {
    ...basket,
    quote: { id, label, dining_table_id, covers, private_comment },
    ...(promo_code === null ? {} : { promo_code }),
    ...(customer_id === null ? {} : { customer: { customer_id, label: customer ?? '' } }),
  };
}

function itemOf(one: Opened['items'][number]): Item {
  const { quantity } = one;
  if (one.kind === 'free') return { ...freeOf(one.title, one.unit_amount, one.department_id), quantity };
  if (one.kind === 'article') {
    const { article_id, title, unit_amount: amount, variations } = one;
    const key = articleKey(article_id, variations);
    return { kind: 'article', key, title, amount, quantity, article_id, variations };
  }
  if (one.kind === 'ticket')
    return { ...ticketOf(one.show, one.offer), quantity, seats: one.seats.map(seatOf) };
  const chosen = new Map((one.offer.parts ?? []).map((part) => [part.offer_id, 0]));
  for (const part of one.parts) chosen.set(part.offer_id, part.quantity);
  const pack = packOf(one.show, one.offer, chosen);
  const seatsOf = new Map(one.parts.map((part) => [part.offer_id, part.seats.map(seatOf)]));
  const parts = pack.parts.map((part) => ({ ...part, seats: seatsOf.get(part.part.offer_id) ?? [] }));
  return { ...pack, quantity, parts };
}

const seatOf = (seat: {
  readonly place_id: number;
  readonly row_label: string;
  readonly seat_label: string;
}): Seat => ({ place_id: seat.place_id, label: `${seat.row_label}${seat.seat_label}` });

/** What is the same stands once in a basket, with the seats of all of it. */
function withMore(basket: Basket, item: Item): Basket {
  const there = basket.items.find(({ key }) => key === item.key);
  if (there === undefined) return withItem(basket, item);
  const items = basket.items.map((one) => (one === there ? together(one, item) : one));
  return { ...basket, items };
}

function together(one: Item, more: Item): Item {
  const quantity = one.quantity + more.quantity;
  if (one.kind === 'ticket' && more.kind === 'ticket')
    return { ...one, quantity, seats: [...one.seats, ...more.seats] };
  if (one.kind !== 'pack' || more.kind !== 'pack') return { ...one, quantity };
  const parts = one.parts.map((part, index) => ({
    ...part,
    seats: [...part.seats, ...(more.parts[index]?.seats ?? [])],
  }));
  return { ...one, quantity, parts };
}
