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
  const of = { organizer_id, kind };
  await tx.db
    .insertInto('tally_cursor')
    .values({ ...of, upto_at: 0, upto_id: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  let query = tx.db
    .selectFrom('tally_cursor')
    .select(['upto_at', 'upto_id'])
    .where('organizer_id', '=', organizer_id)
    .where('kind', '=', kind);
  if (tx.engine === 'postgres') query = query.forUpdate();
  const cursor = await query.executeTakeFirstOrThrow();
  return cursor.upto_at > tx.now ? { upto_at: 0, upto_id: 0 } : cursor;
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
