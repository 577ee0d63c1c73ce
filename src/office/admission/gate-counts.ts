import type { Rx } from '../../store/transaction.ts';

export interface DoorCount {
  /** null: a scan that named none */
  readonly control_point_id: number | null;
  readonly entries: number;
  readonly exits: number;
  readonly refused: number;
  readonly conflicts: number;
}

/** What came by at each control point since an instant; it takes as long as there were scans since then. */
export async function countsByControlPoint(
  rx: Rx,
  wanted: { readonly organizer_id: number; readonly event_id: number; readonly since: number },
): Promise<DoorCount[]> {
  const rows = await rx.db
    .selectFrom('scan')
    .select((eb) => [
      'control_point_id',
      'outcome',
      'direction',
      eb.fn.countAll<number | string>().as('scans'),
    ])
    .where('organizer_id', '=', wanted.organizer_id)
    .where('received_at', '>=', wanted.since)
    .where('event_id', '=', wanted.event_id)
    .groupBy(['control_point_id', 'outcome', 'direction'])
    .execute();
  const ids = [...new Set(rows.map(({ control_point_id }) => control_point_id))];
  return ids.map((control_point_id) => {
    const here = rows.filter((row) => row.control_point_id === control_point_id);
    const sum = (fits: (row: (typeof rows)[number]) => boolean): number =>
      here.filter(fits).reduce((all, { scans }) => all + Number(scans), 0);
    const passed = ['admitted', 'reported'];
    return {
      control_point_id,
      entries: sum(({ outcome, direction }) => passed.includes(outcome) && direction === 'in'),
      exits: sum(({ outcome, direction }) => passed.includes(outcome) && direction === 'out'),
      refused: sum(({ outcome }) => outcome === 'refused'),
      conflicts: sum(({ outcome }) => outcome === 'conflict'),
    };
  });
}
