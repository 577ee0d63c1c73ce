/**
 * Until when a buyer may change something of a session alone, without asking the organizer. Pure; instants in ms.
 */

const hour_ms = 3_600_000;

/** More would be no rule any more: a year of hours. */
export const buyer_hours_max = 8_784;

export interface BuyerTerm {
  /** how many hours before the session it ends; null: never allowed */
  readonly hours: number | null;
  /** null: the tickets hold for no day of their own, so that no day ends it */
  readonly starts_at: number | null;
}

/** The last instant at which it is allowed; null: at none. */
export function allowedUntil({ hours, starts_at }: BuyerTerm): number | null {
  if (hours === null) return null;
  return starts_at === null ? Number.POSITIVE_INFINITY : starts_at - hours * hour_ms;
}

/** The first of several ends; null where one of them is never, or there is none. */
export function earliestEnd(terms: readonly BuyerTerm[]): number | null {
  let first = Number.POSITIVE_INFINITY;
  for (const term of terms) {
    const until = allowedUntil(term);
    if (until === null) return null;
    first = Math.min(first, until);
  }
  return terms.length === 0 ? null : first;
}
