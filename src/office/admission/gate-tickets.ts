import { Fault } from '../../domain/faults.ts';
import { ByIds } from '../../store/by-ids.ts';
import type { Rx } from '../../store/transaction.ts';

/** What a device at the gate keeps of a ticket: what the ladder looks at, and what the one who scans says to the holder. */
export interface GateTicket {
  readonly id: number;
  readonly event_id: number;
  readonly price_id: number | null;
  readonly state: string;
  /** `order.status`, of domain/order-life.ts */
  readonly order_status: number;
  readonly blocked: boolean;
  readonly codes: readonly string[];
  readonly holder: string;
  /** zone, row and seat */
  readonly place: string;
  /** to the questions that are marked for the gate, the order's before the ticket's own */
  readonly answers: readonly { readonly label: string; readonly value: string }[];
  readonly entitlements: readonly GateEntitlement[];
}

export interface GateEntitlement {
  readonly id: number;
  /** null: any session of the event */
  readonly session_id: number | null;
  readonly allowed: number | null;
  readonly used: number;
  readonly inside: number;
  readonly first_used_at: number | null;
  readonly last_used_at: number | null;
  /** where the latest entry was, by which device, and who held it; null, '' where the latest change was none */
  readonly control_point_id: number | null;
  readonly device: string;
  readonly operator: string;
}

export interface GateTicketPage {
  readonly items: readonly GateTicket[];
  /** for the next page; where `complete`, for what has changed since */
  readonly next_cursor: string;
  /** everything there was has been given */
  readonly complete: boolean;
  /** too much has changed since: throw away what is held and walk from the beginning */
  readonly start_over: boolean;
}

/** A commit may become visible this long after the time that it is dated with. */
const commit_lag_ms = 15_000;
/** More changes than these are not worth asking for one by one. */
const changes_max = 5_000;

type Cursor =
  | { readonly kind: 'all'; readonly since: number; readonly after: number }
  | { readonly kind: 'changes'; readonly since: number };

/**
 * The tickets of an event for a device, page by page, and then only those that changed: sold, ended, moved, scanned elsewhere.
 * Changes of the last seconds may come twice. Throws `invalid_input` for a cursor that was not given here.
 */
export async function gateTickets(
  rx: Rx,
  wanted: {
    readonly organizer_id: number;
    readonly event_id: number;
    readonly cursor?: string | undefined;
    readonly limit: number;
    readonly now: number;
  },
): Promise<GateTicketPage> {
  const { now, event_id, limit } = wanted;
  const since = now - commit_lag_ms;
  const cursor = readCursor(wanted.cursor) ?? { kind: 'all', since, after: 0 };
  if (cursor.kind === 'changes') {
    const ids = await changedSince(rx, { ...wanted, since: cursor.since });
    if (ids.length > changes_max)
      return { items: [], next_cursor: `all:${since}:0`, complete: false, start_over: true };
    const items = await gateTicketsOf(rx, ids);
    return { items, next_cursor: `changes:${since}`, complete: true, start_over: false };
  }
  const page = await rx.db
    .selectFrom('ticket')
    .select('id')
    .where('event_id', '=', event_id)
    .where('organizer_id', '=', wanted.organizer_id)
    .where('id', '>', cursor.after)
    .orderBy('id')
    .limit(limit)
    .execute();
  const ids = page.map(({ id }) => id);
  const complete = ids.length < limit;
  const next_cursor = complete ? `changes:${cursor.since}` : `all:${cursor.since}:${ids.at(-1)}`;
  return { items: await gateTicketsOf(rx, ids), next_cursor, complete, start_over: false };
}

function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  const [, since, after] = /^all:(\d{1,15}):(\d{1,15})$/.exec(text) ?? [];
  if (since !== undefined) return { kind: 'all', since: Number(since), after: Number(after) };
  const [, changed] = /^changes:(\d{1,15})$/.exec(text) ?? [];
  if (changed !== undefined) return { kind: 'changes', since: Number(changed) };
  throw new Fault('invalid_input', { in: 'query', path: 'cursor', message: 'was not given here' });
}

async function changedSince(
  rx: Rx,
  { organizer_id, event_id, since }: { organizer_id: number; event_id: number; since: number },
): Promise<number[]> {
  const limit = changes_max + 1;
  const changed = await rx.db
    .selectFrom('ticket')
    .select('id')
    .where('event_id', '=', event_id)
    .where('organizer_id', '=', organizer_id)
    .where('updated_at', '>=', since)
    .limit(limit)
    .execute();
  // a scan leaves the ticket's own row alone
  const scanned = await rx.db
    .selectFrom('scan')
    .select('ticket_id')
    .distinct()
    .where('organizer_id', '=', organizer_id)
    .where('received_at', '>=', since)
    .where('event_id', '=', event_id)
    .where('outcome', 'in', ['admitted', 'reported'])
    .limit(limit)
    .execute();
  // and so does a payment
  const ordered = await rx.db
    .selectFrom('order as o')
    .innerJoin('ticket as t', 't.order_id', 'o.id')
    .select('t.id')
    .where('o.organizer_id', '=', organizer_id)
    .where('o.updated_at', '>=', since)
    .where('t.event_id', '=', event_id)
    .limit(limit)
    .execute();
  const ids = new Set([...changed, ...ordered].map(({ id }) => id));
  for (const { ticket_id } of scanned) if (ticket_id !== null) ids.add(ticket_id);
  return [...ids].sort((a, b) => a - b);
}

/** Tickets by their ids, those of other organizers and of events other than those given left out. */
export async function namedGateTickets(
  rx: Rx,
  wanted: {
    readonly organizer_id: number;
    /** undefined: any */
    readonly event_ids: readonly number[] | undefined;
    readonly ids: readonly number[];
  },
): Promise<GateTicket[]> {
  const { organizer_id, event_ids, ids } = wanted;
  const owned = await rx.db
    .selectFrom('ticket')
    .select(['id', 'event_id'])
    .where('organizer_id', '=', organizer_id)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  const own = owned.filter(({ event_id }) => event_ids === undefined || event_ids.includes(event_id));
  return gateTicketsOf(
    rx,
    own.map(({ id }) => id),
  );
}

const rowsOf = new ByIds((db, ids) =>
  db
    .selectFrom('ticket as t')
    .innerJoin('order as o', 'o.id', 't.order_id')
    .leftJoin('entitlement as e', 'e.ticket_id', 't.id')
    .leftJoin('scan as s', 's.id', 'e.latest_scan_id')
    .leftJoin('zone as z', 'z.id', 't.zone_id')
    .leftJoin('place as p', 'p.id', 't.place_id')
    .select([
      't.id',
      't.event_id',
      't.price_id',
      't.session_id as ticket_session_id',
      't.state',
      't.blocked_at',
      't.holder_first_name',
      't.holder_last_name',
      'o.status as order_status',
      'e.id as entitlement_id',
      'e.session_id',
      'e.allowed',
      'e.used',
      'e.inside',
      'e.first_used_at',
      'e.last_used_at',
      's.direction',
      's.control_point_id',
      's.device',
      's.operator',
      'z.name as zone_name',
      'p.row_label',
      'p.seat_label',
    ])
    .where('t.id', 'in', ids),
);

const codesOf = new ByIds((db, ids) =>
  db.selectFrom('barcode').select(['ticket_id', 'code']).where('ticket_id', 'in', ids),
);

const answersOf = new ByIds((db, ids) =>
  db
    .selectFrom('ticket as t')
    .innerJoin('answer as a', 'a.order_id', 't.order_id')
    .innerJoin('question as q', 'q.id', 'a.question_id')
    .select(['t.id as ticket_id', 'a.id', 'a.ticket_id as asked_of', 'a.label', 'a.value'])
    .where('q.at_gate', '=', 1)
    .where('a.value', '!=', '')
    .where((eb) => eb.or([eb('a.ticket_id', 'is', null), eb('a.ticket_id', '=', eb.ref('t.id'))]))
    .where('t.id', 'in', ids),
);

type Kept = GateTicket & {
  readonly codes: string[];
  readonly answers: { readonly label: string; readonly value: string }[];
  readonly entitlements: GateEntitlement[];
};

/** The same of tickets, in the order of their ids. */
export async function gateTicketsOf(rx: Rx, ids: readonly number[]): Promise<GateTicket[]> {
  if (ids.length === 0) return [];
  const tickets = new Map<number, Kept>();
  for (const row of await rowsOf.read(rx, ids)) {
    const ticket = tickets.get(row.id) ?? ticketOf(row);
    tickets.set(row.id, ticket);
    const { entitlement_id: id } = row;
    // a shorter rest of ids repeats its last one
    if (id === null || ticket.entitlements.some((one) => one.id === id)) continue;
    const entered = row.direction === 'in';
    ticket.entitlements.push({
      id,
      session_id: row.session_id ?? row.ticket_session_id,
      allowed: row.allowed,
      used: row.used ?? 0,
      inside: row.inside ?? 0,
      first_used_at: row.first_used_at,
      last_used_at: row.last_used_at,
      control_point_id: entered ? row.control_point_id : null,
      device: entered ? (row.device ?? '') : '',
      operator: entered ? (row.operator ?? '') : '',
    });
  }
  for (const { ticket_id, code } of await codesOf.read(rx, ids)) {
    const codes = ticket_id === null ? undefined : tickets.get(ticket_id)?.codes;
    if (codes?.includes(code) === false) codes.push(code);
  }
  const answered = await answersOf.read(rx, ids);
  for (const { ticket_id, label, value } of answered.toSorted(ordersFirst)) {
    const answers = tickets.get(ticket_id)?.answers;
    // a shorter rest of ids repeats its last one
    if (answers?.some((one) => one.label === label && one.value === value) === false)
      answers.push({ label, value });
  }
  return [...tickets.values()].sort((a, b) => a.id - b.id);
}

interface AnswerPlace {
  readonly id: number;
  /** null: the order was asked */
  readonly asked_of: number | null;
}

function ordersFirst(a: AnswerPlace, b: AnswerPlace): number {
  return Number(a.asked_of !== null) - Number(b.asked_of !== null) || a.id - b.id;
}

function ticketOf(row: Awaited<ReturnType<typeof rowsOf.read>>[number]): Kept {
  const seat = [row.zone_name, row.row_label, row.seat_label];
  return {
    id: row.id,
    event_id: row.event_id,
    price_id: row.price_id,
    state: row.state,
    order_status: row.order_status,
    blocked: row.blocked_at !== null,
    codes: [],
    answers: [],
    holder: `${row.holder_first_name} ${row.holder_last_name}`.trim(),
    place: seat.filter((part) => part !== null && part !== '').join(' · '),
    entitlements: [],
  };
}
