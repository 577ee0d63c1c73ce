import type { Tx } from '../../store/transaction.ts';
import type { Attempt } from './writes.ts';

/**
 * An attempt is kept whatever the device says about it, for it took place: a device that is wrong about its event cannot be told
 * so hours later. What it names that is nobody's, or another organizer's, is refused as any other event is, and kept as not named.
 */
export async function withOwnNames(tx: Tx, attempt: Attempt): Promise<Attempt> {
  const { organizer_id, ticket_id, entitlement_id, event_id, session_id, refusal } = attempt;
  // what is good here is of the event and the session that were named, or says which by itself
  if (ticket_id !== null && entitlement_id !== null && refusal !== 'other_event') return attempt;
  const own = async (kind: 'event' | 'session', id: number | null): Promise<number | null> => {
    if (id === null) return null;
    const row = await tx.db
      .selectFrom(kind as 'event')
      .select('id')
      .where('id', '=', id)
      .where('organizer_id', '=', organizer_id)
      .executeTakeFirst();
    return row?.id ?? null;
  };
  return {
    ...attempt,
    event_id: ticket_id === null ? await own('event', event_id) : event_id,
    session_id: await own('session', session_id),
  };
}
