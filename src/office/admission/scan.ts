import { type Direction, type Refusal, effectiveTime } from '../../domain/admission.ts';
import { type ControlPoint, sessionAsked } from '../../domain/control-point.ts';
import { Fault } from '../../domain/faults.ts';
import type { FoundTicket } from '../../domain/found-ticket.ts';
import { type Judged, judgeFound } from '../../domain/judge-scan.ts';
import { limits } from '../../domain/limits.ts';
import { codesOf } from '../../domain/scanned-codes.ts';
import type { Tx } from '../../store/transaction.ts';
import { announce } from '../ledger/outbox.ts';
import { recordChange } from '../ledger/record.ts';
import { keptText } from './codes.ts';
import { controlPoint } from './control-point-rules.ts';
import { isAddOnCode, findTickets, ticketOfId } from './facts.ts';
import { withOwnNames } from './own-names.ts';
import { storedAttempt } from './stored.ts';
import {
  type Attempt,
  type Take,
  correctAttempt,
  holdEntitlements,
  keepAttempt,
  takeAsRead,
} from './writes.ts';

/** One attempt to enter or to leave; the ticket named by the code on it, or by its id. */
export interface ScanInput {
  readonly organizer_id: number;
  /** as scanned: a link that carries the code will do */
  readonly code?: string | undefined;
  readonly ticket_id?: number | undefined;
  /** the event, the session that this door is for; none: whatever the ticket is for */
  readonly event_id?: number | undefined;
  readonly session_id?: number | undefined;
  readonly control_point_id?: number | undefined;
  readonly direction: Direction;
  readonly device?: string | undefined;
  /** the device's own number of the attempt: sent again, it gets the stored outcome and changes nothing */
  readonly nonce?: string | undefined;
  /** ms by the device's clock; none: now, by ours, and then it is never late */
  readonly scanned_at?: number | undefined;
  /** gate, or the dialect it came through */
  readonly source: string;
  readonly operator?: string | undefined;
  /** the device was offline and has let the person in: what the ladder says against it is for a person to see */
  readonly let_in_offline?: boolean | undefined;
  /** the device was offline and has let nobody pass, for this reason: kept as it is, and not judged again */
  readonly refused_offline?: Refusal | 'ambiguous' | undefined;
  /** staff let it pass against the ladder */
  readonly force?: { readonly reason: string } | undefined;
  readonly connection_id?: number | undefined;
}

export interface ScanResult {
  readonly scan_id: number;
  readonly outcome: 'admitted' | 'refused' | 'conflict' | 'reported';
  /** the rung that refused; `ambiguous`: several tickets carry the code, see `candidates` */
  readonly refusal: Refusal | 'ambiguous' | null;
  /** the same attempt came before: this is what was said then, and nothing changed */
  readonly repeated: boolean;
  /** staff let it pass against the ladder */
  readonly forced: boolean;
  readonly ticket_id: number | null;
  readonly entitlement_id: number | null;
  readonly event_id: number | null;
  readonly session_id: number | null;
  /** of the entitlement, after this attempt */
  readonly first_used_at: number | null;
  readonly last_used_at: number | null;
  readonly used: number;
  /** null: as many as one likes */
  readonly allowed: number | null;
  readonly inside: boolean;
  readonly opens_at: number | null;
  readonly closed_at: number | null;
  /** ticket ids, for a person to tell apart */
  readonly candidates: readonly number[];
}

/** What is asked, with what follows of the control point and the clock. */
interface Asked {
  readonly input: ScanInput;
  readonly point: ControlPoint | undefined;
  readonly codes: readonly string[];
  /** kept in the scan's row */
  readonly code: string;
  readonly event_id: number | null;
  readonly session_id: number | null;
  readonly scanned_at: number;
  readonly at: number;
}

/** How often an entitlement may change under a scan before it is given up; once it is held, nobody else can. */
const tries_max = 4;

/**
 * Judges one attempt, keeps it, and writes what follows of it: the entitlement, the ledger and the outbox. A refusal is an answer, not a fault, and it is kept like every attempt. Throws `not_found` for a control point
 * that is not the organizer's, `override_without_reason`, `invalid_input` when neither a code nor a ticket is named.
 */
export function scanCode(tx: Tx, input: ScanInput): Promise<ScanResult> {
  return scanWith(tx, input, takeAsRead);
}

/** `scanCode` with the writer of the entitlement given: tests take its guard away to see what it is for. */
export async function scanWith(tx: Tx, input: ScanInput, take: Take): Promise<ScanResult> {
  const asked = await askedOf(tx, input);
  const id = await tx.id();
  let judged = await judge(
    tx,
    asked,
    await findTickets(tx, { ...input, codes: asked.codes, session_id: asked.session_id }),
  );
  let attempt = await withOwnNames(tx, attemptOf(tx, id, asked, judged));
  if (!(await keepAttempt(tx, attempt))) return storedAttempt(tx, attempt);
  let tries = 0;
  while (!(await tookEntry(tx, id, judged, take))) {
    tries += 1;
    if (tries > tries_max) throw new Fault('busy', { tries });
    judged = await judgeHeld(tx, asked, judged);
    attempt = await withOwnNames(tx, attemptOf(tx, id, asked, judged));
  }
  if (tries > 0) await correctAttempt(tx, attempt);
  await follow(tx, asked, attempt, judged);
  return resultOf(attempt, judged);
}

async function askedOf(tx: Tx, input: ScanInput): Promise<Asked> {
  const { organizer_id, control_point_id } = input;
  if (input.code === undefined && input.ticket_id === undefined)
    throw new Fault('invalid_input', { field: 'code' });
  const point =
    control_point_id === undefined ? undefined : await controlPoint(tx, { organizer_id, control_point_id });
  const codes = input.code === undefined ? [] : codesOf(input.code);
  const scanned_at = input.scanned_at ?? tx.now;
  if (!Number.isSafeInteger(scanned_at)) throw new Fault('invalid_input', { field: 'scanned_at' });
  return {
    input,
    point,
    codes,
    code: codes[0] ?? keptText(input.code ?? '', limits.barcode_chars_max),
    event_id: input.event_id ?? point?.event_id ?? null,
    session_id: sessionAsked(input.session_id, point),
    scanned_at,
    at: effectiveTime({ scanned_at, received_at: tx.now }),
  };
}

async function judge(tx: Tx, asked: Asked, found: readonly FoundTicket[]): Promise<Judged> {
  const { input, point } = asked;
  const judged = judgeFound(found, {
    organizer_id: input.organizer_id,
    point,
    event_id: asked.event_id,
    session_id: asked.session_id,
    direction: input.direction,
    scanned_at: input.scanned_at,
    received_at: tx.now,
    let_in_offline: input.let_in_offline ?? false,
    override: input.force ?? null,
  });
  if (input.refused_offline !== undefined) return asRefused(judged, input.refused_offline);
  return found.length === 0 ? judgeNothing(tx, asked, judged) : judged;
}

/** What a device has refused is refused, whatever is known by now. */
function asRefused(judged: Judged, refusal: Refusal | 'ambiguous'): Judged {
  if (refusal === 'ambiguous') return { ...judged, decision: refusal };
  const { first_used_at = null, last_used_at = null, used = 0, allowed = null, doors } = judged.chosen ?? {};
  const open = { opens_at: doors?.open_at ?? null, closed_at: doors?.close_at ?? null };
  const detail = { first_used_at, last_used_at, used, allowed, ...open };
  return { ...judged, decision: { admitted: false, outcome: 'refused', refusal, detail } };
}

/** No ticket: a code that nobody knows, or that of an add-on, which is good for something else than entering. */
async function judgeNothing(tx: Tx, asked: Asked, judged: Judged): Promise<Judged> {
  const { decision } = judged;
  const { organizer_id } = asked.input;
  let known = false;
  for (const code of asked.codes) known ||= await isAddOnCode(tx, { organizer_id, code });
  if (!known || decision === 'ambiguous' || decision.admitted) return judged;
  return { ...judged, decision: { ...decision, refusal: 'not_valid_here' } };
}

async function tookEntry(tx: Tx, scan_id: number, judged: Judged, take: Take): Promise<boolean> {
  const { decision, chosen, ticket } = judged;
  if (decision === 'ambiguous' || !decision.admitted) return true;
  if (ticket === undefined || chosen === undefined || chosen.id === null) return true;
  const effect = { ...decision.effect, latest_scan_id: scan_id };
  return take(tx, { ...chosen, id: chosen.id, ticket_id: ticket.id }, effect);
}

/** Judges anew what changed since it was read, now that it is held. */
async function judgeHeld(tx: Tx, asked: Asked, before: Judged): Promise<Judged> {
  const ticket_id = before.ticket?.id;
  if (ticket_id === undefined) return before;
  await holdEntitlements(tx, ticket_id);
  const { session_id, input } = asked;
  const ticket = await ticketOfId(tx, { organizer_id: input.organizer_id, ticket_id, session_id });
  return judge(tx, asked, ticket === undefined ? [] : [ticket]);
}

function attemptOf(tx: Tx, id: number, asked: Asked, judged: Judged): Attempt {
  const { input } = asked;
  const { ticket, chosen, candidates } = judged;
  const verdict = verdictOf(judged, input);
  return {
    id,
    organizer_id: input.organizer_id,
    ticket_id: ticket?.id ?? null,
    entitlement_id: chosen?.id ?? null,
    event_id: ticket?.event_id ?? asked.event_id,
    session_id: chosen?.session_id ?? asked.session_id,
    control_point_id: asked.point?.id ?? null,
    code: asked.code,
    direction: input.direction,
    ...verdict,
    source: input.source,
    connection_id: input.connection_id ?? null,
    device: keptText(input.device ?? '', limits.title_chars_max),
    nonce: input.nonce === undefined ? null : keptText(input.nonce, limits.title_chars_max),
    operator: keptText(input.operator ?? '', limits.person_name_chars_max),
    note: candidates.length === 0 ? '' : `tickets ${candidates.join(', ')}`,
    scanned_at: asked.scanned_at,
    received_at: tx.now,
    earlier_scan_id: earlierOf(judged),
  };
}

/** An entry or an exit joins those that changed the entitlement before. */
function earlierOf({ decision, chosen }: Judged): number | null {
  const changes = decision !== 'ambiguous' && decision.admitted;
  return changes && chosen !== undefined && chosen.id !== null ? chosen.latest_scan_id : null;
}

function verdictOf({ decision }: Judged, input: ScanInput): Pick<Attempt, 'outcome' | 'refusal' | 'forced'> {
  if (decision === 'ambiguous') {
    const outcome = input.let_in_offline === true ? 'conflict' : 'refused';
    return { outcome, refusal: 'ambiguous', forced: 0 };
  }
  if (!decision.admitted) return { outcome: decision.outcome, refusal: decision.refusal, forced: 0 };
  return { outcome: decision.outcome, refusal: null, forced: decision.overridden === null ? 0 : 1 };
}

/** What an entry or an exit brings with it: the ledger, the outbox. */
async function follow(tx: Tx, asked: Asked, attempt: Attempt, judged: Judged): Promise<void> {
  const { decision, ticket, chosen } = judged;
  if (decision === 'ambiguous' || !decision.admitted || ticket === undefined || chosen === undefined) return;
  const { effect } = decision;
  const { organizer_id, direction } = attempt;
  // the scan is the subject: scans follow one another, and so does what is written of them, whatever tickets come by
  await recordChange(tx, {
    organizer_id,
    action: direction === 'in' ? 'scan.admitted' : 'scan.left',
    subject_kind: 'scan',
    subject_id: attempt.id,
    before: { used: chosen.used, inside: chosen.inside },
    after: {
      ticket_id: ticket.id,
      entitlement_id: chosen.id,
      used: effect.used,
      inside: effect.inside,
      overridden: decision.overridden ?? undefined,
    },
    reason: decision.overridden === null ? undefined : asked.input.force?.reason,
  });
  await announce(tx, {
    organizer_id,
    topic: 'scan',
    subject_kind: 'ticket',
    subject_id: ticket.id,
    payload: { scan_id: attempt.id, direction, at: asked.at },
    origin_connection_id: attempt.connection_id,
  });
}

function resultOf(attempt: Attempt, judged: Judged): ScanResult {
  const { decision, chosen, candidates } = judged;
  const effect = decision !== 'ambiguous' && decision.admitted ? decision.effect : undefined;
  return {
    scan_id: attempt.id,
    outcome: attempt.outcome as ScanResult['outcome'],
    refusal: attempt.refusal as ScanResult['refusal'],
    repeated: false,
    forced: attempt.forced === 1,
    ticket_id: attempt.ticket_id,
    entitlement_id: attempt.entitlement_id,
    event_id: attempt.event_id,
    session_id: attempt.session_id,
    first_used_at: effect?.first_used_at ?? chosen?.first_used_at ?? null,
    last_used_at: effect?.last_used_at ?? chosen?.last_used_at ?? null,
    used: effect?.used ?? chosen?.used ?? 0,
    allowed: chosen?.allowed ?? null,
    inside: (effect?.inside ?? chosen?.inside) === 1,
    opens_at: chosen?.doors?.open_at ?? null,
    closed_at: chosen?.doors?.close_at ?? null,
    candidates,
  };
}
