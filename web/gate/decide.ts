import type { Direction, Effect } from '../../src/domain/admission.ts';
import type { ControlPoint } from '../../src/domain/control-point.ts';
import { sessionAsked } from '../../src/domain/control-point.ts';
import type { Doors, FoundEntitlement, FoundTicket } from '../../src/domain/found-ticket.ts';
import { judgeFound, type Judged } from '../../src/domain/judge-scan.ts';
import { codeOfStatus, type OrderStatus } from '../../src/domain/order-life.ts';
import type { Setup, Ticket } from './held.ts';

/** Decides as the office would, from what the device holds. The person stands there: what is decided counts. */
export function decideHere(
  tickets: readonly Ticket[],
  setup: Setup,
  asked: { readonly direction: Direction; readonly now: number; readonly reason: string | undefined },
): Judged {
  const point = pointOf(setup);
  const session_id = sessionAsked(undefined, point);
  const found = tickets.flatMap((ticket) => foundOf(ticket, setup, session_id) ?? []);
  return judgeFound(found, {
    organizer_id: setup.organizer.id,
    point,
    event_id: point?.event_id ?? null,
    session_id,
    direction: asked.direction,
    scanned_at: undefined,
    received_at: asked.now,
    let_in_offline: false,
    override: asked.reason === undefined || !setup.may_force ? null : { reason: asked.reason },
  });
}

/** The ticket after an entry or an exit decided here. */
export function afterEffect(
  ticket: Ticket,
  entitlement_id: number,
  effect: Effect,
  { setup, operator }: { readonly setup: Setup; readonly operator: string },
): Ticket {
  const entered = effect.inside === 1;
  return {
    ...ticket,
    entitlements: ticket.entitlements.map((one) =>
      one.id === entitlement_id
        ? {
            ...one,
            used: effect.used,
            inside: entered,
            first_used_at: textOf(effect.first_used_at),
            last_used_at: textOf(effect.last_used_at),
            control_point_id: entered ? (setup.control_point?.id ?? null) : null,
            device_id: entered ? (setup.device?.id ?? null) : null,
            operator: entered ? operator : '',
          }
        : one,
    ),
  };
}

const textOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
const msOf = (text: string | null): number | null => (text === null ? null : Date.parse(text));

function pointOf({ control_point }: Setup): ControlPoint | undefined {
  return control_point === null ? undefined : { ...control_point, deleted: false };
}

function foundOf(ticket: Ticket, setup: Setup, session_id: number | null): FoundTicket | undefined {
  const event = setup.events.find(({ id }) => id === ticket.event_id);
  if (event === undefined) return undefined;
  const doorsOf = (id: number | null): Doors | null => {
    const session = event.sessions.find((one) => one.id === id);
    if (session === undefined) return null;
    return {
      session_id: session.id,
      event_id: event.id,
      cancelled: session.cancelled,
      starts_at: Date.parse(session.starts_at),
      ends_at: msOf(session.ends_at),
      open_at: msOf(session.doors_open_at),
      close_at: msOf(session.doors_close_at),
    };
  };
  const entitlements = ticket.entitlements.map((one): FoundEntitlement => ({
    id: one.id,
    session_id: one.session_id,
    allowed: one.allowed,
    used: one.used,
    inside: one.inside ? 1 : 0,
    first_used_at: msOf(one.first_used_at),
    last_used_at: msOf(one.last_used_at),
    latest_scan_id: 0,
    doors: doorsOf(one.session_id ?? session_id),
  }));
  return {
    id: ticket.id,
    event_id: ticket.event_id,
    price_id: ticket.price_id,
    state: ticket.state,
    blocked: ticket.blocked,
    order_status: codeOfStatus(ticket.order_status as OrderStatus),
    event_cancelled: event.cancelled,
    admits_unpaid: event.admits_unpaid,
    entitlements: entitlements.length === 0 ? [nothing] : entitlements,
  };
}

/** A ticket that gives no entry at all. */
const nothing: FoundEntitlement = {
  id: null,
  session_id: null,
  allowed: 0,
  used: 0,
  inside: 0,
  first_used_at: null,
  last_used_at: null,
  latest_scan_id: 0,
  doors: null,
};
