import { limits } from '../../domain/limits.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Store } from '../../store/transaction.ts';
import { sql } from 'kysely';
import { scanIdsOf } from './scans-of-tickets.ts';
import { ticketSteps } from '../selling/ticket-steps.ts';

/** Numbers of a door. `entries` counts every entry of tickets that may enter several times. */
export interface GateCount {
  /** tickets that are good */
  readonly total: number;
  /** of them, those that have entered at least once */
  readonly scanned: number;
  readonly entries: number;
  /** entered, and inside now */
  readonly inside: number;
  /** entered, and gone out */
  readonly out: number;
}

export interface GateFigures extends GateCount {
  /** null: any session */
  readonly by_session: readonly (GateCount & { readonly session_id: number | null })[];
  readonly by_price: readonly (GateCount & { readonly price_id: number | null })[];
}

/**
 * The figures of an event's doors, or of one session's: a ticket for two sessions counts in each. A ticket for any
 * session counts under null, and in the sum.
 */
export async function gateFigures(
  rx: Rx,
  wanted: {
    readonly organizer_id: number;
    readonly event_id: number;
    readonly session_id?: number | undefined;
  },
): Promise<GateFigures> {
  const session = sql<number | null>`coalesce(e.session_id, t.session_id)`;
  let query = rx.db
    .selectFrom('ticket as t')
    .innerJoin('entitlement as e', 'e.ticket_id', 't.id')
    .select((eb) => [
      session.as('session_id'),
      't.price_id',
      eb.fn.countAll<number>().as('total'),
      sql<number>`sum(case when e.used > 0 then 1 else 0 end)`.as('scanned'),
      sql<number>`sum(e.used)`.as('entries'),
      sql<number>`sum(e.inside)`.as('inside'),
      sql<number>`sum(case when e.used > 0 and e.inside = 0 then 1 else 0 end)`.as('out'),
    ])
    .where('t.organizer_id', '=', wanted.organizer_id)
    .where('t.event_id', '=', wanted.event_id)
    .where('t.state', '=', 'valid')
    .groupBy([session, 't.price_id'])
    .orderBy('session_id')
    .orderBy('t.price_id');
  if (wanted.session_id !== undefined) query = query.where(session, '=', wanted.session_id);
  const rows = await query.execute();
  const sessions = new Map<number | null, GateCount>();
  const prices = new Map<number | null, GateCount>();
  let all = nobody;
  for (const row of rows) {
    all = plus(all, row);
    sessions.set(row.session_id, plus(sessions.get(row.session_id) ?? nobody, row));
    prices.set(row.price_id, plus(prices.get(row.price_id) ?? nobody, row));
  }
  return {
    ...all,
    by_session: [...sessions].map(([session_id, count]) => ({ session_id, ...count })),
    by_price: [...prices].map(([price_id, count]) => ({ price_id, ...count })),
  };
}

/** The figures of one price, counted step by step. Of one session, a ticket that is good for any session counts too. */
export async function ticketFigures(
  store: Store,
  wanted: {
    readonly organizer_id: number;
    readonly price_id: number;
    readonly session_id?: number | undefined;
  },
): Promise<GateCount> {
  const { organizer_id, price_id, session_id } = wanted;
  const events = await store.read((rx) =>
    rx.db
      .selectFrom('offer')
      .select('event_id')
      .distinct()
      .where('price_id', '=', price_id)
      .where('organizer_id', '=', organizer_id)
      .execute(),
  );
  const session = sql<number | null>`coalesce(e.session_id, t.session_id)`;
  let all = nobody;
  for (const { event_id } of events) {
    const steps = ticketSteps(store, event_id, (rx, { after, until }) => {
      let query = rx.db
        .selectFrom('ticket as t')
        .innerJoin('entitlement as e', 'e.ticket_id', 't.id')
        .select((eb) => [
          eb.fn.countAll<number>().as('total'),
          sql<number>`coalesce(sum(case when e.used > 0 then 1 else 0 end), 0)`.as('scanned'),
          sql<number>`coalesce(sum(e.used), 0)`.as('entries'),
          sql<number>`coalesce(sum(e.inside), 0)`.as('inside'),
          sql<number>`coalesce(sum(case when e.used > 0 and e.inside = 0 then 1 else 0 end), 0)`.as('out'),
        ])
        .where('t.event_id', '=', event_id)
        .where('t.id', '>', after)
        .where('t.price_id', '=', price_id)
        .where('t.state', '=', 'valid');
      if (until !== undefined) query = query.where('t.id', '<=', until);
      if (session_id !== undefined)
        query = query.where((eb) => eb.or([eb(session, '=', session_id), eb(session, 'is', null)]));
      return query.executeTakeFirstOrThrow();
    });
    for await (const step of steps) all = plus(all, step);
  }
  return all;
}

const nobody: GateCount = { total: 0, scanned: 0, entries: 0, inside: 0, out: 0 };

function plus(a: GateCount, b: GateCount): GateCount {
  return {
    total: a.total + b.total,
    scanned: a.scanned + b.scanned,
    entries: a.entries + b.entries,
    inside: a.inside + b.inside,
    out: a.out + b.out,
  };
}

/** The latest attempts, whatever came of them, the newest first. `before`: the last row of the page before. */
export async function lastScans(
  rx: Rx,
  wanted: {
    readonly organizer_id: number;
    readonly event_id?: number | undefined;
    readonly ticket_id?: number | undefined;
    readonly control_point_id?: number | undefined;
    readonly before?: Pick<Row<'scan'>, 'received_at' | 'id'> | undefined;
    readonly limit?: number | undefined;
  },
): Promise<Row<'scan'>[]> {
  const { event_id, ticket_id, control_point_id, before } = wanted;
  let query = rx.db
    .selectFrom('scan')
    .selectAll()
    .where('organizer_id', '=', wanted.organizer_id)
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(Math.min(wanted.limit ?? limits.page_rows_default, limits.page_rows_max));
  if (event_id !== undefined) query = query.where('event_id', '=', event_id);
  if (ticket_id !== undefined) query = query.where('id', 'in', scanIdsOf([ticket_id]));
  if (control_point_id !== undefined) query = query.where('control_point_id', '=', control_point_id);
  if (before !== undefined) {
    const { received_at, id } = before;
    query = query.where((eb) => eb(eb.refTuple('received_at', 'id'), '<', eb.tuple(received_at, id)));
  }
  return query.execute();
}
