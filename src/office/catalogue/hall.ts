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

export type NewPlace = Omit<NewRow<'place'>, 'id' | 'organizer_id' | 'hall_id' | 'zone_id'>;

function assertPlaces(places: readonly NewPlace[]): void {
  if (places.length > places_max) throw new Fault('too_large', { places_max });
  for (const place of places) {
    assertFields('place', place);
    if (place.kind === 'seat' && (place.capacity ?? 1) !== 1) {
      throw new Fault('invalid_input', { kind: 'place', field: 'capacity', reason: 'a seat takes one' });
    }
  }
}

/** Seats and areas of a zone, in one change. Throws `already_exists` when the hall has a place of one of the codes. */
export async function createPlaces(
  tx: Tx,
  input: { organizer_id: number; zone_id: number; places: readonly NewPlace[] },
): Promise<number[]> {
  const { organizer_id, zone_id, places } = input;
  const { hall_id } = await ownRow(tx, 'zone', organizer_id, zone_id);
  if (hall_id === null)
    throw new Fault('invalid_input', { field: 'zone_id', reason: 'a zone without a hall' });
  assertPlaces(places);
  const rows: NewRow<'place'>[] = [];
  for (const place of places)
    rows.push({ ...filled(place), id: await tx.id(), organizer_id, hall_id, zone_id });
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
    after: { places: rows.length, first_id: rows[0]?.id, last_id: rows.at(-1)?.id },
  });
  return rows.map((row) => row.id);
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
  const { id: _id, organizer_id: _organizer, hall_id: _hall, zone_id: _zone, ...place } = row;
  return place;
}
