import { Fault } from './faults.ts';
import type { JournalPeriod } from './journal.ts';
import { dayBounds } from './local-time.ts';

/** Days, months and years of the till, in the organizer's zone: "2026-05-15", "2026-05", "2026". */

const shapes: Readonly<Record<JournalPeriod, RegExp>> = {
  day: /^\d{4}-\d\d-\d\d$/,
  month: /^\d{4}-\d\d$/,
  year: /^\d{4}$/,
};

/** What kind of period a text names. Throws `invalid_date`. */
export function periodKindOf(text: string): JournalPeriod {
  for (const kind of ['day', 'month', 'year'] as const) if (shapes[kind].test(text)) return kind;
  throw new Fault('invalid_date', { date: text.slice(0, 40) });
}

/** `[from, until)` in ms. Throws `invalid_date` for a text that names no period. */
export function periodBounds(text: string, zone: string): { from: number; until: number } {
  const kind = periodKindOf(text);
  if (kind === 'day') return dayBounds(text, zone);
  const [year, month] = text.split('-').map(Number) as [number, number | undefined];
  const last = month === undefined || month === 12 ? `${padded(year + 1)}-01` : nextMonth(year, month);
  const first = month === undefined ? `${text}-01` : text;
  return { from: dayBounds(`${first}-01`, zone).from, until: dayBounds(`${last}-01`, zone).from };
}

const padded = (year: number): string => String(year).padStart(4, '0');
const nextMonth = (year: number, month: number): string =>
  `${padded(year)}-${String(month + 1).padStart(2, '0')}`;

/** The month of a day, the year of a month. */
export function periodAround(kind: JournalPeriod, day: string): string {
  return day.slice(0, { day: 10, month: 7, year: 4 }[kind]);
}
