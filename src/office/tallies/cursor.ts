import type { Tx } from '../../store/transaction.ts';

export type TallyKind = 'sales' | 'arrivals';

/** Up to where rows have been counted, in their order by time and id. */
export interface TallyCursor {
  readonly upto_at: number;
  readonly upto_id: number;
}

/** Where several processes write, a row may be committed this long after the instant that stands in it. */
const late_commits_ms = 10_000;

/** Rows before this instant are all there: nobody can still put one between them. */
export function settledBefore({ sole_writer, now }: Tx): number {
  return sole_writer ? now : now - late_commits_ms;
}

/**
 * The cursor of an organizer, locked until the transaction ends, so that no two processes count the same. Begins anew where
 * the clock was set back: counting again changes nothing.
 */
export async function takeCursor(tx: Tx, organizer_id: number, kind: TallyKind): Promise<TallyCursor> {
  const cursor = (await lockedCursor(tx, organizer_id, kind)) ?? (await firstCursor(tx, organizer_id, kind));
  return cursor.upto_at > tx.now ? start : cursor;
}

const start: TallyCursor = { upto_at: 0, upto_id: 0 };

async function lockedCursor(tx: Tx, organizer_id: number, kind: TallyKind): Promise<TallyCursor | undefined> {
  let query = tx.db
    .selectFrom('tally_cursor')
    .select(['upto_at', 'upto_id'])
    .where('organizer_id', '=', organizer_id)
    .where('kind', '=', kind);
  if (tx.engine === 'postgres') query = query.forUpdate();
  return query.executeTakeFirst();
}

/** Of two processes that begin at once, the second waits for the first, and takes its cursor. */
async function firstCursor(tx: Tx, organizer_id: number, kind: TallyKind): Promise<TallyCursor> {
  await tx.db
    .insertInto('tally_cursor')
    .values({ organizer_id, kind, ...start })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await lockedCursor(tx, organizer_id, kind)) ?? start;
}

export async function moveCursor(
  tx: Tx,
  organizer_id: number,
  kind: TallyKind,
  cursor: TallyCursor,
): Promise<void> {
  await tx.db
    .updateTable('tally_cursor')
    .set(cursor)
    .where('organizer_id', '=', organizer_id)
    .where('kind', '=', kind)
    .execute();
}
