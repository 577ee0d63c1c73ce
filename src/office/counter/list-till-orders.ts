import { vatWithin } from '../../domain/money.ts';
import { isConfirmed, isPaid, statusOfCode } from '../../domain/order-life.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';

/** An order as a till shows it, with its lines, what they hold of VAT, its payments and its buyer. */
export interface TillOrder {
  readonly order: Row<'order'>;
  readonly counter_id: number | null;
  readonly validated: boolean;
  /** paid in full, or given back */
  readonly terminated: boolean;
  readonly cancelled: boolean;
  /** with the tickets that still stand: of an order that lives on, those that were refunded are not counted */
  readonly lines: readonly (Row<'order_line'> & { readonly variations: readonly Variation[] })[];
  /** what was kept of tickets that were refunded, by rate */
  readonly kept: readonly { readonly vat_bp: number; readonly amount: number }[];
  readonly vat: readonly { readonly vat_bp: number; readonly gross: number; readonly vat: number }[];
  readonly payments: readonly Payment[];
  readonly customer: Row<'customer'> | undefined;
}

interface Variation {
  readonly variation_id: number;
  readonly title: string;
  readonly amount: number;
}

/** Money that came, or went (below 0). */
export interface Payment {
  readonly payment_mode_id: number | null;
  readonly name: string;
  readonly amount: number;
  readonly paid_at: number;
}

export interface TillOrdersFilter {
  readonly organizer_id: number;
  /** `[from, until)`, by when they were made */
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  readonly validated?: boolean | undefined;
  readonly dining_table_id?: number | undefined;
  /** rung up while this session of a till was open */
  readonly counter_session_id?: number | undefined;
  /** made before that order: the page after the one that ends with it */
  readonly before_id?: number | undefined;
  /** the latest first */
  readonly latest?: boolean | undefined;
  /** those that are neither paid in full nor given up, quotes included; somebody's hold elsewhere, which ends by itself, is none */
  readonly unsettled?: boolean | undefined;
  readonly limit?: number | undefined;
}

/** of domain/order-life.ts: paid, and whatever comes after */
const status_paid = 15;

/** The ids of the orders that fit, by when they were made. */
export async function tillOrderIds(rx: Rx, filter: TillOrdersFilter): Promise<number[]> {
  const { organizer_id, from, until, validated, dining_table_id, unsettled } = filter;
  const { counter_session_id, before_id, latest = false } = filter;
  const direction = latest ? 'desc' : 'asc';
  let query = rx.db
    .selectFrom('order')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .orderBy('created_at', direction)
    .orderBy('id', direction);
  // whatever was made since then has changed since then, too: the index is by the last change
  if (from !== undefined) query = query.where('updated_at', '>=', from).where('created_at', '>=', from);
  if (until !== undefined) query = query.where('created_at', '<', until);
  if (validated === true) query = query.where('confirmed_at', 'is not', null);
  if (validated === false) query = query.where('confirmed_at', 'is', null);
  if (dining_table_id !== undefined) query = query.where('dining_table_id', '=', dining_table_id);
  if (counter_session_id !== undefined)
    query = query
      .where('counter_session_id', '=', counter_session_id)
      // the same index: whatever it rang up changed since it was opened
      .where('updated_at', '>=', (eb) =>
        eb.selectFrom('counter_session').select('opened_at').where('id', '=', counter_session_id),
      );
  if (before_id !== undefined) query = query.where('id', '<', before_id);
  if (unsettled === true)
    query = query
      .where('status', '>=', 0)
      .where('status', '<', status_paid)
      .where((of) => of.or([of('confirmed_at', 'is not', null), of('expires_at', 'is', null)]));
  if (unsettled === false)
    query = query.where((of) => of.or([of('status', '<', 0), of('status', '>=', status_paid)]));
  if (filter.limit !== undefined) query = query.limit(filter.limit);
  return (await rx.lists(query)).map(([id]) => id as number);
}

/** The orders of these ids, in their order; ids of another organizer are passed over. */
export async function tillOrders(rx: Rx, organizer_id: number, ids: readonly number[]): Promise<TillOrder[]> {
  if (ids.length === 0) return [];
  const orders = await rx.db
    .selectFrom('order')
    .leftJoin('counter_session', 'counter_session.id', 'order.counter_session_id')
    .selectAll('order')
    .select('counter_session.counter_id')
    .where('order.organizer_id', '=', organizer_id)
    .where('order.id', 'in', ids)
    .execute();
  const beside = await besideOf(
    rx,
    orders.map(({ id }) => id),
  );
  const customers = await customersOf(
    rx,
    orders.map(({ customer_id }) => customer_id),
  );
  const byId = new Map(orders.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const found = byId.get(id);
    if (found === undefined) return [];
    const { counter_id, ...order } = found;
    const status = statusOfCode(order.status);
    const sold = beside.lines.get(id) ?? [];
    const lines = order.status < 0 ? sold : withoutEnded(sold, beside.ended);
    const kept = order.status < 0 ? [] : keptOf(sold, beside.ended);
    return [
      {
        order: { ...order },
        counter_id: counter_id ?? quotedAt(order.metadata),
        validated: isConfirmed(status),
        terminated: isPaid(status),
        cancelled: order.cancelled_at !== null,
        lines,
        kept,
        vat: vatOf(lines, kept),
        payments: beside.payments.get(id) ?? [],
        customer: customers.get(order.customer_id ?? 0),
      },
    ];
  });
}

/** A quote belongs to no session yet: it says itself which till it is for. */
function quotedAt(metadata: string): number | null {
  const { counter_id } = JSON.parse(metadata) as { counter_id?: unknown };
  return typeof counter_id === 'number' ? counter_id : null;
}

type Lines = TillOrder['lines'];
type Ended = ReadonlyMap<number, { readonly tickets: number; readonly kept: number }>;

function withoutEnded(lines: Lines, ended: Ended): Lines {
  return lines
    .map((line) => ({ ...line, quantity: line.quantity - (ended.get(line.id)?.tickets ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
}

function keptOf(lines: Lines, ended: Ended): TillOrder['kept'] {
  return lines
    .map(({ id, vat_bp }) => ({ vat_bp, amount: ended.get(id)?.kept ?? 0 }))
    .filter(({ amount }) => amount > 0);
}

function vatOf(lines: Lines, kept: TillOrder['kept']): TillOrder['vat'] {
  const rates = new Map<number, number>();
  for (const { vat_bp, amount } of kept) rates.set(vat_bp, (rates.get(vat_bp) ?? 0) + amount);
  for (const { vat_bp, quantity, charged_amount } of lines)
    rates.set(vat_bp, (rates.get(vat_bp) ?? 0) + quantity * charged_amount);
  return [...rates]
    .map(([vat_bp, gross]) => ({ vat_bp, gross, vat: vatWithin(gross, vat_bp) }))
    .toSorted((a, b) => a.vat_bp - b.vat_bp);
}

interface Beside {
  readonly lines: ReadonlyMap<number, TillOrder['lines'][number][]>;
  readonly payments: ReadonlyMap<number, Payment[]>;
  /** tickets that were given back or cancelled, by line */
  readonly ended: Ended;
}

async function besideOf(rx: Rx, ids: readonly number[]): Promise<Beside> {
  if (ids.length === 0) return { lines: new Map(), payments: new Map(), ended: new Map() };
  const lines = await rx.db
    .selectFrom('order_line')
    .selectAll()
    .where('order_id', 'in', ids)
    .where('cancelled_at', 'is', null)
    .orderBy('id')
    .execute();
  const line_ids = lines.map(({ id }) => id);
  const variations =
    line_ids.length === 0
      ? []
      : await rx.db
          .selectFrom('order_line_variation')
          .selectAll()
          .where('order_line_id', 'in', line_ids)
          .orderBy('order_line_id')
          .orderBy('position')
          .execute();
  const ofLine = Map.groupBy(variations, ({ order_line_id }) => order_line_id);
  const whole = lines.map((line) => ({ ...line, variations: ofLine.get(line.id) ?? [] }));
  const byOrder = Map.groupBy(whole, ({ order_id }) => order_id);
  return { lines: byOrder, payments: await moneyOf(rx, ids), ended: await endedOf(rx, ids) };
}

async function endedOf(rx: Rx, ids: readonly number[]): Promise<Ended> {
  const rows = await rx.db
    .selectFrom('ticket')
    .select((of) => [
      'order_line_id',
      of.fn.countAll<number>().as('tickets'),
      of.fn.sum<number>('deducted_amount').as('kept'),
    ])
    .where('order_id', 'in', ids)
    .where('state', 'not in', ['held', 'valid'])
    .groupBy('order_line_id')
    .execute();
  return new Map(rows.map(({ order_line_id, tickets, kept }) => [order_line_id, { tickets, kept }]));
}

async function moneyOf(rx: Rx, ids: readonly number[]): Promise<Map<number, Payment[]>> {
  const paid = await rx.db
    .selectFrom('payment')
    .leftJoin('payment_mode', 'payment_mode.id', 'payment.payment_mode_id')
    .select(['order_id', 'payment_mode_id', 'payment.method', 'payment_mode.name', 'amount', 'paid_at'])
    .where('order_id', 'in', ids)
    .where('payment.deleted_at', 'is', null)
    .execute();
  const refunded = await rx.db
    .selectFrom('refund')
    .leftJoin('payment_mode', 'payment_mode.id', 'refund.payment_mode_id')
    .select(['order_id', 'payment_mode_id', 'payment_mode.name', 'amount', 'refunded_at'])
    .where('order_id', 'in', ids)
    .execute();
  const money = [
    ...paid.map(({ method, name, ...rest }) => ({ ...rest, name: name ?? method })),
    ...refunded.map(({ refunded_at: paid_at, amount, name, ...rest }) => ({
      ...rest,
      name: name ?? '',
      amount: 0 - amount,
      paid_at,
    })),
  ].toSorted((a, b) => a.paid_at - b.paid_at);
  return Map.groupBy(money, ({ order_id }) => order_id);
}

async function customersOf(rx: Rx, ids: readonly (number | null)[]): Promise<Map<number, Row<'customer'>>> {
  const wanted = [...new Set(ids)].filter((id): id is number => id !== null);
  if (wanted.length === 0) return new Map();
  const rows = await rx.db.selectFrom('customer').selectAll().where('id', 'in', wanted).execute();
  return new Map(rows.map((row) => [row.id, row]));
}
