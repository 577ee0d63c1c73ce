import { Fault } from '../../domain/faults.ts';
import type { Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { assertFields } from './fields.ts';
import { createPlaces, type NewPlace } from './hall.ts';
import { ids_in_ledger_max, inChunks, placesOfIds } from './places-of-ids.ts';
import { ownRow } from './rows.ts';
import { takeOutPlaces } from './take-out-places.ts';

export interface MovedPlace {
  readonly id: number;
  readonly x: number | null;
  readonly y: number | null;
  /** the smaller, the sooner it is chosen for who names no seat */
  readonly rank?: number | undefined;
}

/** Draws places of a hall elsewhere, in one change. Throws `not_found` for one that is not of the hall. */
export async function movePlaces(
  tx: Tx,
  input: { organizer_id: number; hall_id: number; places: readonly MovedPlace[] },
): Promise<number> {
  const { organizer_id, hall_id, places } = input;
  await ownRow(tx, 'hall', organizer_id, hall_id);
  const ids = places.map(({ id }) => id);
  const rows = await placesOfIds(tx, hall_id, ids);
  const was = new Map(rows.map((row) => [row.id, row]));
  const together = new Map<string, { by: { dx: number; dy: number }; ids: number[] }>();
  for (const place of places) {
    const { id, x, y, rank } = place;
    const set = { x, y, ...(rank === undefined ? {} : { rank }) };
    assertFields('place', set);
    const by = rank === undefined ? shiftOf(was.get(id), place) : undefined;
    if (by === undefined) await tx.db.updateTable('place').set(set).where('id', '=', id).execute();
    else {
      const key = `${by.dx} ${by.dy}`;
      const group = together.get(key) ?? { by, ids: [] };
      group.ids.push(id);
      together.set(key, group);
    }
  }
  for (const { by, ids } of together.values()) await shift(tx, by, ids);
  await recordChange(tx, {
    organizer_id,
    action: 'hall.places_moved',
    subject_kind: 'hall',
    subject_id: hall_id,
    after: { places: places.length, ids: ids.slice(0, ids_in_ledger_max) },
  });
  return places.length;
}

interface Drawn {
  readonly x: number | null;
  readonly y: number | null;
}

/** How far it moves, where adding that gives exactly where it is to be: rows and zones move as one statement then. */
function shiftOf(from: Drawn | undefined, to: Drawn): { dx: number; dy: number } | undefined {
  if (from === undefined || from.x === null || from.y === null || to.x === null || to.y === null)
    return undefined;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  return from.x + dx === to.x && from.y + dy === to.y ? { dx, dy } : undefined;
}

async function shift(tx: Tx, { dx, dy }: { dx: number; dy: number }, ids: readonly number[]): Promise<void> {
  for (const some of inChunks(ids))
    await tx.db
      .updateTable('place')
      .set((eb) => ({ x: eb('x', '+', dx), y: eb('y', '+', dy) }))
      .where('id', 'in', some)
      .execute();
}

/** A place of one of the hall's zones. */
export type PlaceInZone = NewPlace & { readonly zone_id: number };

export interface HallRedrawn {
  readonly organizer_id: number;
  readonly hall_id: number;
  readonly gone?: readonly number[] | undefined;
  readonly moved?: readonly MovedPlace[] | undefined;
  readonly added?: readonly PlaceInZone[] | undefined;
}

/**
 * A hall as it is drawn now, in one change: what is gone, moved and new. What is gone goes first, so that a seat can be
 * put where another was. Throws what `takeOutPlaces` and `createPlaces` do, `not_found` for a zone of another hall.
 */
export async function redrawHall(
  tx: Tx,
  { organizer_id, hall_id, gone = [], moved = [], added = [] }: HallRedrawn,
): Promise<{ taken_out: number; moved: number; added: number }> {
  await ownRow(tx, 'hall', organizer_id, hall_id);
  if (gone.length > 0) await takeOutPlaces(tx, { organizer_id, hall_id, ids: gone });
  if (moved.length > 0) await movePlaces(tx, { organizer_id, hall_id, places: moved });
  for (const [zone_id, inZone] of Map.groupBy(added, (place) => place.zone_id)) {
    const zone = await ownRow(tx, 'zone', organizer_id, zone_id);
    if (zone.hall_id !== hall_id) throw new Fault('not_found', { kind: 'zone', id: zone_id });
    const places = inZone.map(({ zone_id: _zone, ...place }) => place);
    await createPlaces(tx, { organizer_id, zone_id, places });
  }
  return { taken_out: new Set(gone).size, moved: moved.length, added: added.length };
}
