import { Fault } from '../../domain/faults.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { listCounterSessions } from './list-counters.ts';
import { sessionSums, type CounterSession, type SessionSums } from './session.ts';
import { tillReport, type TillReport } from './till-report.ts';

/** A session with what must lie in its drawer, and the report of its stretch of the journal: an X until it is closed. */
export interface SessionReport {
  readonly session: CounterSession;
  readonly currency: string;
  readonly sums: SessionSums;
  readonly report: TillReport;
}

/** Throws `not_found`. A till has one drawer: from the opening to the closing its journal is this session's. */
export async function sessionReport(
  rx: Rx,
  { organizer_id, counter_session_id: id }: { organizer_id: number; counter_session_id: number },
): Promise<SessionReport> {
  const [session] = await listCounterSessions(rx, { organizer_id, id, limit: 1 });
  if (session === undefined) throw new Fault('not_found', { kind: 'counter_session', id });
  const { counter_id, opening_number, closing_number } = session;
  const head = await rx.db
    .selectFrom('journal_head')
    .innerJoin('organizer', 'organizer.id', 'journal_head.organizer_id')
    .select(['journal_head.number', 'organizer.currency'])
    .where('journal_head.counter_id', '=', counter_id)
    .executeTakeFirstOrThrow();
  const first_number = opening_number ?? 1;
  const last_number = closing_number ?? head.number;
  return {
    session,
    currency: head.currency,
    sums: await sessionSums(rx, session),
    report: await tillReport(rx, { organizer_id, counter_id, first_number, last_number }),
  };
}

/** A session, and the name of who held it last; null for a program or a device alone. */
export type NamedSession = CounterSession & { readonly holder: string | null };

/** The sessions of these ids that are the organizer's, in no order. */
export async function counterSessionsOfIds(
  rx: Rx,
  organizer_id: number,
  ids: readonly number[],
): Promise<NamedSession[]> {
  return rx.db
    .selectFrom('counter_session')
    .leftJoin('user', 'user.id', 'counter_session.user_id')
    .selectAll('counter_session')
    .select('user.name as holder')
    .where('counter_session.organizer_id', '=', organizer_id)
    .where('counter_session.id', 'in', ids)
    .execute();
}

/** far more than a drawer sees in a day */
const movements_max = 500;

/** The cash that went in and out for what is no sale, the latest first. */
export async function cashMovements(rx: Rx, counter_session_id: number): Promise<Row<'cash_movement'>[]> {
  return rx.db
    .selectFrom('cash_movement')
    .selectAll()
    .where('counter_session_id', '=', counter_session_id)
    .orderBy('id', 'desc')
    .limit(movements_max)
    .execute();
}
