/** A ticket as the gate finds it, at the office or in a device's own store, and what the ladder is given of it. */
import type { AdmissionFacts } from './admission.ts';
import type { ControlPoint } from './control-point.ts';
import { statusOfCode } from './order-life.ts';

/** Entries for a session, and that session's doors; for any session, those of the session the device asks for. */
export interface FoundEntitlement {
  /** null: the ticket carries no entitlement at all */
  readonly id: number | null;
  /** null: any session of the event */
  readonly session_id: number | null;
  readonly allowed: number | null;
  readonly used: number;
  readonly inside: number;
  readonly first_used_at: number | null;
  readonly last_used_at: number | null;
  /** 0: none */
  readonly latest_scan_id: number;
  readonly doors: Doors | null;
}

export interface Doors {
  readonly session_id: number;
  readonly event_id: number;
  readonly cancelled: boolean;
  readonly starts_at: number;
  readonly ends_at: number | null;
  /** null: open on that side */
  readonly open_at: number | null;
  readonly close_at: number | null;
}

/** A ticket that a code or an id leads to. */
export interface FoundTicket {
  readonly id: number;
  readonly event_id: number;
  readonly price_id: number | null;
  readonly state: string;
  readonly blocked: boolean;
  readonly order_status: number;
  readonly event_cancelled: boolean;
  readonly admits_unpaid: boolean;
  readonly entitlements: readonly FoundEntitlement[];
}

/** What the ladder is given of a ticket and the entitlement chosen of it. */
export function factsOf(
  organizer_id: number,
  ticket: FoundTicket,
  chosen: FoundEntitlement,
  control: { point: ControlPoint | undefined; allows: boolean },
): AdmissionFacts {
  const { doors } = chosen;
  // what happens no more admits nobody, whatever became of the ticket's own state
  const off = ticket.event_cancelled || doors?.cancelled === true;
  return {
    ticket: {
      organizer_id,
      event_id: ticket.event_id,
      session_id: chosen.session_id,
      state: off && (ticket.state === 'valid' || ticket.state === 'held') ? 'cancelled' : ticket.state,
      blocked: ticket.blocked,
    },
    order_status: statusOfCode(ticket.order_status),
    admits_unpaid: ticket.admits_unpaid,
    doors: { open_at: doors?.open_at ?? null, close_at: doors?.close_at ?? null },
    entitlement: chosen.id === null ? null : chosen,
    control_point_allows: control.allows,
    exit_rule: control.point?.exit_rule ?? 'off',
  };
}
