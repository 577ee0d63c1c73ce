import { servedIdOf } from '../../../domain/served-id.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { AnswerRow, UpsellingRow } from '../shapes.ts';
import type { ParticipantRow } from './participant-columns.ts';
import type { Lookups } from './participant-lookups.ts';
import { shownIds } from './reach.ts';
import { upsellingOf } from './upselling.ts';

/** What belongs to the rows of one page; maps are undefined or empty where there is nothing. */
export interface PageExtras {
  readonly ticketIds: ReadonlyMap<number, string> | undefined;
  readonly orderIds: ReadonlyMap<number, string> | undefined;
  readonly customerIds: ReadonlyMap<number, string> | undefined;
  readonly upselling: ReadonlyMap<number, UpsellingRow[]>;
  /** who let it in last, by ticket */
  readonly scanUsers: ReadonlyMap<number, ScanUser>;
  readonly ofTickets: ReadonlyMap<number, AnswerRow[]>;
  readonly ofOrders: ReadonlyMap<number, AnswerRow[]>;
}

export interface ScanUser {
  readonly id: string;
  readonly name: string;
}

export interface ExtrasWish {
  readonly organizer_id: number;
  readonly currency: string;
  readonly lookups: Pick<Lookups, 'fixed'>;
  readonly full: boolean;
}

export async function extrasOf(
  rx: Rx,
  wish: ExtrasWish,
  rows: readonly ParticipantRow[],
): Promise<PageExtras> {
  const { organizer_id, lookups, full } = wish;
  const ids = rows.map((row) => row.id);
  const fixedIds = (kind: string, local_ids: readonly number[]) =>
    lookups.fixed.has(kind) ? shownIds(rx, organizer_id, kind, local_ids) : undefined;
  const orders = [...new Set(rows.map((row) => row.order_id))];
  const customers = rows.flatMap((row) => (row.customer_id === null ? [] : [row.customer_id]));
  const answers = full && rows.length > 0 ? await answersOf(rx, orders) : undefined;
  return {
    ticketIds: await fixedIds('ticket', ids),
    orderIds: await fixedIds('order', orders),
    customerIds: full ? await fixedIds('customer', customers) : undefined,
    upselling: await upsellingOf(rx, wish, ids),
    scanUsers: await scanUsersOf(rx, organizer_id, rows),
    ofTickets: answers?.ofTickets ?? new Map<number, AnswerRow[]>(),
    ofOrders: answers?.ofOrders ?? new Map<number, AnswerRow[]>(),
  };
}

/** The id of a page's thing: the fixed one, else our own moved into the range of such ids. */
export function shownId(ids: ReadonlyMap<number, string> | undefined, local_id: number): string {
  return ids?.get(local_id) ?? servedIdOf('integer', local_id);
}

interface Answers {
  readonly ofTickets: Map<number, AnswerRow[]>;
  readonly ofOrders: Map<number, AnswerRow[]>;
}

/** The answers of orders and of their tickets, in the order in which they were given. */
export async function answersOf(rx: Rx, order_ids: readonly number[]): Promise<Answers> {
  const rows = await rx.db
    .selectFrom('answer')
    .select(['order_id', 'ticket_id', 'label', 'value'])
    .where('order_id', 'in', order_ids)
    .orderBy('id')
    .execute();
  const ofTickets = new Map<number, AnswerRow[]>();
  const ofOrders = new Map<number, AnswerRow[]>();
  for (const { order_id, ticket_id, label, value } of rows) {
    const [into, id] = ticket_id === null ? [ofOrders, order_id] : [ofTickets, ticket_id];
    const known = into.get(id);
    if (known === undefined) into.set(id, [{ label, value }]);
    else known.push({ label, value });
  }
  return { ofTickets, ofOrders };
}

/** Where tickets were scanned last: the control point, else the name that the device gave. */
async function scanUsersOf(
  rx: Rx,
  organizer_id: number,
  rows: readonly ParticipantRow[],
): Promise<Map<number, ScanUser>> {
  const used = rows.filter((row) => row.used > 0).map((row) => row.id);
  const users = new Map<number, ScanUser>();
  if (used.length === 0) return users;
  const scans = await rx.db
    .selectFrom('entitlement as e')
    .innerJoin('scan as s', 's.id', 'e.latest_scan_id')
    .leftJoin('control_point as p', 'p.id', 's.control_point_id')
    .select(['s.ticket_id', 's.control_point_id', 's.device', 'p.name'])
    .where('e.ticket_id', 'in', used)
    .where('e.latest_scan_id', '>', 0)
    .orderBy('s.id')
    .execute();
  const points = scans.flatMap((scan) => (scan.control_point_id === null ? [] : [scan.control_point_id]));
  const ids = await shownIds(rx, organizer_id, 'control_point', points);
  for (const { ticket_id, control_point_id, device, name } of scans) {
    if (ticket_id === null) continue;
    const id = control_point_id === null ? '0' : (ids.get(control_point_id) ?? '0');
    users.set(ticket_id, { id, name: name ?? (device.startsWith('reported:') ? '' : device) });
  }
  return users;
}
