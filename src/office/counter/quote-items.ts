import { Fault } from '../../domain/faults.ts';
import type { Rx } from '../../store/transaction.ts';
import { isLive } from '../selling/orders.ts';
import type { Holder } from '../selling/sale.ts';
import { tillOrders, type TillOrder } from './list-till-orders.ts';
import type { TillItem } from './sell-articles.ts';

/** A line of a quote as the item that it was rung up as, at the price that it was put aside at where a till can say one. */
export interface QuoteItem {
  readonly order_line_id: number;
  readonly item: TillItem;
}

type Line = TillOrder['lines'][number];

interface HeldTicket {
  readonly id: number;
  readonly order_line_id: number;
  readonly main_ticket_id: number | null;
  readonly offer_id: number | null;
  readonly session_id: number | null;
  readonly place_id: number | null;
  readonly holder: Holder | undefined;
}

/**
 * The items of a quote, so that it can be rung up anew with others: parts stand in their pack, and variations with their
 * article. Throws `not_found`, and `illegal_move` for an order that is sold already, or that holds what no till sells.
 */
export async function quoteItems(
  rx: Rx,
  { organizer_id, order_id }: { readonly organizer_id: number; readonly order_id: number },
): Promise<{ readonly quote: TillOrder; readonly items: readonly QuoteItem[] }> {
  const [quote] = await tillOrders(rx, organizer_id, [order_id]);
  if (quote === undefined) throw new Fault('not_found', { kind: 'order', id: order_id });
  // a hold that ends by itself is somebody's basket elsewhere
  const held = quote.order.expires_at !== null;
  if (quote.validated || quote.cancelled || quote.order.status < 0 || held)
    throw new Fault('illegal_move', { id: order_id, reason: 'not a quote' });
  const tickets = await heldTickets(rx, order_id);
  const items = quote.lines.flatMap((line) => {
    const item = itemOf(line, quote.lines, tickets);
    return item === undefined ? [] : [{ order_line_id: line.id, item }];
  });
  return { quote, items };
}

async function heldTickets(rx: Rx, order_id: number): Promise<HeldTicket[]> {
  const rows = await rx.db
    .selectFrom('ticket')
    .select(['id', 'order_line_id', 'main_ticket_id', 'offer_id', 'session_id', 'place_id', 'state'])
    .select(['holder_first_name', 'holder_last_name', 'holder_email', 'holder_phone'])
    .where('order_id', '=', order_id)
    .orderBy('id')
    .execute();
  return rows.filter(isLive).map((row) => {
    const { holder_first_name: first_name, holder_last_name: last_name } = row;
    const holder = { first_name, last_name, email: row.holder_email, phone: row.holder_phone };
    const named = Object.values(holder).some((text) => text !== '');
    return { ...row, holder: named ? holder : undefined };
  });
}

/** Undefined for a line that belongs to another's item. */
function itemOf(line: Line, lines: readonly Line[], tickets: readonly HeldTicket[]): TillItem | undefined {
  const own = tickets.filter(({ order_line_id }) => order_line_id === line.id);
  switch (line.kind) {
    case 'pack':
      return packItem(line, own, tickets);
    case 'ticket': {
      if (own.some(({ main_ticket_id }) => main_ticket_id !== null)) return undefined;
      if (line.article_id === null) return ticketItem(line, own);
      const beside = lines.find(({ ticket_id }) => own.some(({ id }) => id === ticket_id));
      return articleItem(line, line.article_id, beside?.variations ?? []);
    }
    case 'article':
      if (line.ticket_id !== null) return undefined;
      return line.article_id === null ? freeItem(line) : articleItem(line, line.article_id, line.variations);
    case 'free':
      return freeItem(line);
    default:
      throw new Fault('illegal_move', { id: line.order_id, reason: 'it holds what a till does not sell' });
  }
}

function articleItem(line: Line, article_id: number, variations: Line['variations']): TillItem {
  const { quantity, title } = line;
  const inside = line.variations.reduce((sum, { amount }) => sum + amount, 0);
  const variation_ids = variations.map(({ variation_id }) => variation_id);
  const unit_amount = line.charged_amount - inside;
  return { kind: 'article', article_id, quantity, variation_ids, title, unit_amount };
}

function freeItem({ title, quantity, charged_amount: unit_amount, department_id }: Line): TillItem {
  const keyed = { title, quantity, unit_amount };
  return department_id === null
    ? { kind: 'free', ...keyed }
    : { kind: 'department', department_id, ...keyed };
}

function ticketItem(line: Line, own: readonly HeldTicket[]): TillItem {
  const { offer_id, quantity, promo_code_id } = line;
  if (offer_id === null) throw new Fault('illegal_move', { id: line.order_id, reason: 'of no offer' });
  const holders = own.some(({ holder }) => holder !== undefined)
    ? own.map(({ holder }) => holder ?? {})
    : undefined;
  return {
    ...{ kind: 'ticket', offer_id, quantity, holders },
    session_id: own[0]?.session_id ?? undefined,
    place_ids: placesOf(own),
    promo_code_ids: promo_code_id === null ? undefined : [promo_code_id],
  };
}

function packItem(line: Line, mains: readonly HeldTicket[], tickets: readonly HeldTicket[]): TillItem {
  const { offer_id, quantity } = line;
  if (offer_id === null) throw new Fault('illegal_move', { id: line.order_id, reason: 'of no offer' });
  const inside = tickets.filter(({ main_ticket_id }) => mains.some(({ id }) => id === main_ticket_id));
  const parts = [...Map.groupBy(inside, (ticket) => ticket.offer_id ?? 0)].map(([part, of]) => ({
    offer_id: part,
    quantity: of.length / Math.max(1, mains.length),
    session_id: of[0]?.session_id ?? undefined,
    place_ids: placesOf(of),
  }));
  return { kind: 'pack', offer_id, quantity, parts };
}

function placesOf(tickets: readonly HeldTicket[]): readonly number[] | undefined {
  const places = tickets.flatMap(({ place_id }) => place_id ?? []);
  return places.length === tickets.length && places.length > 0 ? places : undefined;
}
