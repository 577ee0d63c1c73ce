import type { Store } from '../../store/transaction.ts';
import { ticketSteps } from './ticket-steps.ts';

export interface SalesCounts {
  readonly byPrice: ReadonlyMap<number, number>;
  readonly bySession: ReadonlyMap<number, number>;
}

/** The living tickets of an event by price and by session, counted step by step. */
export async function countSales(store: Store, event_id: number): Promise<SalesCounts> {
  const byPrice = new Map<number, number>();
  const bySession = new Map<number, number>();
  const steps = ticketSteps(store, event_id, (rx, { after, until }) => {
    let query = rx.db
      .selectFrom('ticket')
      .select((eb) => ['price_id', 'session_id', eb.fn.countAll<number>().as('many')])
      .where('event_id', '=', event_id)
      .where('id', '>', after)
      .where('state', '=', 'valid')
      .groupBy(['price_id', 'session_id']);
    if (until !== undefined) query = query.where('id', '<=', until);
    return query.execute();
  });
  for await (const groups of steps) {
    for (const { price_id, session_id, many } of groups) {
      add(byPrice, price_id, many);
      add(bySession, session_id, many);
    }
  }
  return { byPrice, bySession };
}

function add(counts: Map<number, number>, id: number | null, many: number): void {
  if (id !== null) counts.set(id, (counts.get(id) ?? 0) + many);
}
