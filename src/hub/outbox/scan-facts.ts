import type { Rx } from '../../store/transaction.ts';
import { LinksOf } from '../links.ts';
import type { ScanFacts } from '../port.ts';
import type { Claim } from './claim.ts';
import { readBarcodes } from './order-rows.ts';

/** A scan to tell of, and the order that its ticket is in. */
export interface ScanToTell {
  readonly order_id: number;
  readonly scan: ScanFacts;
}

/** The scans of claims by their tickets, with what the system of the connection calls these; a ticket that is gone is left out. */
export async function readScanFacts(
  rx: Rx,
  connection_id: number,
  claims: readonly Claim[],
): Promise<Map<number, ScanToTell>> {
  const ticket_ids = claims.map(({ subject_id }) => subject_id);
  if (ticket_ids.length === 0) return new Map();
  const tickets = await rx.db
    .selectFrom('ticket')
    .select(['id', 'order_id', 'event_id', 'session_id'])
    .where('id', 'in', ticket_ids)
    .execute();
  const uses = await readUses(rx, ticket_ids);
  const devices = await readDevices(rx, claims);
  const codes = await readBarcodes(rx, ticket_ids);
  const links = await LinksOf.read(rx, connection_id, {
    ticket: ticket_ids,
    event: tickets.map(({ event_id }) => event_id),
    session: tickets.map(({ session_id }) => session_id),
  });
  const byTicket = new Map(claims.map((claim) => [claim.subject_id, claim]));
  return new Map(
    tickets.map(({ id, order_id, event_id, session_id }) => {
      const { payload = {}, created_at = 0 } = byTicket.get(id) ?? {};
      const { direction, at, scan_id } = payload;
      const { used, allowed } = uses.get(id) ?? { used: 0, allowed: 1 };
      const scan: ScanFacts = {
        ticket: links.of('ticket', id),
        event: links.of('event', event_id),
        session: links.maybe('session', session_id),
        codes: codes.get(id) ?? [],
        direction: direction === 'in' || direction === 'out' ? direction : 'undone',
        scanned_at: typeof at === 'number' ? at : created_at,
        device: typeof scan_id === 'number' ? (devices.get(scan_id) ?? '') : '',
        used,
        allowed,
      };
      return [id, { order_id, scan }];
    }),
  );
}

async function readUses(rx: Rx, ticket_ids: readonly number[]) {
  const rows = await rx.db
    .selectFrom('entitlement')
    .select(['ticket_id', 'used', 'allowed'])
    .where('ticket_id', 'in', ticket_ids)
    .execute();
  const uses = new Map<number, { used: number; allowed: number | null }>();
  for (const { ticket_id, used, allowed } of rows) {
    const known = uses.get(ticket_id) ?? { used: 0, allowed: 0 };
    uses.set(ticket_id, {
      used: known.used + used,
      allowed: known.allowed === null || allowed === null ? null : known.allowed + allowed,
    });
  }
  return uses;
}

async function readDevices(rx: Rx, claims: readonly Claim[]): Promise<Map<number, string>> {
  const scan_ids = claims.map(({ payload }) => payload['scan_id']).filter((id) => typeof id === 'number');
  if (scan_ids.length === 0) return new Map();
  const rows = await rx.db.selectFrom('scan').select(['id', 'device']).where('id', 'in', scan_ids).execute();
  return new Map(rows.map(({ id, device }) => [id, device]));
}
