import type { Tx } from '../../store/transaction.ts';
import { tallyArrivals } from './tally-arrivals.ts';
import { tallySales } from './tally-sales.ts';

/** organizers looked at in one turn */
const organizers_at_once = 50;

/**
 * Brings the sums of some organizers up to date, beginning after the one that was looked at last; gives whether there is more
 * to do at once, and where to begin next.
 */
export async function tallyNext(
  tx: Tx,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<{ readonly after: number; readonly more: boolean }> {
  const organizers = await tx.db
    .selectFrom('organizer')
    .select('id')
    .where('id', '>', after)
    .orderBy('id')
    .limit(organizers_at_once)
    .execute();
  let left = limit;
  for (const { id } of organizers) {
    left -= await tallySales(tx, { organizer_id: id, limit: left });
    if (left > 0) left -= await tallyArrivals(tx, { organizer_id: id, limit: left });
    // the rest of this one and of the others comes in the next turn
    if (left <= 0) return { after: id - 1, more: true };
  }
  const last = organizers.at(-1)?.id ?? 0;
  const more = organizers.length === organizers_at_once;
  return { after: more ? last : 0, more };
}
