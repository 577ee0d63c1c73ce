import { dayBounds, formatLocalDate } from '../../domain/local-time.ts';
import type { Rx } from '../../store/transaction.ts';
import { salesByHour, type SalesOfHour } from '../tallies/read-tallies.ts';

/** Sales of one day of the organizer's zone, by where they were made. */
export interface SalesOfDay extends Omit<SalesOfHour, 'hour_at'> {
  /** "2026-05-15" */
  readonly date: string;
}

export interface Days {
  readonly organizer_id: number;
  /** IANA */
  readonly zone: string;
  readonly now: number;
  /** today and the days before it, so many in all */
  readonly days: number;
}

const day_ms = 86_400_000;

/** The dates, oldest first; the last is today. */
export function datesOf({ zone, now, days }: Omit<Days, 'organizer_id'>): string[] {
  const { from } = dayBounds(formatLocalDate(now, zone), zone);
  // noon keeps its day whichever way the clocks are changed
  const noon = from + day_ms / 2;
  return Array.from({ length: days }, (_, back) => formatLocalDate(noon - (days - 1 - back) * day_ms, zone));
}

/**
 * Sums by day, platform and currency, from the sums of the hours: what they lag, these lag. An hour belongs to the day in which
 * it begins.
 */
export async function salesOfDays(rx: Rx, of: Days): Promise<SalesOfDay[]> {
  const { organizer_id, zone } = of;
  const dates = datesOf(of);
  const { from } = dayBounds(dates[0] ?? '', zone);
  const { until } = dayBounds(dates.at(-1) ?? '', zone);
  const sums = new Map<string, { -readonly [K in keyof SalesOfDay]: SalesOfDay[K] }>();
  for (const { hour_at, channel, currency, ...figures } of await salesByHour(rx, {
    organizer_id,
    from,
    until,
  })) {
    const date = formatLocalDate(hour_at, zone);
    const key = `${date}/${currency}/${channel}`;
    const sum = sums.get(key) ?? { date, channel, currency, orders: 0, tickets: 0, amount: 0 };
    sum.orders += figures.orders;
    sum.tickets += figures.tickets;
    sum.amount += figures.amount;
    sums.set(key, sum);
  }
  return [...sums.values()].filter(
    ({ orders, tickets, amount }) => orders !== 0 || tickets !== 0 || amount !== 0,
  );
}
