import type { Rx } from '../../store/transaction.ts';
import type { Caller } from '../caller.ts';

/** What stands in a scan's `device` for who calls here: names change, ids do not. */
export function deviceMark({ known }: Caller): string {
  return `${known.kind} ${known.caller_id}`;
}

/** The device of a mark; null for a person, a key, and what a vendor's client calls itself. */
export function deviceIdOf(mark: string): number | null {
  const id = /^device (\d{1,15})$/.exec(mark)?.[1];
  return id === undefined ? null : Number(id);
}

export interface Names {
  point(id: number | null): string | null;
  /** what a vendor's client calls itself stands for itself */
  device(mark: string): string | null;
}

/** The names of the control points and devices of some scans, those that are gone too. */
export async function namesOf(
  rx: Rx,
  organizer_id: number,
  scans: readonly { readonly control_point_id?: number | null; readonly device: string | null }[],
): Promise<Names> {
  const point_ids = scans.flatMap(({ control_point_id }) => control_point_id ?? []);
  const device_ids = scans.flatMap(({ device }) => deviceIdOf(device ?? '') ?? []);
  const [points, devices] = [
    await named(rx, 'control_point', organizer_id, point_ids),
    await named(rx, 'device', organizer_id, device_ids),
  ];
  return {
    point: (id) => (id === null ? null : (points.get(id) ?? null)),
    device: (mark) => {
      const id = deviceIdOf(mark);
      if (id !== null) return devices.get(id) ?? null;
      return mark === '' || /^(user|key) \d+$/.test(mark) ? null : mark;
    },
  };
}

async function named(
  rx: Rx,
  table: 'control_point' | 'device',
  organizer_id: number,
  ids: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await rx.db
    .selectFrom(table)
    .select(['id', 'name'])
    .where('organizer_id', '=', organizer_id)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
