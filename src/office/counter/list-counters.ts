import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';

/** The organizer's counters that are in use, by id. */
export async function listCounters(rx: Rx, organizer_id: number): Promise<Row<'counter'>[]> {
  const rows = await rx.db
    .selectFrom('counter')
    .selectAll()
    .where('organizer_id', '=', organizer_id)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .limit(limits.page_rows_max)
    .execute();
  return rows.map((row) => ({ ...row }));
}

/** The ways to pay that are switched on, by id. */
export async function listPaymentModes(rx: Rx, organizer_id: number): Promise<Row<'payment_mode'>[]> {
  const rows = await rx.db
    .selectFrom('payment_mode')
    .selectAll()
    .where('organizer_id', '=', organizer_id)
    .where('enabled', '=', 1)
    .orderBy('id')
    .limit(limits.page_rows_max)
    .execute();
  return rows.map((row) => ({ ...row }));
}

export interface CounterSessionsFilter {
  readonly organizer_id: number;
  readonly id?: number | undefined;
  readonly counter_id?: number | undefined;
  /** those that were not closed yet */
  readonly open?: boolean | undefined;
  readonly limit: number;
  readonly offset?: number | undefined;
}

/** Sessions of counters, the latest first. */
export async function listCounterSessions(
  rx: Rx,
  filter: CounterSessionsFilter,
): Promise<Row<'counter_session'>[]> {
  const { organizer_id, id, counter_id, open, limit, offset = 0 } = filter;
  if (!Number.isSafeInteger(limit) || limit < 0 || limit > limits.page_rows_max)
    throw new Fault('invalid_input', { field: 'limit', most: limits.page_rows_max });
  if (limit === 0) return [];
  let query = rx.db
    .selectFrom('counter_session')
    .selectAll()
    .where('organizer_id', '=', organizer_id)
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset);
  if (id !== undefined) query = query.where('id', '=', id);
  if (counter_id !== undefined) query = query.where('counter_id', '=', counter_id);
  if (open === true) query = query.where('closed_at', 'is', null);
  return (await query.execute()).map((row) => ({ ...row }));
}

/** The open session of a counter. Throws `counter_session_closed` when it has none. */
export async function openSessionOf(
  rx: Rx,
  input: { readonly organizer_id: number; readonly counter_id: number },
): Promise<number> {
  const [session] = await listCounterSessions(rx, { ...input, open: true, limit: 1 });
  if (session === undefined) throw new Fault('counter_session_closed', { counter_id: input.counter_id });
  return session.id;
}
