import { sql } from 'kysely';
import type { Rx } from '../../store/transaction.ts';
import { whole, type ReportForm, type ReportRow, type ReportSpan } from './report.ts';

interface Drawer {
  readonly counter_session_id: number;
  readonly counter: string;
  readonly opened_at: number;
  readonly closed_at: number | null;
  readonly seller: string;
  readonly currency: string;
  readonly opening: number;
  readonly expected: number | null;
  readonly counted: number | null;
  readonly sales: number;
  readonly sold: number;
  readonly returned: number;
  readonly cash: number;
}

/**
 * The drawers of the tills that were opened within the span, from the journal: a Z once they are counted, an X until then. What
 * of a drawer that is still open is expected is what lies in it now.
 */
export const closings: ReportForm = {
  dimensions: [],
  filters: [],
  known_by: ['counter_session_id'],
  balanced: false,
  columns: () => [
    { key: 'counter', type: 'text' },
    { key: 'sign', type: 'text' },
    { key: 'opened_at', type: 'at' },
    { key: 'closed_at', type: 'at' },
    { key: 'seller', type: 'text' },
    { key: 'currency', type: 'text' },
    { key: 'sales', type: 'count', summed: true },
    { key: 'sold', type: 'amount', summed: true },
    { key: 'returned', type: 'amount', summed: true },
    { key: 'net', type: 'amount', summed: true },
    { key: 'opening', type: 'amount' },
    { key: 'expected', type: 'amount' },
    { key: 'counted', type: 'amount' },
    { key: 'difference', type: 'amount', summed: true },
  ],
  page: whole(async (rx, span) => (await drawers(rx, span)).map(rowOf)),
};

async function drawers(rx: Rx, { organizer_id, from, until }: ReportSpan): Promise<Drawer[]> {
  const sum = (kinds: string, amount = 'j.amount') =>
    sql.raw(`sum(case when j.kind in (${kinds}) then ${amount} else 0 end)`);
  const { rows } = await sql<Drawer>`
    select s.id as counter_session_id, c.name as counter, s.opened_at, s.closed_at, coalesce(u.name, s.user_label) as seller, g.currency,
      s.opening_amount as opening, s.expected_amount as expected, s.closing_amount as counted,
      ${sum(`'sale'`, '1')} as sales, ${sum(`'sale'`)} as sold, ${sum(`'return'`)} as returned,
      sum(case when j.method = 'cash' and j.kind in ('payment', 'refund', 'cash_in', 'cash_out') then j.amount else 0 end) as cash
    from counter_session s join counter c on c.id = s.counter_id join organizer g on g.id = s.organizer_id
      left join "user" u on u.id = s.user_id
      left join journal_line j on j.counter_id = s.counter_id and j.counter_session_id = s.id
        and j.number >= coalesce(s.opening_number, 1)
    where s.organizer_id = ${organizer_id} and s.opened_at >= ${from} and s.opened_at < ${until}
    group by s.id, c.name, s.opened_at, s.closed_at, u.name, s.user_label, g.currency, s.opening_amount, s.expected_amount,
      s.closing_amount
    order by s.opened_at, s.id`.execute(rx.db);
  return rows;
}

function rowOf(drawer: Drawer): ReportRow {
  const { closed_at, opening, counted, sold, returned, cash, ...rest } = drawer;
  const expected = drawer.expected ?? opening + cash;
  return {
    ...{ ...rest, sign: closed_at === null ? 'X' : 'Z', closed_at, opening, expected, counted, sold },
    returned: 0 - returned,
    net: sold + returned,
    difference: counted === null ? null : counted - expected,
  };
}
