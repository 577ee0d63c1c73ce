import { limits } from '../../domain/limits.ts';
import type { Rx } from '../../store/transaction.ts';

/** Sessions and prices of one event that a device is told of. */
const rows_max = 10_000;

/** An event as the gate needs it: its doors, and the names of its prices. */
export interface GateEvent {
  readonly id: number;
  readonly name: string;
  readonly cancelled: boolean;
  readonly admits_unpaid: boolean;
  readonly sessions: readonly {
    readonly id: number;
    readonly name: string;
    readonly cancelled: boolean;
    readonly starts_at: number;
    readonly ends_at: number | null;
    readonly doors_open_at: number | null;
    readonly doors_close_at: number | null;
  }[];
  readonly prices: readonly {
    readonly id: number;
    readonly name: string;
    readonly gate_alert: string | null;
  }[];
}

/** The events that somebody may stand at the doors of: the one named, else all that are published or called off. */
export async function gateEvents(
  rx: Rx,
  wanted: {
    readonly organizer_id: number;
    /** undefined: every event */
    readonly event_ids?: readonly number[] | undefined;
  },
): Promise<GateEvent[]> {
  const { organizer_id, event_ids } = wanted;
  if (event_ids?.length === 0) return [];
  let query = rx.db
    .selectFrom('event as v')
    .innerJoin('organizer as r', 'r.id', 'v.organizer_id')
    .select(['v.id', 'v.name', 'v.status', 'v.admits_unpaid', 'r.admits_unpaid as usually_admits_unpaid'])
    .where('v.organizer_id', '=', organizer_id)
    .where('v.status', 'in', ['published', 'cancelled'])
    .where('v.deleted_at', 'is', null)
    .orderBy('v.id', 'desc')
    .limit(limits.page_rows_default);
  if (event_ids !== undefined) query = query.where('v.id', 'in', event_ids);
  const events: GateEvent[] = [];
  for (const { id, name, status, admits_unpaid, usually_admits_unpaid } of await query.execute())
    events.push({
      id,
      name,
      cancelled: status === 'cancelled',
      admits_unpaid: (admits_unpaid ?? usually_admits_unpaid) === 1,
      sessions: await sessionsOf(rx, id),
      prices: await pricesOf(rx, id),
    });
  return events;
}

async function sessionsOf(rx: Rx, event_id: number): Promise<GateEvent['sessions']> {
  const rows = await rx.db
    .selectFrom('session')
    .select(['id', 'name', 'status', 'starts_at', 'ends_at', 'doors_open_at', 'doors_close_at'])
    .where('event_id', '=', event_id)
    .orderBy('starts_at')
    .limit(rows_max)
    .execute();
  return rows.map(({ status, ...row }) => ({ ...row, cancelled: status === 'cancelled' }));
}

async function pricesOf(rx: Rx, event_id: number): Promise<GateEvent['prices']> {
  return rx.db
    .selectFrom('price')
    .select(['id', 'name', 'gate_alert'])
    .where('event_id', '=', event_id)
    .orderBy('id')
    .limit(rows_max)
    .execute();
}
