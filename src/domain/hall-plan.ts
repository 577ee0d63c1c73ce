import { Fault } from './faults.ts';

/** A hall as it is described, and where that puts its places. */

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

/** A place as a plan puts it: rows are one apart, seats are one apart and centred on 0. */
export interface PlannedPlace {
  readonly kind: 'seat' | 'area';
  readonly code: string;
  readonly row_label: string;
  readonly seat_label: string;
  readonly position: number;
  /** the smaller, the sooner it is chosen for who names no seat */
  readonly rank: number;
  readonly capacity: number;
  readonly x: number;
  readonly y: number;
}

export interface PlannedZone {
  readonly places: readonly PlannedPlace[];
  /** "row;seat" of each place of the rows */
  readonly keys: readonly string[];
  /** rows that it takes up, the gap below it included */
  readonly height: number;
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
export function planZone(zone: ZonePlan, top: number): PlannedZone {
  const { rows = [], area } = zone;
  if ((rows.length === 0) === (area === undefined)) {
    throw new Fault('invalid_input', {
      field: 'zones',
      code: zone.code,
      reason: 'rows or an area, one of the two',
    });
  }
  const places: PlannedPlace[] = [];
  const keys: string[] = [];
  if (area !== undefined) {
    const { capacity } = area;
    const area_place = { kind: 'area', code: zone.code, row_label: '', seat_label: zone.name } as const;
    places.push({ ...area_place, position: 0, rank: 0, capacity, x: 0, y: top });
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
        capacity: 1,
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
