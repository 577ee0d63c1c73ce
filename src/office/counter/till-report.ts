import { vatWithin } from '../../domain/money.ts';
import { sql } from 'kysely';
import type { Rx } from '../../store/transaction.ts';
import { goodsOfContent, says_cancelled, says_goods, type GoodsPart } from './sold-goods.ts';

/** A stretch of one counter's journal, both numbers included; none when `last_number` is less than `first_number`. */
export interface JournalRange {
  readonly counter_id: number;
  readonly first_number: number;
  readonly last_number: number;
}

/**
 * What an X or Z report says of a stretch of the journal. Amounts are minor units; what came back and what went out stands
 * in `returns`, `refunds` and, below 0, in the sums by rate, department and mode. VAT is worked out on the sum of each rate.
 */
export interface TillReport extends JournalRange {
  /** null where the stretch is empty */
  readonly first_at: number | null;
  readonly last_at: number | null;
  readonly sales: CountedAmount;
  readonly returns: CountedAmount;
  readonly net: number;
  readonly vat: readonly { vat_bp: number; gross: number; vat: number; net: number }[];
  readonly departments: readonly {
    department_id: number | null;
    name: string;
    quantity: number;
    gross: number;
  }[];
  readonly payments: readonly {
    payment_mode_id: number | null;
    name: string;
    method: string;
    count: number;
    amount: number;
  }[];
  readonly cash: CashReport;
  /** all that was ever sold at the counter when the stretch ended, and all that came back: neither ever goes down */
  readonly sold_total: number;
  readonly returned_total: number;
}

interface CountedAmount {
  readonly count: number;
  readonly amount: number;
}

export interface CashReport {
  readonly openings: number;
  readonly received: number;
  readonly paid_back: number;
  readonly put_in: number;
  readonly taken_out: number;
  /** of the sessions that were closed in the stretch: what was counted less what was expected */
  readonly difference: number;
}

interface Sum {
  readonly kind: string;
  readonly method: string | null;
  readonly payment_mode_id: number | null;
  readonly amount: number;
  readonly count: number;
}

/** The sums of a stretch of one counter's journal: three aggregates and a few names. */
export async function tillReport(
  rx: Rx,
  range: JournalRange & { readonly organizer_id: number },
): Promise<TillReport> {
  const { organizer_id, counter_id, first_number, last_number } = range;
  const sums = await lineSums(rx, range);
  const goods = [
    ...(await goodsSums(rx, range)),
    ...(await ticketRefundSums(rx, range)),
    ...(await toldSums(rx, range)),
  ];
  const names = await namesOf(rx, organizer_id);
  const [first, last] = [
    await lineAt(rx, counter_id, first_number),
    await lineAt(rx, counter_id, last_number),
  ];
  // of an empty stretch the lines on both sides are found: the totals are those before it, the instants none
  const empty = last_number < first_number;
  const sales = countedOf(sums, 'sale');
  const returns = countedOf(sums, 'return');
  return {
    counter_id,
    first_number,
    last_number,
    first_at: empty ? null : (first?.recorded_at ?? null),
    last_at: empty ? null : (last?.recorded_at ?? null),
    sales,
    returns,
    net: sales.amount + returns.amount,
    vat: vatOf(goods),
    departments: departmentsOf(goods, names.departments),
    payments: paymentsOf(sums, names.modes),
    cash: await cashOf(rx, range, sums),
    sold_total: last?.sold_total ?? 0,
    returned_total: last?.returned_total ?? 0,
  };
}

async function lineSums(rx: Rx, { counter_id, first_number, last_number }: JournalRange): Promise<Sum[]> {
  return rx.db
    .selectFrom('journal_line')
    .select((eb) => [
      'kind',
      'method',
      'payment_mode_id',
      eb.fn.sum<number>('amount').as('amount'),
      eb.fn.countAll<number>().as('count'),
    ])
    .where('counter_id', '=', counter_id)
    .where('number', '>=', first_number)
    .where('number', '<=', last_number)
    .groupBy(['kind', 'method', 'payment_mode_id'])
    .execute();
}

/** Of the lines of the orders that were sold or came back, as they stood then. */
async function goodsSums(rx: Rx, range: JournalRange): Promise<GoodsPart[]> {
  const { rows } = await sql<GoodsPart>`
    select l."vat_bp", l."department_id", sum(case when j."kind" = 'return' then -l."quantity" else l."quantity" end) as "quantity",
      sum(l."quantity" * l."charged_amount") as "gross"
    from "journal_line" j join "order_line" l on l."order_id" = j."order_id"
    where j."counter_id" = ${range.counter_id} and j."number" between ${range.first_number} and ${range.last_number}
      and j."kind" in ('sale', 'return') and j."refund_id" is null
      and (l."cancelled_at" is null or l."cancelled_at" > j."recorded_at")
      and j."content" not like (case when j."kind" = 'sale' then ${says_goods} else ${says_cancelled} end)
    group by l."vat_bp", l."department_id"`.execute(rx.db);
  return rows;
}

/** Of orders that were given up, taken up again or changed after they were sold: the line itself says what of. */
async function toldSums(rx: Rx, range: JournalRange): Promise<GoodsPart[]> {
  const rows = await rx.db
    .selectFrom('journal_line')
    .select('content')
    .where('counter_id', '=', range.counter_id)
    .where('number', '>=', range.first_number)
    .where('number', '<=', range.last_number)
    .where('refund_id', 'is', null)
    .where((eb) =>
      eb.or([
        eb.and([eb('kind', '=', 'return'), eb('content', 'like', says_cancelled)]),
        eb.and([eb('kind', '=', 'sale'), eb('content', 'like', says_goods)]),
      ]),
    )
    .execute();
  return rows.flatMap(({ content }) => goodsOfContent(content));
}

async function ticketRefundSums(rx: Rx, range: JournalRange): Promise<GoodsPart[]> {
  const { rows } = await sql<GoodsPart>`
    select l."vat_bp", l."department_id", -count(*) as "quantity", -sum(rt."amount") as "gross"
    from "journal_line" j join "refund_ticket" rt on rt."refund_id" = j."refund_id"
      join "ticket" t on t."id" = rt."ticket_id" join "order_line" l on l."id" = t."order_line_id"
    where j."counter_id" = ${range.counter_id} and j."number" between ${range.first_number} and ${range.last_number}
      and j."kind" = 'return' and j."refund_id" is not null
    group by l."vat_bp", l."department_id"`.execute(rx.db);
  return rows;
}

interface Names {
  readonly departments: ReadonlyMap<number | null, string>;
  readonly modes: ReadonlyMap<number | null, string>;
}

async function namesOf(rx: Rx, organizer_id: number): Promise<Names> {
  const named = async (kind: 'department' | 'payment_mode') =>
    new Map<number | null, string>(
      (
        await rx.db.selectFrom(kind).select(['id', 'name']).where('organizer_id', '=', organizer_id).execute()
      ).map(({ id, name }) => [id, name]),
    );
  return { departments: await named('department'), modes: await named('payment_mode') };
}

async function lineAt(rx: Rx, counter_id: number, number: number) {
  return rx.db
    .selectFrom('journal_line')
    .select(['recorded_at', 'sold_total', 'returned_total'])
    .where('counter_id', '=', counter_id)
    .where('number', '=', number)
    .executeTakeFirst();
}

function countedOf(sums: readonly Sum[], kind: string): CountedAmount {
  let [count, amount] = [0, 0];
  for (const sum of sums) if (sum.kind === kind) [count, amount] = [count + sum.count, amount + sum.amount];
  return { count, amount };
}

function vatOf(goods: readonly GoodsPart[]): TillReport['vat'] {
  const rates = new Map<number, number>();
  for (const { vat_bp, gross } of goods) rates.set(vat_bp, (rates.get(vat_bp) ?? 0) + gross);
  return [...rates]
    .map(([vat_bp, gross]) => {
      const vat = vatWithin(gross, vat_bp);
      return { vat_bp, gross, vat, net: gross - vat };
    })
    .toSorted((a, b) => a.vat_bp - b.vat_bp);
}

function departmentsOf(
  goods: readonly GoodsPart[],
  names: ReadonlyMap<number | null, string>,
): TillReport['departments'] {
  const sums = new Map<number | null, { quantity: number; gross: number }>();
  for (const { department_id, quantity, gross } of goods) {
    const known = sums.get(department_id) ?? { quantity: 0, gross: 0 };
    sums.set(department_id, { quantity: known.quantity + quantity, gross: known.gross + gross });
  }
  return [...sums]
    .map(([department_id, sum]) => ({ department_id, name: names.get(department_id) ?? '', ...sum }))
    .toSorted((a, b) => (a.department_id ?? 0) - (b.department_id ?? 0));
}

function paymentsOf(sums: readonly Sum[], names: ReadonlyMap<number | null, string>): TillReport['payments'] {
  return sums
    .filter(({ kind }) => kind === 'payment' || kind === 'refund')
    .map(({ payment_mode_id, method, count, amount }) => ({
      payment_mode_id,
      name: names.get(payment_mode_id) ?? method ?? '',
      method: method ?? '',
      count,
      amount,
    }))
    .toSorted((a, b) => (a.payment_mode_id ?? 0) - (b.payment_mode_id ?? 0) || b.amount - a.amount);
}

async function cashOf(
  rx: Rx,
  { counter_id, first_number, last_number }: JournalRange,
  sums: readonly Sum[],
): Promise<CashReport> {
  const cash = (kind: string) =>
    sums
      .filter((sum) => sum.kind === kind && sum.method === 'cash')
      .reduce((all, sum) => all + sum.amount, 0);
  const { difference } = await rx.db
    .selectFrom('counter_session')
    .select(sql<number>`coalesce(sum("closing_amount" - "expected_amount"), 0)`.as('difference'))
    .where('counter_id', '=', counter_id)
    .where('closing_number', '>=', first_number)
    .where('closing_number', '<=', last_number)
    .executeTakeFirstOrThrow();
  return {
    openings: countedOf(sums, 'opening').amount,
    received: cash('payment'),
    paid_back: cash('refund'),
    put_in: countedOf(sums, 'cash_in').amount,
    taken_out: countedOf(sums, 'cash_out').amount,
    difference,
  };
}
