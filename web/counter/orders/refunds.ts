import type { Answer, Input } from '../../api/call.ts';

/** What comes back over the counter, and what money goes for it. Pure; amounts are minor units. */

type TillOrder = Answer<'find_till_order'>;
type Ticket = Answer<'find_order'>['tickets_sold'][number];
type RefundBody = Input<'refund_at_till'>['body'];

export interface GoodsLine {
  readonly id: number;
  readonly title: string;
  readonly unit_amount: number;
  /** units that have not come back yet */
  readonly left: number;
}

export interface Coming {
  readonly ticket_ids: ReadonlySet<number>;
  /** units by line */
  readonly goods: ReadonlyMap<number, number>;
}

/** Lines of goods that can still come back; tickets come back one by one. */
export function goodsOf({ lines }: TillOrder): GoodsLine[] {
  return lines.flatMap(({ id, kind, title, unit_amount, quantity, returned }) =>
    kind !== 'ticket' && kind !== 'pack' && quantity > returned
      ? [{ id, title, unit_amount, left: quantity - returned }]
      : [],
  );
}

/** Tickets whose right to enter can still be ended; of a pack those of its parts, and its own goes with the last of them. */
export function ticketsOf(tickets: readonly Ticket[]): Ticket[] {
  const mains = new Set(tickets.map(({ main_ticket_id }) => main_ticket_id));
  return tickets.filter(({ id, state }) => state === 'valid' && !mains.has(id));
}

/** Everything that is left. */
export function allOf(goods: readonly GoodsLine[], tickets: readonly Ticket[]): Coming {
  return {
    ticket_ids: new Set(tickets.map(({ id }) => id)),
    goods: new Map(goods.map(({ id, left }) => [id, left])),
  };
}

export function amountOf(goods: readonly GoodsLine[], tickets: readonly Ticket[], coming: Coming): number {
  const forGoods = goods.reduce(
    (sum, { id, unit_amount }) => sum + unit_amount * (coming.goods.get(id) ?? 0),
    0,
  );
  return tickets.reduce(
    (sum, { id, charged_amount }) => (coming.ticket_ids.has(id) ? sum + charged_amount : sum),
    forGoods,
  );
}

/** What the office is to be told; undefined where nothing comes back. */
export function wishOf(
  coming: Coming,
  { restock, ...to }: Pick<RefundBody, 'counter_id' | 'payment_mode_id'> & { readonly restock: boolean },
): RefundBody | undefined {
  const lines = [...coming.goods]
    .filter(([, quantity]) => quantity > 0)
    .map(([order_line_id, quantity]) => ({ order_line_id, quantity }));
  const ticket_ids = [...coming.ticket_ids];
  if (lines.length + ticket_ids.length === 0) return undefined;
  return {
    ...to,
    ...(lines.length === 0 ? {} : { lines, restock }),
    ...(ticket_ids.length === 0 ? {} : { ticket_ids }),
  };
}
