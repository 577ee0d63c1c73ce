import { Fault } from '../../../domain/faults.ts';
import { recordReportedScan, type ReportedScan } from '../../../office/admission/reported.ts';
import { undoEntries } from '../../../office/admission/undo.ts';
import type { TicketUse } from '../../../office/admission/use.ts';
import type { Tx } from '../../../store/transaction.ts';
import type { Used } from '../wire.ts';

/**
 * `used` states a fact: 1 and 2 are kept as scans that the client reports, unjudged, and a ticket that is used already stays
 * as it is; 0 takes all entries back, which the ledger tells. 3 follows from dates and cannot be set.
 */
export async function setUsed(
  tx: Tx,
  organizer_id: number,
  ticket: TicketUse & { readonly id: number },
  used: Used,
): Promise<void> {
  const ticket_id = ticket.id;
  if (used === 3) throw new Fault('invalid_input', { field: 'used', reason: '0, 1 ou 2' });
  if (used === 0) {
    await undoEntries(tx, { organizer_id, ticket_id, reason: 'update_product used=0' });
    return;
  }
  const wasIn = ticket.first_used_at !== null;
  if (used === 1 && wasIn && ticket.inside === 1) return;
  const report = {
    organizer_id,
    connection_id: null,
    source: 'billetweb',
    ticket_id,
    scanned_at: tx.now,
  } as const;
  if (used === 1 || !wasIn) await reportScan(tx, { ...report, direction: 'in', tells: 'state' });
  if (used === 2) await reportScan(tx, { ...report, direction: 'out', tells: 'state' });
}

/** Reports are told apart by their instant: another one of the same millisecond takes the next that is free. */
async function reportScan(tx: Tx, report: ReportedScan): Promise<void> {
  for (let later_ms = 0; later_ms < reports_of_an_instant_max; later_ms += 1) {
    const { repeated } = await recordReportedScan(tx, {
      ...report,
      scanned_at: report.scanned_at + later_ms,
    });
    if (!repeated) return;
  }
  throw new Fault('busy', { kind: 'ticket', id: report.ticket_id });
}

const reports_of_an_instant_max = 50;
