import { setImmediate } from 'node:timers/promises';
import { ticketSteps } from '../../../office/selling/ticket-steps.ts';
import type { Store } from '../../../store/transaction.ts';
import { selectRows } from './participant-columns.ts';
import { narrowed, stretchAfter, type Listing } from './participant-rows.ts';

const tickets_per_look = 2_000;

/** How many of the listings' tickets are listed, step by step. */
export async function countParticipants(store: Store, listings: readonly Listing[]): Promise<number> {
  let count = 0;
  for (const listing of listings) count += await countListing(store, listing);
  return count;
}

async function countListing(store: Store, listing: Listing): Promise<number> {
  const { changed_from, changed_before, event_id } = listing.scope;
  if (changed_from !== undefined || changed_before !== undefined) return countWindow(store, listing);
  let count = 0;
  const steps = ticketSteps(store, event_id, async (rx, { after, until }) => {
    let query = narrowed(selectRows(rx, event_id), listing).where('t.id', '>', after);
    if (until !== undefined) query = query.where('t.id', '<=', until);
    const row = await query
      .clearSelect()
      .select((eb) => eb.fn.count<number>('t.id').distinct().as('many'))
      .executeTakeFirstOrThrow();
    return row.many;
  });
  for await (const many of steps) count += many;
  return count;
}

/** When a ticket changed is told by its rows as they are listed. */
async function countWindow(store: Store, listing: Listing): Promise<number> {
  let count = 0;
  for (let after: number | null = 0; after !== null;) {
    const from: number = after;
    const { rows, next } = await store.read((rx) => stretchAfter(rx, listing, from, tickets_per_look));
    count += rows.length;
    after = next;
    await setImmediate();
  }
  return count;
}
