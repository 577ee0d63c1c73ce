import type { Rx } from '../../store/transaction.ts';

/** counted up to here: whoever has more looks at a list, not at a figure */
const counted_max = 1_000;

export interface OpenCounts {
  readonly overbooked: number;
  readonly over_admitted: number;
  readonly gate_conflicts: number;
}

/** What a person of the organizer has to look at, each counted up to a thousand. */
export async function openCounts(rx: Rx, organizer_id: number): Promise<OpenCounts> {
  const alarms = async (code: 'overbooked' | 'over_admitted'): Promise<number> => {
    const rows = await rx.db
      .selectFrom('alarm')
      .select('id')
      .where('organizer_id', '=', organizer_id)
      .where('code', '=', code)
      .where('cleared_at', 'is', null)
      .limit(counted_max)
      .execute();
    return rows.length;
  };
  const conflicts = await rx.db
    .selectFrom('scan')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .where('outcome', '=', 'conflict')
    .where('resolved_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(counted_max)
    .execute();
  return {
    overbooked: await alarms('overbooked'),
    over_admitted: await alarms('over_admitted'),
    gate_conflicts: conflicts.length,
  };
}
