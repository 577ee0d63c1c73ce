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

/**
 * An attempt for each report, in their place; none where it takes more than one look, and for the same report again, which
 * stands beside the first one.
 */
export async function attemptsOf(
  tx: Tx,
  batch: ReportedBatch,
  reports: readonly Report[],
  entries: ReadonlyMap<string, FoundEntry | 'several'>,
): Promise<(Attempt | undefined)[]> {
  const named = { ...batch, device: deviceOf(batch) };
  const attempts: (Attempt | undefined)[] = [];
  let before: Report | undefined;
  for (const report of reports) {
    const { code, scanned_at } = report;
    const entry = entries.get(code);
    const again = before?.code === code && before.scanned_at === scanned_at;
    before = report;
    if (again || entry === 'several') {
      attempts.push(undefined);
      continue;
    }
    const given = tx.id();
    const id = typeof given === 'number' ? given : await given;
    const nonce = `${code}|in|${scanned_at}`;
    attempts.push(attemptOf(tx, named, { id, code, nonce, scanned_at, entry }));
  }
  return attempts;
}

/** The ids of those that were kept before; they are not kept again. */
export async function keepNew(tx: Tx, attempts: readonly Attempt[]): Promise<ReadonlySet<number>> {
  const [first] = attempts;
  if (first === undefined || (await insertScans.put(tx, attempts)) === attempts.length) return new Set();
  const { organizer_id, device } = first;
  const nonces = attempts.map(({ nonce }) => nonce ?? '');
  const rows = await scansOfNonces.lists(tx, { organizer_id, device }, nonces);
  const standing = new Set(rows.map(([id]) => id as number));
  return new Set(attempts.flatMap(({ id }) => (standing.has(id) ? [] : [id])));
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
