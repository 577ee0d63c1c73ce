/**
 * Who gets in. Admission is an ordered ladder of refusals: the first rung that holds is the answer, and its code is
 * stable for ever (the `scan.refusal` column, the dialects and the gate's page rely on it). A refusal is an answer,
 * not a fault: it is recorded like every attempt.
 *
 * The first arrivals win, as many as the entitlement allows. A scan that arrives late from an offline device and by its
 * clock came *before* one that was let in does not rewrite what happened: it is a *conflict*, kept for a person.
 */
import { Fault } from './faults.ts';
import { limits } from './limits.ts';
import { type OrderStatus, admits } from './order-life.ts';

export type Direction = 'in' | 'out';

/** Ticket × session (or any): the columns of `entitlement`, and the device time of its latest entry. */
export interface EntitlementFacts {
  /** null: as many as one likes */
  readonly allowed: number | null;
  readonly used: number;
  /** 1: the holder is inside */
  readonly inside: number;
  readonly first_used_at: number | null;
  /** the latest device time among the entries let in */
  readonly last_used_at: number | null;
}

/**
 * Whether exits matter. `off`: they are recorded, and each entry takes one whatever was scanned before. `counted`: one must
 * be out to come in, and each entry takes one. `free`: one must be out to come in, and coming back takes nothing.
 */
export type ExitRule = 'off' | 'counted' | 'free';

/** Everything the rungs look at, read in the same transaction that writes the effect. */
export interface AdmissionFacts {
  readonly ticket: {
    readonly organizer_id: number;
    readonly event_id: number;
    /** null: good for any session of the event */
    readonly session_id: number | null;
    /** held, valid, cancelled, refunded, deleted */
    readonly state: string;
    /** stopped by staff: lost, stolen, under dispute */
    readonly blocked?: boolean;
  };
  readonly order_status: OrderStatus;
  /** the event's setting, else the organizer's */
  readonly admits_unpaid: boolean;
  /** when the doors of the session are open; null: open on that side */
  readonly doors: { readonly open_at: number | null; readonly close_at: number | null };
  /** null: the ticket gives no entry for the session asked for */
  readonly entitlement: EntitlementFacts | null;
  /** whether the control point lets this kind of ticket through */
  readonly control_point_allows: boolean;
  readonly exit_rule?: ExitRule;
}

export interface AdmissionRequest {
  readonly organizer_id: number;
  /** null: the device asks for no particular one */
  readonly event_id: number | null;
  readonly session_id: number | null;
  readonly direction: Direction;
  /** by the device's clock; how far it may run ahead is limited */
  readonly scanned_at: number;
  readonly received_at: number;
  /** an offline device has already let the person in: whatever the ladder says against it is for a person to see */
  readonly let_in_offline?: boolean;
  /** staff let it pass against the ladder; the reason goes to the ledger */
  readonly override?: { readonly reason: string } | null;
}

type Rung = {
  readonly code: string;
  readonly title: string;
  /** staff may let it pass */
  readonly overridable: boolean;
  readonly test: (facts: AdmissionFacts, request: AdmissionRequest, at: number) => boolean;
};

const entering = (request: AdmissionRequest): boolean => request.direction === 'in';

/** Entries that coming in now would take: none on the way back where re-entry is free. */
function entriesTaken(facts: AdmissionFacts): number {
  const { entitlement } = facts;
  const back = entitlement !== null && entitlement.used > 0 && entitlement.inside === 0;
  return facts.exit_rule === 'free' && back ? 0 : 1;
}

/**
 * The ladder, in order. What a stranger must not learn comes first, then what is wrong with the ticket for good, then what
 * is wrong here and now, then what was used. Going out asks only who and where: nobody is kept in.
 */
export const ladder = [
  { code: 'unknown', title: 'No such ticket', overridable: false, test: () => false },
  {
    code: 'other_organizer',
    title: 'No such ticket',
    overridable: false,
    test: (f, r) => f.ticket.organizer_id !== r.organizer_id,
  },
  {
    code: 'other_event',
    title: 'The ticket is for another event',
    overridable: true,
    test: (f, r) => r.event_id !== null && f.ticket.event_id !== r.event_id,
  },
  {
    code: 'wrong_session',
    title: 'The ticket is for another session',
    overridable: true,
    test: (f, r) =>
      f.entitlement === null ||
      (r.session_id !== null && f.ticket.session_id !== null && f.ticket.session_id !== r.session_id),
  },
  {
    code: 'cancelled',
    title: 'The ticket is cancelled',
    overridable: true,
    test: (f, r) => entering(r) && isCancelled(f),
  },
  {
    code: 'refunded',
    title: 'The ticket is refunded',
    overridable: true,
    test: (f, r) => entering(r) && f.ticket.state === 'refunded',
  },
  {
    code: 'blocked',
    title: 'The ticket is blocked',
    overridable: true,
    test: (f, r) => entering(r) && f.ticket.blocked === true,
  },
  {
    code: 'unpaid',
    title: 'The ticket is not paid',
    overridable: true,
    test: (f, r) => entering(r) && (f.ticket.state === 'held' || !admits(f.order_status, f.admits_unpaid)),
  },
  {
    code: 'not_valid_here',
    title: 'The ticket is not valid at this control point',
    overridable: true,
    test: (f) => !f.control_point_allows,
  },
  {
    code: 'not_yet_open',
    title: 'The doors are not open yet',
    overridable: true,
    test: (f, r, at) => entering(r) && f.doors.open_at !== null && at < f.doors.open_at,
  },
  {
    code: 'closed',
    title: 'The doors are closed',
    overridable: true,
    test: (f, r, at) => entering(r) && f.doors.close_at !== null && f.doors.close_at <= at,
  },
  {
    code: 'already_used',
    title: 'The ticket has been used',
    overridable: true,
    test: (f, r) => entering(r) && isUsedUp(f),
  },
  {
    code: 'already_inside',
    title: 'The holder is inside already',
    overridable: true,
    test: (f, r) => entering(r) && (f.exit_rule ?? 'off') !== 'off' && f.entitlement?.inside === 1,
  },
  {
    code: 'not_inside',
    title: 'The holder is not inside',
    overridable: true,
    test: (f, r) => !entering(r) && f.entitlement?.inside !== 1,
  },
] as const satisfies readonly Rung[];

/** The stable codes of the ladder. */
export type Refusal = (typeof ladder)[number]['code'];

function isCancelled(facts: AdmissionFacts): boolean {
  const { state } = facts.ticket;
  const gone = facts.order_status === 'cancelled' || facts.order_status === 'abandoned';
  return state === 'cancelled' || state === 'deleted' || (gone && state !== 'refunded');
}

function isUsedUp(facts: AdmissionFacts): boolean {
  const { entitlement } = facts;
  if (entitlement === null || entitlement.allowed === null) return false;
  return entitlement.used + entriesTaken(facts) > entitlement.allowed;
}

/** The entitlement after the scan: to be written as it is. */
export interface Effect {
  readonly used: number;
  readonly inside: 0 | 1;
  readonly first_used_at: number | null;
  readonly last_used_at: number | null;
}

export interface Admitted {
  readonly admitted: true;
  /** of the `scan` row */
  readonly outcome: 'admitted';
  readonly effect: Effect;
  /** what staff overrode, null for a plain entry */
  readonly overridden: Refusal | null;
}

export interface Refused {
  readonly admitted: false;
  /** `conflict`: for a person to look at; rewrites nothing */
  readonly outcome: 'refused' | 'conflict';
  readonly refusal: Refusal;
  readonly detail: {
    readonly first_used_at: number | null;
    readonly last_used_at: number | null;
    readonly used: number;
    readonly allowed: number | null;
    readonly opens_at: number | null;
    readonly closed_at: number | null;
  };
}

export type Decision = Admitted | Refused;

/** The time that counts: the device's, unless its clock runs ahead by more than the limit. */
export function effectiveTime(request: Pick<AdmissionRequest, 'scanned_at' | 'received_at'>): number {
  const ahead = request.scanned_at - request.received_at > limits.device_clock_ahead_ms_max;
  return ahead ? request.received_at : request.scanned_at;
}

/**
 * Climbs the ladder. `facts` null is a code that nobody knows; another organizer's ticket answers the same, so that
 * nobody learns of it. Throws `override_without_reason`.
 */
export function decide(facts: AdmissionFacts | null, request: AdmissionRequest): Decision {
  const reason = request.override?.reason.trim();
  if (reason === '') throw new Fault('override_without_reason');
  if (facts === null || facts.ticket.organizer_id !== request.organizer_id)
    return refused(null, request, 'unknown');
  const at = effectiveTime(request);
  const rungs: readonly (Rung & { readonly code: Refusal })[] = ladder;
  const held = rungs.filter((rung) => rung.test(facts, request, at));
  const first = reason === undefined ? held[0] : held.find((rung) => !rung.overridable);
  if (first !== undefined) return refused(facts, request, first.code);
  return {
    admitted: true,
    outcome: 'admitted',
    effect: effectOf(facts, request.direction, at),
    overridden: held[0]?.code ?? null,
  };
}

function refused(facts: AdmissionFacts | null, request: AdmissionRequest, refusal: Refusal): Refused {
  const entitlement = facts?.entitlement ?? null;
  const last_used_at = entitlement?.last_used_at ?? null;
  const earlier = refusal === 'already_used' && last_used_at !== null && request.scanned_at < last_used_at;
  return {
    admitted: false,
    outcome: earlier || request.let_in_offline === true ? 'conflict' : 'refused',
    refusal,
    detail: {
      first_used_at: entitlement?.first_used_at ?? null,
      last_used_at,
      used: entitlement?.used ?? 0,
      allowed: entitlement?.allowed ?? null,
      opens_at: facts?.doors.open_at ?? null,
      closed_at: facts?.doors.close_at ?? null,
    },
  };
}

function effectOf(facts: AdmissionFacts, direction: Direction, at: number): Effect {
  const now = facts.entitlement ?? { used: 0, first_used_at: null, last_used_at: null };
  if (direction === 'out') {
    return { used: now.used, inside: 0, first_used_at: now.first_used_at, last_used_at: now.last_used_at };
  }
  return {
    used: now.used + entriesTaken(facts),
    inside: 1,
    first_used_at: now.first_used_at === null ? at : Math.min(now.first_used_at, at),
    last_used_at: now.last_used_at === null ? at : Math.max(now.last_used_at, at),
  };
}

/**
 * A scan that a vendor reports is a fact: recorded always, not judged. `beyond_allowed` says that it went past what the
 * entitlement gives, for the alarm; nothing is refused.
 */
export function recordReported(
  entitlement: EntitlementFacts,
  report: { readonly direction: Direction; readonly scanned_at: number },
): { outcome: 'reported'; effect: Effect; beyond_allowed: boolean } {
  const { allowed, used, first_used_at, last_used_at } = entitlement;
  const { scanned_at } = report;
  if (report.direction === 'out') {
    return {
      outcome: 'reported',
      effect: { used, inside: 0, first_used_at, last_used_at },
      beyond_allowed: false,
    };
  }
  const effect: Effect = {
    used: used + 1,
    inside: 1,
    first_used_at: first_used_at === null ? scanned_at : Math.min(first_used_at, scanned_at),
    last_used_at: last_used_at === null ? scanned_at : Math.max(last_used_at, scanned_at),
  };
  return { outcome: 'reported', effect, beyond_allowed: allowed !== null && used + 1 > allowed };
}

/** The title of a refusal, in English; pages and dialects translate by the code. */
export function refusalTitle(refusal: Refusal): string {
  return ladder.find((rung) => rung.code === refusal)?.title ?? refusal;
}
