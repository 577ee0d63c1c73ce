import { ByKeys } from '../../store/by-ids.ts';
import { RowsInsert } from '../../store/rows-insert.ts';
import type { Tx } from '../../store/transaction.ts';
import type { FoundEntry } from './open-entries.ts';
import type { Report, ReportedBatch } from './reported-batch.ts';
import type { Attempt } from './writes.ts';

const scansOfNonces = new ByKeys<{ organizer_id: number; device: string }, string, { id: number }>(
  (db, nonces, slot) =>
    db
      .selectFrom('scan')
      .select('id')
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

export function nonceOf(code: string, scanned_at: number): string {
  return `${code}|in|${scanned_at}`;
}

/** One attempt for each report, by its number: twice the same report is one. */
export async function attemptsOf(
  tx: Tx,
  batch: ReportedBatch,
  reports: readonly Report[],
  entries: ReadonlyMap<string, FoundEntry | 'several'>,
): Promise<Map<string, Attempt>> {
  const named = { ...batch, device: deviceOf(batch) };
  const attempts = new Map<string, Attempt>();
  for (const { code, scanned_at } of reports) {
    const entry = entries.get(code);
    const nonce = nonceOf(code, scanned_at);
    if (entry === 'several' || attempts.has(nonce)) continue;
    const id = await tx.id();
    attempts.set(nonce, attemptOf(tx, named, { id, code, nonce, scanned_at, entry }));
  }
  return attempts;
}

/** The ids of those that were not kept before. */
export async function keepNew(tx: Tx, attempts: readonly Attempt[]): Promise<Set<number>> {
  const ids = new Set(attempts.map(({ id }) => id));
  const [first] = attempts;
  if (first === undefined || (await insertScans.put(tx, attempts)) === attempts.length) return ids;
  const { organizer_id, device } = first;
  const nonces = attempts.map(({ nonce }) => nonce ?? '');
  const kept = await scansOfNonces.lists(tx, { organizer_id, device }, nonces);
  return new Set(kept.flatMap(([id]) => (ids.has(id as number) ? [id as number] : [])));
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
