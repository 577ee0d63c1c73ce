import type { Rx } from '../../store/transaction.ts';

/** The zones of a hall, in their order. */
export async function zoneIdsOfHall(rx: Rx, hall_id: number): Promise<number[]> {
  const rows = await rx.db
    .selectFrom('zone')
    .select('id')
    .where('hall_id', '=', hall_id)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Whether any of the halls has numbered seats. */
export async function anySeats(rx: Rx, hall_ids: readonly number[]): Promise<boolean> {
  if (hall_ids.length === 0) return false;
  const seat = await rx.db
    .selectFrom('place')
    .select('id')
    .where('hall_id', 'in', hall_ids)
    .where('kind', '=', 'seat')
    .where('withdrawn_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return seat !== undefined;
}

/** What kinds of places zones have, by zone; those without places are missing. */
export async function kindsOfZones(rx: Rx, zone_ids: readonly number[]): Promise<Map<number, string[]>> {
  const kinds = new Map<number, string[]>();
  if (zone_ids.length === 0) return kinds;
  const rows = await rx.db
    .selectFrom('place')
    .select(['zone_id', 'kind'])
    .distinct()
    .where('zone_id', 'in', zone_ids)
    .execute();
  for (const { zone_id, kind } of rows) kinds.set(zone_id, [...(kinds.get(zone_id) ?? []), kind]);
  return kinds;
}

const places_max = 100_000;

/** A place as it is drawn. */
export interface DrawnPlace {
  readonly id: number;
  readonly zone_id: number;
  readonly kind: 'seat' | 'area';
  readonly row_label: string;
  readonly seat_label: string;
  readonly capacity: number;
  readonly x: number | null;
  readonly y: number | null;
}

/** The places of a hall, in the order in which they were drawn. */
export async function placesOfHall(rx: Rx, hall_id: number): Promise<DrawnPlace[]> {
  const rows = await rx.db
    .selectFrom('place')
    .select(['id', 'zone_id', 'kind', 'row_label', 'seat_label', 'capacity', 'x', 'y'])
    .where('hall_id', '=', hall_id)
    .where('withdrawn_at', 'is', null)
    .orderBy('id')
    .limit(places_max)
    .execute();
  // the column holds one of the two words
  return rows.map((row) => ({ ...row, kind: row.kind as DrawnPlace['kind'] }));
}
