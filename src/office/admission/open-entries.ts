import { ByKeys } from '../../store/by-ids.ts';
import type { Tx } from '../../store/transaction.ts';

export interface FoundEntry {
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

type EntryCells = [
  code: string,
  ticket_id: number,
  event_id: number,
  ticket_session_id: number | null,
  entitlement_id: number,
  session_id: number | null,
  allowed: number | null,
  used: number,
  inside: number,
  first_used_at: number | null,
  last_used_at: number | null,
  latest_scan_id: number,
];

function entryOf(row: EntryCells): FoundEntry {
  return {
    code: row[0],
    ticket_id: row[1],
    event_id: row[2],
    ticket_session_id: row[3],
    entitlement_id: row[4],
    session_id: row[5],
    allowed: row[6],
    used: row[7],
    inside: row[8],
    first_used_at: row[9],
    last_used_at: row[10],
    latest_scan_id: row[11],
  };
}

/** Where a code is to open something. */
export interface AskedSession {
  readonly organizer_id: number;
  readonly event_id: number;
  /** null: the event has no sessions */
  readonly session_id: number | null;
}

/** What each code opens in this session: one entitlement, or several things that have to be told apart one by one. */
export async function openEntries(tx: Tx, asked: AskedSession, codes: readonly string[]) {
  const { organizer_id, event_id, session_id } = asked;
  const entries = new Map<string, FoundEntry | 'several'>();
  for (const cells of await entriesOfCodes.lists(tx, { organizer_id }, [...new Set(codes)])) {
    const entry = entryOf(cells as EntryCells);
    const session = entry.session_id ?? entry.ticket_session_id;
    if (entry.event_id !== event_id || (session !== null && session !== session_id)) continue;
    entries.set(entry.code, entries.has(entry.code) ? 'several' : entry);
  }
  return entries;
}
