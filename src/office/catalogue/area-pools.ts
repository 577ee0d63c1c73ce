/** The capacities of a hall's areas in a session: each area is one pool, whatever it is sold at. */
import type { Rx, Tx } from '../../store/transaction.ts';
import { createPool } from './pool.ts';

interface ZoneInSession {
  readonly organizer_id: number;
  readonly session_id: number;
  readonly zone_id: number;
}

/** The pools of a zone's areas in a session: those that stand, else new ones; `made` are the new. */
export async function areaPoolsIn(
  tx: Tx,
  { organizer_id, session_id, zone_id }: ZoneInSession,
): Promise<{ pool_ids: number[]; made: number[] }> {
  const areas = await areasOf(tx, zone_id);
  let standing = await standingPools(tx, session_id, zone_id);
  const made: number[] = [];
  if (areas.some(({ id }) => !standing.has(id))) {
    // whoever comes second waits here, and finds what the first has made
    await lockSession(tx, session_id);
    standing = await standingPools(tx, session_id, zone_id);
    for (const { id: place_id, capacity } of areas.filter(({ id }) => !standing.has(id)))
      made.push(
        await createPool(tx, { organizer_id, kind: 'area', session_id, zone_id, place_id, capacity }),
      );
  }
  return { pool_ids: [...standing.values(), ...made], made };
}

function areasOf(rx: Rx, zone_id: number): Promise<{ id: number; capacity: number }[]> {
  return rx.db
    .selectFrom('place')
    .select(['id', 'capacity'])
    .where('zone_id', '=', zone_id)
    .where('kind', '=', 'area')
    .where('withdrawn_at', 'is', null)
    .execute();
}

/** By place. */
async function standingPools(rx: Rx, session_id: number, zone_id: number): Promise<Map<number, number>> {
  const rows = await rx.db
    .selectFrom('pool')
    .select(['id', 'place_id'])
    .where('session_id', '=', session_id)
    .where('zone_id', '=', zone_id)
    .where('kind', '=', 'area')
    .execute();
  return new Map(rows.flatMap(({ id, place_id }) => (place_id === null ? [] : [[place_id, id] as const])));
}

/** A change to itself is a lock on both engines. */
async function lockSession(tx: Tx, session_id: number): Promise<void> {
  await tx.db
    .updateTable('session')
    .set((eb) => ({ status: eb.ref('status') }))
    .where('id', '=', session_id)
    .execute();
}
