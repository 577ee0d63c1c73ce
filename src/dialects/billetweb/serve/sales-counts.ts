import { setImmediate } from 'node:timers/promises';
import type { Store } from '../../../store/transaction.ts';

/** Tickets counted before the next one may have its turn. */
const tickets_per_step = 10_000;

export interface SalesCounts {
  readonly byPrice: ReadonlyMap<number, number>;
  readonly bySession: ReadonlyMap<number, number>;
}

/** The living tickets of an event by price and by session, counted step by step: an event may have a million. */
export async function countSales(store: Store, event_id: number): Promise<SalesCounts> {
  const byPrice = new Map<number, number>();
  const bySession = new Map<number, number>();
  let after = 0;
  for (;;) {
    const from = after;
    const { groups, end } = await store.read(async (rx) => {
      const end = await rx.db
        .selectFrom('ticket')
        .select('id')
        .where('event_id', '=', event_id)
        .where('id', '>', from)
        .orderBy('id')
        .offset(tickets_per_step - 1)
        .limit(1)
        .executeTakeFirst();
      let query = rx.db
        .selectFrom('ticket')
        .select((eb) => ['price_id', 'session_id', eb.fn.countAll<number>().as('many')])
        .where('event_id', '=', event_id)
        .where('id', '>', from)
        .where('state', '=', 'valid')
        .groupBy(['price_id', 'session_id']);
      if (end !== undefined) query = query.where('id', '<=', end.id);
      return { groups: await query.execute(), end: end?.id };
    });
    for (const { price_id, session_id, many } of groups) {
      add(byPrice, price_id, many);
      add(bySession, session_id, many);
    }
    if (end === undefined) return { byPrice, bySession };
    after = end;
    await setImmediate();
  }
}

function add(counts: Map<number, number>, id: number | null, many: number): void {
  if (id !== null) counts.set(id, (counts.get(id) ?? 0) + many);
}
