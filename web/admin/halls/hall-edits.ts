import type { Answer } from '../../api/call.ts';

type Drawn = Answer<'find_hall_plan'>['items'][number];

/** A place of the plan while it is edited: one that is here, or a new seat below a key of its own. */
export interface EditedPlace {
  readonly key: string;
  /** undefined: it is not in the hall yet */
  readonly id: number | undefined;
  readonly zone_id: number;
  readonly kind: 'seat' | 'area';
  readonly row_label: string;
  readonly seat_label: string;
  readonly capacity: number;
  readonly x: number;
  readonly y: number;
  /** somebody has drawn it there */
  readonly drawn: boolean;
}

export function placesOf(items: readonly Drawn[]): EditedPlace[] {
  return items.map((place) => ({ ...place, key: String(place.id) }));
}

export function moved(
  places: readonly EditedPlace[],
  chosen: ReadonlySet<string>,
  by: { readonly x: number; readonly y: number },
): EditedPlace[] {
  return places.map((place) =>
    chosen.has(place.key) ? { ...place, x: place.x + by.x, y: place.y + by.y } : place,
  );
}

/** What is known of a place to find it by its row. */
export type PlaceInRow = Pick<EditedPlace, 'key' | 'zone_id' | 'kind' | 'row_label' | 'y'>;

/** The rows of a zone, from the front to the back. */
export function rowsOf(places: readonly PlaceInRow[], zone_id: number): string[] {
  const rows = new Map<string, number>();
  for (const place of places)
    if (place.zone_id === zone_id && place.kind === 'seat')
      rows.set(place.row_label, Math.min(place.y, rows.get(place.row_label) ?? place.y));
  return [...rows].sort(([, one], [, other]) => one - other).map(([label]) => label);
}

export interface NewRow {
  readonly zone_id: number;
  readonly label: string;
  readonly seats: number;
  readonly first: number;
}

/** One more row behind all others of the plan, centred. */
export function withRow(
  places: readonly EditedPlace[],
  { zone_id, label, seats, first }: NewRow,
): EditedPlace[] {
  const y = Math.max(0, ...places.map((place) => place.y)) + 1;
  const row = Array.from({ length: seats }, (_, at): EditedPlace => ({
    ...{ key: `new ${zone_id} ${label} ${first + at}`, id: undefined, zone_id, kind: 'seat' },
    ...{ row_label: label, seat_label: String(first + at), capacity: 1, x: at - (seats - 1) / 2, y },
    drawn: true,
  }));
  return [...places, ...row];
}

/** Whether the zone has a seat of that row and number already. */
export function hasSeat(places: readonly EditedPlace[], { zone_id, label, seats, first }: NewRow): boolean {
  return places.some(
    (place) =>
      place.zone_id === zone_id &&
      place.row_label === label &&
      Number(place.seat_label) >= first &&
      Number(place.seat_label) < first + seats,
  );
}

export interface HallChanges {
  readonly moves: readonly { readonly id: number; readonly x: number; readonly y: number }[];
  readonly gone: readonly number[];
  readonly added: readonly EditedPlace[];
}

/**
 * What brings the hall from how it is to how it is drawn now. Where anything changes, what nobody had drawn stays where it
 * stood on the plan: laid out anew, it would stand elsewhere.
 */
export function changesBetween(before: readonly EditedPlace[], now: readonly EditedPlace[]): HallChanges {
  const was = new Map(before.map((place) => [place.key, place]));
  const left = new Set(now.map(({ key }) => key));
  const stood = ({ key, x, y }: EditedPlace): boolean => was.get(key)?.x === x && was.get(key)?.y === y;
  const gone = before.flatMap(({ key, id }) => (id === undefined || left.has(key) ? [] : [id]));
  const added = now.filter(({ id }) => id === undefined);
  const same = gone.length === 0 && added.length === 0 && now.every((place) => stood(place));
  const moves = now.flatMap((place) => {
    const { id, x, y, drawn } = place;
    return id === undefined || same || (stood(place) && drawn) ? [] : [{ id, x, y }];
  });
  return { moves, gone, added };
}
