import { type Decision, type Direction, decide, effectiveTime } from './admission.ts';
import { chooseEntitlement, narrow } from './choose-entitlement.ts';
import { type ControlPoint, letsThrough } from './control-point.ts';
import { type FoundEntitlement, type FoundTicket, factsOf } from './found-ticket.ts';

/** What a scan asks for: the same at the office and on a device that is offline. */
export interface AskedScan {
  readonly organizer_id: number;
  readonly point: ControlPoint | undefined;
  /** null: no particular one */
  readonly event_id: number | null;
  readonly session_id: number | null;
  readonly direction: Direction;
  /** by the device's clock; undefined: now, by ours, and then it is never late */
  readonly scanned_at: number | undefined;
  readonly received_at: number;
  readonly let_in_offline: boolean;
  readonly override: { readonly reason: string } | null;
}

export interface Judged {
  /** `ambiguous`: several tickets carry the code, see `candidates` */
  readonly decision: Decision | 'ambiguous';
  readonly ticket: FoundTicket | undefined;
  readonly chosen: FoundEntitlement | undefined;
  /** ticket ids, for a person to tell apart */
  readonly candidates: readonly number[];
}

/** Which of the tickets that carry the code is meant, for which of its sessions, and whether it gets in. Throws `override_without_reason`. */
export function judgeFound(found: readonly FoundTicket[], asked: AskedScan): Judged {
  const { point, direction, received_at } = asked;
  const at = effectiveTime({ scanned_at: asked.scanned_at ?? received_at, received_at });
  const wish = { event_id: asked.event_id, session_id: asked.session_id, direction, at };
  const [ticket, ...others] = narrow(found, wish);
  if (ticket !== undefined && others.length > 0) {
    const candidates = [ticket, ...others].map((candidate) => candidate.id);
    return { decision: 'ambiguous', ticket: undefined, chosen: undefined, candidates };
  }
  if (ticket === undefined)
    return {
      decision: decide(null, requestOf(asked, undefined)),
      ticket: undefined,
      chosen: undefined,
      candidates: [],
    };
  const chosen = chooseEntitlement(ticket, wish);
  const allows = letsThrough(point, direction, ticket, chosen);
  const facts = factsOf(asked.organizer_id, ticket, chosen, { point, allows });
  return { decision: decide(facts, requestOf(asked, chosen)), ticket, chosen, candidates: [] };
}

function requestOf(asked: AskedScan, chosen: FoundEntitlement | undefined) {
  const { session_id, received_at, scanned_at } = asked;
  // an entry for any session is for any session of its own event: the doors asked for say which event that is
  const doors = chosen?.doors;
  const elsewhere = doors !== null && doors?.session_id === session_id ? doors?.event_id : undefined;
  return {
    organizer_id: asked.organizer_id,
    event_id: asked.event_id ?? elsewhere ?? null,
    session_id,
    direction: asked.direction,
    // by our own clock nobody comes late, whatever another process or a device noted a moment ago
    scanned_at: scanned_at ?? Math.max(received_at, chosen?.last_used_at ?? received_at),
    received_at,
    let_in_offline: asked.let_in_offline,
    override: asked.override,
  };
}
