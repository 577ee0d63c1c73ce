import { limits } from '../../../domain/limits.ts';
import { listEvents, type EventFilter, type EventView } from '../../../office/catalogue/list-events.ts';
import {
  listSessions,
  type SessionFilter,
  type SessionView,
} from '../../../office/catalogue/list-sessions.ts';
import type { Rx } from '../../../store/transaction.ts';

/** All sessions of a filter by their start: a museum has more of them in a year than one page holds. */
export async function allSessions(
  rx: Rx,
  filter: Omit<SessionFilter, 'after' | 'limit'>,
): Promise<SessionView[]> {
  const sessions: SessionView[] = [];
  let after: SessionFilter['after'];
  do {
    const page = await listSessions(rx, { ...filter, after, limit: limits.page_rows_max });
    sessions.push(...page.rows);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return sessions;
}

/** All events of a filter, in the order of their numbers. */
export async function allEvents(rx: Rx, filter: Omit<EventFilter, 'after' | 'limit'>): Promise<EventView[]> {
  const events: EventView[] = [];
  let after: number | undefined;
  do {
    const page = await listEvents(rx, { ...filter, after, limit: limits.page_rows_max });
    events.push(...page.rows);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return events;
}
