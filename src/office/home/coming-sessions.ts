import { listSessions } from '../catalogue/list-sessions.ts';
import { stockView } from '../catalogue/stock-view.ts';
import type { Rx } from '../../store/transaction.ts';

/** What is left of a session that is to come; null capacities are without limit. */
export interface ComingSession {
  readonly id: number;
  readonly event_id: number;
  readonly event_name: string;
  readonly name: string;
  readonly starts_at: number;
  readonly capacity_total: number | null;
  readonly free: number | null;
  /** a tenth of it, or less */
  readonly low: boolean;
}

const low_part = 0.1;

/** The next sessions, the earliest first. */
export async function comingSessions(
  rx: Rx,
  of: { readonly organizer_id: number; readonly now: number; readonly limit: number },
): Promise<ComingSession[]> {
  const { organizer_id, now, limit } = of;
  const organizer_ids = [organizer_id];
  const { rows } = await listSessions(rx, { organizer_ids, starts_from: now, limit });
  const coming: ComingSession[] = [];
  for (const { id, event_id, event_name, name, starts_at, status } of rows) {
    if (status !== 'scheduled') continue;
    const { capacity_total, free } = await stockView(rx, { organizer_ids, session_id: id, now });
    const limited = free !== null && capacity_total !== null && capacity_total > 0;
    const low = limited && free <= capacity_total * low_part;
    coming.push({ id, event_id, event_name, name, starts_at, capacity_total, free, low });
  }
  return coming;
}
