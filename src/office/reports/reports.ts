import { formatLocalDate } from '../../domain/local-time.ts';
import { vatWithin } from '../../domain/money.ts';
import type { Rx } from '../../store/transaction.ts';
import type { Report, ReportColumn, ReportRow, ReportSpan } from './report.ts';
import { saleParts, type SalePart } from './sale-parts.ts';

export const salesDimensions = ['day', 'event', 'price', 'platform'] as const;
export type SalesDimension = (typeof salesDimensions)[number];

const sums: readonly ReportColumn[] = [
  { key: 'currency', type: 'text' },
  { key: 'tickets', type: 'count' },
  { key: 'sold', type: 'amount' },
  { key: 'given_back', type: 'amount' },
  { key: 'amount', type: 'amount' },
];

/** Sales by one dimension, from the rows themselves. */
export async function salesReport(rx: Rx, span: ReportSpan, by: SalesDimension): Promise<Report> {
  const parts = await saleParts(rx, span);
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
  return { columns: [{ key: by, type: 'text' }, ...sums], rows: sorted(rows, by) };
}

function sorted(rows: readonly ReportRow[], by: SalesDimension): ReportRow[] {
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
  if (by === 'day') return ({ quarter_at }) => formatLocalDate(quarter_at, zone);
  if (by === 'platform') return ({ channel }) => channel;
  const id = (part: SalePart): number | null => (by === 'event' ? part.event_id : part.price_id);
  const ids = [...new Set(parts.flatMap((part) => id(part) ?? []))];
  if (ids.length === 0) return () => '';
  const rows = await rx.db.selectFrom(by).select(['id', 'name']).where('id', 'in', ids).execute();
  const names = new Map(rows.map((row) => [row.id, row.name]));
  return (part) => names.get(id(part) ?? 0) ?? '';
}

/** VAT by rate: worked out on the sum of each rate. */
export async function vatReport(rx: Rx, span: ReportSpan): Promise<Report> {
  const parts = await saleParts(rx, span);
  const groups = Map.groupBy(parts, ({ currency, vat_bp }) => `${currency}/${vat_bp}`);
  const rows = [...groups.values()].flatMap((group): ReportRow[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { currency, vat_bp } = first;
    const gross = group.reduce((sum, { amount }) => sum + amount, 0);
    const vat = vatWithin(gross, vat_bp);
    return [{ vat_bp, currency, gross, vat, net: gross - vat }];
  });
  const columns: readonly ReportColumn[] = [
    { key: 'vat_bp', type: 'rate' },
    { key: 'currency', type: 'text' },
    { key: 'gross', type: 'amount' },
    { key: 'vat', type: 'amount' },
    { key: 'net', type: 'amount' },
  ];
  return { columns, rows: rows.toSorted((a, b) => Number(a['vat_bp']) - Number(b['vat_bp'])) };
}

/** Of each session that begins within the span: tickets that are good, and how many of them came. */
export async function attendanceReport(rx: Rx, span: ReportSpan): Promise<Report> {
  const { organizer_id, from, until, event_id } = span;
  let query = rx.db
    .selectFrom('session')
    .innerJoin('event', 'event.id', 'session.event_id')
    .innerJoin('ticket', (join) =>
      join.onRef('ticket.session_id', '=', 'session.id').on('ticket.state', '=', 'valid'),
    )
    .leftJoin('entitlement', 'entitlement.ticket_id', 'ticket.id')
    .select((eb) => [
      'event.name as event',
      'session.name as session',
      'session.starts_at',
      eb.fn.count<number>('ticket.id').distinct().as('sold'),
      eb.fn
        .count<number>(eb.case().when('entitlement.used', '>', 0).then(eb.ref('ticket.id')).end())
        .distinct()
        .as('came'),
    ])
    .where('session.organizer_id', '=', organizer_id)
    .where('session.starts_at', '>=', from)
    .where('session.starts_at', '<', until)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom('ticket as leaf').select('leaf.id').whereRef('leaf.main_ticket_id', '=', 'ticket.id'),
        ),
      ),
    )
    .groupBy(['session.id', 'event.name', 'session.name', 'session.starts_at'])
    .orderBy('session.starts_at')
    .orderBy('session.id');
  if (event_id !== undefined) query = query.where('session.event_id', '=', event_id);
  const found = await query.execute();
  const columns: readonly ReportColumn[] = [
    { key: 'event', type: 'text' },
    { key: 'session', type: 'text' },
    { key: 'starts_at', type: 'at' },
    { key: 'sold', type: 'count' },
    { key: 'came', type: 'count' },
    { key: 'no_show', type: 'count' },
  ];
  return { columns, rows: found.map((row) => ({ ...row, no_show: row.sold - row.came })) };
}
