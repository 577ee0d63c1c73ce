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
  switch (period) {
    case 'today':
      return { from: today, until: today };
    case 'yesterday':
      return { from: day(year, month, date - 1), until: day(year, month, date - 1) };
    case 'week':
      return { from: day(year, month, date - 6), until: today };
    case 'month':
      return { from: day(year, month, 1), until: today };
    case 'lastMonth':
      return { from: day(year, month - 1, 1), until: day(year, month, 0) };
    case 'year':
      return { from: day(year, 1, 1), until: today };
    case 'lastYear':
      return { from: day(year - 1, 1, 1), until: day(year - 1, 12, 31) };
  }
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
