import { sql } from 'kysely';
import type { Rx } from '../../store/transaction.ts';
import { shownAmounts, type ShownAmounts } from '../selling/shown-amounts.ts';
import type { ExtraView, OrderView, SessionView, TicketView } from './order-view.ts';

/** The rows behind `OrderView`: a handful of queries, whatever the number of tickets. */

type TicketRow = Awaited<ReturnType<typeof ticketRows>>[number];

const day_ms = 86_400_000;

/** A ticket for any session of an event that has one is for that evening, unless its one session is a whole season. */
const session_of_ticket = sql<number | null>`coalesce("ticket"."session_id", (
  select max("only"."id") from "session" as "only" where "only"."event_id" = "ticket"."event_id"
  having count(*) = 1 and max(coalesce("only"."ends_at", "only"."starts_at") - "only"."starts_at") <= ${sql.lit(day_ms)}))`;

function ticketRows(rx: Rx, order_id: number) {
  return rx.db
    .selectFrom('ticket')
    .innerJoin('event', 'event.id', 'ticket.event_id')
    .innerJoin('order_line', 'order_line.id', 'ticket.order_line_id')
    .leftJoin('session', (join) => join.on('session.id', '=', session_of_ticket))
    .innerJoin('organizer', 'organizer.id', 'event.organizer_id')
    .leftJoin('hall', 'hall.id', 'session.hall_id')
    .leftJoin('venue', (join) =>
      join.on((eb) =>
        eb('venue.id', '=', eb.fn.coalesce('session.venue_id', 'hall.venue_id', 'event.venue_id')),
      ),
    )
    .leftJoin('zone', 'zone.id', 'ticket.zone_id')
    .leftJoin('place', 'place.id', 'ticket.place_id')
    .select([
      'ticket.id',
      'ticket.main_ticket_id',
      'ticket.state',
      'ticket.event_id',
      'session.id as session_id',
    ])
    .select(['ticket.charged_amount', 'ticket.refunded_amount', 'ticket.deducted_amount'])
    .select(['ticket.holder_first_name', 'ticket.holder_last_name', 'ticket.holder_email'])
    .select(['order_line.title as price', 'order_line.vat_bp', 'zone.name as zone'])
    .select(['place.kind as place_kind', 'place.code as place_code', 'place.row_label', 'place.seat_label'])
    .select(['event.name as event', 'event.status as event_status'])
    .select(['event.buyer_cancel_hours', 'event.buyer_holder_hours', 'event.admits_unpaid'])
    .select('organizer.admits_unpaid as usually_admits_unpaid')
    .select(['event.starts_at as event_starts_at', 'event.ends_at as event_ends_at'])
    .select(['session.name as session', 'session.status as session_status', 'session.starts_at'])
    .select(['session.ends_at', 'session.doors_open_at', 'hall.name as hall', 'venue.name as venue'])
    .select(['venue.address_1', 'venue.address_2', 'venue.zip_code', 'venue.city', 'venue.country'])
    .where('ticket.order_id', '=', order_id)
    .where('ticket.state', '!=', 'deleted')
    .orderBy('ticket.id')
    .execute();
}

/** The tickets by session, in the order of their start; those for any session come by their event's start. */
export async function readTickets(rx: Rx, order_id: number, confirmed: boolean): Promise<SessionView[]> {
  const rows = await ticketRows(rx, order_id);
  if (rows.length === 0) return [];
  const codes = confirmed ? await barcodes(rx, order_id) : new Map<number, string>();
  const entries = await entitlements(rx, order_id);
  const amounts = await shownAmounts(
    rx,
    rows.map((row) => row.id),
  );
  const groups = new Map<string, { rows: TicketRow[]; first: TicketRow }>();
  for (const row of rows) {
    const key = `${row.event_id}/${row.session_id ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { rows: [row], first: row });
    else group.rows.push(row);
  }
  return [...groups.values()]
    .toSorted((a, b) => startOf(a.first) - startOf(b.first))
    .map((group) =>
      sessionOf(
        group.first,
        group.rows.map((row) => ticketOf(row, amounts, codes, entries)),
      ),
    );
}

const startOf = (row: TicketRow): number => row.starts_at ?? row.event_starts_at ?? 0;

function sessionOf(row: TicketRow, tickets: TicketView[]): SessionView {
  const { session_id, starts_at } = row;
  const address = [
    row.address_1,
    row.address_2,
    `${row.zip_code ?? ''} ${row.city ?? ''}`.trim(),
    row.country,
  ];
  return {
    event: {
      id: row.event_id,
      name: row.event,
      starts_at: row.event_starts_at,
      ends_at: row.event_ends_at,
      cancelled: row.event_status === 'cancelled',
      admits_unpaid: (row.admits_unpaid ?? row.usually_admits_unpaid) === 1,
      buyer_cancel_hours: row.buyer_cancel_hours,
      buyer_holder_hours: row.buyer_holder_hours,
    },
    session:
      session_id === null || starts_at === null
        ? null
        : {
            id: session_id,
            name: row.session ?? '',
            starts_at,
            ends_at: row.ends_at,
            doors_open_at: row.doors_open_at,
            cancelled: row.session_status === 'cancelled',
          },
    hall: row.hall,
    venue:
      row.venue === null
        ? null
        : {
            name: row.venue,
            address: address.filter((line): line is string => line !== null && line !== ''),
          },
    tickets,
  };
}

interface Entries {
  readonly used: number;
  readonly allowed: number | null;
  readonly first_used_at: number | null;
}

function ticketOf(
  row: TicketRow,
  amounts: ReadonlyMap<number, ShownAmounts>,
  codes: ReadonlyMap<number, string>,
  entries: ReadonlyMap<number, Entries>,
): TicketView {
  const own = entries.get(row.id);
  return {
    id: row.id,
    main_ticket_id: row.main_ticket_id,
    state: row.state,
    price: row.price,
    amount: amounts.get(row.id)?.charged ?? row.charged_amount,
    vat_bp: row.vat_bp,
    refunded_amount: row.refunded_amount,
    deducted_amount: row.deducted_amount,
    holder: fullName(row.holder_first_name, row.holder_last_name),
    holder_parts: {
      first_name: row.holder_first_name ?? '',
      last_name: row.holder_last_name ?? '',
      email: row.holder_email ?? '',
    },
    zone: row.zone,
    seat:
      row.place_code === null || row.place_kind === 'area'
        ? null
        : { code: row.place_code, row_label: row.row_label ?? '', seat_label: row.seat_label ?? '' },
    barcode: row.state === 'valid' && own !== undefined ? (codes.get(row.id) ?? null) : null,
    entries_used: own?.used ?? 0,
    entries_allowed: own === undefined ? 1 : own.allowed,
    first_used_at: own?.first_used_at ?? null,
  };
}

export function fullName(first_name: string | null, last_name: string | null): string {
  return `${first_name ?? ''} ${last_name ?? ''}`.trim();
}

/** One code per ticket: our own where there is one, else the issuer's. */
async function barcodes(rx: Rx, order_id: number): Promise<Map<number, string>> {
  const rows = await rx.db
    .selectFrom('ticket')
    .innerJoin('barcode', 'barcode.ticket_id', 'ticket.id')
    .select(['ticket.id', 'barcode.code'])
    .where('ticket.order_id', '=', order_id)
    // the last one stays in the map: our own issuer is the empty text
    .orderBy('barcode.issuer', 'desc')
    .execute();
  return new Map(rows.map(({ id, code }) => [id, code]));
}

/** Of several sessions, the entries of all together; one without a limit lifts it. */
async function entitlements(rx: Rx, order_id: number): Promise<Map<number, Entries>> {
  const rows = await rx.db
    .selectFrom('ticket')
    .innerJoin('entitlement', 'entitlement.ticket_id', 'ticket.id')
    .select(['ticket.id', 'entitlement.used', 'entitlement.allowed', 'entitlement.first_used_at'])
    .where('ticket.order_id', '=', order_id)
    .execute();
  const all = new Map<number, Entries>();
  for (const { id, used, allowed, first_used_at } of rows) {
    const before = all.get(id) ?? { used: 0, allowed: 0, first_used_at: null };
    const both = before.allowed === null || allowed === null ? null : before.allowed + allowed;
    const first = earlier(before.first_used_at, first_used_at);
    all.set(id, { used: before.used + used, allowed: both, first_used_at: first });
  }
  return all;
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

/** Lines that give no admission, and are not cancelled. */
export async function readExtras(rx: Rx, order_id: number): Promise<ExtraView[]> {
  const rows = await rx.db
    .selectFrom('order_line')
    .select(['title', 'quantity', 'charged_amount'])
    .where('order_id', '=', order_id)
    .where('kind', 'not in', ['ticket', 'pack'])
    .where('cancelled_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(({ title, quantity, charged_amount }) => ({
    title,
    quantity,
    amount: charged_amount * quantity,
  }));
}

export async function readMoney(rx: Rx, order_id: number): Promise<Pick<OrderView, 'payments' | 'refunds'>> {
  const payments = await rx.db
    .selectFrom('payment')
    .select(['amount', 'method', 'paid_at'])
    .where('order_id', '=', order_id)
    .where('deleted_at', 'is', null)
    .orderBy('paid_at')
    .execute();
  const refunds = await rx.db
    .selectFrom('refund')
    .select(['amount', 'deduction', 'reason', 'refunded_at'])
    .where('order_id', '=', order_id)
    .orderBy('refunded_at')
    .execute();
  return { payments, refunds };
}
