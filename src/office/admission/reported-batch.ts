import { recordReported } from '../../domain/admission.ts';
import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import type { Actor, Store, Tx } from '../../store/transaction.ts';
import { raiseAlarm } from '../ledger/alarms.ts';
import { announce, isHeard } from '../ledger/outbox.ts';
import { recordChange } from '../ledger/record.ts';
import { codesOf } from '../../domain/scanned-codes.ts';
import { keptText } from './codes.ts';
import { openEntries, type FoundEntry } from './open-entries.ts';
import { attemptsOf, keepNew } from './report-attempts.ts';
import { recordReportedScan } from './reported.ts';
import { takeAllAsRead, type Taking } from './take-all.ts';

export interface ReportedBatch {
  readonly organizer_id: number;
  /** whose word it is; null: a client of the dialect told us */
  readonly connection_id: number | null;
  readonly source: string;
  readonly event_id: number;
  /** null: the event has no sessions */
  readonly session_id: number | null;
  readonly reports: readonly { readonly code: string; readonly scanned_at: number }[];
}

/** In the order of the reports. A code that is no ticket's of this session has no ticket; its report is kept all the same. */
export interface ReportTaken {
  readonly ticket_id: number | null;
  readonly first_used_at: number | null;
}

/** Others wait for the writer only as long as these take. */
const reports_per_command = 2_000;
/** changes that one row of the ledger tells of */
const scans_per_record = 100;

/**
 * Keeps many entries that were reported for one session, in as many commands as they need, each durable by itself; sent
 * again, they change nothing. Each is kept as `recordReportedScan` keeps it with `tells: 'state'`. Throws `too_large`.
 */
export async function submitReports(
  store: Store,
  actor: Actor,
  batch: ReportedBatch,
): Promise<ReportTaken[]> {
  const { reports } = batch;
  if (reports.length > limits.scan_batch_max) throw new Fault('too_large', { most: limits.scan_batch_max });
  // by code, as the indexes have them: neighbours lie on one page, which is then written once; then by time
  const ordered = reports
    .map(({ code, scanned_at }, place) => ({ code: keptCode(code), scanned_at, place }))
    .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : a.scanned_at - b.scanned_at));
  const taken: ReportTaken[] = [];
  for (let from = 0; from < ordered.length; from += reports_per_command) {
    const part = ordered.slice(from, from + reports_per_command);
    const results = await store.write(actor, (tx) => recordReports(tx, batch, part));
    for (const [index, { place }] of part.entries()) taken[place] = results[index] ?? nothing;
  }
  return taken;
}

export interface Report {
  readonly code: string;
  readonly scanned_at: number;
}

const nothing: ReportTaken = { ticket_id: null, first_used_at: null };

function keptCode(code: string): string {
  return codesOf(code)[0] ?? keptText(code, limits.barcode_chars_max);
}

/** In the order of the reports, the same ones beside each other. What is new is kept first, and what follows of it then. */
async function recordReports(
  tx: Tx,
  batch: ReportedBatch,
  reports: readonly Report[],
): Promise<ReportTaken[]> {
  const codes = reports.map(({ code }) => code);
  const entries = await openEntries(tx, batch, codes);
  const attempts = await attemptsOf(tx, batch, reports, entries);
  const known = await keepNew(
    tx,
    attempts.filter((attempt) => attempt !== undefined),
  );
  // what was kept before may have been kept at this very moment: what it opens is looked at again
  const stale = attempts.flatMap((one) => (one !== undefined && known.has(one.id) ? [one.code] : []));
  for (const [code, entry] of await openEntries(tx, batch, stale)) entries.set(code, entry);
  const taken: ReportTaken[] = [];
  const used: Used[] = [];
  // several codes, and the same one again, may come to one entitlement
  const uses = new Map<number, NextUse>();
  for (const [index, { code, scanned_at }] of reports.entries()) {
    const entry = entries.get(code);
    if (entry === undefined || entry === 'several') {
      taken.push(entry === undefined ? nothing : await oneByOne(tx, batch, code, scanned_at));
      continue;
    }
    const attempt = attempts[index];
    const before = uses.get(entry.entitlement_id) ?? entry;
    if (attempt === undefined || known.has(attempt.id)) {
      taken.push({ ticket_id: entry.ticket_id, first_used_at: before.first_used_at });
      continue;
    }
    const next = nextUse(entry, before, scanned_at);
    uses.set(entry.entitlement_id, next);
    used.push({ scan_id: attempt.id, entry, before, next, scanned_at });
    taken.push({ ticket_id: entry.ticket_id, first_used_at: next.first_used_at });
  }
  await takeAllAsRead(tx, takingsOf(tx, used, uses));
  await follow(tx, batch, used);
  return taken;
}

/** Each entitlement from what was read of it to what it came to in the end. */
function takingsOf(tx: Tx, used: readonly Used[], uses: ReadonlyMap<number, NextUse>): Taking[] {
  const takings: Taking[] = [];
  for (const { entry, before, next } of used) {
    // each once: where it was still as it was read
    if (before !== entry) continue;
    const last = uses.get(entry.entitlement_id) ?? next;
    takings.push({
      ticket_id: entry.ticket_id,
      id: entry.entitlement_id,
      was_used: entry.used,
      was_inside: entry.inside,
      was_latest: entry.latest_scan_id,
      used: last.used,
      inside: last.inside,
      first_used_at: last.first_used_at,
      last_used_at: last.last_used_at,
      updated_at: tx.now,
    });
  }
  // as they lie in the table
  return takings.sort((a, b) => a.ticket_id - b.ticket_id);
}

async function oneByOne(
  tx: Tx,
  batch: ReportedBatch,
  code: string,
  scanned_at: number,
): Promise<ReportTaken> {
  const { organizer_id, connection_id, source, event_id, session_id } = batch;
  const { ticket_id, first_used_at } = await recordReportedScan(tx, {
    organizer_id,
    connection_id,
    source,
    event_id,
    session_id: session_id ?? undefined,
    code,
    scanned_at,
    direction: 'in',
    tells: 'state',
  });
  return { ticket_id, first_used_at };
}

interface NextUse {
  readonly used: number;
  readonly inside: number;
  readonly first_used_at: number | null;
  readonly last_used_at: number | null;
}

/** "Used since then": a ticket that was used before is not used again by it. */
function nextUse({ allowed }: FoundEntry, before: NextUse, scanned_at: number): NextUse {
  const { used, inside, first_used_at, last_used_at } = before;
  const read = { allowed, used, inside, first_used_at, last_used_at };
  const { effect } = recordReported(read, { direction: 'in', scanned_at });
  const counted = used > 0 ? before : effect;
  return {
    used: counted.used,
    inside: counted.inside === 1 ? 1 : 0,
    first_used_at: effect.first_used_at,
    last_used_at: effect.last_used_at,
  };
}

interface Used {
  readonly scan_id: number;
  readonly entry: FoundEntry;
  readonly before: NextUse;
  readonly next: NextUse;
  readonly scanned_at: number;
}

/** The ledger hears of many scans in one row, other systems of each. */
async function follow(tx: Tx, batch: ReportedBatch, used: readonly Used[]): Promise<void> {
  const { organizer_id, connection_id, event_id, session_id } = batch;
  for (let from = 0; from < used.length; from += scans_per_record) {
    const part = used.slice(from, from + scans_per_record);
    await recordChange(tx, {
      organizer_id,
      action: 'scans.reported',
      subject_kind: session_id === null ? 'event' : 'session',
      subject_id: session_id ?? event_id,
      before: part.map(({ entry, before }) => [entry.ticket_id, before.used, before.first_used_at]),
      after: part.map(({ scan_id, entry, next }) => [
        scan_id,
        entry.entitlement_id,
        next.used,
        next.first_used_at,
      ]),
    });
  }
  const heard = await isHeard(tx, { organizer_id, topic: 'scan', origin_connection_id: connection_id });
  for (const { scan_id, entry, scanned_at } of heard ? used : []) {
    await announce(tx, {
      organizer_id,
      topic: 'scan',
      subject_kind: 'ticket',
      subject_id: entry.ticket_id,
      payload: { scan_id, direction: 'in', at: scanned_at },
      origin_connection_id: connection_id,
    });
  }
  for (const { scan_id, entry, before } of used) {
    if (before.used > 0 || entry.allowed === null || entry.allowed >= 1) continue;
    await raiseAlarm(tx, {
      organizer_id,
      code: 'over_admitted',
      subject_kind: 'ticket',
      subject_id: entry.ticket_id,
      details: { scan_id, allowed: entry.allowed, used: 1 },
    });
  }
}
