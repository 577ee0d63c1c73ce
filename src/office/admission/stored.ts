import { Fault } from '../../domain/faults.ts';
import { statement } from '../../store/statement.ts';
import type { Rx } from '../../store/transaction.ts';
import type { ScanResult } from './scan.ts';
import type { Attempt } from './writes.ts';

interface StoredRow {
  id: number;
  outcome: string;
  refusal: string | null;
  forced: number;
  ticket_id: number | null;
  entitlement_id: number | null;
  event_id: number | null;
  session_id: number | null;
  note: string;
  first_used_at: number | null;
  last_used_at: number | null;
  used: number | null;
  allowed: number | null;
  inside: number | null;
}

const byNonce = statement<{ organizer_id: number; device: string; nonce: string }, StoredRow>((db, slot) =>
  db
    .selectFrom('scan as s')
    .leftJoin('entitlement as e', (join) =>
      join.onRef('e.ticket_id', '=', 's.ticket_id').onRef('e.id', '=', 's.entitlement_id'),
    )
    .select([
      's.id',
      's.outcome',
      's.refusal',
      's.forced',
      's.ticket_id',
      's.entitlement_id',
      's.event_id',
      's.session_id',
      's.note',
      'e.first_used_at',
      'e.last_used_at',
      'e.used',
      'e.allowed',
      'e.inside',
    ])
    .where('s.organizer_id', '=', slot('organizer_id'))
    .where('s.device', '=', slot('device'))
    .where('s.nonce', '=', slot('nonce'))
    // the index holds only rows with a nonce, and SQLite uses it only when told so
    .where('s.nonce', 'is not', null),
);

/** What was said when the attempt first came; the entitlement's numbers are those of now. */
export async function storedAttempt(
  rx: Rx,
  attempt: Pick<Attempt, 'organizer_id' | 'device' | 'nonce'>,
): Promise<ScanResult> {
  const { organizer_id, device, nonce } = attempt;
  const row = nonce === null ? undefined : await rx.first(byNonce, { organizer_id, device, nonce });
  if (row === undefined) throw new Fault('internal', { reason: 'an attempt was refused that is not stored' });
  return {
    scan_id: row.id,
    outcome: row.outcome as ScanResult['outcome'],
    refusal: row.refusal as ScanResult['refusal'],
    repeated: true,
    forced: row.forced === 1,
    ticket_id: row.ticket_id,
    entitlement_id: row.entitlement_id,
    event_id: row.event_id,
    session_id: row.session_id,
    first_used_at: row.first_used_at,
    last_used_at: row.last_used_at,
    used: row.used ?? 0,
    allowed: row.allowed,
    inside: row.inside === 1,
    opens_at: null,
    closed_at: null,
    candidates: candidatesIn(row.note, row.refusal),
  };
}

function candidatesIn(note: string, refusal: string | null): number[] {
  return refusal === 'ambiguous' ? (note.match(/\d+/gu) ?? []).map(Number) : [];
}
