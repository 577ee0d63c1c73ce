import { planZone, type ZonePlan } from '../../domain/hall-plan.ts';
import type { Tx } from '../../store/transaction.ts';
import { createHall, createPlaces, createZone } from './hall.ts';
import type { Creation } from './rows.ts';
import { createVenue } from './venue.ts';

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
    const { places, keys, height } = planZone(zone, top);
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
