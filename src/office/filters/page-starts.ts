import type { Rx, Tx } from '../../store/transaction.ts';

export const page_start_life_ms = 15 * 60_000;
/** pages behind the last one that may be asked for again */
const pages_kept = 8;

export interface PageStart<T> {
  readonly page: number;
  readonly position: T;
}

/**
 * Where the page begins, or the nearest page before it of which that is known; undefined: neither. Positions are kept where
 * every process of the office finds them, so that a walk goes on whichever of them answers.
 */
export async function findPageStart<T>(
  rx: Rx,
  input: { readonly key: string; readonly page: number; readonly now: number },
): Promise<PageStart<T> | undefined> {
  const row = await rx.db
    .selectFrom('page_start')
    .select(['page', 'position'])
    .where('key', '=', input.key)
    .where('page', '<=', input.page)
    .where('kept_at', '>', input.now - page_start_life_ms)
    .orderBy('page', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { page: row.page, position: JSON.parse(row.position) as T };
}

export async function keepPageStarts<T>(
  tx: Tx,
  input: { readonly key: string; readonly starts: readonly PageStart<T>[] },
): Promise<void> {
  const { key, starts } = input;
  for (const { page, position } of starts) {
    const row = { position: JSON.stringify(position), kept_at: tx.now };
    await tx.db
      .insertInto('page_start')
      .values({ key, page, ...row })
      .onConflict((conflict) => conflict.columns(['key', 'page']).doUpdateSet(row))
      .execute();
  }
  await tx.db
    .deleteFrom('page_start')
    .where('key', '=', key)
    .where('page', '<', Math.max(...starts.map(({ page }) => page)) - pages_kept)
    .execute();
}

/** Forgets those past their life, at most `limit` of them; gives how many. For the housekeeping. */
export async function forgetPageStarts(tx: Tx, input: { readonly limit: number }): Promise<number> {
  const old = await tx.db
    .selectFrom('page_start')
    .select(['key', 'page'])
    .where('kept_at', '<=', tx.now - page_start_life_ms)
    .orderBy('kept_at')
    .limit(input.limit)
    .execute();
  for (const { key, page } of old)
    await tx.db.deleteFrom('page_start').where('key', '=', key).where('page', '=', page).execute();
  return old.length;
}
