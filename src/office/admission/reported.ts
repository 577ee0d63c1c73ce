import { type Direction, type Effect, recordReported } from '../../domain/admission.ts';
import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import type { Tx } from '../../store/transaction.ts';
import { raiseAlarm } from '../ledger/alarms.ts';
import { announce } from '../ledger/outbox.ts';
import { recordChange } from '../ledger/record.ts';
import { chooseEntitlement, narrow } from '../../domain/choose-entitlement.ts';
import { codesOf } from '../../domain/scanned-codes.ts';
import { keptText } from './codes.ts';
import type { FoundEntitlement, FoundTicket } from '../../domain/found-ticket.ts';
import { findTickets } from './facts.ts';
import type { ScanResult } from './scan.ts';
import { storedAttempt } from './stored.ts';
import { type Attempt, holdEntitlements, keepAttempt, takeAsRead } from './writes.ts';

export interface ReportedScan {
  readonly organizer_id: number;
  /** whose word it is; null: a client of the dialect told us */
  readonly connection_id: number | null;
  /** the dialect */
  readonly source: string;
  readonly code?: string | undefined;
  readonly ticket_id?: number | undefined;
  readonly event_id?: number | undefined;
  readonly session_id?: number | undefined;
  readonly direction: Direction;
  /** when it happened, in ms, by the vendor */
  readonly scanned_at: number;
  /**
   * What the vendor tells. `state`: "used since then" (BilletWeb's used_date), which may well be an entry that it heard of
   * from us, so that a ticket used before is not used again by it. `entry`: one more entry, which counts.
   */
  readonly tells: 'state' | 'entry';
  readonly operator?: string | undefined;
  readonly note?: string | undefined;
}

/**
 * Keeps what a vendor says happened at a gate. It is a fact: recorded always, not judged; a code that nobody knows and one
 * that several tickets carry are kept without a ticket. Marks the entitlement used at the reported time when nothing earlier
 * is known; `beyond_allowed` entries raise the alarm `over_admitted`. Idempotent by connection, code (or ticket), direction
 * and time. Throws `invalid_input` when neither a code nor a ticket is named.
 */
export async function recordReportedScan(tx: Tx, report: ReportedScan): Promise<ScanResult> {
  if (report.code === undefined && report.ticket_id === undefined)
    throw new Fault('invalid_input', { field: 'code' });
  if (!Number.isSafeInteger(report.scanned_at)) throw new Fault('invalid_input', { field: 'scanned_at' });
  const id = await tx.id();
  let pick = await pickReported(tx, report);
  const attempt = attemptOf(tx, id, report, pick);
  if (!(await keepAttempt(tx, attempt))) return storedAttempt(tx, attempt);
  let applied = await apply(tx, report, pick);
  if (applied === undefined && pick.ticket !== undefined) {
    await holdEntitlements(tx, pick.ticket.id);
    pick = await pickReported(tx, { ...report, ticket_id: pick.ticket.id });
    applied = await apply(tx, report, pick);
    if (applied === undefined) throw new Fault('busy', { ticket_id: attempt.ticket_id });
  }
  if (applied !== undefined) await follow(tx, attempt, pick, applied);
  return resultOf(attempt, pick, applied?.effect);
}

interface Picked {
  readonly ticket: FoundTicket | undefined;
  readonly chosen: FoundEntitlement | undefined;
  readonly candidates: readonly number[];
}

async function pickReported(tx: Tx, report: ReportedScan): Promise<Picked> {
  const session_id = report.session_id ?? null;
  const codes = report.code === undefined ? [] : codesOf(report.code);
  const found = await findTickets(tx, { ...report, codes, session_id });
  const { direction, scanned_at: at, event_id = null } = report;
  const wish = { event_id, session_id, direction, at };
  const [ticket, ...others] = narrow(found, wish);
  if (ticket === undefined) return { ticket: undefined, chosen: undefined, candidates: [] };
  if (others.length > 0) {
    const candidates = [ticket, ...others].map((candidate) => candidate.id);
    return { ticket: undefined, chosen: undefined, candidates };
  }
  return { ticket, chosen: chooseEntitlement(ticket, wish), candidates: [] };
}

interface Applied {
  readonly effect: Effect;
  readonly beyond_allowed: boolean;
}

/** Writes the report onto the entitlement; undefined when there is none to write on, or it changed since it was read. */
async function apply(tx: Tx, report: ReportedScan, pick: Picked): Promise<Applied | undefined> {
  const { chosen, ticket } = pick;
  if (chosen === undefined || ticket === undefined) return undefined;
  const applied = effectOf(report, chosen);
  const { id, latest_scan_id } = chosen;
  if (id === null) return applied;
  // what is only reported joins no chain: it is found by the ticket
  const effect = { ...applied.effect, latest_scan_id };
  return (await takeAsRead(tx, { ...chosen, id, ticket_id: ticket.id }, effect)) ? applied : undefined;
}

function effectOf(report: ReportedScan, chosen: FoundEntitlement): Applied {
  const told = recordReported(chosen, report);
  const known = report.tells === 'state' && report.direction === 'in' && chosen.used > 0;
  if (!known) return told;
  const inside = chosen.inside === 1 ? 1 : 0;
  return { effect: { ...told.effect, used: chosen.used, inside }, beyond_allowed: false };
}

function attemptOf(tx: Tx, id: number, report: ReportedScan, pick: Picked): Attempt {
  const { ticket, chosen, candidates } = pick;
  const code =
    (report.code === undefined ? undefined : codesOf(report.code)[0]) ??
    keptText(report.code ?? '', limits.barcode_chars_max);
  const named = report.code === undefined ? `ticket ${report.ticket_id}` : code;
  return {
    id,
    organizer_id: report.organizer_id,
    ticket_id: ticket?.id ?? null,
    entitlement_id: chosen?.id ?? null,
    event_id: ticket?.event_id ?? report.event_id ?? null,
    session_id: chosen?.session_id ?? report.session_id ?? null,
    control_point_id: null,
    code,
    direction: report.direction,
    outcome: 'reported',
    refusal: ticket === undefined ? (candidates.length > 0 ? 'ambiguous' : 'unknown') : null,
    forced: 0,
    source: report.source,
    connection_id: report.connection_id,
    // the report's own number: a gate's device has no name like this
    device: report.connection_id === null ? `reported:${report.source}` : `reported:${report.connection_id}`,
    nonce: `${named}|${report.direction}|${report.scanned_at}`,
    operator: keptText(report.operator ?? '', limits.person_name_chars_max),
    note: candidates.length > 0 ? `tickets ${candidates.join(', ')}` : keptText(report.note ?? '', 500),
    scanned_at: report.scanned_at,
    received_at: tx.now,
    earlier_scan_id: null,
  };
}

async function follow(tx: Tx, attempt: Attempt, pick: Picked, applied: Applied): Promise<void> {
  const { ticket, chosen } = pick;
  if (ticket === undefined || chosen === undefined) return;
  const { organizer_id, connection_id, direction, scanned_at } = attempt;
  const { effect, beyond_allowed } = applied;
  await recordChange(tx, {
    organizer_id,
    action: 'scan.reported',
    subject_kind: 'scan',
    subject_id: attempt.id,
    before: { used: chosen.used, first_used_at: chosen.first_used_at },
    after: {
      ticket_id: ticket.id,
      entitlement_id: chosen.id,
      used: effect.used,
      first_used_at: effect.first_used_at,
    },
  });
  // a report of what is known already is no news: two systems would tell each other for ever
  if (effect.used !== chosen.used || effect.inside !== chosen.inside) {
    await announce(tx, {
      organizer_id,
      topic: 'scan',
      subject_kind: 'ticket',
      subject_id: ticket.id,
      payload: { scan_id: attempt.id, direction, at: scanned_at },
      origin_connection_id: connection_id,
    });
  }
  if (!beyond_allowed) return;
  await raiseAlarm(tx, {
    organizer_id,
    code: 'over_admitted',
    subject_kind: 'ticket',
    subject_id: ticket.id,
    details: { scan_id: attempt.id, allowed: chosen.allowed, used: effect.used },
  });
}

function resultOf(attempt: Attempt, pick: Picked, effect: Effect | undefined): ScanResult {
  const { chosen, candidates } = pick;
  return {
    scan_id: attempt.id,
    outcome: 'reported',
    refusal: attempt.refusal as ScanResult['refusal'],
    repeated: false,
    forced: false,
    ticket_id: attempt.ticket_id,
    entitlement_id: attempt.entitlement_id,
    event_id: attempt.event_id,
    session_id: attempt.session_id,
    first_used_at: effect?.first_used_at ?? null,
    last_used_at: effect?.last_used_at ?? null,
    used: effect?.used ?? 0,
    allowed: chosen?.allowed ?? null,
    inside: effect?.inside === 1,
    opens_at: null,
    closed_at: null,
    candidates,
  };
}
