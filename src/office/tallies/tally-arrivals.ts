import { sql } from 'kysely';
import type { Tx } from '../../store/transaction.ts';
import { moveCursor, takeCursor } from './cursor.ts';

const hour_ms = 3_600_000;
/** how late a scan may be committed after the instant at which it was received */
const late_ms = 60_000;

/**
 * Counts the arrivals of one organizer's gates anew, hour by hour, from the last hour that was counted to now, at most so many
 * hours at a time; gives how many. Scans are kept for ever and come in the order of time, so that what is older stands.
 */
export async function tallyArrivals(
  tx: Tx,
  { organizer_id, limit }: { readonly organizer_id: number; readonly limit: number },
): Promise<number> {
  const { upto_at, upto_id: counted_at } = await takeCursor(tx, organizer_id, 'arrivals');
  const [first, latest] = [
    await scanAt(tx, { organizer_id, from: upto_at, order: 'asc' }),
    await scanAt(tx, { organizer_id, from: upto_at, order: 'desc' }),
  ];
  if (first === undefined || latest === undefined || latest === counted_at) return 0;
  const from = hourOf(first);
  const until = Math.min(from + limit * hour_ms, hourOf(tx.now) + hour_ms);
  await countHours(tx, { organizer_id, from, until });
  // the hour that runs is counted again, and so is the one before while its last scans may still come
  const next = Math.min(until, hourOf(tx.now - late_ms));
  const ended = until > latest;
  await moveCursor(tx, organizer_id, 'arrivals', {
    upto_at: Math.max(upto_at, next),
    upto_id: ended ? latest : 0,
  });
  return ended ? 0 : limit;
}

/** When the first or the last scan from an instant on was received. */
async function scanAt(
  tx: Tx,
  { organizer_id, from, order }: { organizer_id: number; from: number; order: 'asc' | 'desc' },
): Promise<number | undefined> {
  const scan = await tx.db
    .selectFrom('scan')
    .select('received_at')
    .where('organizer_id', '=', organizer_id)
    .where('received_at', '>=', from)
    .orderBy('received_at', order)
    .limit(1)
    .executeTakeFirst();
  return scan?.received_at;
}

const hourOf = (instant: number): number => instant - (instant % hour_ms);

async function countHours(
  tx: Tx,
  { organizer_id, from, until }: { organizer_id: number; from: number; until: number },
): Promise<void> {
  const hour = sql<number>`s.received_at - s.received_at % ${sql.lit(hour_ms)}`;
  const passed = (direction: string) =>
    sql<number>`sum(case when s.outcome in ('admitted', 'reported') and s.direction = ${direction} then 1 else 0 end)`;
  await tx.db
    .deleteFrom('arrival_hour')
    .where('organizer_id', '=', organizer_id)
    .where('hour_at', '>=', from)
    .where('hour_at', '<', until)
    .execute();
  await tx.db
    .insertInto('arrival_hour')
    .columns(['organizer_id', 'hour_at', 'event_id', 'session_id', 'entries', 'exits', 'refused'])
    .expression((eb) =>
      eb
        .selectFrom('scan as s')
        .select([
          's.organizer_id',
          hour.as('hour_at'),
          sql<number>`coalesce(s.event_id, 0)`.as('event_id'),
          sql<number>`coalesce(s.session_id, 0)`.as('session_id'),
          passed('in').as('entries'),
          passed('out').as('exits'),
          sql<number>`sum(case when s.outcome = 'refused' then 1 else 0 end)`.as('refused'),
        ])
        .where('s.organizer_id', '=', organizer_id)
        .where('s.received_at', '>=', from)
        .where('s.received_at', '<', until)
        .groupBy(['s.organizer_id', hour, sql`coalesce(s.event_id, 0)`, sql`coalesce(s.session_id, 0)`]),
    )
    .execute();
}
