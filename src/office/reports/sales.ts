import { formatLocalDate } from '../../domain/local-time.ts';
import { vatWithin } from '../../domain/money.ts';
import type { Rx } from '../../store/transaction.ts';
import {
  whole,
  type ReportColumn,
  type ReportDimension,
  type ReportForm,
  type ReportRow,
  type ReportSpan,
} from './report.ts';
import { ordersAfter, saleParts, type SaleKey, type SalePart } from './sale-parts.ts';

const salesDimensions = ['day', 'event', 'price', 'platform'] as const;
type SalesDimension = (typeof salesDimensions)[number];

const keyOf: Readonly<Record<SalesDimension, SaleKey>> = {
  day: 'quarter_at',
  event: 'event_id',
  price: 'price_id',
  platform: 'channel',
};

const isSalesDimension = (by: ReportDimension | undefined): by is SalesDimension =>
  salesDimensions.some((one) => one === by);

/** Sales by one dimension, from the rows themselves. */
export const sales: ReportForm = {
  dimensions: salesDimensions,
  filters: ['event_id', 'platform'],
  balanced: true,
  columns: (by = 'day') => [
    { key: by, type: by === 'platform' ? 'platform' : 'text' },
    { key: 'currency', type: 'text' },
    { key: 'tickets', type: 'count', summed: true },
    { key: 'sold', type: 'amount', summed: true },
    { key: 'given_back', type: 'amount', summed: true },
    { key: 'amount', type: 'amount', summed: true },
  ],
  page: whole((rx, span, by) => salesBy(rx, span, isSalesDimension(by) ? by : 'day')),
};

async function salesBy(rx: Rx, span: ReportSpan, by: SalesDimension): Promise<ReportRow[]> {
  const parts = await saleParts(rx, span, [keyOf[by]]);
  const nameOf = await namer(rx, span, by, parts);
  const groups = Map.groupBy(parts, (part) => `${part.currency}/${nameOf(part)}`);
  const rows = [...groups.values()].flatMap((group): ReportRow[] => {
    const [first] = group;
    if (first === undefined) return [];
    const total = (pick: (part: SalePart) => number): number =>
      group.reduce((sum, part) => sum + pick(part), 0);
    const [sold, amount] = [total((part) => part.sold), total((part) => part.amount)];
    const tickets = total((part) => part.tickets);
    const given_back = sold - amount;
    return [{ [by]: nameOf(first), currency: first.currency, tickets, sold, given_back, amount }];
  });
  return rows.toSorted((a, b) =>
    by === 'day'
      ? String(a['day']).localeCompare(String(b['day']))
      : Number(b['amount']) - Number(a['amount']),
  );
}

async function namer(
  rx: Rx,
  { zone }: ReportSpan,
  by: SalesDimension,
  parts: readonly SalePart[],
): Promise<(part: SalePart) => string> {
  if (by === 'day') return ({ quarter_at }) => formatLocalDate(quarter_at ?? 0, zone);
  if (by === 'platform') return ({ channel }) => channel ?? '';
  const id = (part: SalePart): number | null => (by === 'event' ? part.event_id : part.price_id);
  const names = await namesOf(
    rx,
    by,
    parts.flatMap((part) => id(part) ?? []),
  );
  return (part) => names.get(id(part) ?? 0) ?? '';
}

/** ids of one question: below the number of parameters that both engines take */
const ids_at_once = 500;

async function namesOf(
  rx: Rx,
  kind: 'event' | 'price',
  ids: readonly number[],
): Promise<Map<number, string>> {
  const names = new Map<number, string>();
  const once = [...new Set(ids)];
  for (let start = 0; start < once.length; start += ids_at_once) {
    const some = once.slice(start, start + ids_at_once);
    const rows = await rx.db.selectFrom(kind).select(['id', 'name']).where('id', 'in', some).execute();
    for (const { id, name } of rows) names.set(id, name);
  }
  return names;
}

/** VAT by rate: worked out on the sum of each rate. */
export const vat: ReportForm = {
  dimensions: [],
  filters: ['event_id', 'platform'],
  balanced: true,
  columns: () => [
    { key: 'vat_bp', type: 'rate' },
    { key: 'currency', type: 'text' },
    { key: 'gross', type: 'amount', summed: true },
    { key: 'vat', type: 'amount', summed: true },
    { key: 'net', type: 'amount', summed: true },
  ],
  page: whole(async (rx, span) => {
    const parts = await saleParts(rx, span, ['vat_bp']);
    const groups = Map.groupBy(parts, ({ currency, vat_bp }) => `${currency}/${vat_bp}`);
    const rows = [...groups.values()].flatMap((group): ReportRow[] => {
      const [first] = group;
      if (first === undefined) return [];
      const { currency, vat_bp } = first;
      const gross = group.reduce((sum, { amount }) => sum + amount, 0);
      const within = vatWithin(gross, vat_bp ?? 0);
      return [{ vat_bp, currency, gross, vat: within, net: gross - within }];
    });
    return rows.toSorted((a, b) => Number(a['vat_bp']) - Number(b['vat_bp']));
  }),
};

const orderColumns: readonly ReportColumn[] = [
  { key: 'confirmed_at', type: 'at' },
  { key: 'order', type: 'text' },
  { key: 'platform', type: 'platform' },
  { key: 'event', type: 'text' },
  { key: 'currency', type: 'text' },
  { key: 'amount', type: 'amount', summed: true },
  { key: 'payments', type: 'amount', summed: true },
  { key: 'refunds', type: 'amount', summed: true },
  { key: 'due', type: 'amount', summed: true },
];

/** Order by order, as many as there are: what they come to and what was paid for them. */
export const orders: ReportForm = {
  dimensions: [],
  filters: ['event_id', 'platform'],
  balanced: true,
  columns: () => orderColumns,
  page: async (rx, span, _by, { after, limit }) => {
    const found = await ordersAfter(rx, span, { after, limit });
    const rows = found.map(({ id: _, label, channel, event, ...row }): ReportRow => {
      const { confirmed_at, currency, amount, payments, refunds } = row;
      const due = amount - payments + refunds;
      return {
        ...{ confirmed_at, order: label, platform: channel, event },
        ...{ currency, amount, payments, refunds, due },
      };
    });
    return { rows, after: found.length < limit ? undefined : found.at(-1)?.id };
  },
};
