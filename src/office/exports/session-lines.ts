import { ByIds } from '../../store/by-ids.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';

/** A session of an event as a spreadsheet has it. Instants in ms. */
export interface SessionLine {
  readonly event: string;
  readonly published: boolean;
  readonly session: string | null;
  readonly starts_at: number | null;
  readonly ends_at: number | null;
  readonly doors_open_at: number | null;
  readonly hall: string | null;
  /** of the session's own pool; null where it has none, or several */
  readonly capacity: number | null;
  readonly taken: number | null;
}

const sessions = new ByIds((db, ids) =>
  db
    .selectFrom('session')
    .leftJoin('hall', 'hall.id', 'session.hall_id')
    .select(['session.id', 'session.event_id', 'session.name', 'session.starts_at', 'session.ends_at'])
    .select(['session.doors_open_at', 'hall.name as hall'])
    .where('session.event_id', 'in', ids)
    .where('session.deleted_at', 'is', null)
    .orderBy('session.starts_at')
    .orderBy('session.id'),
);

const pools = new ByIds((db, ids) =>
  db
    .selectFrom('pool')
    .select(['session_id', 'capacity', 'taken'])
    .where('session_id', 'in', ids)
    .where('kind', '=', 'session'),
);

type NamedEvent = Pick<Row<'event'>, 'id' | 'name' | 'status'>;

/** The sessions of events, in the order of their start; an event without any has one line that has no start. */
export async function sessionLines(
  rx: Rx,
  events: readonly NamedEvent[],
): Promise<{ readonly id: number; readonly lines: readonly SessionLine[] }[]> {
  const found = await sessions.read(
    rx,
    events.map(({ id }) => id),
  );
  const own = Map.groupBy(
    await pools.read(
      rx,
      found.map(({ id }) => id),
    ),
    ({ session_id }) => session_id,
  );
  const bySession = Map.groupBy(found, ({ event_id }) => event_id);
  return events.map(({ id, name, status }) => {
    const head = { event: name, published: status === 'published' };
    const lines = (bySession.get(id) ?? []).map((session): SessionLine => {
      const [pool, another] = own.get(session.id) ?? [];
      const only = another === undefined ? pool : undefined;
      const { starts_at, ends_at, doors_open_at, hall } = session;
      return {
        ...head,
        ...{ session: session.name, starts_at, ends_at, doors_open_at, hall },
        ...{ capacity: only?.capacity ?? null, taken: only?.taken ?? null },
      };
    });
    return { id, lines: lines.length === 0 ? [{ ...head, ...undated }] : lines };
  });
}

const undated = {
  ...{ session: null, starts_at: null, ends_at: null, doors_open_at: null },
  ...{ hall: null, capacity: null, taken: null },
};
