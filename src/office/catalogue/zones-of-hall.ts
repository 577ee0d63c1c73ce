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
