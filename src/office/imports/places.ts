import type { Rx, Tx } from '../../store/transaction.ts';
import { createHall, createPlace, createZone } from '../catalogue/hall.ts';
import { seatSession } from '../catalogue/session.ts';
import { linksOf, putLinks } from './links.ts';
import type { Source } from './source.ts';

export interface Seating {
  readonly event_ref: string;
  readonly event_name: string;
  readonly session_id: number | null;
}

/**
 * The place that the source calls by this name, in the hall of the session. A session without a hall gets one that is known by
 * the source's event and grows with what was sold in it; into a hall that people drew here nothing is put, so that a name
 * which it lacks gives undefined.
 */
export async function placeOf(
  tx: Tx,
  source: Source,
  seating: Seating,
  name: string,
): Promise<number | undefined> {
  const { session_id, event_ref } = seating;
  const own = (await linksOf(tx, source, 'hall', [event_ref])).get(event_ref)?.local_id;
  const standing = session_id === null ? null : await hallOf(tx, session_id);
  const hall_id = standing ?? own ?? (await makeHall(tx, source, seating));
  if (session_id !== null && standing === null) {
    await seatSession(tx, { organizer_id: source.organizer_id, session_id, hall_id });
  }
  const place = await placeByCode(tx, hall_id, name);
  if (place !== undefined) return place;
  return standing === null || standing === own ? makePlace(tx, source, hall_id, name) : undefined;
}

async function hallOf(rx: Rx, session_id: number): Promise<number | null> {
  const row = await rx.db
    .selectFrom('session')
    .select('hall_id')
    .where('id', '=', session_id)
    .executeTakeFirst();
  return row?.hall_id ?? null;
}

async function makeHall(tx: Tx, source: Source, { event_ref, event_name }: Seating): Promise<number> {
  const { organizer_id } = source;
  const hall_id = await createHall(tx, { organizer_id, name: event_name });
  await createZone(tx, { organizer_id, hall_id, code: 'all', name: event_name });
  await putLinks(tx, source, 'hall', [{ ref: event_ref, local_id: hall_id, digest: '' }]);
  return hall_id;
}

async function placeByCode(rx: Rx, hall_id: number, code: string): Promise<number | undefined> {
  const row = await rx.db
    .selectFrom('place')
    .select('id')
    .where('hall_id', '=', hall_id)
    .where('code', '=', code)
    .executeTakeFirst();
  return row?.id;
}

async function makePlace(tx: Tx, source: Source, hall_id: number, code: string): Promise<number | undefined> {
  const zone = await tx.db
    .selectFrom('zone')
    .select('id')
    .where('hall_id', '=', hall_id)
    .orderBy('id')
    .executeTakeFirst();
  if (zone === undefined) return undefined;
  const { organizer_id } = source;
  return createPlace(tx, { organizer_id, zone_id: zone.id, kind: 'seat', code, seat_label: code });
}
