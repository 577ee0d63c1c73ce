/** Where an arrow leads on a plan. Pure. */

interface Spot {
  /** in seats and rows */
  readonly x: number;
  readonly y: number;
}

const steps: Readonly<Record<string, Spot>> = {
  ArrowRight: { x: 1, y: 0 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowDown: { x: 0, y: 1 },
  ArrowUp: { x: 0, y: -1 },
};

/** a seat of the same row that is far is nearer than one of another row */
const aside_costs = 10;

/** The nearest spot in the direction of an arrow, in the same row or column before others; undefined: none, or no arrow. */
export function nextPlace<Place extends Spot>(
  places: readonly Place[],
  from: Spot,
  key: string,
): Place | undefined {
  const step = steps[key];
  if (step === undefined) return undefined;
  const ahead = places
    .map((place) => {
      const [dx, dy] = [place.x - from.x, place.y - from.y];
      const along = dx * step.x + dy * step.y;
      return { place, along, cost: along + aside_costs * Math.abs(dx * step.y + dy * step.x) };
    })
    // to the side is ahead only where it leads on, and not round the corner
    .filter(({ along, cost }) => along > 0 && (step.y !== 0 || cost === along));
  return ahead.toSorted((a, b) => a.cost - b.cost)[0]?.place;
}
