import { chooseEntitlement, narrow } from '../domain/choose-entitlement.ts';
import { codesOf } from '../domain/scanned-codes.ts';
import { findTickets } from '../office/admission/facts.ts';
import { recordReportedScan } from '../office/admission/reported.ts';
import type { Rx, Tx } from '../store/transaction.ts';

/** A use of a ticket as another system tells it. */
export interface ToldScan {
  readonly organizer_id: number;
  /** null: nobody's that is connected */
  readonly connection_id: number | null;
  /** the dialect whose word it is */
  readonly source: string;
  readonly barcode?: string | undefined;
  readonly ticket_id?: number | undefined;
  /** a hint, for a code that two issuers gave: the barcode decides */
  readonly event_id?: number | undefined;
  readonly direction: 'in' | 'out';
  readonly scanned_at: number;
}

/** `already`: the ticket is used as it is told, or that use was taken back since; `unknown`: no ticket of the organizer; `ambiguous`: several. */
export type ToldOutcome = 'used' | 'already' | 'unknown' | 'ambiguous';

/**
 * Takes over that a ticket was used, once: told again, or of one that was used here, it changes nothing. What it changes goes
 * out to every other connection, and not back to the one that told it.
 */
export async function takeToldScan(tx: Tx, told: ToldScan): Promise<ToldOutcome> {
  const { organizer_id, direction, scanned_at: at, barcode, ticket_id, event_id = null } = told;
  const codes = barcode === undefined ? [] : codesOf(barcode);
  const found = await findTickets(tx, { organizer_id, ticket_id, codes, session_id: null });
  const wish = { event_id, session_id: null, direction, at };
  const [ticket, ...others] = narrow(found, wish);
  if (ticket === undefined) return 'unknown';
  if (others.length === 0) {
    const { used, inside } = chooseEntitlement(ticket, wish);
    if (direction === 'in' ? used > 0 : used > 0 && inside === 0) return 'already';
    if (await wasTakenBackSince(tx, told, ticket.id)) return 'already';
  }
  const { connection_id, source } = told;
  await recordReportedScan(tx, {
    organizer_id,
    connection_id,
    source,
    direction,
    scanned_at: at,
    tells: 'state',
    ...(others.length === 0 ? { ticket_id: ticket.id } : { code: barcode, event_id: event_id ?? undefined }),
  });
  return others.length === 0 ? 'used' : 'ambiguous';
}

/**
 * Whether uses of the ticket were taken back after what is told: a system that has yet to hear of it, or is hearing of it just
 * now, still says what it knew before.
 */
async function wasTakenBackSince(
  rx: Rx,
  { connection_id, scanned_at }: ToldScan,
  ticket_id: number,
): Promise<boolean> {
  if (connection_id === null) return false;
  const told = await rx.db
    .selectFrom('outbox')
    .select('payload')
    .where('subject_kind', '=', 'ticket')
    .where('subject_id', '=', ticket_id)
    .where('connection_id', '=', connection_id)
    .where('topic', '=', 'scan')
    .where('created_at', '>=', scanned_at)
    .execute();
  return told.some(({ payload }) => Object.hasOwn(JSON.parse(payload) as object, 'undone'));
}
