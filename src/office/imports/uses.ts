import type { ForeignScan, ForeignTicket } from '../../domain/foreign-records.ts';
import { limits } from '../../domain/limits.ts';
import type { Tx } from '../../store/transaction.ts';
import { recordReportedScan } from '../admission/reported.ts';
import { scanIdsOf } from '../admission/scans-of-tickets.ts';
import { undoEntries } from '../admission/undo.ts';
import { linksOf } from './links.ts';
import type { Source } from './source.ts';

interface Told {
  readonly told: ForeignTicket;
  readonly ticket_id: number;
}

/**
 * What the source says of a ticket's use. "Used" may well be an entry that it heard of from us, so that a ticket which is used
 * here is not used again by it; only a number of entries above ours adds the missing ones. "Not used" takes back what the
 * source itself had told, and nothing that was scanned here. Whether anything came of it.
 */
export async function takeUse(tx: Tx, source: Source, { told, ticket_id }: Told): Promise<boolean> {
  const { organizer_id, connection_id, channel } = source;
  const before = await useOf(tx, ticket_id);
  if (told.used === null) {
    if (before.used === 0 || (await scannedHere(tx, source, ticket_id))) return false;
    const { undone } = await undoEntries(tx, { organizer_id, ticket_id, connection_id, reason: channel });
    return undone > 0;
  }
  const { at, times, inside } = told.used;
  const report = { organizer_id, connection_id, source: channel, ticket_id };
  await recordReportedScan(tx, { ...report, direction: 'in', scanned_at: at, tells: 'state' });
  const wanted = Math.min(times ?? 1, limits.request_quantity_max);
  for (let many = Math.max(1, before.used); many < wanted; many += 1) {
    // entries of which the source tells the latest time alone are told apart by a millisecond each
    const scanned_at = at + many;
    await recordReportedScan(tx, { ...report, direction: 'in', scanned_at, tells: 'entry' });
  }
  const after = await useOf(tx, ticket_id);
  const left = inside === false && after.inside;
  if (left) await recordReportedScan(tx, { ...report, direction: 'out', scanned_at: at, tells: 'state' });
  return after.used !== before.used || left;
}

async function useOf(tx: Tx, ticket_id: number): Promise<{ used: number; inside: boolean }> {
  const rows = await tx.db
    .selectFrom('entitlement')
    .select(['used', 'inside'])
    .where('ticket_id', '=', ticket_id)
    .execute();
  return {
    used: rows.reduce((sum, row) => sum + row.used, 0),
    inside: rows.some((row) => row.inside === 1),
  };
}

/** Whether anybody but this source let the ticket in. */
async function scannedHere(tx: Tx, { connection_id }: Source, ticket_id: number): Promise<boolean> {
  const row = await tx.db
    .selectFrom('scan')
    .select('id')
    .where('id', 'in', scanIdsOf([ticket_id]))
    .where('direction', '=', 'in')
    .where('outcome', 'in', ['admitted', 'reported'])
    .where((eb) => eb.or([eb('connection_id', 'is', null), eb('connection_id', '!=', connection_id)]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** A use told by a system that need not have sold the ticket. Whether it is news; told again, it is not. */
export async function takeScan(tx: Tx, source: Source, scan: ForeignScan): Promise<boolean> {
  const { organizer_id, connection_id, channel } = source;
  const { barcode, ticket_ref, event_ref, direction, scanned_at } = scan;
  const tickets = ticket_ref === undefined ? undefined : await linksOf(tx, source, 'ticket', [ticket_ref]);
  const ticket_id = ticket_ref === undefined ? undefined : tickets?.get(ticket_ref)?.local_id;
  const events = event_ref === undefined ? undefined : await linksOf(tx, source, 'event', [event_ref]);
  const event_id = event_ref === undefined ? undefined : events?.get(event_ref)?.local_id;
  const code = barcode === undefined && ticket_id === undefined ? scan.ref : barcode;
  const { repeated } = await recordReportedScan(tx, {
    organizer_id,
    connection_id,
    source: channel,
    code,
    ticket_id: code === undefined ? ticket_id : undefined,
    event_id,
    direction,
    scanned_at,
    tells: 'state',
  });
  return !repeated;
}
