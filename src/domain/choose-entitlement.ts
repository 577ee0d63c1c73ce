import type { Direction } from './admission.ts';
import type { FoundEntitlement, FoundTicket } from './found-ticket.ts';

/** What the one who scans asks for, as far as the choice depends on it. */
export interface Wish {
  /** null: no particular one */
  readonly event_id: number | null;
  readonly session_id: number | null;
  readonly direction: Direction;
  /** the time that counts */
  readonly at: number;
}

/**
 * Which entitlement a scan is about, when the ticket has several (a subscription, a pack over two days):
 *
 * 1. of the session that the device names; else one for any session;
 * 2. going out: the one whose holder is inside;
 * 3. one whose doors are open now and that has entries left, the session nearest to now first;
 * 4. one for any session, with entries left;
 * 5. one whose doors are open now, used up: it is what the person at this door means, and "already used" is the answer;
 * 6. one for any session, used up;
 * 7. the next to open ("not yet open"), then the one that closed last ("closed").
 *
 * A named session that the ticket has nothing for falls through to 2–7, so that the refusal can say what the ticket is for.
 */
export function chooseEntitlement(ticket: FoundTicket, wish: Wish): FoundEntitlement {
  const [only, second] = ticket.entitlements;
  if (only === undefined) throw new TypeError('a found ticket has at least an empty entitlement');
  if (second === undefined) return only;
  const named = wish.session_id === null ? undefined : ofSession(ticket, wish.session_id);
  if (named !== undefined) return named;
  return ticket.entitlements.reduce((best, next) => (isBetter(next, best, wish) ? next : best));
}

function ofSession(ticket: FoundTicket, session_id: number): FoundEntitlement | undefined {
  return (
    ticket.entitlements.find((entitlement) => entitlement.session_id === session_id) ??
    ticket.entitlements.find((entitlement) => entitlement.session_id === null)
  );
}

function isBetter(a: FoundEntitlement, b: FoundEntitlement, wish: Wish): boolean {
  const [rankA, distanceA] = rank(a, wish);
  const [rankB, distanceB] = rank(b, wish);
  return rankA === rankB ? distanceA < distanceB : rankA < rankB;
}

/** The smaller the better: the rule's number, then how far its session is. */
function rank(entitlement: FoundEntitlement, wish: Wish): [rule: number, distance_ms: number] {
  const { doors } = entitlement;
  const distance = doors === null ? 0 : Math.abs(doors.starts_at - wish.at);
  if (wish.direction === 'out' && entitlement.inside === 1) return [2, distance];
  const left = entitlement.allowed === null || entitlement.used < entitlement.allowed;
  if (doors === null) return [left ? 4 : 6, 0];
  const window = doorWindow(entitlement, wish.at);
  if (window === 'open') return [left ? 3 : 5, distance];
  return window === 'later' ? [7, distance] : [8, distance];
}

/** Where now stands to the doors; a session without a closing time of its doors closes with its end. */
function doorWindow(entitlement: FoundEntitlement, at: number): 'open' | 'later' | 'over' {
  const { doors } = entitlement;
  if (doors === null) return 'open';
  if (doors.open_at !== null && at < doors.open_at) return 'later';
  const close_at = doors.close_at ?? doors.ends_at;
  return close_at !== null && close_at <= at ? 'over' : 'open';
}

/**
 * Which ticket a code means when two issuers gave the same: those of the event asked for, of them those of the session asked
 * for, of them those whose doors are open now. A step that would leave none is passed over; what is left over one is
 * for a person to tell apart.
 */
export function narrow(tickets: readonly FoundTicket[], wish: Wish): readonly FoundTicket[] {
  if (tickets.length < 2) return tickets;
  const { event_id, session_id } = wish;
  let left = tickets;
  const keep = (fits: (ticket: FoundTicket) => boolean): void => {
    const fitting = left.filter(fits);
    if (fitting.length > 0) left = fitting;
  };
  if (event_id !== null) keep((ticket) => ticket.event_id === event_id);
  if (session_id !== null) keep((ticket) => ofSession(ticket, session_id) !== undefined);
  keep((ticket) => doorWindow(chooseEntitlement(ticket, wish), wish.at) === 'open');
  return left;
}
