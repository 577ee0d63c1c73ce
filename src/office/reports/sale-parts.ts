import { sql } from 'kysely';
import type { Rx } from '../../store/transaction.ts';
import type { ReportSpan } from './report.ts';

/**
 * What orders that were confirmed within a span come to, by quarter of an hour, platform, event, price and rate: the sums of
 * `amount` are the totals of the orders, to the minor unit.
 */
export interface SalePart {
  readonly quarter_at: number;
  readonly channel: string;
  readonly currency: string;
  readonly event_id: number | null;
  readonly price_id: number | null;
  readonly vat_bp: number;
  /** that are good */
  readonly tickets: number;
  /** before anything was given back */
  readonly sold: number;
  /** what is left of it */
  readonly amount: number;
}

/** every time zone's days begin at one */
const quarter_ms = 900_000;

/** Tickets as they stand, and the lines that are not tickets. An order that was given up keeps what its tickets kept. */
export async function saleParts(rx: Rx, span: ReportSpan): Promise<SalePart[]> {
  const { organizer_id, from, until, event_id } = span;
  const quarter = sql`o.confirmed_at - o.confirmed_at % ${sql.lit(quarter_ms)}`;
  const within = sql`o.organizer_id = ${organizer_id} and o.confirmed_at >= ${from} and o.confirmed_at < ${until}`;
  const ofTicket = event_id === undefined ? sql`1 = 1` : sql`t.event_id = ${event_id}`;
  const ofOrder = event_id === undefined ? sql`1 = 1` : sql`o.event_id = ${event_id}`;
  const { rows: tickets } = await sql<SalePart>`
    select ${quarter} as quarter_at, o.channel, o.currency, t.event_id, t.price_id, l.vat_bp,
      sum(case when t.state = 'valid' and not exists (select 1 from ticket as leaf where leaf.main_ticket_id = t.id)
        then 1 else 0 end) as tickets,
      sum(case when t.state in ('held', 'valid', 'refunded') then t.charged_amount else 0 end) as sold,
      sum(case when t.state in ('held', 'valid') then t.charged_amount else t.deducted_amount end) as amount
    from ticket t join order_line l on l.id = t.order_line_id join "order" o on o.id = t.order_id
    where ${within} and ${ofTicket}
    group by ${quarter}, o.channel, o.currency, t.event_id, t.price_id, l.vat_bp`.execute(rx.db);
  const { rows: lines } = await sql<SalePart>`
    select ${quarter} as quarter_at, o.channel, o.currency, o.event_id, l.price_id, l.vat_bp, 0 as tickets,
      sum(l.quantity * l.charged_amount) as sold, sum(l.quantity * l.charged_amount) as amount
    from order_line l join "order" o on o.id = l.order_id
    where ${within} and ${ofOrder} and o.status >= 0 and l.cancelled_at is null and l.kind not in ('ticket', 'pack')
    group by ${quarter}, o.channel, o.currency, o.event_id, l.price_id, l.vat_bp`.execute(rx.db);
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

/** From the payments and refunds themselves, by currency. */
export async function saleBalances(
  rx: Rx,
  { organizer_id, from, until }: ReportSpan,
): Promise<SaleBalance[]> {
  const within = sql`o.organizer_id = ${organizer_id} and o.confirmed_at >= ${from} and o.confirmed_at < ${until}`;
  const { rows } = await sql<Omit<SaleBalance, 'due'>>`
    select o.currency, count(*) as orders, sum(o.total) as amount,
      sum(coalesce((select sum(p.amount) from payment p where p.order_id = o.id and p.deleted_at is null), 0)) as payments,
      sum(coalesce((select sum(r.amount) from refund r where r.order_id = o.id), 0)) as refunds
    from "order" o where ${within} group by o.currency order by o.currency`.execute(rx.db);
  return rows.map((row) => ({ ...row, due: row.amount - row.payments + row.refunds }));
}
