/** A place as it is known: where it stands on the plan, unless nobody has drawn it. */
export interface KnownPlace {
  readonly zone_id: number;
  /** a seat unless said otherwise */
  readonly kind?: 'seat' | 'area';
  readonly row_label: string;
  readonly seat_label: string;
  /** in seats and rows; 0 is the middle, and the front */
  readonly x: number | null;
  readonly y: number | null;
}

export type LaidOut<P> = Omit<P, 'x' | 'y'> & {
  readonly x: number;
  readonly y: number;
  /** somebody has drawn it there */
  readonly drawn: boolean;
};

const byLabel = new Intl.Collator('en', { numeric: true });

/**
 * All places on a plan. What other systems name without saying where it stands has no place on it: that is laid out behind
 * what is drawn, zone after zone in the order in which they come, a row on each line, its seats by their numbers about the
 * middle. So every hall can be looked at and chosen from, and drawn better from there on.
 */
export function laidOut<P extends KnownPlace>(places: readonly P[]): LaidOut<P>[] {
  // no spread: those of a whole hall would not fit on the stack
  const last = places.reduce(
    (most, place) => (isDrawn(place) ? Math.max(most, place.y ?? 0) : most),
    -Infinity,
  );
  const lines = linesOf(places.filter((place) => !isDrawn(place)));
  const at = new Map<P, { x: number; y: number }>();
  let y = last === -Infinity ? 0 : last + 2;
  let zone_id = lines[0]?.[0]?.zone_id;
  for (const line of lines) {
    // an empty line between zones
    if (line[0]?.zone_id !== zone_id) y += 1;
    zone_id = line[0]?.zone_id;
    for (const [index, place] of line.entries()) at.set(place, { x: index - (line.length - 1) / 2, y });
    y += 1;
  }
  return places.map((place) => {
    const given = at.get(place);
    return { ...place, x: given?.x ?? place.x ?? 0, y: given?.y ?? place.y ?? 0, drawn: given === undefined };
  });
}

const isDrawn = ({ x, y }: KnownPlace): boolean => x !== null && y !== null;

/** The rows of the zones, each in its order; an area stands on a line of its own. */
function linesOf<P extends KnownPlace>(places: readonly P[]): P[][] {
  const zones = Map.groupBy(places, ({ zone_id }) => zone_id);
  return [...zones.values()].flatMap((zone) => {
    const seats = zone.filter(({ kind }) => kind !== 'area');
    const rows = Map.groupBy(seats, ({ row_label }) => row_label);
    const inOrder = [...rows].toSorted(([a], [b]) => byLabel.compare(a, b));
    return [
      ...inOrder.map(([, row]) => row.toSorted((a, b) => byLabel.compare(a.seat_label, b.seat_label))),
      ...zone.filter(({ kind }) => kind === 'area').map((area) => [area]),
    ];
  });
}
