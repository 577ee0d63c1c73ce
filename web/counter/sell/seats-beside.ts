/** Who comes together sits together: one seat is touched, and those beside it come with it. Pure. */

interface PlanSeat {
  readonly place_id: number;
  readonly row_label: string;
  /** in seats and rows of the plan */
  readonly x: number;
  readonly y: number;
}

/** seats farther apart have an aisle between them */
const beside_max = 1.5;

/**
 * The seats that are taken when these were touched: those themselves, then as many free ones beside the first, to its right
 * before its left, as it takes to have `quantity`. Fewer, where a row has no more in a stretch. `touched` in the order in which
 * they were; `fits` says which seats may be had.
 */
export function withSeatsBeside<Seat extends PlanSeat>(
  seats: readonly Seat[],
  touched: readonly number[],
  quantity: number,
  fits: (seat: Seat) => boolean,
): readonly Seat[] {
  const byId = new Map(seats.map((seat) => [seat.place_id, seat]));
  const taken = new Set(touched.flatMap((id) => byId.get(id) ?? []).slice(0, quantity));
  for (const seat of [...taken])
    for (const side of [1, -1] as const)
      for (const next of stretchFrom(seats, seat, side)) {
        if (taken.size === quantity || !(fits(next) || taken.has(next))) break;
        taken.add(next);
      }
  return [...taken].toSorted((a, b) => a.y - b.y || a.x - b.x);
}

/** Seats of the same row on one side of a seat, the nearest first, up to an aisle. */
function stretchFrom<Seat extends PlanSeat>(seats: readonly Seat[], from: Seat, side: 1 | -1): Seat[] {
  const row = seats
    .filter((one) => one.row_label === from.row_label && one.y === from.y && (one.x - from.x) * side > 0)
    .toSorted((a, b) => (a.x - b.x) * side);
  const end = row.findIndex((one, index) => Math.abs(one.x - (row[index - 1] ?? from).x) > beside_max);
  return end === -1 ? row : row.slice(0, end);
}

/** What is touched after one more touch: again lets it go, and one beyond `quantity` begins anew. */
export function touchedNext(
  touched: readonly number[],
  place_id: number,
  quantity: number,
): readonly number[] {
  if (touched.includes(place_id)) return touched.filter((id) => id !== place_id);
  return touched.length >= quantity ? [place_id] : [...touched, place_id];
}
