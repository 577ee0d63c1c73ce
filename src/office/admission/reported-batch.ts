import { recordReported } from '../../domain/admission.ts';
import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { LostRace } from '../../store/lost-race.ts';
import { RowsInsert } from '../../store/rows-insert.ts';
import { ByKeys } from '../../store/by-ids.ts';
import type { Actor, Store, Tx } from '../../store/transaction.ts';
import { raiseAlarm } from '../ledger/alarms.ts';
import { announce, isHeard } from '../ledger/outbox.ts';
import { recordChange } from '../ledger/record.ts';
import { codesOf, keptText } from './codes.ts';
import { recordReportedScan } from './reported.ts';
import { takeAsRead, type Attempt } from './writes.ts';

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
const reports_per_command = 1_000;
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
  const taken: ReportTaken[] = [];
  for (let from = 0; from < reports.length; from += reports_per_command) {
    const part = { ...batch, reports: reports.slice(from, from + reports_per_command) };
    taken.push(...(await store.write(actor, (tx) => recordReports(tx, part))));
  }
  return taken;
}

interface FoundEntry {
  readonly code: string;
  readonly ticket_id: number;
  readonly event_id: number;
  readonly ticket_session_id: number | null;
  readonly entitlement_id: number;
  readonly session_id: number | null;
  readonly allowed: number | null;
  readonly used: number;
  readonly inside: number;
  readonly first_used_at: number | null;
  readonly last_used_at: number | null;
  readonly latest_scan_id: number;
}

const entriesOfCodes = new ByKeys<{ organizer_id: number }, string, FoundEntry>((db, codes, slot) =>
  db
    .selectFrom('barcode')
    .innerJoin('ticket', 'ticket.id', 'barcode.ticket_id')
    .innerJoin('entitlement', 'entitlement.ticket_id', 'ticket.id')
    .select(['barcode.code', 'ticket.id as ticket_id', 'ticket.event_id'])
    .select(['ticket.session_id as ticket_session_id', 'entitlement.id as entitlement_id'])
    .select(['entitlement.session_id', 'entitlement.allowed', 'entitlement.used', 'entitlement.inside'])
    .select(['entitlement.first_used_at', 'entitlement.last_used_at'])
    .select('entitlement.latest_scan_id')
    .where('barcode.organizer_id', '=', slot('organizer_id'))
    .where('barcode.code', 'in', codes),
);

const knownNonces = new ByKeys<{ organizer_id: number; device: string }, string, { nonce: string | null }>(
  (db, nonces, slot) =>
    db
      .selectFrom('scan')
      .select('nonce')
      .where('organizer_id', '=', slot('organizer_id'))
      .where('device', '=', slot('device'))
      .where('nonce', 'in', nonces),
);

const insertScans = new RowsInsert<Attempt>((db, rows) =>
  db
    .insertInto('scan')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing()),
);

async function recordReports(tx: Tx, batch: ReportedBatch): Promise<ReportTaken[]> {
  const { organizer_id } = batch;
  const codes = batch.reports.map(({ code }) => codesOf(code)[0] ?? keptText(code, limits.barcode_chars_max));
  const entries = await openEntries(tx, batch, codes);
  const device = deviceOf(batch);
  const nonces = batch.reports.map(({ scanned_at }, index) => `${codes[index] ?? ''}|in|${scanned_at}`);
  const known = new Set(
    (await knownNonces.read(tx, { organizer_id, device }, nonces)).map(({ nonce }) => nonce),
  );
  const taken: ReportTaken[] = [];
  const scans: Attempt[] = [];
  const used: Used[] = [];
  for (const [index, { scanned_at }] of batch.reports.entries()) {
    const code = codes[index] ?? '';
    const nonce = nonces[index] ?? '';
    const entry = entries.get(code);
    if (entry === 'several') {
      taken.push(await oneByOne(tx, batch, code, scanned_at));
      continue;
    }
    if (known.has(nonce)) {
      taken.push({ ticket_id: entry?.ticket_id ?? null, first_used_at: entry?.first_used_at ?? null });
      continue;
    }
    known.add(nonce);
    const id = await tx.id();
    scans.push(attemptOf(tx, { ...batch, device }, { id, code, nonce, scanned_at, entry }));
    if (entry === undefined) {
      taken.push({ ticket_id: null, first_used_at: null });
      continue;
    }
    const next = await use(tx, entry, scanned_at);
    // the same code may come again in this batch
    entries.set(code, { ...entry, ...next });
    used.push({ scan_id: id, entry, next, scanned_at });
    taken.push({ ticket_id: entry.ticket_id, first_used_at: next.first_used_at });
  }
  // somebody else kept one of them at this very moment: all of it again
  if ((await insertScans.put(tx, scans)) !== scans.length) throw new LostRace(new Fault('busy'));
  await follow(tx, batch, used);
  return taken;
}

/** What each code opens in this session: one entitlement, or several things that have to be told apart one by one. */
async function openEntries(tx: Tx, batch: ReportedBatch, codes: readonly string[]) {
  const { organizer_id, event_id, session_id } = batch;
  const entries = new Map<string, FoundEntry | 'several'>();
  for (const entry of await entriesOfCodes.read(tx, { organizer_id }, [...new Set(codes)])) {
    const session = entry.session_id ?? entry.ticket_session_id;
    if (entry.event_id !== event_id || (session !== null && session !== session_id)) continue;
    entries.set(entry.code, entries.has(entry.code) ? 'several' : entry);
  }
  return entries;
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

/** As `recordReportedScan` names it: a report that came alone is known to a batch, and the other way round. */
function deviceOf({ connection_id, source }: ReportedBatch): string {
  return connection_id === null ? `reported:${source}` : `reported:${connection_id}`;
}

interface Reported {
  readonly id: number;
  readonly code: string;
  readonly nonce: string;
  readonly scanned_at: number;
  readonly entry: FoundEntry | undefined;
}

function attemptOf(tx: Tx, batch: ReportedBatch & { device: string }, report: Reported): Attempt {
  const { id, code, nonce, scanned_at, entry } = report;
  return {
    id,
    organizer_id: batch.organizer_id,
    ticket_id: entry?.ticket_id ?? null,
    entitlement_id: entry?.entitlement_id ?? null,
    event_id: entry?.event_id ?? batch.event_id,
    session_id: entry?.session_id ?? batch.session_id,
    control_point_id: null,
    code,
    direction: 'in',
    outcome: 'reported',
    refusal: entry === undefined ? 'unknown' : null,
    forced: 0,
    earlier_scan_id: null,
    source: batch.source,
    connection_id: batch.connection_id,
    device: batch.device,
    nonce,
    operator: '',
    note: '',
    scanned_at,
    received_at: tx.now,
  };
}

interface NextUse {
  readonly used: number;
  readonly inside: number;
  readonly first_used_at: number | null;
  readonly last_used_at: number | null;
}

/** "Used since then": a ticket that was used before is not used again by it. */
async function use(tx: Tx, entry: FoundEntry, scanned_at: number): Promise<NextUse> {
  const { effect } = recordReported(entry, { direction: 'in', scanned_at });
  const next = entry.used > 0 ? { ...effect, used: entry.used, inside: entry.inside === 1 ? 1 : 0 } : effect;
  const read = { ...entry, id: entry.entitlement_id, doors: null };
  // what is only reported joins no chain of scans
  const { latest_scan_id } = entry;
  const inside = next.inside === 1 ? 1 : 0;
  if (!(await takeAsRead(tx, read, { ...next, inside, latest_scan_id }))) {
    throw new LostRace(new Fault('busy', { ticket_id: entry.ticket_id }));
  }
  return next;
}

interface Used {
  readonly scan_id: number;
  readonly entry: FoundEntry;
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
      before: part.map(({ entry }) => [entry.ticket_id, entry.used, entry.first_used_at]),
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
  for (const { scan_id, entry } of used) {
    if (entry.used > 0 || entry.allowed === null || entry.allowed >= 1) continue;
    await raiseAlarm(tx, {
      organizer_id,
      code: 'over_admitted',
      subject_kind: 'ticket',
      subject_id: entry.ticket_id,
      details: { scan_id, allowed: entry.allowed, used: 1 },
    });
  }
}
