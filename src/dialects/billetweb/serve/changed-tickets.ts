import { setImmediate } from 'node:timers/promises';
import type { Store } from '../../../store/transaction.ts';
import type { AttendeeFilter } from './attendee-filter.ts';
import type { EventFacts } from './event-facts.ts';

/** Changes that are looked at before the next one may have its turn. */
const changes_per_step = 5_000;

interface Change {
  readonly at: number;
  readonly id: number;
  /** null: of another event, or of no ticket */
  readonly ticket_id: number | null;
}

type Position = Pick<Change, 'at' | 'id'>;

/**
 * The tickets that may have changed since the instant that the filter names, ascending; undefined when it names none. A
 * list of changes costs what the changes cost, however many tickets were sold: a change of a ticket stands in its own row,
 * an entry in the scan that made it.
 */
export async function changedTickets(
  store: Store,
  event: EventFacts,
  { updated_from, sold_from }: AttendeeFilter,
): Promise<number[] | undefined> {
  if (updated_from === undefined && sold_from === undefined) return undefined;
  const found = new Set<number>();
  // what was sold after an instant was changed after it too, so that scans tell nothing new of it
  const from = Math.max(updated_from ?? 0, sold_from ?? 0);
  await collect(found, from, (after) => ticketsChanged(store, event, after));
  if (updated_from !== undefined) await collect(found, updated_from, (after) => scans(store, event, after));
  return [...found].sort((a, b) => a - b);
}

async function collect(
  found: Set<number>,
  from: number,
  read: (after: Position) => Promise<readonly Change[]>,
): Promise<void> {
  let after: Position = { at: from, id: 0 };
  for (;;) {
    const changes = await read(after);
    for (const { ticket_id } of changes) if (ticket_id !== null) found.add(ticket_id);
    const last = changes.at(-1);
    if (last === undefined || changes.length < changes_per_step) return;
    after = last;
    await setImmediate();
  }
}

function ticketsChanged(store: Store, { event_id }: EventFacts, after: Position): Promise<Change[]> {
  return store.read((rx) =>
    rx.db
      .selectFrom('ticket')
      .select(['id', 'id as ticket_id', 'updated_at as at'])
      .where('event_id', '=', event_id)
      // said twice: the first bounds the index, the second tells apart what changed at the same instant
      .where('updated_at', '>=', after.at)
      .where((eb) => eb.or([eb('updated_at', '>', after.at), eb('id', '>', after.id)]))
      .orderBy('updated_at')
      .orderBy('id')
      .limit(changes_per_step)
      .execute(),
  );
}

/** Of all events: scans are found by organizer and time. */
function scans(store: Store, event: EventFacts, after: Position): Promise<Change[]> {
  const { organizer_id, event_id } = event;
  return store.read(async (rx) => {
    const found = await rx.db
      .selectFrom('scan')
      .select(['id', 'ticket_id', 'event_id', 'received_at as at'])
      .where('organizer_id', '=', organizer_id)
      .where('received_at', '>=', after.at)
      .where((eb) => eb.or([eb('received_at', '>', after.at), eb('id', '>', after.id)]))
      .orderBy('received_at')
      .orderBy('id')
      .limit(changes_per_step)
      .execute();
    return found.map(({ id, at, ticket_id, event_id: of }) => ({
      id,
      at,
      ticket_id: of === event_id ? ticket_id : null,
    }));
  });
}
