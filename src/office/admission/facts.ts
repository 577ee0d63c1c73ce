import type { FoundEntitlement, FoundTicket } from '../../domain/found-ticket.ts';
import { statement } from '../../store/statement.ts';
import type { Rx } from '../../store/transaction.ts';
import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { Tables } from '../../store/tables.ts';
import { sql } from 'kysely';

/** One entitlement of one ticket, with everything the ladder looks at. */
interface FactRow {
  ticket_id: number;
  event_id: number;
  price_id: number | null;
  state: string;
  blocked_at: number | null;
  ticket_session_id: number | null;
  order_status: number;
  event_status: string;
  admits_unpaid: number;
  entitlement_id: number | null;
  session_id: number | null;
  allowed: number | null;
  used: number | null;
  inside: number | null;
  first_used_at: number | null;
  last_used_at: number | null;
  latest_scan_id: number | null;
  door_session_id: number | null;
  door_event_id: number | null;
  session_status: string | null;
  starts_at: number | null;
  ends_at: number | null;
  doors_open_at: number | null;
  doors_close_at: number | null;
}

const selectFacts = (db: Kysely<Tables>, session_id: number | null) =>
  db
    .selectFrom('ticket as t')
    .innerJoin('order as o', 'o.id', 't.order_id')
    .innerJoin('event as v', 'v.id', 't.event_id')
    .innerJoin('organizer as r', 'r.id', 't.organizer_id')
    .leftJoin('entitlement as e', 'e.ticket_id', 't.id')
    .leftJoin('session as s', (join) =>
      join.on('s.id', '=', sql<number>`coalesce(e.session_id, t.session_id, ${session_id})`),
    )
    .select([
      't.id as ticket_id',
      't.event_id',
      't.price_id',
      't.state',
      't.blocked_at',
      't.session_id as ticket_session_id',
      'o.status as order_status',
      'v.status as event_status',
      sql<number>`coalesce(v.admits_unpaid, r.admits_unpaid)`.as('admits_unpaid'),
      'e.id as entitlement_id',
      'e.session_id',
      'e.allowed',
      'e.used',
      'e.inside',
      'e.first_used_at',
      'e.last_used_at',
      'e.latest_scan_id',
      's.id as door_session_id',
      's.event_id as door_event_id',
      's.status as session_status',
      's.starts_at',
      's.ends_at',
      's.doors_open_at',
      's.doors_close_at',
    ]) satisfies SelectQueryBuilder<never, never, FactRow>;

const byCode = statement<{ organizer_id: number; code: string; session_id: number | null }, FactRow>(
  (db, slot) =>
    selectFacts(db, slot('session_id'))
      .innerJoin('barcode as b', 'b.ticket_id', 't.id')
      .where('b.organizer_id', '=', slot('organizer_id'))
      .where('b.code', '=', slot('code')),
);

const byTicket = statement<{ organizer_id: number; ticket_id: number; session_id: number | null }, FactRow>(
  (db, slot) =>
    selectFacts(db, slot('session_id'))
      .where('t.id', '=', slot('ticket_id'))
      .where('t.organizer_id', '=', slot('organizer_id')),
);

const addOnCode = statement<{ organizer_id: number; code: string }, { order_line_id: number | null }>(
  (db, slot) =>
    db
      .selectFrom('barcode')
      .select('order_line_id')
      .where('organizer_id', '=', slot('organizer_id'))
      .where('code', '=', slot('code'))
      .where('ticket_id', 'is', null),
);

export async function ticketOfId(
  rx: Rx,
  wanted: { organizer_id: number; ticket_id: number; session_id: number | null },
): Promise<FoundTicket | undefined> {
  return ticketsOf(await rx.run(byTicket, wanted))[0];
}

/** The ticket of the id, else every ticket with the first code that anybody knows. */
export async function findTickets(
  rx: Rx,
  wanted: {
    readonly organizer_id: number;
    readonly ticket_id?: number | undefined;
    readonly codes: readonly string[];
    readonly session_id: number | null;
  },
): Promise<readonly FoundTicket[]> {
  const { organizer_id, ticket_id, session_id } = wanted;
  if (ticket_id !== undefined) {
    const ticket = await ticketOfId(rx, { organizer_id, ticket_id, session_id });
    return ticket === undefined ? [] : [ticket];
  }
  for (const code of wanted.codes) {
    const tickets = ticketsOf(await rx.run(byCode, { organizer_id, code, session_id }));
    if (tickets.length > 0) return tickets;
  }
  return [];
}

/** Whether the code is an add-on's: known here, and no admission. */
export async function isAddOnCode(rx: Rx, wanted: { organizer_id: number; code: string }): Promise<boolean> {
  return (await rx.first(addOnCode, wanted)) !== undefined;
}

function ticketsOf(rows: readonly FactRow[]): FoundTicket[] {
  const tickets = new Map<number, FoundTicket & { entitlements: FoundEntitlement[] }>();
  for (const row of rows) {
    const known = tickets.get(row.ticket_id);
    // two issuers may have given one ticket the same code: its entitlements then come twice
    if (known?.entitlements.some((entitlement) => entitlement.id === row.entitlement_id) === true) continue;
    if (known !== undefined) known.entitlements.push(entitlementOf(row));
    else {
      tickets.set(row.ticket_id, {
        id: row.ticket_id,
        event_id: row.event_id,
        price_id: row.price_id,
        state: row.state,
        blocked: row.blocked_at !== null,
        order_status: row.order_status,
        event_cancelled: row.event_status === 'cancelled',
        admits_unpaid: row.admits_unpaid === 1,
        entitlements: [entitlementOf(row)],
      });
    }
  }
  return [...tickets.values()];
}

function entitlementOf(row: FactRow): FoundEntitlement {
  return {
    id: row.entitlement_id,
    session_id: row.session_id ?? row.ticket_session_id,
    allowed: row.entitlement_id === null ? 0 : row.allowed,
    used: row.used ?? 0,
    inside: row.inside ?? 0,
    first_used_at: row.first_used_at,
    last_used_at: row.last_used_at,
    latest_scan_id: row.latest_scan_id ?? 0,
    doors:
      row.door_session_id === null || row.door_event_id === null || row.starts_at === null
        ? null
        : {
            session_id: row.door_session_id,
            event_id: row.door_event_id,
            cancelled: row.session_status === 'cancelled',
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            open_at: row.doors_open_at,
            close_at: row.doors_close_at,
          },
  };
}
