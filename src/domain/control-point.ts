import type { Direction, ExitRule } from './admission.ts';
import type { FoundEntitlement, FoundTicket } from './found-ticket.ts';

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
