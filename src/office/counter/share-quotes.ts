import { Fault } from '../../domain/faults.ts';
import type { Tx } from '../../store/transaction.ts';
import { cancelOrder } from '../selling/cancel.ts';
import { lockOrder } from '../selling/orders.ts';
import { changeQuoteItems, changeTillDetails } from './change-quote.ts';
import { quoteItems, type QuoteItem } from './quote-items.ts';
import { ringUp, type RungUp } from './ring-up.ts';
import type { TillItem } from './sell-articles.ts';

interface About {
  readonly organizer_id: number;
  readonly order_id: number;
}

/** What was put aside at a price keeps it, though the shop has another by now. */
const as_put_aside = { reason: 'as it was put aside' };

/**
 * Puts what several quotes hold into one of them, which is paid at once then; the others are given up. Seats stay whose they
 * are. Throws `illegal_move` for what is no quote, `invalid_input` for none, itself, or too much, and what `sellArticles` throws.
 */
export async function mergeQuotes(
  tx: Tx,
  input: About & { readonly order_ids: readonly number[] },
): Promise<void> {
  const { organizer_id, order_id } = input;
  const others = [...new Set(input.order_ids)];
  if (others.length === 0 || others.includes(order_id))
    throw new Fault('invalid_input', { field: 'order_ids', reason: 'other quotes' });
  // in one order for everybody, so that two tills do not wait for each other
  for (const id of [order_id, ...others].toSorted((a, b) => a - b))
    await lockOrder(tx, { organizer_id, order_id: id });
  const first = await quoteItems(tx, { organizer_id, order_id });
  const rest = [];
  for (const id of others) rest.push(await quoteItems(tx, { organizer_id, order_id: id }));
  for (const id of others)
    await cancelOrder(tx, { organizer_id, order_id: id, reason: `into ${first.quote.order.label}` });
  const all = [first, ...rest];
  const items = all.flatMap((one) => one.items.map(({ item }) => item));
  await changeQuoteItems(tx, { organizer_id, order_id, items, staff: as_put_aside });
  const orders = all.map(({ quote }) => quote.order);
  const covers = orders.reduce((sum, order) => sum + (order.covers ?? 0), 0);
  const notes = orders.map(({ private_comment }) => private_comment).filter((text) => text !== '');
  const customer_id = orders.find((order) => order.customer_id !== null)?.customer_id;
  await changeTillDetails(tx, {
    ...{ organizer_id, order_id },
    covers: covers === 0 ? undefined : covers,
    private_comment: notes.length === 0 ? undefined : notes.join(' · '),
    customer_id: customer_id ?? undefined,
  });
}

export interface Share {
  readonly order_line_id: number;
  readonly quantity: number;
}

/**
 * Takes lines out of a quote, or some of their units, into a quote of their own at the same table, so that each is paid by
 * itself. Throws `illegal_move` for what is no quote, `not_found` for a line that is no item of it, `invalid_input` for more
 * than there is, or for all of it.
 */
export async function splitQuote(
  tx: Tx,
  input: About & {
    readonly lines: readonly Share[];
    readonly counter_id?: number | undefined;
    readonly user_id?: number | undefined;
  },
): Promise<RungUp> {
  const { organizer_id, order_id, lines, counter_id, user_id } = input;
  await lockOrder(tx, input);
  const { quote, items } = await quoteItems(tx, input);
  const { taken, left } = divided(items, lines);
  await changeQuoteItems(tx, { organizer_id, order_id, items: left, staff: as_put_aside });
  const { channel, dining_table_id, customer_id, delivery_method, language } = quote.order;
  return ringUp(tx, {
    ...{ organizer_id, channel, items: taken, stage: 'quote', staff: as_put_aside, user_id },
    counter_id: counter_id ?? quote.counter_id ?? undefined,
    dining_table_id: dining_table_id ?? undefined,
    customer_id: customer_id ?? undefined,
    delivery_method: delivery_method ?? undefined,
    language: language ?? undefined,
  });
}

function divided(
  items: readonly QuoteItem[],
  lines: readonly Share[],
): { readonly taken: readonly TillItem[]; readonly left: readonly TillItem[] } {
  const wanted = new Map<number, number>();
  for (const { order_line_id, quantity } of lines) {
    if (!items.some((one) => one.order_line_id === order_line_id))
      throw new Fault('not_found', { kind: 'order_line', id: order_line_id });
    wanted.set(order_line_id, (wanted.get(order_line_id) ?? 0) + quantity);
  }
  const taken: TillItem[] = [];
  const left: TillItem[] = [];
  for (const { order_line_id, item } of items) {
    const many = wanted.get(order_line_id) ?? 0;
    if (many > item.quantity)
      throw new Fault('invalid_input', { field: 'quantity', order_line_id, limit: item.quantity });
    if (many > 0) taken.push(unitsOf(item, 0, many));
    if (many < item.quantity) left.push(unitsOf(item, many, item.quantity));
  }
  if (taken.length === 0 || left.length === 0)
    throw new Fault('invalid_input', { field: 'lines', reason: 'some of it, and not all' });
  return { taken, left };
}

/** The units of an item from one on, before another, with their seats and names. */
function unitsOf(item: TillItem, from: number, until: number): TillItem {
  const quantity = until - from;
  if (item.kind === 'pack') {
    const parts = item.parts?.map((part) => ({
      ...part,
      place_ids: part.place_ids?.slice(from * part.quantity, until * part.quantity),
    }));
    return { ...item, quantity, parts };
  }
  if (item.kind !== 'ticket') return { ...item, quantity };
  const { place_ids, holders } = item;
  return {
    ...item,
    quantity,
    place_ids: place_ids?.slice(from, until),
    holders: holders?.slice(from, until),
  };
}
