import { limits } from '../../domain/limits.ts';
import type { Rx } from '../../store/transaction.ts';
import { listCounters, listCounterSessions } from './list-counters.ts';
import type { CounterSession } from './session.ts';
import { printerIn, type TillPrinter } from './till-printer.ts';

/** A till, and who stands at it now. */
export interface TillState {
  readonly id: number;
  readonly name: string;
  /** the open one; null: the till is shut */
  readonly session: CounterSession | null;
  readonly printer: TillPrinter | null;
  /** whose name goes on what is rung up: a person's, else that of the device that opened it */
  readonly holder: string;
}

/** The organizer's tills with the session that each has open, by id. */
export async function tillStates(rx: Rx, organizer_id: number): Promise<TillState[]> {
  const counters = await listCounters(rx, organizer_id);
  const open = await listCounterSessions(rx, { organizer_id, open: true, limit: limits.page_rows_max });
  const sessionOf = new Map(open.map((session) => [session.counter_id, session]));
  const names = await namesOf(
    rx,
    open.map(({ user_id }) => user_id),
  );
  return counters.map(({ id, name, settings }) => {
    const session = sessionOf.get(id) ?? null;
    const person = names.get(session?.user_id ?? 0);
    return { id, name, session, printer: printerIn(settings), holder: person ?? session?.user_label ?? '' };
  });
}

async function namesOf(rx: Rx, user_ids: readonly (number | null)[]): Promise<Map<number, string>> {
  const ids = [...new Set(user_ids)].filter((id): id is number => id !== null);
  if (ids.length === 0) return new Map();
  const rows = await rx.db.selectFrom('user').select(['id', 'name']).where('id', 'in', ids).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
