import { setImmediate } from 'node:timers/promises';
import { ticketSteps } from '../../../office/selling/ticket-steps.ts';
import type { Store } from '../../../store/transaction.ts';
import { ticketsOfEvent } from './participant-columns.ts';
import { statesOf } from './participant-filter.ts';
import { mainPricesOf } from './participant-lookups.ts';
import { narrowed, stretchAfter, type Listing, type Narrowing } from './participant-rows.ts';

const tickets_per_look = 2_000;

/** How many participants of an event are listed when nothing more is asked for, by price, step by step. */
export async function countByPrice(
  store: Store,
  of: { readonly organizer_id: number; readonly event_id: number },
): Promise<ReadonlyMap<number | null, number>> {
  const main_price_ids = await store.read((rx) => mainPricesOf(rx, of));
  const wanted: Narrowing = {
    scope: { choices: undefined },
    states: statesOf({}),
    lookups: { main_price_ids, dates: new Map() },
  };
  const counts = new Map<number | null, number>();
  const steps = ticketSteps(store, of.event_id, (rx, { after, until }) => {
    let query = narrowed(ticketsOfEvent(rx, of.event_id), wanted).where('t.id', '>', after);
    if (until !== undefined) query = query.where('t.id', '<=', until);
    return query
      .select((eb) => ['t.price_id', eb.fn.countAll<number>().as('many')])
      .groupBy('t.price_id')
      .execute();
  });
  for await (const groups of steps)
    for (const { price_id, many } of groups) counts.set(price_id, (counts.get(price_id) ?? 0) + many);
  return counts;
}

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
    let query = narrowed(ticketsOfEvent(rx, event_id), listing).where('t.id', '>', after);
    if (until !== undefined) query = query.where('t.id', '<=', until);
    const row = await query.select((eb) => eb.fn.countAll<number>().as('many')).executeTakeFirstOrThrow();
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
