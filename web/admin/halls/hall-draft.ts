import { planZone, type PlannedPlace, type RowPlan, type ZonePlan } from '../../../src/domain/hall-plan.ts';

/** What is typed of a hall: texts, until it is sent. */
export interface HallDraft {
  readonly name: string;
  readonly zones: readonly ZoneDraft[];
}

export interface ZoneDraft {
  readonly name: string;
  readonly kind: 'seated' | 'standing';
  readonly rows: string;
  readonly seats: string;
  /** "A" or "1": what follows is counted from it */
  readonly first_row: string;
  readonly first_seat: string;
  readonly capacity: string;
  readonly color: string;
}

export const newZone: ZoneDraft = {
  ...{ name: '', kind: 'seated', rows: '10', seats: '20', first_row: 'A', first_seat: '1' },
  ...{ capacity: '100', color: '#2f6f9f' },
};

export const most = { rows: 200, seats: 500, capacity: 100_000, places: 20_000 } as const;

/** A whole number from 1 on. */
export function countIn(text: string, limit: number): number | undefined {
  const typed = text.trim();
  if (!/^\d{1,6}$/.test(typed)) return undefined;
  const number = Number(typed);
  return number >= 1 && number <= limit ? number : undefined;
}

const letters = 26;

/** The label of the row so many after the first: 1, 2, 3 … or A … Z, AA … */
export function rowLabel(first: string, index: number): string {
  const start = first.trim().toUpperCase();
  if (/^\d+$/.test(start)) return String(Number(start) + index);
  let number = numberOf(/^[A-Z]+$/.test(start) ? start : 'A') + index;
  let label = '';
  while (number > 0) {
    label = String.fromCharCode(65 + ((number - 1) % letters)) + label;
    number = Math.floor((number - 1) / letters);
  }
  return label;
}

function numberOf(label: string): number {
  return Array.from(label).reduce((sum, letter) => sum * letters + letter.charCodeAt(0) - 64, 0);
}

/** The zone as the office takes it; undefined while a number of it is none. Its code is its place in the list. */
export function zoneOf(draft: ZoneDraft, index: number): ZonePlan | undefined {
  const head = { code: `Z${index + 1}`, name: draft.name.trim(), color: draft.color };
  if (draft.kind === 'standing') {
    const capacity = countIn(draft.capacity, most.capacity);
    return capacity === undefined ? undefined : { ...head, area: { capacity } };
  }
  const rows = countIn(draft.rows, most.rows);
  const seats = countIn(draft.seats, most.seats);
  const first = /^\d{1,5}$/.test(draft.first_seat.trim()) ? Number(draft.first_seat) : undefined;
  if (rows === undefined || seats === undefined || first === undefined) return undefined;
  const plan: RowPlan[] = Array.from({ length: rows }, (_, depth) => ({
    label: rowLabel(draft.first_row, depth),
    seats,
    first,
  }));
  return { ...head, rows: plan };
}

export interface DrawnZone {
  readonly zone: ZonePlan;
  readonly places: readonly PlannedPlace[];
}

/** Where the places will be, of the zones that can be drawn already. */
export function drawn(zones: readonly ZoneDraft[]): DrawnZone[] {
  let top = 0;
  return zones.flatMap((draft, index) => {
    const zone = zoneOf(draft, index);
    if (zone === undefined) return [];
    const { places, height } = planZone(zone, top);
    top += height;
    return [{ zone, places }];
  });
}
