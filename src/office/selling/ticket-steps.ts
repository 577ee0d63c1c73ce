import { setImmediate } from 'node:timers/promises';
import { statement } from '../../store/statement.ts';
import type { Rx, Store } from '../../store/transaction.ts';

/** Tickets looked at before the next one may have its turn. */
const tickets_per_step = 10_000;

/** A stretch of an event's tickets in the order of their ids: those after `after`, up to `until` where there is an end. */
export interface TicketRange {
  readonly after: number;
  /** undefined: to the last */
  readonly until: number | undefined;
}

const endOfRange = statement<{ event_id: number; after: number; skip: number }, { id: number }>((db, slot) =>
  db
    .selectFrom('ticket')
    .select('id')
    .where('event_id', '=', slot('event_id'))
    .where('id', '>', slot('after'))
    .orderBy('id')
    .offset(slot('skip'))
    .limit(1),
);

/** The next so many tickets of an event, by the index alone. */
export async function ticketRange(
  rx: Rx,
  of: { readonly event_id: number; readonly after: number; readonly tickets: number },
): Promise<TicketRange> {
  const { event_id, after, tickets } = of;
  const end = await rx.first(endOfRange, { event_id, after, skip: tickets - 1 });
  return { after, until: end?.id };
}

/**
 * Goes through the tickets of an event stretch by stretch: an event may have a million, and the store answers at once on
 * SQLite, so that between two stretches whoever waits at the gate has a turn.
 */
export async function* ticketSteps<T>(
  store: Store,
  event_id: number,
  look: (rx: Rx, range: TicketRange) => Promise<T>,
): AsyncGenerator<T> {
  let after = 0;
  for (;;) {
    const from = after;
    const { seen, until } = await store.read(async (rx) => {
      const range = await ticketRange(rx, { event_id, after: from, tickets: tickets_per_step });
      return { seen: await look(rx, range), until: range.until };
    });
    yield seen;
    if (until === undefined) return;
    after = until;
    await setImmediate();
  }
}
