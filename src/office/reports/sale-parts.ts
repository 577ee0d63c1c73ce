import { sql, type RawBuilder } from 'kysely';
import type { Rx } from '../../store/transaction.ts';
import type { ReportSpan } from './report.ts';

/** By what sums of sales are asked; always by currency as well. */
export type SaleKey = 'quarter_at' | 'channel' | 'event_id' | 'price_id' | 'vat_bp';

/**
 * What orders that were confirmed within a span come to: the sums of `amount` are the totals of the orders, to the minor
 * unit. The keys that were not asked for are null.
 */
export interface SalePart {
  readonly quarter_at: number | null;
  readonly channel: string | null;
  readonly currency: string;
  readonly event_id: number | null;
  readonly price_id: number | null;
  readonly vat_bp: number | null;
  /** that are good */
  readonly tickets: number;
  /** before anything was given back */
  readonly sold: number;
  /** what is left of it */
  readonly amount: number;
}

/** every time zone's days begin at one */
const quarter_ms = 900_000;

const quarter = sql`o.confirmed_at - o.confirmed_at % ${sql.lit(quarter_ms)}`;

const ofTickets: Readonly<Record<SaleKey, RawBuilder<unknown>>> = {
  quarter_at: quarter,
  channel: sql`o.channel`,
  event_id: sql`t.event_id`,
  price_id: sql`t.price_id`,
  vat_bp: sql`l.vat_bp`,
};

const ofLines: typeof ofTickets = { ...ofTickets, event_id: sql`o.event_id`, price_id: sql`l.price_id` };

function keyed(from: typeof ofTickets, keys: readonly SaleKey[]) {
  const chosen = (Object.keys(from) as SaleKey[]).map((key) =>
    keys.includes(key) ? sql`${from[key]} as ${sql.id(key)}` : sql`null as ${sql.id(key)}`,
  );
  return {
    columns: sql.join([...chosen, sql`o.currency`]),
    groups: sql.join([...keys.map((key) => from[key]), sql`o.currency`]),
  };
}

/** The orders of a span. */
function within({ organizer_id, from, until, platform }: ReportSpan): RawBuilder<boolean> {
  const there = platform === undefined ? sql`1 = 1` : sql`o.channel = ${platform}`;
  return sql`o.organizer_id = ${organizer_id} and o.confirmed_at >= ${from} and o.confirmed_at < ${until} and ${there}`;
}

/** Tickets as they stand, and the lines that are not tickets. An order that was given up keeps what its tickets kept. */
export async function saleParts(rx: Rx, span: ReportSpan, keys: readonly SaleKey[]): Promise<SalePart[]> {
  const { event_id } = span;
  const ofTicket = event_id === undefined ? sql`1 = 1` : sql`t.event_id = ${event_id}`;
  const ofOrder = event_id === undefined ? sql`1 = 1` : sql`o.event_id = ${event_id}`;
  const byTicket = keyed(ofTickets, keys);
  const { rows: tickets } = await sql<SalePart>`
    select ${byTicket.columns},
      sum(case when t.state = 'valid' and not exists (select 1 from ticket as leaf where leaf.main_ticket_id = t.id)
        then 1 else 0 end) as tickets,
      sum(case when t.state in ('held', 'valid', 'refunded') then t.charged_amount else 0 end) as sold,
      sum(case when t.state in ('held', 'valid') then t.charged_amount else t.deducted_amount end) as amount
    from ticket t join order_line l on l.id = t.order_line_id join "order" o on o.id = t.order_id
    where ${within(span)} and ${ofTicket}
    group by ${byTicket.groups}`.execute(rx.db);
  const byLine = keyed(ofLines, keys);
  const { rows: lines } = await sql<SalePart>`
    select ${byLine.columns}, 0 as tickets,
      sum(l.quantity * l.charged_amount) as sold, sum(l.quantity * l.charged_amount) as amount
    from order_line l join "order" o on o.id = l.order_id
    where ${within(span)} and ${ofOrder} and o.status >= 0 and l.cancelled_at is null and l.kind not in ('ticket', 'pack')
    group by ${byLine.groups}`.execute(rx.db);
  return [...tickets, ...lines];
}

/** What was paid for the same orders: `amount` = payments − refunds + due − overpaid. */
export interface SaleBalance {
  readonly currency: string;
  readonly orders: number;
  readonly amount: number;
  readonly payments: number;
  readonly refunds: number;
  /** less than 0: more was paid than is owed */
  readonly due: number;
}

const paid = sql`coalesce((select sum(p.amount) from payment p where p.order_id = o.id and p.deleted_at is null), 0)`;
const refunded = sql`coalesce((select sum(r.amount) from refund r where r.order_id = o.id), 0)`;

/** From the payments and refunds themselves, by currency. */
export async function saleBalances(rx: Rx, span: ReportSpan): Promise<SaleBalance[]> {
  const { rows } = await sql<Omit<SaleBalance, 'due'>>`
    select o.currency, count(*) as orders, sum(o.total) as amount, sum(${paid}) as payments, sum(${refunded}) as refunds
    from "order" o where ${within(span)} group by o.currency order by o.currency`.execute(rx.db);
  return rows.map((row) => ({ ...row, due: row.amount - row.payments + row.refunds }));
}

/** The orders of a span by where they were sold; of one event: those that hold a ticket or a line of it. */
export async function ordersByChannel(
  rx: Rx,
  span: ReportSpan,
): Promise<{ channel: string; currency: string; orders: number }[]> {
  const { event_id } = span;
  const ofEvent =
    event_id === undefined
      ? sql`1 = 1`
      : sql`(o.event_id = ${event_id} or exists (select 1 from ticket t where t.order_id = o.id and t.event_id = ${event_id}))`;
  const { rows } = await sql<{ channel: string; currency: string; orders: number }>`
    select o.channel, o.currency, count(*) as orders from "order" o
    where ${within(span)} and ${ofEvent} group by o.channel, o.currency`.execute(rx.db);
  return rows;
}

export interface SoldOrderRow {
  readonly id: number;
  readonly confirmed_at: number;
  readonly label: string;
  readonly channel: string;
  readonly event: string | null;
  readonly currency: string;
  readonly amount: number;
  readonly payments: number;
  readonly refunds: number;
}

/** The orders of a span one by one, in the order of their ids, after one of them. */
export async function ordersAfter(
  rx: Rx,
  span: ReportSpan,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<SoldOrderRow[]> {
  const { event_id } = span;
  const ofEvent = event_id === undefined ? sql`1 = 1` : sql`o.event_id = ${event_id}`;
  const { rows } = await sql<SoldOrderRow>`
    select o.id, o.confirmed_at, o.label, o.channel, e.name as event, o.currency, o.total as amount,
      ${paid} as payments, ${refunded} as refunds
    from "order" o left join event e on e.id = o.event_id
    where ${within(span)} and ${ofEvent} and o.id > ${after} order by o.id limit ${limit}`.execute(rx.db);
  return rows;
}
