import { Fault } from '../../../domain/faults.ts';
import { actorOf, requireScope } from '../../../office/access/principal.ts';
import { recordReportedScan, type ReportedScan } from '../../../office/admission/reported.ts';
import { undoEntries } from '../../../office/admission/undo.ts';
import type { Office } from '../../../office/office.ts';
import { changeTicket } from '../../../office/selling/change-ticket.ts';
import { servedId } from '../../../office/served-ids/served-ids.ts';
import type { Tx } from '../../../store/transaction.ts';
import type { ChangedProduct, ProductChange } from '../shapes.ts';
import { listOf, type Used } from '../wire.ts';
import type { Caller } from './caller.ts';
import { reachedEvent, type EventFacts } from './event-facts.ts';
import { ticketOf, type FoundTicket } from './sold-things.ts';

/** All changes of the request, or none: one write command. */
export async function updateProducts(
  office: Office,
  caller: Caller,
  event_id: number,
  body: readonly ProductChange[] | { readonly data: readonly ProductChange[] },
): Promise<ChangedProduct[]> {
  const changes = listOf(body);
  if (changes.some((change) => change.used !== undefined)) requireScope(caller, 'scan');
  if (changes.some((change) => holderOf(change) !== undefined)) requireScope(caller, 'orders.change');
  return office.store.write(actorOf(caller), async (tx) => {
    const event = await reachedEvent(tx, caller, event_id);
    const changed: ChangedProduct[] = [];
    for (const change of changes) changed.push(await updateProduct(tx, event, change));
    return changed;
  });
}

async function updateProduct(tx: Tx, event: EventFacts, change: ProductChange): Promise<ChangedProduct> {
  const { organizer_id } = event;
  const ticket = await ticketOf(tx, event, { id: change.id ?? change.product_id, barcode: change.barcode });
  const holder = holderOf(change, ticket);
  if (holder !== undefined) {
    await changeTicket(tx, { organizer_id, order_id: ticket.order_id, ticket_id: ticket.id, holder });
  }
  if (change.used !== undefined) await setUsed(tx, event, ticket, change.used);
  const used = change.used ?? (ticket.first_used_at === null ? 0 : 1);
  const local = { organizer_id, dialect: 'billetweb', kind: 'ticket', local_id: ticket.id };
  return { id: await servedId(tx, local), barcode: ticket.code, used: String(used) };
}

/** What the change says of the holder; undefined: nothing. */
function holderOf(change: ProductChange, ticket?: FoundTicket) {
  const { name, firstname, email, custom } = change;
  if (name === undefined && firstname === undefined && email === undefined && custom === undefined)
    return undefined;
  const known = JSON.parse(ticket?.holder_metadata ?? '{}') as { custom?: Record<string, unknown> };
  return {
    last_name: name ?? undefined,
    first_name: firstname ?? undefined,
    email: email?.trim() ?? undefined,
    metadata: custom === undefined ? undefined : { ...known, custom: { ...known.custom, ...custom } },
  };
}

/**
 * `used` states a fact: 1 and 2 are kept as scans that the client reports, unjudged, and a ticket that is used already stays
 * as it is; 0 takes all entries back, which the ledger tells. 3 follows from dates and cannot be set.
 */
async function setUsed(tx: Tx, event: EventFacts, ticket: FoundTicket, used: Used): Promise<void> {
  const { organizer_id } = event;
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
