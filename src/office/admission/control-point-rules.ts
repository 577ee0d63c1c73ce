import { Fault } from '../../domain/faults.ts';
import type { ExitRule } from '../../domain/admission.ts';
import type { ControlPoint } from '../../domain/control-point.ts';
import { statement } from '../../store/statement.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';

/** `control_point.settings`. */
export interface ControlPointSettings {
  readonly session_ids?: readonly number[];
  readonly exit_rule?: ExitRule;
}

const pointWithPrices = statement<
  { organizer_id: number; control_point_id: number },
  Pick<Row<'control_point'>, 'event_id' | 'name' | 'direction' | 'settings' | 'deleted_at'> & {
    price_id: number | null;
  }
>((db, slot) =>
  db
    .selectFrom('control_point as c')
    .leftJoin('control_point_price as p', 'p.control_point_id', 'c.id')
    .select(['c.event_id', 'c.name', 'c.direction', 'c.settings', 'c.deleted_at', 'p.price_id'])
    .where('c.id', '=', slot('control_point_id'))
    .where('c.organizer_id', '=', slot('organizer_id')),
);

/** Throws `not_found` for a control point of another organizer. */
export async function controlPoint(
  rx: Rx,
  wanted: { organizer_id: number; control_point_id: number },
): Promise<ControlPoint> {
  const rows = await rx.run(pointWithPrices, wanted);
  const [first] = rows;
  if (first === undefined) throw new Fault('not_found', { control_point_id: wanted.control_point_id });
  const settings = JSON.parse(first.settings) as ControlPointSettings;
  return {
    id: wanted.control_point_id,
    event_id: first.event_id,
    name: first.name,
    direction: first.direction as ControlPoint['direction'],
    price_ids: rows.flatMap((row) => (row.price_id === null ? [] : [row.price_id])),
    session_ids: settings.session_ids ?? [],
    exit_rule: settings.exit_rule ?? 'off',
    deleted: first.deleted_at !== null,
  };
}
