import { Fault } from '../../domain/faults.ts';
import type { Tx } from '../../store/transaction.ts';
import { createHall, createPlaces, createZone, type NewPlace } from './hall.ts';
import type { Creation } from './rows.ts';
import { createVenue } from './venue.ts';

/** A row of seats, numbered from `first` (1 unless set), or with labels of their own. */
export interface RowPlan {
  readonly label: string;
  readonly seats: number | readonly string[];
  readonly first?: number;
}

export interface ZonePlan {
  readonly code: string;
  readonly name: string;
  readonly description?: string;
  readonly color?: string;
  /** numbered seats, from the front to the back */
  readonly rows?: readonly RowPlan[];
  /** or a place for many */
  readonly area?: { readonly capacity: number };
}

export interface OpenedZone {
  readonly zone_id: number;
  readonly code: string;
  /** by "row;seat", in order */
  readonly seats: ReadonlyMap<string, number>;
  readonly area_place_id: number | null;
}

export interface OpenedHall {
  readonly venue_id: number | null;
  readonly hall_id: number;
  readonly zones: readonly OpenedZone[];
}

/** how much a row further back weighs against a seat further from the middle */
const rank_per_row = 100;
const rank_per_seat = 10;

function seatLabels(row: RowPlan): readonly string[] {
  const { seats, first = 1 } = row;
  return typeof seats === 'number'
    ? Array.from({ length: seats }, (_, index) => String(first + index))
    : seats;
}

/** The places of a zone, drawn below `top`: rows one apart and centred, so that a plan can be shown at once. */
function placesOf(zone: ZonePlan, top: number): { places: NewPlace[]; keys: string[]; height: number } {
  const { rows = [], area } = zone;
  if ((rows.length === 0) === (area === undefined)) {
    throw new Fault('invalid_input', {
      field: 'zones',
      code: zone.code,
      reason: 'rows or an area, one of the two',
    });
  }
  const places: NewPlace[] = [];
  const keys: string[] = [];
  if (area !== undefined) {
    const { capacity } = area;
    places.push({ kind: 'area', code: zone.code, seat_label: zone.name, capacity, x: 0, y: top });
    return { places, keys, height: 2 };
  }
  for (const [depth, row] of rows.entries()) {
    const labels = seatLabels(row);
    const middle = (labels.length - 1) / 2;
    for (const [index, label] of labels.entries()) {
      const key = `${row.label};${label}`;
      keys.push(key);
      places.push({
        kind: 'seat',
        code: `${zone.code}-${key}`,
        row_label: row.label,
        seat_label: label,
        position: index,
        rank: depth * rank_per_row + Math.round(Math.abs(index - middle) * rank_per_seat),
        x: index - middle,
        y: top + depth,
      });
    }
  }
  return { places, keys, height: rows.length + 1 };
}

/**
 * A whole hall at once: the venue (or the id of one), the hall, its zones, and their places with coordinates and the
 * order of choice (the front and the middle first). A seat's code is `ZONE-row;seat`, an area's is its zone's.
 */
export async function openHall(
  tx: Tx,
  input: {
    organizer_id: number;
    venue?: Omit<Creation<'venue'>, 'organizer_id'>;
    venue_id?: number | null;
    hall: Omit<Creation<'hall'>, 'organizer_id' | 'venue_id'>;
    zones: readonly ZonePlan[];
  },
): Promise<OpenedHall> {
  const { organizer_id, venue, hall, zones } = input;
  const venue_id =
    venue === undefined ? (input.venue_id ?? null) : await createVenue(tx, { ...venue, organizer_id });
  const hall_id = await createHall(tx, { ...hall, organizer_id, venue_id });
  const opened: OpenedZone[] = [];
  let top = 0;
  for (const [position, zone] of zones.entries()) {
    const { code, name, description, color } = zone;
    const { places, keys, height } = placesOf(zone, top);
    top += height;
    const zone_id = await createZone(tx, { organizer_id, hall_id, code, name, description, color, position });
    const ids = await createPlaces(tx, { organizer_id, zone_id, places });
    opened.push({
      zone_id,
      code,
      seats: new Map(keys.map((key, index) => [key, ids[index] as number])),
      area_place_id: zone.area === undefined ? null : (ids[0] ?? null),
    });
  }
  return { venue_id, hall_id, zones: opened };
}
