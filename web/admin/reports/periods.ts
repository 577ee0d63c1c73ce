/** Spans that people ask for, as days of the venue's calendar. */

export interface Days {
  /** "2026-05-01": the first and the last */
  readonly from: string;
  readonly until: string;
}

export const periods = ['today', 'yesterday', 'week', 'month', 'lastMonth', 'year', 'lastYear'] as const;
export type Period = (typeof periods)[number];

/** A day of the calendar; days and months beyond their ends are those after and before. */
function day(year: number, month: number, date: number): string {
  return new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10);
}

/** The span, seen from a day. */
export function daysOf(period: Period, today: string): Days {
  const [year = 0, month = 0, date = 0] = today.split('-').map(Number);
  const to = (from: string, until = today): Days => ({ from, until });
  const found: { readonly [P in Period]: Days } = {
    today: to(today),
    yesterday: to(day(year, month, date - 1), day(year, month, date - 1)),
    week: to(day(year, month, date - 6)),
    month: to(day(year, month, 1)),
    lastMonth: to(day(year, month - 1, 1), day(year, month, 0)),
    year: to(day(year, 1, 1)),
    lastYear: to(day(year - 1, 1, 1), day(year - 1, 12, 31)),
  };
  return found[period];
}

/** The period that a span is; undefined for one of its own. */
export function periodOf({ from, until }: Days, today: string): Period | undefined {
  return periods.find((period) => {
    const days = daysOf(period, today);
    return days.from === from && days.until === until;
  });
}

/** The day that it is in a zone. */
export function dayIn(zone: string, now: Date): string {
  // Sweden writes dates as the office does
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now);
}
