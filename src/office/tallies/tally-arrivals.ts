import { sql } from 'kysely';
import type { NewRow } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { moveCursor, settledBefore, takeCursor } from './cursor.ts';

const hour_ms = 3_600_000;

type Sum = NewRow<'arrival_hour'> & { entries: number; exits: number; refused: number };

/**
 * Counts the scans of one organizer's gates that came in since, at most so many at a time; gives how many. Scans are kept for
 * ever as they came out, so that what was counted stands.
 */
export async function tallyArrivals(
  tx: Tx,
  { organizer_id, limit }: { readonly organizer_id: number; readonly limit: number },
): Promise<number> {
  const { upto_at, upto_id } = await takeCursor(tx, organizer_id, 'arrivals');
  const scans = await tx.db
    .selectFrom('scan')
    .select(['id', 'event_id', 'session_id', 'outcome', 'direction', 'received_at'])
    .where('organizer_id', '=', organizer_id)
    .where('received_at', '>=', upto_at)
    .where('received_at', '<', settledBefore(tx))
    .where((eb) => eb.or([eb('received_at', '>', upto_at), eb('id', '>', upto_id)]))
    .orderBy('received_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  const last = scans.at(-1);
  if (last === undefined) return 0;
  // from the beginning, or the clock was set back: nothing of it is counted yet
  if (upto_at === 0)
    await tx.db.deleteFrom('arrival_hour').where('organizer_id', '=', organizer_id).execute();
  const sums = new Map<string, Sum>();
  for (const { event_id, session_id, outcome, direction, received_at } of scans) {
    const of = { hour_at: received_at - (received_at % hour_ms), event_id: event_id ?? 0 };
    const key = `${of.hour_at}/${of.event_id}/${session_id}`;
    const none = { organizer_id, ...of, session_id: session_id ?? 0, entries: 0, exits: 0, refused: 0 };
    const sum = sums.get(key) ?? none;
    const passed = outcome === 'admitted' || outcome === 'reported';
    if (passed && direction === 'in') sum.entries += 1;
    if (passed && direction === 'out') sum.exits += 1;
    if (outcome === 'refused') sum.refused += 1;
    sums.set(key, sum);
  }
  await addUp(tx, [...sums.values()]);
  await moveCursor(tx, organizer_id, 'arrivals', { upto_at: last.received_at, upto_id: last.id });
  return scans.length;
}

/** rows of one insert: their columns stay below the number of parameters that both engines take */
const rows_at_once = 100;

async function addUp(tx: Tx, sums: readonly Sum[]): Promise<void> {
  for (let start = 0; start < sums.length; start += rows_at_once) {
    await tx.db
      .insertInto('arrival_hour')
      .values(sums.slice(start, start + rows_at_once))
      .onConflict((conflict) =>
        conflict.columns(['organizer_id', 'hour_at', 'event_id', 'session_id']).doUpdateSet({
          entries: sql`arrival_hour.entries + excluded.entries`,
          exits: sql`arrival_hour.exits + excluded.exits`,
          refused: sql`arrival_hour.refused + excluded.refused`,
        }),
      )
      .execute();
  }
}
