import type { ExitRule } from '../../domain/admission.ts';
import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { changeRow, deleteRow, insertRow, ownRow, ownRowOrNone } from '../catalogue/rows.ts';
import type { ControlPoint } from '../../domain/control-point.ts';
import { type ControlPointSettings, controlPoint } from './control-point-rules.ts';

/** What a control point lets through; what is left open is not limited. */
export interface ControlPointRules {
  readonly name: string;
  readonly direction?: ControlPoint['direction'] | undefined;
  readonly price_ids?: readonly number[] | undefined;
  readonly session_ids?: readonly number[] | undefined;
  /** whether exits matter; `off` unless said otherwise */
  readonly exit_rule?: ExitRule | undefined;
}

const directions: readonly string[] = ['in', 'out', 'both'];
const exitRules: readonly string[] = ['off', 'counted', 'free'];

/** Throws `not_found` for an event, price or session that is not the organizer's, `invalid_input`. */
export async function createControlPoint(
  tx: Tx,
  input: ControlPointRules & { readonly organizer_id: number; readonly event_id?: number | undefined },
): Promise<number> {
  const { organizer_id, event_id, price_ids = [], direction = 'in' } = input;
  await ownRowOrNone(tx, 'event', organizer_id, event_id);
  await assertRules(tx, organizer_id, input);
  const settings = JSON.stringify(settingsOf(input));
  const id = await insertRow(tx, 'control_point', {
    organizer_id,
    event_id,
    name: input.name,
    direction,
    settings,
  });
  await writePrices(tx, id, price_ids);
  return id;
}

/** Sets what is given; the lists replace those before. Throws like `createControlPoint`. */
export async function updateControlPoint(
  tx: Tx,
  input: Partial<ControlPointRules> & { readonly organizer_id: number; readonly control_point_id: number },
): Promise<void> {
  const { organizer_id, control_point_id } = input;
  const row = await ownRow(tx, 'control_point', organizer_id, control_point_id);
  await assertRules(tx, organizer_id, input);
  const settings = { ...(JSON.parse(row.settings) as ControlPointSettings), ...settingsOf(input) };
  const { name, direction } = input;
  await changeRow(tx, 'control_point', row, { name, direction, settings: JSON.stringify(settings) });
  if (input.price_ids === undefined) return;
  await tx.db.deleteFrom('control_point_price').where('control_point_id', '=', row.id).execute();
  await writePrices(tx, row.id, input.price_ids);
}

/** Nobody passes there any more; what its devices still send is kept. */
export async function deleteControlPoint(
  tx: Tx,
  input: { readonly organizer_id: number; readonly control_point_id: number },
): Promise<void> {
  await deleteRow(tx, 'control_point', input.organizer_id, input.control_point_id);
}

/** The control points that stand, by name; with an event, also those for any event. */
export async function listControlPoints(
  rx: Rx,
  wanted: { readonly organizer_id: number; readonly event_id?: number | undefined },
): Promise<ControlPoint[]> {
  const { organizer_id, event_id } = wanted;
  let query = rx.db
    .selectFrom('control_point')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .where('deleted_at', 'is', null)
    .orderBy('name')
    .limit(limits.page_rows_max);
  if (event_id !== undefined)
    query = query.where((eb) => eb.or([eb('event_id', '=', event_id), eb('event_id', 'is', null)]));
  const points: ControlPoint[] = [];
  for (const { id } of await query.execute())
    points.push(await controlPoint(rx, { organizer_id, control_point_id: id }));
  return points;
}

async function assertRules(tx: Tx, organizer_id: number, rules: Partial<ControlPointRules>): Promise<void> {
  const { direction = 'in', exit_rule = 'off', price_ids = [], session_ids = [] } = rules;
  if (!directions.includes(direction)) throw new Fault('invalid_input', { field: 'direction' });
  if (!exitRules.includes(exit_rule)) throw new Fault('invalid_input', { field: 'exit_rule' });
  if (price_ids.length + session_ids.length > limits.filter_values_max)
    throw new Fault('too_large', { ids_max: limits.filter_values_max });
  for (const id of price_ids) await ownRow(tx, 'price', organizer_id, id);
  for (const id of session_ids) await ownRow(tx, 'session', organizer_id, id);
}

function settingsOf(rules: Partial<ControlPointRules>): ControlPointSettings {
  const { session_ids, exit_rule } = rules;
  return {
    ...(session_ids === undefined ? {} : { session_ids }),
    ...(exit_rule === undefined ? {} : { exit_rule }),
  };
}

async function writePrices(tx: Tx, control_point_id: number, price_ids: readonly number[]): Promise<void> {
  const rows = [...new Set(price_ids)].map((price_id) => ({ control_point_id, price_id }));
  if (rows.length > 0) await tx.db.insertInto('control_point_price').values(rows).execute();
}
