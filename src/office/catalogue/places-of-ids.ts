import { Fault } from '../../domain/faults.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';

/** as large as a hall that is drawn by hand may be */
const places_max = 20_000;
const chunk = 2_000;
export const ids_in_ledger_max = 200;

/** Parts that fit into one statement of either engine. */
export function inChunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / chunk) }, (_, at) =>
    all.slice(at * chunk, (at + 1) * chunk),
  );
}

export type PlaceOfHall = Pick<Row<'place'>, 'id' | 'kind' | 'code' | 'row_label' | 'seat_label' | 'x' | 'y'>;

/** Places of the hall by their ids. Throws `not_found` where one is not of it, or is of it no more; `too_large`. */
export async function placesOfIds(rx: Rx, hall_id: number, ids: readonly number[]): Promise<PlaceOfHall[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length > places_max) throw new Fault('too_large', { places_max });
  const found: PlaceOfHall[] = [];
  for (const some of inChunks(wanted))
    found.push(
      ...(await rx.db
        .selectFrom('place')
        .select(['id', 'kind', 'code', 'row_label', 'seat_label', 'x', 'y'])
        .where('id', 'in', some)
        .where('hall_id', '=', hall_id)
        .where('withdrawn_at', 'is', null)
        .execute()),
    );
  if (found.length < wanted.length) throw new Fault('not_found', { kind: 'place', hall_id });
  return found;
}
