import { Fault } from '../../domain/faults.ts';
import type { NewRow, Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { assertFields } from './fields.ts';
import { changeRow, insertRow, ownRow, ownRowOrNone, type Creation, type Patch } from './rows.ts';

/** Places of one call; a larger hall is made zone by zone. */
const places_max = 50_000;
/** rows of one insert: their columns stay below the number of parameters that both engines take */
const chunk_rows = 400;

export async function createHall(tx: Tx, input: Creation<'hall'>): Promise<number> {
  await ownRowOrNone(tx, 'venue', input.organizer_id, input.venue_id);
  return insertRow(tx, 'hall', input);
}

export async function updateHall(
  tx: Tx,
  input: { organizer_id: number; hall_id: number } & Patch<'hall'>,
): Promise<Row<'hall'>> {
  const { organizer_id, hall_id, ...patch } = input;
  await ownRowOrNone(tx, 'venue', organizer_id, patch.venue_id);
  return changeRow(tx, 'hall', await ownRow(tx, 'hall', organizer_id, hall_id), patch);
}

/** A part of a hall, or without one a category over several stocks. Throws `already_exists` for a code of the hall. */
export async function createZone(tx: Tx, input: Creation<'zone'>): Promise<number> {
  const { organizer_id, hall_id, code } = input;
  await ownRowOrNone(tx, 'hall', organizer_id, hall_id);
  if (typeof hall_id === 'number') {
    const same = await tx.db
      .selectFrom('zone')
      .select('id')
      .where('hall_id', '=', hall_id)
      .where('code', '=', code)
      .executeTakeFirst();
    if (same !== undefined) throw new Fault('already_exists', { kind: 'zone', code });
  }
  return insertRow(tx, 'zone', input);
}

export async function updateZone(
  tx: Tx,
  input: { organizer_id: number; zone_id: number } & Patch<'zone', 'hall_id' | 'code'>,
): Promise<Row<'zone'>> {
  const { organizer_id, zone_id, ...patch } = input;
  return changeRow(tx, 'zone', await ownRow(tx, 'zone', organizer_id, zone_id), patch);
}

export type NewPlace = Omit<NewRow<'place'>, 'id' | 'organizer_id' | 'hall_id' | 'zone_id' | 'withdrawn_at'>;

function assertPlaces(places: readonly NewPlace[]): void {
  if (places.length > places_max) throw new Fault('too_large', { places_max });
  for (const place of places) {
    assertFields('place', place);
    if (place.kind === 'seat' && (place.capacity ?? 1) !== 1) {
      throw new Fault('invalid_input', { kind: 'place', field: 'capacity', reason: 'a seat takes one' });
    }
  }
}

/**
 * Seats and areas of a zone, in one change. One that was taken out of the zone comes back as the place that it was, drawn where
 * it is now. Throws `already_exists` when the hall has a place of one of the codes.
 */
export async function createPlaces(
  tx: Tx,
  input: { organizer_id: number; zone_id: number; places: readonly NewPlace[] },
): Promise<number[]> {
  const { organizer_id, zone_id, places } = input;
  const { hall_id } = await ownRow(tx, 'zone', organizer_id, zone_id);
  if (hall_id === null)
    throw new Fault('invalid_input', { field: 'zone_id', reason: 'a zone without a hall' });
  assertPlaces(places);
  const withdrawn = await withdrawnOf(tx, { hall_id, zone_id }, places);
  const all: NewRow<'place'>[] = [];
  const rows: NewRow<'place'>[] = [];
  for (const place of places) {
    const key = `${place.kind} ${place.code}`;
    const known = withdrawn.get(key);
    // one place comes back as itself; a second of its code is one too many
    withdrawn.delete(key);
    const row = { ...filled(place), id: known ?? (await tx.id()), organizer_id, hall_id, zone_id };
    all.push(row);
    if (known === undefined) rows.push(row);
    else await bringBack(tx, known, row);
  }
  let made = 0;
  for (let start = 0; start < rows.length; start += chunk_rows) {
    const chunk = await tx.db
      .insertInto('place')
      .values(rows.slice(start, start + chunk_rows))
      .onConflict((conflict) => conflict.columns(['hall_id', 'code']).doNothing())
      .returning('id')
      .execute();
    made += chunk.length;
  }
  if (made < rows.length) throw new Fault('already_exists', { kind: 'place', count: rows.length - made });
  await recordChange(tx, {
    organizer_id,
    action: 'zone.places_created',
    subject_kind: 'zone',
    subject_id: zone_id,
    after: { places: all.length, first_id: all[0]?.id, last_id: all.at(-1)?.id },
  });
  return all.map((row) => row.id);
}

/** Those of the places that were taken out of the zone: their ids by kind and code. */
async function withdrawnOf(
  tx: Tx,
  { hall_id, zone_id }: { hall_id: number; zone_id: number },
  places: readonly NewPlace[],
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (let start = 0; start < places.length; start += chunk_rows) {
    const codes = places.slice(start, start + chunk_rows).map(({ code }) => code);
    const rows = await tx.db
      .selectFrom('place')
      .select(['id', 'kind', 'code'])
      .where('hall_id', '=', hall_id)
      .where('code', 'in', codes)
      .where('zone_id', '=', zone_id)
      .where('withdrawn_at', 'is not', null)
      .execute();
    for (const { id, kind, code } of rows) found.set(`${kind} ${code}`, id);
  }
  return found;
}

async function bringBack(tx: Tx, id: number, place: NewPlace): Promise<void> {
  const { row_label, seat_label, position, rank, capacity, x, y } = place;
  await tx.db
    .updateTable('place')
    .set({ row_label, seat_label, position, rank, capacity, x, y, withdrawn_at: null })
    .where('id', '=', id)
    .execute();
}

/** Every column by its value: the rows of one insert share one list of columns. */
function filled(place: NewPlace): NewPlace {
  const { kind, code, row_label = '', seat_label = '', position = 0, rank = 0, capacity = 1 } = place;
  return {
    kind,
    code,
    row_label,
    seat_label,
    position,
    rank,
    capacity,
    x: place.x ?? null,
    y: place.y ?? null,
  };
}

export async function createPlace(
  tx: Tx,
  input: { organizer_id: number; zone_id: number } & NewPlace,
): Promise<number> {
  const { organizer_id, zone_id, ...place } = input;
  const [id] = await createPlaces(tx, { organizer_id, zone_id, places: [place] });
  return id as number;
}

/** The drawing and the order of choice; what a place is called stays, since it is printed on tickets. */
export async function updatePlace(
  tx: Tx,
  input: { organizer_id: number; place_id: number } & Patch<'place', 'hall_id' | 'zone_id' | 'code' | 'kind'>,
): Promise<Row<'place'>> {
  const { organizer_id, place_id, ...patch } = input;
  const place = await ownRow(tx, 'place', organizer_id, place_id);
  assertPlaces([{ ...place, capacity: patch.capacity ?? place.capacity }].map(withoutIds));
  return changeRow(tx, 'place', place, patch);
}

function withoutIds(row: Row<'place'>): NewPlace {
  const {
    id: _id,
    organizer_id: _organizer,
    hall_id: _hall,
    zone_id: _zone,
    withdrawn_at: _,
    ...place
  } = row;
  return place;
}
