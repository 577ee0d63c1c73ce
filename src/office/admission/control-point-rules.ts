import { Fault } from '../../domain/faults.ts';
import type { Direction, ExitRule } from '../../domain/admission.ts';
import { statement } from '../../store/statement.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import type { FoundEntitlement, FoundTicket } from './facts.ts';

/** A control point as the gate needs it: whom it lets through. */
export interface ControlPoint {
  readonly id: number;
  /** null: any event of the organizer */
  readonly event_id: number | null;
  readonly name: string;
  readonly direction: Direction | 'both';
  /** empty: every price */
  readonly price_ids: readonly number[];
  /** empty: every session */
  readonly session_ids: readonly number[];
  readonly exit_rule: ExitRule;
  /** lets nobody through any more; what its devices still send is kept */
  readonly deleted: boolean;
}

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

/** The session asked for at a control point: the one named, else the only one that it lets through. */
export function sessionAsked(session_id: number | undefined, point: ControlPoint | undefined): number | null {
  if (session_id !== undefined) return session_id;
  return point?.session_ids.length === 1 ? (point.session_ids[0] ?? null) : null;
}

/** Whether the control point lets this kind of ticket through, this way. */
export function letsThrough(
  point: ControlPoint | undefined,
  direction: Direction,
  ticket: FoundTicket,
  chosen: FoundEntitlement,
): boolean {
  if (point === undefined) return true;
  if (point.deleted) return false;
  if (point.direction !== 'both' && point.direction !== direction) return false;
  if (point.price_ids.length > 0 && (ticket.price_id === null || !point.price_ids.includes(ticket.price_id)))
    return false;
  const session_id = chosen.session_id ?? chosen.doors?.session_id;
  return point.session_ids.length === 0 || session_id === undefined || point.session_ids.includes(session_id);
}
